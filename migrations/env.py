"""Runs the migrations on the database of the application."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from alembic import context
from flask import current_app

from festa.columns import UtcDateTime

db = current_app.extensions["migrate"].db


def render_item(kind: str, item: Any, autogen: Any) -> str | bool:
    """Write our own column types into migrations as what they are in the database."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, sa.Enum):
        return f"sa.String(length={item.length})"
    return False


def compare_type(ctx: Any, inspected: Any, column: Any, database_type: Any, our_type: Any) -> Any:
    """An enum of ours is text in the database: nothing to migrate when a member is added."""
    if isinstance(our_type, sa.Enum) and isinstance(database_type, sa.String):
        return False
    return None


@contextmanager
def references_aside(connection: sa.Connection) -> Iterator[None]:
    """Let SQLite put a changed table in the place of the old one, which others point at.

    It heeds this outside a transaction alone, and would take the rows of the others for strays.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    connection.connection.driver_connection.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        connection.invalidate()  # whoever comes next minds references again


def mind_references(connection: sa.Connection) -> None:
    """Make sure that every row which others point at is still there, before anything lasts."""
    if connection.dialect.name == "sqlite":
        strays = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if strays:
            raise RuntimeError(f"rows that point at nothing: {strays[:10]}")


def run() -> None:
    """Bring the database up to date, in one transaction where the engine can."""
    with db.engine.connect() as connection, references_aside(connection):
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_as_batch=connection.dialect.name == "sqlite",
            render_item=render_item,
            compare_type=compare_type,
        )
        with context.begin_transaction():
            context.run_migrations()
            mind_references(connection)
        connection.commit()


run()
