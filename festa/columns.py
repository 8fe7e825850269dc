"""Column types that behave alike on SQLite and PostgreSQL."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import DateTime, Dialect, Enum, TypeDecorator
from sqlalchemy.orm import MappedColumn, mapped_column

from festa import clock


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment in UTC; a naive one is a programming error and is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the database UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:
        """Give back what SQLite forgets: that the moment is UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def word(members: type[StrEnum]) -> Enum:
    """A column that stores the value of a StrEnum as text, the same on both engines."""
    return Enum(
        members,
        native_enum=False,
        create_constraint=False,
        length=32,
        values_callable=lambda kind: [member.value for member in kind],
    )


def change_time(**options: Any) -> MappedColumn[datetime]:
    """A column that tells when its row was last written: gate devices ask what is new."""
    return mapped_column(UtcDateTime, default=clock.now, onupdate=clock.now, **options)
