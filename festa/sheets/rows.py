"""What a list is made of, and how its rows are told apart: new, again, blank, refused."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, Generic, Protocol, TypeVar

from festa.sheets.problems import CellProblem
from festa.text import clean


@dataclass(frozen=True)
class Row:
    """One row: its number in the file, what was typed per field, and what was thrown away."""

    number: int
    cells: Mapping[str, str]
    withheld: frozenset[str] = frozenset()

    def get(self, name: str) -> str:
        """What was typed in a field; empty where nothing was."""
        return self.cells.get(name, "")


@dataclass
class Sheet:
    """The rows below a header; `blank` counts empty rows between them, not those after the last.

    `withheld` counts the cells that were never read on: those of forbidden columns, and those
    that looked like a resident registration number in any other.
    """

    title: str
    header_row: int
    rows: list[Row] = field(default_factory=list)
    blank: int = 0
    withheld: int = 0


@dataclass(frozen=True)
class RefusedRow:
    """A row that cannot be taken: why, and what was typed in the columns we may show."""

    number: int
    reasons: tuple[StrEnum, ...]
    shown: Mapping[str, str]


def refused(row: Row, problems: Mapping[str, StrEnum]) -> RefusedRow:
    """The row with what is wrong in each field; a number that was thrown away is said to be one."""
    reasons = {
        CellProblem.RESIDENT_NUMBER if name in row.withheld else problem: None
        for name, problem in problems.items()
    }
    return RefusedRow(row.number, tuple(reasons), row.cells)


def short(row: Row, name: str, longest: int) -> str:
    """What was typed in a field on one line; empty where it is longer than the field can be."""
    text = clean(row.get(name))
    return text if len(text) <= longest else ""


def left_out(row: Row, entry: object, fields: tuple[str, ...]) -> tuple[str, ...]:
    """The fields in which something was typed that the entry does not have."""
    typed = row.cells.keys() | row.withheld
    return tuple(name for name in fields if name in typed and not getattr(entry, name))


@dataclass(frozen=True)
class DuplicateRow:
    """A row that row `first` already says; `differs` names the fields in which they disagree."""

    number: int
    first: int
    differs: tuple[str, ...] = ()


class Entry(Protocol):
    """A parsed row: rows with one key are about one person or company."""

    @property
    def number(self) -> int:
        """Its row in the file."""

    @property
    def key(self) -> Hashable:
        """What it is about."""

    @property
    def left_out(self) -> tuple[str, ...]:
        """The optional fields whose content was no use."""


E = TypeVar("E", bound=Entry)


@dataclass
class Listing(Generic[E]):
    """What a list came to: each of its rows is taken, a duplicate, blank, or refused."""

    title: str = ""
    taken: list[E] = field(default_factory=list)
    duplicates: list[DuplicateRow] = field(default_factory=list)
    blank: int = 0
    refused: list[RefusedRow] = field(default_factory=list)
    withheld: int = 0

    def counts(self, taken: str) -> dict[str, int]:
        """The numbers of the result line in its order; `taken` is what the entries are called."""
        return {
            taken: len(self.taken),
            "duplicates": len(self.duplicates),
            "blank": self.blank,
            "refused": len(self.refused),
        }


def sort_rows(
    sheet: Sheet,
    listing: Listing[E],
    parse: Callable[[Row], E | RefusedRow],
    filled: tuple[str, ...],
    compared: tuple[str, ...],
    progress: Callable[[int], None] | None = None,
) -> None:
    """Parse the rows into the listing; the first row of a key wins, later ones fill its gaps."""
    listing.title, listing.blank, listing.withheld = sheet.title, sheet.blank, sheet.withheld
    taken: dict[Hashable, E] = {}
    for count, row in enumerate(sheet.rows, 1):
        entry = parse(row)
        if isinstance(entry, RefusedRow):
            listing.refused.append(entry)
        elif (first := taken.get(entry.key)) is not None:
            differs = tuple(name for name in compared if _differ(first, entry, name))
            listing.duplicates.append(DuplicateRow(entry.number, first.number, differs))
            taken[entry.key] = _filled(first, entry, filled)
        else:
            taken[entry.key] = entry
        if progress:
            progress(count)
    listing.taken = list(taken.values())


def _differ(first: Entry, later: Entry, name: str) -> bool:
    """Whether both rows say something about a field, but not the same."""
    one, other = getattr(first, name), getattr(later, name)
    return bool(one) and bool(other) and one != other


def _filled(first: E, later: E, fields: tuple[str, ...]) -> E:
    """The first row with its gaps filled from the later one."""
    found: dict[str, Any] = {
        name: getattr(later, name) for name in fields if not getattr(first, name)
    }
    found = {name: value for name, value in found.items() if value}
    if not found:
        return first
    left_out = tuple(name for name in first.left_out if name not in found)
    return replace(first, **found, left_out=left_out)  # type: ignore[type-var]
