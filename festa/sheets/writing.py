"""The refused rows as a workbook: what was typed, why it was refused, what to do."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter
from flask_babel import gettext as _

from festa.forbidden import has_forbidden_number
from festa.sheets.columns import Column
from festa.sheets.rows import RefusedRow
from festa.text import Explanation, clean

# Cells are text whatever they look like: no zero is lost and nothing typed can become a formula.
SAFE = {
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "in_memory": True,
}
WIDTH, WIDE = 18, 44


def write_refused(
    target: str | Path | BinaryIO,
    columns: Sequence[Column],
    refused: Iterable[RefusedRow],
    explained: Mapping[Any, Explanation],
) -> None:
    """Write an .xlsx that can be corrected and read in again: its headers are ours."""
    book = xlsxwriter.Workbook(str(target) if isinstance(target, Path) else target, SAFE)
    head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#e6f2f1"})
    body = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    body.set_quote_prefix()
    sheet = book.add_worksheet(_("확인할 줄"))
    titles = [_("줄 번호"), *(column.title for column in columns), _("이유"), _("할 일")]
    sheet.set_column(0, len(columns), WIDTH, body)
    sheet.set_column(len(columns) + 1, len(columns) + 2, WIDE, body)
    sheet.freeze_panes(1, 0)
    for place, title in enumerate(titles):
        sheet.write_string(0, place, title, head)
    for line, row in enumerate(refused, 1):
        for place, text in enumerate(_cells(row, columns, explained)):
            sheet.write_string(line, place, text, body)
    book.close()


def _cells(
    row: RefusedRow, columns: Sequence[Column], explained: Mapping[Any, Explanation]
) -> list[str]:
    """One line of the workbook as text."""
    typed = [showable(row.shown.get(column.field, "")) for column in columns]
    why = [str(explained[reason].why) for reason in row.reasons]
    advice = [str(explained[reason].advice) for reason in row.reasons]
    return [str(row.number), *typed, " ".join(why), " ".join(advice)]


def showable(text: str) -> str:
    """What was typed, on one line, and never a resident registration number."""
    return "" if has_forbidden_number(text) else clean(text)
