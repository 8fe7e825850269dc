"""Resident registration numbers stop at the door, in whatever column and dress they come."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from festa.forbidden import has_forbidden_number, is_forbidden_header
from festa.sheets.columns import Column
from festa.sheets.reading import read_sheet
from tests.lists import FULL_WIDTH, mobile_dresses, resident_number, workbook

COLUMNS = (Column("name", ("성명",), required=True), Column("note", ("비고",)))
CHANCE = random.Random(7)


@pytest.mark.parametrize(
    "header",
    [
        "주민등록번호", "주민번호", "주민 등록 번호", "주민등록번호(뒤 7자리)", "주민번호\n앞자리", "외국인등록번호",
        "외국인 등록 번호", "국내거소신고번호", "여권번호", "운전면허번호", "운전면허", "Passport No.", "RRN",
        "Resident Registration Number",
    ],
)  # fmt: skip
def test_columns_of_identity_documents_are_forbidden(header: str) -> None:
    assert is_forbidden_header(header)


@pytest.mark.parametrize("header", ["성명", "휴대전화번호", "거주지", "사업자등록번호", "이메일"])
def test_columns_that_we_need_are_not(header: str) -> None:
    assert not is_forbidden_header(header)


@pytest.mark.parametrize("hyphen", ["-", "", " ", " - ", "–", "?", "ㅡ", ".", "\u200b-"])
@given(seed=st.integers(0, 10_000))
def test_the_shape_is_seen_with_any_hyphen_between_any_words(hyphen: str, seed: int) -> None:
    number = resident_number(random.Random(seed), hyphen)
    assert has_forbidden_number(number)
    assert has_forbidden_number(f"홍길동({number}) 확인함")
    assert has_forbidden_number(number.translate(FULL_WIDTH))


def test_zeros_that_a_spreadsheet_lost_do_not_hide_a_number() -> None:
    for birth, lost in (("05", 12), ("00", 11)):
        digits = f"{birth}1225" + "3" + "1" * 6
        assert len(str(int(digits))) == lost
        assert has_forbidden_number(str(int(digits)))


@given(number=st.integers(0, 99_999_999))
def test_no_dress_of_a_mobile_number_is_taken_for_one(number: int) -> None:
    assert not any(has_forbidden_number(str(dress)) for dress in mobile_dresses(number))


@pytest.mark.parametrize(
    "text", ["02-2002-1110", "999-80-41173", "1970-03-01", "19700301", "a123456@example.org", "+8201030000001"]
)  # fmt: skip
def test_other_numbers_stay(text: str) -> None:
    assert not has_forbidden_number(text)


def test_a_forbidden_column_is_never_read_and_is_counted() -> None:
    secret = resident_number(CHANCE)
    sheet = read_sheet(
        workbook([["성명", "주민등록번호", "비고"], ["김하늘", secret, "없음"]]), COLUMNS
    )
    assert secret not in repr(sheet)
    assert sheet.withheld == 1


@pytest.mark.parametrize("typed", [resident_number(CHANCE), int(resident_number(CHANCE, ""))])
def test_a_number_in_any_other_cell_is_thrown_away_too(typed: str | int) -> None:
    sheet = read_sheet(workbook([["성명", "비고"], ["김하늘", typed]]), COLUMNS)
    assert sheet.rows[0].cells == {"name": "김하늘"}
    assert sheet.rows[0].withheld == {"note"}
    assert str(typed) not in repr(sheet)


def test_a_sheet_named_with_a_number_loses_its_name() -> None:
    sheet = read_sheet(workbook([["성명"], ["김하늘"]], sheet=resident_number(CHANCE)), COLUMNS)
    assert sheet.title == ""
