"""From a file to rows of known columns; what must never be kept is dropped here."""

from collections.abc import Sequence
from itertools import islice
from typing import Any

from festa.forbidden import has_forbidden_number
from festa.sheets.columns import Column, Header, accepted_names, read_header
from festa.sheets.limits import HEADER_WITHIN_ROWS, MAX_CELL_CHARS, MAX_ROWS
from festa.sheets.problems import SheetProblem, SheetRefused
from festa.sheets.rows import Row, Sheet
from festa.sheets.source import Source, is_workbook, load
from festa.sheets.tables import Table, as_text, text_tables, workbook_tables
from festa.text import seen


def read_sheet(source: Source, columns: Sequence[Column]) -> Sheet:
    """Read the first visible table that has the required columns; raises SheetRefused."""
    content = load(source)
    tables = workbook_tables(content) if is_workbook(content) else text_tables(content)
    nearest: Header | None = None
    for table in tables:
        header = _find_header(table, columns)
        if header and not header.missing:
            return _read_rows(table, header)
        if header and (nearest is None or len(header.places) > len(nearest.places)):
            nearest = header
    raise _headless(nearest, columns)


def _find_header(table: Table, columns: Sequence[Column]) -> Header | None:
    """The first row that has every required column, else the one that has most, else None."""
    nearest: Header | None = None
    for number, values in islice(table.rows, HEADER_WITHIN_ROWS):
        header = read_header(number, [seen(as_text(value)) for value in values], columns)
        if header.places and not header.missing:
            return header
        if header.places and (nearest is None or len(header.places) > len(nearest.places)):
            nearest = header
    return nearest


def _headless(nearest: Header | None, columns: Sequence[Column]) -> SheetRefused:
    """The refusal of a file without its required columns; says what they may be called."""
    if nearest is None:
        required = [column for column in columns if column.required]
        return SheetRefused(SheetProblem.NO_HEADER, columns=accepted_names(required))
    return SheetRefused(SheetProblem.MISSING_COLUMN, columns=accepted_names(nearest.missing))


def _read_rows(table: Table, header: Header) -> Sheet:
    """The rows below the header, without those in which nothing wanted is written."""
    title = "" if has_forbidden_number(table.title) else seen(table.title)
    sheet = Sheet(title, header.row_number)
    waiting = 0
    for number, values in table.rows:
        row = _read_row(number, values, header)
        if not row.cells and not row.withheld:
            waiting += 1
        elif not _repeats_header(row, header):
            sheet.blank, waiting = sheet.blank + waiting, 0
            sheet.rows.append(row)
            sheet.withheld += len(row.withheld) + _forbidden_cells(values, header)
            if len(sheet.rows) > MAX_ROWS:
                raise SheetRefused(SheetProblem.TOO_MANY_ROWS)
    if not sheet.rows:
        raise SheetRefused(SheetProblem.NO_ROWS)
    return sheet


def _read_row(number: int, values: Sequence[Any], header: Header) -> Row:
    """The wanted cells of one row; those in the shape of a resident number are not read on."""
    cells: dict[str, str] = {}
    withheld: set[str] = set()
    for name, place in header.places.items():
        text = as_text(values[place]) if place < len(values) else ""
        text = seen(text).strip() if text else ""
        if text and has_forbidden_number(text):
            withheld.add(name)
        elif text:
            cells[name] = text[:MAX_CELL_CHARS]
    return Row(number, cells, frozenset(withheld))


def _forbidden_cells(values: Sequence[Any], header: Header) -> int:
    """How many cells of forbidden columns are filled in this row."""
    return sum(place < len(values) and bool(as_text(values[place])) for place in header.forbidden)


def _repeats_header(row: Row, header: Header) -> bool:
    """Whether this is the header again, as printed lists repeat it on each page."""
    return all(header.texts[name].strip() == text for name, text in row.cells.items())
