"""A list of employers row by row."""

from random import Random

import pytest

from festa.employers.business_number import NumberProblem, check_digit
from festa.employers.employer_sheet import EXPLAINED, CompanyProblem, EmployerFile, read_employers
from festa.employers.participation import Mode, ModeProblem
from festa.sheets.problems import CellProblem, SheetProblem, SheetRefused
from tests.lists import resident_number, workbook

HEAD = ["기업명", "사업자등록번호", "대표자", "업종", "참가형태", "담당자", "담당자 휴대전화",
        "담당자 이메일", "면접테이블"]  # fmt: skip


def number(serial: int) -> str:
    """A made-up number with a valid check digit."""
    nine = f"99981{serial:04}"
    return nine + check_digit(nine)


def company(serial: int = 1, **changed: object) -> list[object]:
    """A row that is taken, but for what is changed."""
    row: dict[str, object] = {
        "기업명": f"(주) 한빛{serial}", "사업자등록번호": number(serial), "대표자": "김하늘",
        "업종": "제조", "참가형태": "직접참여", "담당자": "이바다", "담당자 휴대전화": 1030000001,
        "담당자 이메일": "hr@example.com", "면접테이블": "2",
    }  # fmt: skip
    return list((row | changed).values())


def listing(*rows: list[object]) -> EmployerFile:
    """What a list of these rows comes to."""
    return read_employers(workbook([HEAD, *rows]))


def test_a_company_is_read_with_all_that_its_row_says() -> None:
    (employer,) = listing(company()).employers
    assert (employer.name, employer.business_number) == ("(주) 한빛1", number(1))
    assert (employer.mode, employer.tables) == (Mode.ONSITE, 2)
    assert (employer.contact_phone, employer.contact_email) == ("+821030000001", "hr@example.com")
    assert employer.left_out == ()


@pytest.mark.parametrize(
    ("mode", "typed", "tables"),
    [("현장면접", None, 1), ("현장면접", "2개", 2), ("현장면접", "많이", 1), ("현장면접", 99, 20),
     ("직접참여", 0, 1), ("채용게시대", 2, 0)],
)  # fmt: skip
def test_only_who_sits_in_the_hall_has_tables(mode: str, typed: object, tables: int) -> None:
    (employer,) = listing(company(참가형태=mode, 면접테이블=typed)).employers
    assert employer.tables == tables


def test_one_number_is_one_company_and_a_different_name_is_told() -> None:
    other = company(1, 기업명="시너지은행", 대표자=None)
    found = listing(company(1, 담당자=None), company(2), other, company(1, 기업명="㈜한빛1"))
    assert found.counts("employers") == {
        "employers": 2, "duplicates": 2, "blank": 0, "refused": 0,
    }  # fmt: skip
    assert [(row.number, row.first, row.differs) for row in found.duplicates] == [
        (4, 2, ("company",)),
        (5, 2, ()),
    ]
    assert found.employers[0].contact_name == "이바다"


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"기업명": " "}, CompanyProblem.COMPANY_MISSING),
        ({"기업명": "가" * 101}, CompanyProblem.COMPANY_LONG),
        ({"사업자등록번호": None}, NumberProblem.NUMBER_MISSING),
        ({"사업자등록번호": "12345"}, NumberProblem.NUMBER_LENGTH),
        ({"사업자등록번호": "123-45-67890"}, NumberProblem.NUMBER_WRONG),
        ({"참가형태": None}, ModeProblem.MODE_MISSING),
        ({"참가형태": "미정"}, ModeProblem.MODE_UNKNOWN),
        ({"기업명": resident_number(Random(1))}, CellProblem.RESIDENT_NUMBER),
    ],
)
def test_a_row_is_refused_by_name(changed: dict[str, object], reason: object) -> None:
    (row,) = listing(company(**changed)).refused
    assert (row.number, row.reasons) == (2, (reason,))
    assert str(EXPLAINED[row.reasons[0]])


def test_all_that_is_wrong_with_a_row_is_said_at_once() -> None:
    (row,) = listing(company(사업자등록번호="12345", 참가형태="미정")).refused
    assert row.reasons == (NumberProblem.NUMBER_LENGTH, ModeProblem.MODE_UNKNOWN)


def test_a_contact_that_cannot_be_read_is_left_out_and_told() -> None:
    changed = {"담당자 휴대전화": "010-123-4567", "담당자 이메일": "hr.example.com"}
    (employer,) = listing(company(**changed)).employers
    assert employer.left_out == ("contact_phone", "contact_email")


def test_a_list_without_the_way_of_taking_part_is_refused() -> None:
    with pytest.raises(SheetRefused) as caught:
        read_employers(workbook([HEAD[:4], company()[:4]]))
    assert caught.value.problem is SheetProblem.MISSING_COLUMN
    assert "참가형태" in str(caught.value.sentence)
