"""The tables of a file as rows of text: each visible sheet, or a CSV cut at each delimiter."""

import csv
import io
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from openpyxl import load_workbook

from festa.sheets.limits import MAX_COLUMNS, MAX_ROWS_WITH_BLANKS
from festa.sheets.problems import SheetProblem, SheetRefused
from festa.sheets.source import WIDE_BOMS

# openpyxl tells the console which decorations of a workbook it does not know.
warnings.filterwarnings("ignore", module=r"openpyxl\..*")

DELIMITERS = (",", "\t", ";", "|")
ERRORS = frozenset(
    {"#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"}
)


@dataclass(frozen=True)
class Table:
    """A title and the rows below it, lazily: (row number, cells)."""

    title: str
    rows: Iterator[tuple[int, Sequence[Any]]]


def workbook_tables(content: bytes) -> Iterator[Table]:
    """The visible sheets of an .xlsx in their order, formulas as the values last shown."""
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    except Exception:
        raise SheetRefused(SheetProblem.CORRUPT) from None
    for sheet in sheets:
        yield Table(sheet.title, _sheet_rows(sheet))


def _sheet_rows(sheet: Any) -> Iterator[tuple[int, Sequence[Any]]]:
    """The rows of one sheet; what breaks on the way is a corrupt file."""
    try:
        # The size that a sheet states is often wrong: 1,048,576 rows, or one cell.
        sheet.reset_dimensions()
        for number, row in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True), 1):
            # Row numbers are the file's own word; between two of them empty rows are made up.
            if number > MAX_ROWS_WITH_BLANKS:
                raise SheetRefused(SheetProblem.UNPACKS_TOO_BIG)
            yield number, row
    except SheetRefused:
        raise
    except Exception:
        raise SheetRefused(SheetProblem.CORRUPT) from None


def text_tables(content: bytes) -> Iterator[Table]:
    """The one table of a CSV, once for each delimiter, the most frequent first."""
    text = _decoded(content)
    top = text[:5000]
    for delimiter in sorted(DELIMITERS, key=top.count, reverse=True):
        yield Table("", _text_rows(text, delimiter))


def _decoded(content: bytes) -> str:
    """The text of UTF-8, UTF-16 with its mark, or CP949."""
    encodings = ("utf-16",) if content.startswith(WIDE_BOMS) else ("utf-8-sig", "cp949")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SheetRefused(SheetProblem.UNKNOWN_LETTERS)


def _text_rows(text: str, delimiter: str) -> Iterator[tuple[int, Sequence[Any]]]:
    """The records of a CSV, numbered as a spreadsheet shows them."""
    width = 0
    try:
        for number, row in enumerate(csv.reader(_lines(text), delimiter=delimiter), 1):
            width = max(width, len(row))
            if any("\n" in cell and _swallowed(cell, delimiter, width) for cell in row):
                raise SheetRefused(SheetProblem.BROKEN_QUOTES)
            yield number, row[:MAX_COLUMNS]
    except csv.Error:
        raise SheetRefused(SheetProblem.BROKEN_QUOTES) from None


def _lines(text: str) -> Iterable[str]:
    """The lines of a text, line breaks kept as they are: \\r\\n, \\n or an old \\r."""
    return io.StringIO(text, newline="")


def _swallowed(cell: str, delimiter: str, width: int) -> bool:
    """Whether a quote that was never closed has drawn whole rows into this cell."""
    enough = max(width - 1, 3)
    return any(line.count(delimiter) >= enough for line in cell.splitlines()[1:])


def as_text(value: Any) -> str:
    """A cell as a person would read it aloud; a whole number has no fraction, a day no hour."""
    if value is None:
        return ""
    if isinstance(value, str):
        return "" if value in ERRORS else value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime):
        return (value.date() if value.time() == time() else value).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)
