"""Tables as .xlsx files: drawn row by row into a temporary file, every text a text."""

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import IO, Any

import xlsxwriter

# Rows leave memory as they are written, and nothing typed by anybody can become a formula.
SETTINGS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTH, WIDE = 16, 60
IN_MEMORY = 2_000_000  # bytes; a larger file goes to the disk


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, a line above the table, the headers, the rows as they come."""

    name: Any
    above: str
    headers: Sequence[Any]
    rows: Iterable[Sequence[Any]]
    wide: bool = False


def write_workbook(sheets: Sequence[Sheet]) -> IO[bytes]:
    """The file, at its beginning. Whole numbers stay numbers; all else is text."""
    file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115
    with xlsxwriter.Workbook(file, SETTINGS) as book:
        head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#e6f2f1"})
        text = book.add_format({"num_format": "@", "valign": "top"})
        text.set_quote_prefix()
        plain = book.add_format({"valign": "top"})
        for sheet in sheets:
            _write_sheet(book.add_worksheet(str(sheet.name)), sheet, head, text, plain)
    file.seek(0)
    return file


def _write_sheet(page: Any, sheet: Sheet, head: Any, text: Any, plain: Any) -> None:
    page.set_column(0, len(sheet.headers) - 1, WIDTH)
    if sheet.wide:
        page.set_column(1, 1, WIDE)
    page.freeze_panes(2, 1)
    page.write_string(0, 0, sheet.above, text)
    for place, title in enumerate(sheet.headers):
        page.write_string(1, place, str(title), head)
    for line, row in enumerate(sheet.rows, 2):
        for place, value in enumerate(row):
            if isinstance(value, int) and not isinstance(value, bool):
                page.write_number(line, place, value, plain)
            else:
                page.write_string(line, place, "" if value is None else str(value), text)
