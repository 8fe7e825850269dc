"""How a file becomes rows of known columns."""

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from festa.sheets.columns import Column
from festa.sheets.reading import read_sheet
from festa.sheets.rows import Sheet
from festa.sheets.source import Source
from tests.lists import saved, text_file, workbook

NAME = Column("name", ("성명", "이름", "name"), required=True)
PHONE = Column("phone", ("휴대전화", "연락처"), required=True)
BORN = Column("born", ("생년월일",))
COLUMNS = (NAME, PHONE, BORN)
HEAD = ["성명", "휴대전화", "생년월일"]
KIM = ["김하늘", "010-3000-0001", "1970"]


def read(source: Source) -> Sheet:
    """Read with the columns of this file."""
    return read_sheet(source, COLUMNS)


def test_header_may_stand_below_a_merged_title_and_empty_rows() -> None:
    sheet = read(workbook([HEAD, KIM], above=[["참가 신청자 명단"], []]))
    assert (sheet.title, sheet.header_row, sheet.rows[0].number) == ("신청자", 3, 4)


@pytest.mark.parametrize(
    "header",
    [
        "성명",
        " 성 명 ",
        "성\n명",
        "성명*",
        "이름",
        "NAME",
        "Ｎａｍｅ",
        "성명(필수)",
    ],
)
def test_header_is_known_under_any_name_spacing_and_note(header: str) -> None:
    assert read(workbook([[header, "연락처"], KIM[:2]])).rows[0].get("name") == "김하늘"


def test_of_two_columns_for_one_thing_the_better_name_wins() -> None:
    sheet = read(workbook([["성명", "연락처", "휴대전화"], ["김하늘", "02-2002-1110", KIM[1]]]))
    assert sheet.rows[0].get("phone") == KIM[1]


def test_unknown_columns_are_not_read() -> None:
    sheet = read(workbook([[*HEAD, "키"], [*KIM, "170"]]))
    assert set(sheet.rows[0].cells) == {"name", "phone", "born"}


def test_numbers_and_dates_are_read_as_people_would_say_them() -> None:
    sheet = read(workbook([HEAD, ["김하늘", 1030000001, date(1970, 3, 1)]]))
    assert sheet.rows[0].cells == {"name": "김하늘", "phone": "1030000001", "born": "1970-03-01"}


def test_what_a_formula_last_showed_is_not_made_up_and_errors_are_empty() -> None:
    sheet = read(workbook([HEAD, ["김하늘", "#N/A", '="1970"']]))
    assert sheet.rows[0].cells == {"name": "김하늘"}


def test_blank_rows_count_between_people_but_not_after_the_last() -> None:
    sheet = read(workbook([HEAD, KIM, [], [" ", "\u200b"], KIM, [], []]))
    assert (len(sheet.rows), sheet.blank) == (2, 2)


def test_header_repeated_on_a_later_page_is_no_person() -> None:
    assert len(read(workbook([HEAD, KIM, HEAD, KIM])).rows) == 2


def test_the_first_visible_sheet_with_a_header_is_read() -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["안내", "이 파일은 이렇게 쓰세요"])
    for title, name, state in (("감춘 명단", "감춘이", "hidden"), ("명단", "김하늘", "visible")):
        page = book.create_sheet(title)
        page.append(HEAD)
        page.append([name, *KIM[1:]])
        page.sheet_state = state
    assert read(saved(book)).rows[0].get("name") == "김하늘"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
def test_text_is_read_in_each_encoding_and_cut_at_each_delimiter(
    encoding: str, delimiter: str
) -> None:
    sheet = read(text_file([["명단"], HEAD, KIM], encoding, delimiter))
    assert (sheet.header_row, sheet.rows[0].get("phone")) == (2, KIM[1])


def test_rows_of_text_are_numbered_as_a_spreadsheet_shows_them() -> None:
    sheet = read(text_file([HEAD, ["김\n하늘", *KIM[1:]], [], KIM]))
    assert [row.number for row in sheet.rows] == [2, 4]


def test_a_path_and_an_open_file_read_alike(tmp_path: Path) -> None:
    path = tmp_path / "명단.xlsx"
    path.write_bytes(workbook([HEAD, KIM]))
    with path.open("rb") as stream:
        assert read(path).rows == read(str(path)).rows == read(stream).rows


def test_invisible_and_terminal_characters_do_not_come_in() -> None:
    sheet = read(text_file([HEAD, ["김\x1b[2J하늘\u202e", *KIM[1:]]]))
    assert sheet.rows[0].get("name") == "김[2J하늘"


def test_a_cell_is_read_no_further_than_its_limit() -> None:
    sheet = read(workbook([HEAD, ["김" * 5000, *KIM[1:]]]))
    assert len(sheet.rows[0].get("name")) == 1000
