"""The worker's clock: huey in a file beside a SQLite database, or inside PostgreSQL.

The timetable holds no work of people's: what is to be sent stands in the outbox, what was
done in which night in night_job. So a lost tick costs a minute and nothing else.
"""

import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask
from huey import MemoryHuey, PostgresHuey, SqliteHuey, crontab
from huey.api import Huey
from huey.consumer import Consumer
from sqlalchemy import URL, make_url, text

from festa.extensions import db

SCHEMA = "festa_huey"  # a schema of its own: migrations look at Festa's tables alone


class Timetable:
    """What is done each minute; runs until the process is told to stop."""

    def __init__(self, huey: Huey) -> None:
        self.huey = huey

    def every_minute(self, act: Callable[[], None], name: str) -> None:
        """Do this each minute. One at a time: a tick that comes meanwhile finds nothing to do."""
        self.huey.periodic_task(crontab(), name=name, expires=60)(act)

    def run(self, begin: Callable[[], None]) -> None:
        """Keep the time until SIGINT, SIGTERM or SIGHUP; `begin` once these are heard."""
        _Consumer(self.huey, begin, workers=2, scheduler_interval=1, max_delay=5.0).run()


class _Consumer(Consumer):
    """huey's own, which says when it is ready to be told to stop."""

    def __init__(self, huey: Huey, begin: Callable[[], None], **options: Any) -> None:
        super().__init__(huey, **options)
        self.begin = begin
        if hasattr(signal, "SIGHUP"):
            self._hear_of_a_closed_terminal()

    def _hear_of_a_closed_terminal(self) -> None:
        """End in order, where huey would replace the process at once; nohup goes on as asked."""
        if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
            del self._signal_actions[signal.SIGHUP]
        else:
            self._signal_actions[signal.SIGHUP] = self._signal_actions[signal.SIGTERM]

    def start(self) -> None:
        """Begin what sends last: begun before signals are heard, it would be cut off by one."""
        super().start()
        self.begin()


def make_huey(app: Flask) -> Timetable:
    """The timetable in the place that fits the database."""
    url = make_url(app.config["SQLALCHEMY_DATABASE_URI"])
    options: dict[str, Any] = {"results": False, "store_none": False}
    if url.get_backend_name() == "postgresql":
        return Timetable(PostgresHuey("festa", dsn=_dsn(url), options=_path(), **options))
    file = app.config["HUEY_FILE"] or _beside(url)
    huey = SqliteHuey("festa", filename=file, **options) if file else MemoryHuey("festa", **options)
    return Timetable(huey)


def _beside(url: URL) -> str:
    return f"{Path(url.database).resolve()}.huey" if url.database else ""


def _dsn(url: URL) -> str:
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def _path() -> str:
    db.session.execute(text(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}"))
    db.session.commit()
    return f"-c search_path={SCHEMA}"
