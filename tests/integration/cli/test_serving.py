"""`festa serve` as a process of its own: it prepares, serves, says where, and stops when told."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest

from tests.ports import free_port

FESTA = Path(sys.executable).with_name("festa")
PATIENCE = 90  # seconds; 3 on an idle machine


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """An environment with an empty SQLite file."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COV")}
    own = {"DATABASE_URL": f"sqlite:///{tmp_path}/f.sqlite3", "FESTA_ENV": "development"}
    return kept | own | {"LANG": "ko_KR.UTF-8", "LC_ALL": "", "PYTHONUTF8": "1"}


@pytest.fixture
def prepared(environment: dict[str, str]) -> dict[str, str]:
    """The same with a small demo season."""
    for words in (["db", "upgrade"], ["demo", "--size", "small"]):
        subprocess.run([FESTA, *words], env=environment, check=True, capture_output=True)
    return environment


@pytest.fixture
def server(
    prepared: dict[str, str], tmp_path: Path
) -> Iterator[tuple[subprocess.Popen[bytes], str, Path]]:
    """A server with its address and what it says."""
    port, log = free_port(), tmp_path / "said.txt"
    command = [FESTA, "serve", "--prepare", "--port", str(port)]
    with log.open("wb") as said:
        process = subprocess.Popen(command, env=prepared, stdout=said, stderr=said)
    yield process, f"http://127.0.0.1:{port}", log
    process.kill()
    process.wait()


def wait_until_up(process: subprocess.Popen[bytes], address: str) -> None:
    """Until it answers, or has ended."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            if httpx.get(f"{address}/healthz", timeout=PATIENCE).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise AssertionError("the server did not come up")


def test_it_serves_the_six_cities_and_stops_cleanly(
    server: tuple[subprocess.Popen[bytes], str, Path],
) -> None:
    process, address, log = server
    wait_until_up(process, address)
    home = httpx.get(address, timeout=PATIENCE).text
    for city in ("광주", "대전", "부산", "서울", "수원", "인천"):
        assert city in home
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=PATIENCE) == 0
    said = log.read_text(encoding="utf-8")
    assert address in said
    for printed in ("organiser@example.com", "festa-2026-demo", "박새봄"):
        assert printed in said
    assert "GET /" not in said, "no access log"
    assert "Traceback" not in said


def test_it_stops_while_its_processes_still_load(
    environment: dict[str, str], tmp_path: Path
) -> None:
    """A process that is still loading takes the signal too: nobody waits for it for ever."""
    app = "import os, time\nopen(f'loads-{os.getpid()}', 'w').close()\ntime.sleep(600)\n"
    tmp_path.joinpath("wsgi.py").write_text(app, encoding="utf-8")
    command = [FESTA, "serve", "--port", str(free_port())]
    subprocess.run([FESTA, "db", "upgrade"], env=environment, check=True, capture_output=True)
    first = environment | {"PYTHONPATH": str(tmp_path)}
    process = subprocess.Popen(command, env=first, cwd=tmp_path, stderr=subprocess.PIPE)
    try:
        deadline = time.monotonic() + PATIENCE
        while len([*tmp_path.glob("loads-*")]) < 2 and time.monotonic() < deadline:
            time.sleep(0.05)
        loading = [int(found.name.removeprefix("loads-")) for found in tmp_path.glob("loads-*")]
        assert len(loading) == 2
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=PATIENCE) == 0
        assert process.stderr is not None
        assert b"Traceback" not in process.stderr.read()
        for one in loading:
            with pytest.raises(ProcessLookupError):
                os.kill(one, 0)
    finally:
        process.kill()
        for found in tmp_path.glob("loads-*"):
            with suppress(ProcessLookupError):
                os.kill(int(found.name.removeprefix("loads-")), signal.SIGKILL)


def test_a_taken_port_is_said_at_once(environment: dict[str, str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = subprocess.run(
            [FESTA, "serve", "--port", str(port)],
            env=environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )
    assert result.returncode == 2
    assert "--port" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_database_that_was_never_migrated_is_named(environment: dict[str, str]) -> None:
    result = subprocess.run(
        [FESTA, "fairs"], env=environment, capture_output=True, text=True, check=False
    )
    assert result.returncode == 2
    assert "festa db upgrade" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_missing_secret_is_said_in_a_sentence(environment: dict[str, str]) -> None:
    production = environment | {"FESTA_ENV": "production", "SECRET_KEY": ""}
    result = subprocess.run(
        [FESTA, "fairs"], env=production, capture_output=True, text=True, check=False
    )
    assert result.returncode == 2
    assert "SECRET_KEY" in result.stderr


def test_the_command_answers_without_loading_the_application() -> None:
    asked = "import sys; from festa.cli import main; main(['--help'], standalone_mode=False)"
    checked = (
        asked + "; assert not {'sqlalchemy', 'faker', 'openpyxl', 'reportlab'} & {*sys.modules}"
    )
    result = subprocess.run(
        [sys.executable, "-c", checked], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stderr


def test_what_a_server_has_loaded_is_never_walked_again_for_garbage(
    environment: dict[str, str],
) -> None:
    """A walk through all of it takes a fifth of a second: one in a rush was measured."""
    script = "import gc, wsgi; print(gc.get_freeze_count() > 100_000)"
    told = subprocess.run(
        [sys.executable, "-c", script], env=environment, check=True, capture_output=True, text=True
    )
    assert told.stdout.split()[-1] == "True"


def test_the_command_line_works_at_once_on_ones_own_machine(tmp_path: Path) -> None:
    bare = {k: v for k, v in os.environ.items() if k not in {"FESTA_ENV", "SECRET_KEY"}}
    bare |= {"DATABASE_URL": f"sqlite:///{tmp_path / 'bare.sqlite3'}"}
    command = [str(Path(sys.executable).with_name("festa"))]
    for verb in (["db", "upgrade"], ["fairs", "--json"]):
        result = subprocess.run([*command, *verb], env=bare, capture_output=True, text=True)
        assert result.returncode == 0, result.stderr
    assert result.stdout.strip() == "[]"
