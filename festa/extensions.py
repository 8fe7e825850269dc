"""The Flask extensions, bare; create_app() binds them. Imports nothing from festa."""

import sqlite3
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from babel import Locale
from flask import Flask, current_app, g, has_request_context, request, session
from flask_babel import Babel
from flask_compress import Compress
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_talisman import Talisman
from flask_wtf import CSRFProtect
from sqlalchemy import Connection, Engine, MetaData, event
from sqlalchemy.orm import DeclarativeBase
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header


class Base(DeclarativeBase):
    """The parent of every model; constraints get names that migrations can speak of."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


db = SQLAlchemy(model_class=Base)
migrate = Migrate()
login = LoginManager()
csrf = CSRFProtect()
babel = Babel()
limiter = Limiter(get_remote_address, default_limits=["1200 per minute"])
talisman = Talisman()
compress = Compress()

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


@event.listens_for(Engine, "connect")
def prepare_sqlite(connection: Any, record: Any) -> None:
    """Readers beside one writer (WAL), waiting instead of failing, foreign keys on."""
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None  # we say BEGIN ourselves, below
    for pragma in (
        "journal_mode = WAL",
        "synchronous = NORMAL",
        "busy_timeout = 30000",
        "foreign_keys = ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def begin_sqlite(connection: Connection) -> None:
    """Take SQLite's write lock at the start of whatever may write.

    A transaction that reads first and writes later cannot wait for its turn: SQLite
    refuses it at once when another has written meanwhile, whatever the timeout.
    """
    if connection.dialect.name != "sqlite":
        return
    reads_only = connection.get_execution_options().get("only_reads", False) or (
        has_request_context() and request.method in SAFE_METHODS and not g.get("writes", False)
    )
    connection.exec_driver_sql("BEGIN" if reads_only else "BEGIN IMMEDIATE")


def init_app(app: Flask) -> None:
    """Bind the extensions to the application."""
    compress.init_app(app)  # the first bound is the last to see an answer
    db.init_app(app)
    migrate.init_app(app, db, directory=str(Path(app.root_path) / "migrations"))
    csrf.init_app(app)
    limiter.init_app(app)
    babel.init_app(app, locale_selector=lambda: locale_named(chosen_language()))


@cache
def locale_named(language: str) -> Locale:
    """Read the name of a language once: every request asks for its locale."""
    return Locale.parse(language)


def chosen_language() -> str:
    """What the reader chose, else what the browser asks for, else Korean."""
    languages = current_app.config["LANGUAGES"]
    if not has_request_context():
        return str(languages[0])
    chosen = session.get("language")
    if chosen in languages:
        return str(chosen)
    return language_among(request.headers.get("Accept-Language", ""), tuple(languages))


@lru_cache(maxsize=500)
def language_among(asked: str, languages: tuple[str, ...]) -> str:
    """The one of these languages that an Accept-Language asks for most; else the first."""
    return parse_accept_header(asked, LanguageAccept).best_match(languages) or languages[0]
