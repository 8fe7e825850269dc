"""Rows that are numbered here and written in bulk: a season in seconds rather than minutes."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Table, func, insert, select

from festa.audit.actor import Actor
from festa.audit.models import AuditEntry
from festa.extensions import db

CHUNK = 5_000


class Rows:
    """Gathers rows by table, gives each its number, and writes them parents first."""

    def __init__(self) -> None:
        self._rows: dict[Table, list[dict[str, Any]]] = {}
        self._numbers: dict[Table, int] = {}

    def add(self, model: Any, **values: Any) -> int:
        """Keep a row; its number, or 0 when it brings a name of its own or has none."""
        table: Table = model.__table__
        rows = self._rows.setdefault(table, [])
        rows.append(values)
        if "id" in values or "id" not in table.c:
            return 0
        if table not in self._numbers:
            self._numbers[table] = db.session.scalar(select(func.max(table.c.id))) or 0
        self._numbers[table] += 1
        number = values["id"] = self._numbers[table]
        return number

    def log(
        self,
        action: str,
        model: Any,
        subject_id: int | None,
        by: Actor,
        at: datetime,
        *,
        seeker_id: int | None = None,
        fair_id: int | None = None,
        employer_id: int | None = None,
        **detail: Any,
    ) -> None:
        """Keep the entry that audit.service.record would have written at that moment."""
        self.add(
            AuditEntry,
            at=at,
            actor_kind=by.kind,
            actor_id=by.id,
            actor_label=by.label,
            address=by.address,
            action=action,
            subject_kind=model.__tablename__,
            subject_id=subject_id,
            seeker_id=seeker_id,
            fair_id=fair_id,
            employer_id=employer_id,
            detail=detail,
        )

    def __len__(self) -> int:
        return sum(len(rows) for rows in self._rows.values())

    def write(self, told: Callable[[int], None]) -> None:
        """Write everything, parents first; `told` hears how many rows went in each time."""
        for table in db.metadata.sorted_tables:
            for rows in _alike(self._rows.pop(table, [])):
                for start in range(0, len(rows), CHUNK):
                    chunk = rows[start : start + CHUNK]
                    db.session.execute(insert(table), chunk)
                    told(len(chunk))
            if table in self._numbers:
                _move_sequence(table)


def _alike(rows: list[dict[str, Any]]) -> Iterable[list[dict[str, Any]]]:
    """The rows in groups with the same columns: the model's defaults fill the others."""
    groups: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row in rows:
        groups.setdefault(tuple(sorted(row)), []).append(row)
    return groups.values()


def _move_sequence(table: Table) -> None:
    """Let PostgreSQL go on counting behind the numbers that were given here."""
    if db.session.get_bind().dialect.name == "postgresql":
        sequence = func.pg_get_serial_sequence(table.name, "id")
        highest = select(func.max(table.c.id)).scalar_subquery()
        db.session.execute(select(func.setval(sequence, highest)))
