"""A list of seekers row by row, in all the dresses that organisers' lists have shown."""

import random
import unicodedata
from collections import Counter
from datetime import date
from random import Random

import pytest
from faker import Faker

from festa.registrations.seeker_sheet import EXPLAINED, SeekerFile, items, read_seekers
from festa.seekers.identity import IdentityProblem
from festa.sheets.problems import CellProblem
from tests.lists import HEADER, TITLE, people_rows, resident_number, text_file, workbook

P = IdentityProblem
TODAY = date(2026, 11, 23)
KIM = [
    "김하늘",
    "010-3000-0001",
    "1971",
    "광주 서구",
    "영업, 총무",
    "AI 데이터 라벨러",
    "k@example.org",
]


def listing(*rows: list[object]) -> SeekerFile:
    """What a list of these rows comes to."""
    return read_seekers(workbook([HEADER, *rows]), TODAY)


def kim(**changed: object) -> list[object]:
    """A row that is taken, but for what is changed."""
    fields = ("name", "mobile", "year", "region", "work", "courses", "email")
    return list((dict(zip(fields, KIM, strict=True)) | changed).values())


@pytest.fixture(scope="module")
def planted() -> list[list[object]]:
    """A list of 60 people with duplicates, blank rows and rows to refuse, as people send them."""
    faker, chance = Faker("ko_KR"), random.Random(2026)
    faker.seed_instance(2026)
    rows = people_rows(faker, chance, 60)
    again = [[*rows[place][:3], "서울특별시 중구", None, None, None, None] for place in (3, 9, 27)]
    wrong = [
        ["  ", *rows[0][1:]],
        ["손바람", None, *rows[0][2:]],
        ["손바람", "02-2002-1110", *rows[0][2:]],
        ["손바람", "010-123-4567", *rows[0][2:]],
        ["손바람", "010-3999-0001", "1890", *rows[0][3:]],
        ["손바람", "010-3999-0001", "abc", *rows[0][3:]],
        ["손바람", "010-3999-0001", "2026", *rows[0][3:]],
    ]
    return [*rows[:40], [None] * 8, *again, *wrong, [""] * 8, *rows[40:]]


def assert_comes_to_what_was_planted(found: SeekerFile) -> None:
    """60 people, 3 duplicates, 2 blank, 7 refused, and no forbidden number anywhere."""
    assert found.counts("people") == {"people": 60, "duplicates": 3, "blank": 2, "refused": 7}
    assert Counter(reason for row in found.refused for reason in row.reasons) == {
        P.NAME_MISSING: 1, P.PHONE_MISSING: 1, P.PHONE_LANDLINE: 1, P.PHONE_SHORT: 1,
        P.YEAR_ABSURD: 3,
    }  # fmt: skip
    assert found.withheld == 67
    assert all(1957 <= (person.birth_year or 0) <= 1985 for person in found.people)


def test_a_workbook_comes_to_what_was_planted(planted: list[list[object]]) -> None:
    file = workbook([HEADER, *planted], above=[[TITLE], []])
    assert_comes_to_what_was_planted(read_seekers(file, TODAY))


def test_text_in_cp949_comes_to_what_was_planted(planted: list[list[object]]) -> None:
    rows = [[composed(cell) for cell in row] for row in planted]
    file = text_file([HEADER, *rows], "cp949", errors="replace")
    assert_comes_to_what_was_planted(read_seekers(file, TODAY))


def composed(cell: object) -> object:
    """The cell without what CP949 turns into question marks inside a name."""
    text = str(cell or "")
    if text.isascii() or text[:1].isdigit():
        return cell
    for unseen in "\u200b\ufeff":
        text = text.replace(unseen, "")
    return unicodedata.normalize("NFC", text)


def test_no_forbidden_number_comes_out_of_a_list(planted: list[list[object]]) -> None:
    seen = repr(read_seekers(workbook([HEADER, *planted]), TODAY))
    assert not any(str(row[7]) in seen for row in planted if row[7])


def test_a_person_is_read_with_all_that_the_row_says() -> None:
    (person,) = listing(kim()).people
    assert (person.number, person.name, person.mobile) == (2, "김하늘", "+821030000001")
    assert (person.birth_year, person.region) == (1971, "광주 서구")
    assert (person.wished_work, person.courses) == (("영업", "총무"), ("AI 데이터 라벨러",))
    assert (person.email, person.left_out) == ("k@example.org", ())


def test_numbers_and_dates_of_a_workbook_are_a_person_too() -> None:
    (person,) = listing(kim(mobile=1030000001, year=date(1971, 3, 1))).people
    assert (person.mobile, person.birth_year) == ("+821030000001", 1971)


def test_the_first_row_of_a_person_wins_and_later_ones_fill_its_gaps() -> None:
    found = listing(
        kim(region="서울", email=None, courses=None),
        kim(name="김 하늘", mobile="+82 10-3000-0001"),
        kim(name="이바다"),
    )
    first, other = found.people
    assert (first.region, first.email, first.courses) == (
        "서울",
        "k@example.org",
        ("AI 데이터 라벨러",),
    )
    assert other.name == "이바다"
    assert [(row.number, row.first, row.differs) for row in found.duplicates] == [
        (3, 2, ("region",))
    ]


def test_a_refused_row_does_not_stand_in_the_way_of_the_right_one() -> None:
    found = listing(kim(year="1890"), kim(), kim(year="abc"))
    assert found.counts("people") == {"people": 1, "duplicates": 0, "blank": 0, "refused": 2}


def test_all_that_is_wrong_with_a_row_is_said_at_once_beside_what_was_typed() -> None:
    (row,) = listing(kim(name=None, mobile="02-2002-1110", year="abc")).refused
    assert row.reasons == (P.NAME_MISSING, P.PHONE_LANDLINE, P.YEAR_ABSURD)
    assert row.shown["mobile"] == "02-2002-1110"
    assert all(str(EXPLAINED[reason]) for reason in row.reasons)


def test_a_resident_number_in_the_name_is_refused_for_what_it_is_and_not_repeated() -> None:
    secret = resident_number(Random(5))
    (row,) = listing(kim(name=f"김하늘 {secret}")).refused
    assert row.reasons == (CellProblem.RESIDENT_NUMBER,)
    assert secret not in repr(row)


def test_a_resident_number_in_an_optional_column_is_left_out_and_told() -> None:
    (person,) = listing(kim(year=resident_number(Random(5)))).people
    assert (person.birth_year, person.left_out) == (None, ("birth_year",))


def test_optional_content_that_is_no_use_is_left_out_and_told() -> None:
    (person,) = listing(kim(email="k.example.org", region="가" * 61, year=None)).people
    assert (person.email, person.region, person.birth_year) == (None, "", None)
    assert person.left_out == ("region", "email")


def test_progress_hears_every_row() -> None:
    heard: list[int] = []
    read_seekers(workbook([HEADER, kim(), kim(), kim()]), TODAY, heard.append)
    assert heard == [1, 2, 3]


@pytest.mark.parametrize(
    ("typed", "parts"),
    [("요양·돌봄", ("요양·돌봄",)), ("영업, 총무;영업", ("영업", "총무")), ("영업\n총무", ("영업", "총무")),
     (" / ", ()), ("", ()), ("가" * 61, ())],
)  # fmt: skip
def test_a_cell_may_list_several_things(typed: str, parts: tuple[str, ...]) -> None:
    assert items(typed) == parts
