"""A message leaves once, however often the worker dies."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, insert, select

import config
from festa import clock
from festa.extensions import db
from festa.messages.delivery import URGENT
from festa.messages.models import (
    Channel,
    MessageAttempt,
    MessageState,
    OutboxMessage,
    Outcome,
    new_key,
)
from tests.conftest import ENGINES, make_database, make_test_app, worker_name
from tests.integration.messages.servers import Post, gateway, smtp_server

MESSAGES = 1000
KILLS = 20
LEASE = 0.5  # seconds
SEED = 20261124
WITHIN = 120  # seconds until everything must have arrived


@dataclass
class Nursery:
    """Where workers come from."""

    process: subprocess.Popen[str]

    def bear(self) -> int:
        """The number of a new worker, which sends one message at a time."""
        assert self.process.stdin is not None
        self.process.stdin.write("--senders 1 --every 0.05\n")
        self.process.stdin.flush()
        return int(self._line())

    def wait(self) -> None:
        """Until it can bear."""
        assert self._line() == "ready"

    def _line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()


@contextmanager
def nursery(url: str, settings: dict[str, str], log: Path) -> Iterator[Nursery]:
    """A nursery for workers on this database."""
    environment = os.environ | settings | {"DATABASE_URL": url, "FESTA_ENV": "development"}
    environment |= {"SECRET_KEY": config.Testing.SECRET_KEY, "LANG": "ko_KR.UTF-8"}
    with log.open("w", encoding="utf-8") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.integration.messages.nursery"],
            cwd=config.ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
        )
    place = Nursery(process)
    try:
        place.wait()
        yield place
    finally:
        assert process.stdin is not None
        process.stdin.close()
        process.wait(timeout=20)


@pytest.fixture(params=ENGINES)
def outbox(request: pytest.FixtureRequest) -> Iterator[tuple[str, Flask]]:
    """A thousand messages, every second one an e-mail, in a database of their own."""
    url = make_database(request.param, f"festa_killed_{worker_name()}")
    app = make_test_app(url)
    with app.app_context():
        now = clock.now()
        rows = [
            {
                "key": new_key(),
                "channel": Channel.EMAIL if number % 2 else Channel.SMS,
                "recipient": f"p{number}@example.org" if number % 2 else f"+8210{number:08}",
                "template": "notice",
                "subject": "알림",
                "body": f"number {number}",
                # Urgent: the workers know the hour of the day as it is, and it may be night.
                "rank": URGENT,
                "about_day": clock.today(),
                "written_at": now,
                "due_at": now,
            }
            for number in range(MESSAGES)
        ]
        db.session.execute(insert(OutboxMessage), rows)
        db.session.commit()
        yield url, app
        db.session.remove()
        db.engine.dispose()


def until(reached: Callable[[], bool], within: float = WITHIN) -> None:
    """Look again and again; fails when it does not come."""
    deadline = time.monotonic() + within
    while not reached():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.1)


def count(state: MessageState) -> int:
    """How many messages are in this state, as committed."""
    query = select(func.count()).select_from(OutboxMessage).where(OutboxMessage.state == state)
    found = db.session.scalar(query) or 0
    db.session.rollback()  # SQLite has one writer, and it is to be a worker
    return found


def plain(key: str) -> str:
    """The outbox's key, out of a Message-ID or an Idempotency-Key."""
    return key.strip("<>").partition("@")[0].removesuffix("-sms")


def test_nobody_misses_a_message_and_copies_are_known_by_their_key(
    outbox: tuple[str, Flask], tmp_path: Path
) -> None:
    url, _app = outbox
    chance = random.Random(SEED)
    post = Post()
    with smtp_server(post) as (_mailbox, port), gateway(post) as exchange:
        settings = {
            "MESSAGE_CHANNEL": "gateway",
            "SMS_GATEWAY_URL": exchange.address,
            "SMS_GATEWAY_KEY": "k",
            "SMS_SENDER": "0200000000",
            "EMAIL_CHANNEL": "smtp",
            "SMTP_HOST": "127.0.0.1",
            "SMTP_PORT": str(port),
            "SMTP_SECURITY": "none",
            "MAIL_FROM": "festa@example.org",
            "MESSAGE_LEASE": str(LEASE),
        }
        with nursery(url, settings, tmp_path / "workers.log") as workers:
            worker = workers.bear()
            for moment in sorted(chance.sample(range(5, MESSAGES - 20), KILLS)):
                assert post.wait_for(moment), "the workers stood still"
                time.sleep(chance.uniform(0, 0.01))
                os.kill(worker, signal.SIGKILL)
                worker = workers.bear()
            until(lambda: count(MessageState.SENT) == MESSAGES)

    copies = {plain(key): len(taken) for key, taken in post.taken.items()}
    assert len(copies) == len(post.taken), "a message came under two names"
    assert copies.keys() == set(db.session.scalars(select(OutboxMessage.key)))
    again = {key for key, number in copies.items() if number > 1}
    sys.stdout.write(f"{KILLS} kills, {len(again)} second copies\n")  # pytest -s
    assert max(copies.values()) <= 2
    assert len(again) <= KILLS
    # Whoever was sent a second copy is a message at which a worker died.
    died = select(OutboxMessage.key).join(OutboxMessage.attempts)
    lost = set(db.session.scalars(died.where(MessageAttempt.outcome == Outcome.LOST)))
    assert again <= lost
    assert len(lost) <= KILLS
