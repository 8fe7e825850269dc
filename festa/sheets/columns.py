"""Columns that a caller wants, and the header row in which they are found."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from festa.forbidden import is_forbidden_header
from festa.text import bare, without_brackets


@dataclass(frozen=True)
class Column:
    """A wanted column: the names people give it, the best first; its first name is its title."""

    field: str
    names: tuple[str, ...]
    required: bool = False

    @property
    def title(self) -> str:
        """What we call the column."""
        return self.names[0]

    @cached_property
    def ranks(self) -> dict[str, int]:
        """The names as they are compared, with how good each is: 0 is best."""
        return {bare(name): rank for rank, name in reversed(list(enumerate(self.names)))}


@dataclass
class Header:
    """Where the wanted columns stand in one row, and which ones must not be read."""

    columns: Sequence[Column]
    row_number: int
    places: dict[str, int] = field(default_factory=dict)
    forbidden: set[int] = field(default_factory=set)
    texts: dict[str, str] = field(default_factory=dict)

    @property
    def missing(self) -> list[Column]:
        """The required columns that this row does not have."""
        return [
            wanted for wanted in self.columns if wanted.required and wanted.field not in self.places
        ]


def read_header(row_number: int, cells: Sequence[str], columns: Sequence[Column]) -> Header:
    """Match one row against the wanted columns; of two matches the better name wins."""
    header = Header(columns, row_number)
    best: dict[str, int] = {}
    for place, cell in enumerate(cells):
        match = _match(cell, columns)
        if match is None:
            if is_forbidden_header(cell):
                header.forbidden.add(place)
            continue
        name, rank = match
        if name not in best or rank < best[name]:
            best[name], header.places[name], header.texts[name] = rank, place, cell
    return header


def _match(cell: str, columns: Sequence[Column]) -> tuple[str, int] | None:
    """The field that a header cell names and how well; whole text first, then without brackets."""
    for name in (bare(cell), bare(without_brackets(cell))):
        for column in columns:
            if name and name in column.ranks:
                return column.field, column.ranks[name]
    return None


def accepted_names(columns: Sequence[Column]) -> str:
    """‘휴대전화’(휴대폰, 핸드폰, …): what columns may be called, for a sentence."""
    return ", ".join(f"‘{each.title}’({', '.join(each.names[1:6])})" for each in columns)
