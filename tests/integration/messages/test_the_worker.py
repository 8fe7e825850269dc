"""`festa worker` as a process of its own: it sends, and it ends when it is told to."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

import config
from festa.extensions import db
from festa.messages.models import MessageState, OutboxMessage
from festa.messages.service import About, send_sms
from tests.conftest import ENGINES, make_database, make_test_app, worker_name

WITHIN = 60  # seconds


@pytest.mark.parametrize(
    ("engine", "ending"),
    [*((engine, signal.SIGTERM) for engine in ENGINES), ("sqlite", signal.SIGHUP)],
)
def test_it_sends_what_waits_and_ends_in_order(
    engine: str, ending: signal.Signals, tmp_path: Path
) -> None:
    url = make_database(engine, f"festa_worker_{worker_name()}")
    app: Flask = make_test_app(url)
    environment = os.environ | {
        "DATABASE_URL": url,
        "FESTA_ENV": "development",
        "SECRET_KEY": config.Testing.SECRET_KEY,
        "LANG": "ko_KR.UTF-8",
    }
    log = tmp_path / "worker.log"
    festa = str(Path(sys.executable).with_name("festa"))
    with app.app_context(), log.open("w", encoding="utf-8") as errors:
        send_sms("+821012345678", "notice", "안녕하세요", About(urgent=True))
        db.session.commit()
        command = [festa, "worker", "--every", "0.1", "--parent", str(os.getpid())]
        with subprocess.Popen(
            command,
            cwd=config.ROOT,
            env=environment,
            stderr=errors,
            preexec_fn=hear_of_a_closed_terminal,
        ) as worker:
            deadline = time.monotonic() + WITHIN
            while not is_sent() and worker.poll() is None and time.monotonic() < deadline:
                time.sleep(0.1)
            sent = is_sent()
            worker.send_signal(ending)
            try:
                assert worker.wait(timeout=WITHIN) == 0
            finally:
                worker.kill()
        db.engine.dispose()
    told = log.read_text(encoding="utf-8")
    assert sent, told
    assert "[sms] …5678 안녕하세요" in told
    assert "메시지 보내기를 멈췄어요." in told


def hear_of_a_closed_terminal() -> None:
    """The run itself may have been told to go on without one, which is inherited."""
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


def is_sent() -> bool:
    """Whether the only message has left."""
    state = db.session.scalars(select(OutboxMessage.state)).one()
    db.session.rollback()
    return state is MessageState.SENT
