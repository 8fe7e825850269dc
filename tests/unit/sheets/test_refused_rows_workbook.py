"""The workbook of refused rows: to be read, corrected and sent in again."""

import io
import random
from pathlib import Path

from openpyxl import load_workbook

from festa.registrations.seeker_sheet import COLUMNS, EXPLAINED
from festa.seekers.identity import IdentityProblem
from festa.sheets.reading import read_sheet
from festa.sheets.rows import RefusedRow
from festa.sheets.writing import write_refused
from tests.lists import resident_number

P = IdentityProblem


def written(*rows: RefusedRow) -> list[list[object]]:
    """The cells of the workbook that is written."""
    stream = io.BytesIO()
    write_refused(stream, COLUMNS, rows, EXPLAINED)
    page = load_workbook(stream).worksheets[0]
    return [list(row) for row in page.iter_rows(values_only=True)]


def test_each_row_says_where_what_why_and_what_to_do() -> None:
    typed = {"name": "김하늘", "mobile": "02-2002-1110"}
    head, line = written(RefusedRow(7, (P.PHONE_LANDLINE, P.YEAR_ABSURD), typed))
    assert head == ["줄 번호", *(column.title for column in COLUMNS), "이유", "할 일"]
    assert line[:3] == ["7", "김하늘", "02-2002-1110"]
    for reason in (P.PHONE_LANDLINE, P.YEAR_ABSURD):
        assert str(EXPLAINED[reason].why) in str(line[-2])
        assert str(EXPLAINED[reason].advice) in str(line[-1])


def test_what_was_typed_stays_text_and_can_become_no_formula() -> None:
    stream = io.BytesIO()
    nasty = ("=HYPERLINK(1)", "+8210", "@SUM(1)", "-1", "01012345678", "https://example.org")
    rows = [RefusedRow(n, (P.PHONE_SHORT,), {"mobile": text}) for n, text in enumerate(nasty, 2)]
    write_refused(stream, COLUMNS, rows, EXPLAINED)
    page = load_workbook(stream).worksheets[0]
    cells = [row[2] for row in page.iter_rows(min_row=2)]
    assert tuple(cell.value for cell in cells) == nasty
    assert {cell.data_type for cell in cells} == {"s"}
    assert {cell.number_format for cell in cells} == {"@"}
    assert all(cell.quotePrefix and cell.hyperlink is None for cell in cells)


def test_a_resident_number_does_not_get_in_even_if_somebody_hands_one_over() -> None:
    secret = resident_number(random.Random(3))
    line = written(RefusedRow(7, (P.NAME_MISSING,), {"region": secret}))[1]
    assert secret not in str(line)


def test_the_corrected_workbook_can_be_read_in_again(tmp_path: Path) -> None:
    path = tmp_path / "고칠 줄.xlsx"
    typed = {"name": "김하늘", "mobile": "010-3000-0001", "region": "=광주\x07"}
    write_refused(path, COLUMNS, [RefusedRow(7, (P.YEAR_ABSURD,), typed)], EXPLAINED)
    assert read_sheet(path, COLUMNS).rows[0].cells == {**typed, "region": "=광주"}
