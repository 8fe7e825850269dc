"""Both databases for every test that needs one: SQLite in a file, and a real PostgreSQL."""

import atexit
import contextvars
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask, has_app_context
from flask.testing import FlaskClient
from flask_migrate import upgrade
from hypothesis import settings
from sqlalchemy import Engine, create_engine, event, make_url, text
from werkzeug.test import TestResponse

import config
from festa import create_app
from festa.extensions import db as database
from tests.html import faults_of
from tests.postgres import start_postgres
from tests.threads import Together

ENGINES = ("sqlite", "postgresql")
# Each from a thousand of its own: one number taken for another must not fit by chance.
COUNT_ANEW = text(
    "SELECT setval(place, 1000 * n, false) FROM ("
    "  SELECT format('%I.%I', schemaname, sequencename)::regclass AS place, last_value,"
    "    row_number() OVER (ORDER BY sequencename) AS n"
    "  FROM pg_sequences WHERE schemaname = 'public') AS each WHERE last_value IS NOT NULL"
)
MORNING = "2026-11-23T10:00:00+09:00"

# A busy machine is no reason to fail a property, and a run tries the same cases as the last one.
settings.register_profile("festa", deadline=None, derandomize=True)
settings.load_profile("festa")


@event.listens_for(Engine, "connect")
def nobody_asked_for_an_order(connection: Any, record: Any) -> None:
    """SQLite gives rows backwards where no order was asked for.

    PostgreSQL may give them in any: most often that of their making, which a page or a test would
    take for granted until the day it is another.
    """
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA reverse_unordered_selects = ON")


def pytest_configure(config: pytest.Config) -> None:
    """Start one PostgreSQL for the whole run, unless TEST_DATABASE_URL names a server."""
    if not hasattr(config, "workerinput") and "TEST_DATABASE_URL" not in os.environ:
        os.environ["TEST_DATABASE_URL"] = start_postgres()


def worker_name() -> str:
    """The name of this worker of a parallel run."""
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


class Visitor(FlaskClient):
    """A client whose requests see nothing of the test's own context and session."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Commit what the test arranged, ask, and let the test see what the request changed."""
        kwargs.setdefault("buffered", True)  # read to the end and closed, as a server does
        if not has_app_context():  # a redirect being followed, already on its own
            return super().open(*args, **kwargs)
        database.session.commit()
        answer = contextvars.Context().run(super().open, *args, **kwargs)
        database.session.expire_all()
        if answer.mimetype == "text/html" and answer.content_encoding is None:
            assert not (faults := faults_of(answer.text)), f"{answer.request.path}: {faults}"
        return answer


def make_database(engine: str, name: str) -> str:
    """The address of an empty, migrated database of its own: a copy of one that was migrated."""
    if engine == "sqlite":
        url = _sqlite(name)
        shutil.copyfile(_file_of(_migrated(engine)), _file_of(url))
        return url
    return _postgresql(name, template=make_url(_migrated(engine)).database)


@cache
def _migrated(engine: str) -> str:
    """A database that nobody uses, brought to this version once: that takes seconds each time."""
    name = f"festa_migrated_{worker_name()}"
    url = _sqlite(name) if engine == "sqlite" else _postgresql(name, template="template1")
    app = create_app(config.Testing, SQLALCHEMY_DATABASE_URI=url)
    with app.app_context():
        upgrade(directory=str(config.ROOT / "migrations"))
        database.session.remove()
        database.engine.dispose()
    return url


def _sqlite(name: str) -> str:
    folder = Path(tempfile.mkdtemp(prefix="festa-test-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return f"sqlite:///{folder / name}.sqlite3"


def _file_of(url: str) -> str:
    return str(make_url(url).database)


def _postgresql(name: str, template: str | None) -> str:
    admin = create_engine(
        psycopg_url(os.environ["TEST_DATABASE_URL"]), isolation_level="AUTOCOMMIT"
    )
    with admin.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        connection.execute(text(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'))
    admin.dispose()
    return str(admin.url.set(database=name).render_as_string(hide_password=False))


def psycopg_url(url: str) -> str:
    """The address as SQLAlchemy wants it."""
    return url.replace("postgresql://", "postgresql+psycopg://", 1)


def make_test_app(url: str) -> Flask:
    """The application on a migrated database."""
    pool = {"pool_size": 10, "max_overflow": 15, "pool_timeout": 120}
    app = create_app(config.Testing, SQLALCHEMY_DATABASE_URI=url, SQLALCHEMY_ENGINE_OPTIONS=pool)
    app.test_client_class = Visitor
    return app


@pytest.fixture(scope="session")
def apps() -> Iterator[Callable[[str], Flask]]:
    """One application for each engine, made when first asked for."""
    made: dict[str, Flask] = {}

    def get(engine: str) -> Flask:
        if engine not in made:
            made[engine] = make_test_app(make_database(engine, f"festa_{worker_name()}"))
        return made[engine]

    yield get
    for app in made.values():
        with app.app_context():
            database.engine.dispose()


@pytest.fixture(params=ENGINES)
def app(request: pytest.FixtureRequest, apps: Callable[[str], Flask]) -> Iterator[Flask]:
    """The application on an empty database, once for each engine, in its own context."""
    app = apps(request.param)
    with app.app_context():
        yield app
        database.session.rollback()
        empty_tables()


def empty_tables() -> None:
    """Delete every row of every table, and count anew, as SQLite does by itself."""
    for table in reversed(database.metadata.sorted_tables):
        database.session.execute(table.delete())
    if database.engine.dialect.name == "postgresql":
        database.session.execute(COUNT_ANEW)
    database.session.commit()
    database.session.remove()


@pytest.fixture
def db(app: Flask) -> Any:
    """The database, with the session that the verbs use."""
    return database


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser of its own, with no name."""
    return app.test_client()


@pytest.fixture
def together(app: Flask) -> Together:
    """Many at once, each in a thread with a context and a connection of its own."""
    return Together(app)


@pytest.fixture
def clock_stands(request: pytest.FixtureRequest) -> Iterator[time_machine.Traveller]:
    """The morning of a fair day; the test moves the clock with `.shift()` or `.move_to()`."""
    if "app" in request.fixturenames:  # the first of a run is made for seconds, and time goes on
        request.getfixturevalue("app")
    with time_machine.travel(MORNING, tick=True) as traveller:
        yield traveller
