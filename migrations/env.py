"""Runs the migrations on the database of the application."""

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


def run() -> None:
    """Bring the database up to date, in one transaction where the engine can."""
    with db.engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=db.metadata,
            render_as_batch=connection.dialect.name == "sqlite",
            render_item=render_item,
            compare_type=compare_type,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run()
