"""Names, mobile numbers and years of birth in the dresses in which people write them."""

from datetime import date, datetime
from typing import Any

import pytest

from festa.seekers import identity
from festa.seekers.identity import (
    EXPLAINED,
    IdentityProblem,
    initial_consonants,
    mask_mobile,
    mask_name,
    parse_birth_year,
    parse_email,
    parse_mobile,
    parse_name,
    show_mobile,
)
from tests.lists import mobile_dresses, name_dresses, year_dresses

P = IdentityProblem
TODAY = date(2026, 11, 23)


@pytest.mark.parametrize("typed", name_dresses("김하늘"))
def test_every_dress_of_a_hangul_name_is_one_name(typed: str) -> None:
    assert parse_name(typed) == "김하늘"


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("John  Smith ", "John Smith"),
        ("Ｊｏｈｎ　Ｓｍｉｔｈ", "John Smith"),
        ("Nguyễn Thị Lan", "Nguyễn Thị Lan"),
        ("O’Brien-Kim", "O'Brien-Kim"),
        ("남궁 민희", "남궁민희"),
        ("洪 吉童", "洪吉童"),
        ("김 Anna", "김 Anna"),
        ("J. R. Smith", "J. R. Smith"),
    ],
)
def test_other_names_keep_single_spaces(typed: str, name: str) -> None:
    assert parse_name(typed) == name


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        (None, P.NAME_MISSING),
        (" \u3000\u200b\u3164", P.NAME_MISSING),
        ("김하늘1", P.NAME_ODD),
        ("김하늘２", P.NAME_ODD),
        ("김?늘", P.NAME_ODD),
        ("김\ufffd늘", P.NAME_ODD),
        ("a@example.org", P.NAME_ODD),
        ("---", P.NAME_ODD),
        ("가" * 61, P.NAME_LONG),
    ],
)
def test_what_is_no_name_is_refused_by_name(typed: str | None, problem: P) -> None:
    assert parse_name(typed) is problem


@pytest.mark.parametrize("typed", mobile_dresses(30000001))
def test_every_dress_of_a_mobile_number_is_one_number(typed: str | int) -> None:
    assert parse_mobile(typed) == "+821030000001"


@pytest.mark.parametrize(
    ("typed", "number", "shown"),
    [
        ("011-234-5678", "+82112345678", "011-234-5678"),
        ("0192345678", "+82192345678", "019-234-5678"),
        ("016-2345-6789", "+821623456789", "016-2345-6789"),
        (112345678, "+82112345678", "011-234-5678"),
    ],
)
def test_old_mobile_numbers_are_still_mobile(typed: str | int, number: str, shown: str) -> None:
    assert parse_mobile(typed) == number
    assert show_mobile(number) == shown


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        (None, P.PHONE_MISSING),
        ("", P.PHONE_MISSING),
        ("\u200b - ", P.PHONE_MISSING),
        ("010-123-4567", P.PHONE_SHORT),
        ("101234567", P.PHONE_SHORT),
        ("+82 10 123 4567", P.PHONE_SHORT),
        ("1234567", P.PHONE_SHORT),
        ("0", P.PHONE_SHORT),
        ("010-1234-56789", P.PHONE_LONG),
        ("010-3000-0001 / 010-3000-0002", P.PHONE_LONG),
        ("0" * 300, P.PHONE_LONG),
        ("02-2002-1110", P.PHONE_LANDLINE),
        (220021110, P.PHONE_LANDLINE),
        ("032-000-1234", P.PHONE_LANDLINE),
        ("070-1234-5678", P.PHONE_LANDLINE),
        ("1588-1234", P.PHONE_LANDLINE),
        ("+1 212 555 1234", P.PHONE_UNREADABLE),
        ("없음", P.PHONE_UNREADABLE),
        ("010-3000-0001(본인)", P.PHONE_UNREADABLE),
    ],
)
def test_what_is_no_mobile_number_is_refused_by_name(typed: Any, problem: P) -> None:
    assert parse_mobile(typed) is problem


@pytest.mark.parametrize(
    "typed", [*year_dresses(1971), "71", 71, "710301", "19710301", "71.3.1", "'71년생", "1971.0",
              "1971/3/1", "1971. 3. 1.", "1971-03-01 00:00:00", "1971-03-01T00:00:00", "1971년 3월",
              "1971년도", datetime.fromisoformat("1971-03-01"), date(1971, 3, 1), 1971.0, " 1971\u200b"],
)  # fmt: skip
def test_every_dress_of_a_year_of_birth_is_one_year(typed: Any) -> None:
    assert parse_birth_year(typed, TODAY) == 1971


@pytest.mark.parametrize(
    ("typed", "year"), [("11", 2011), ("1926", 1926), ("26", 1926), ("00", 2000), ("12", P.YEAR_ABSURD)]
)  # fmt: skip
def test_two_digits_mean_the_century_in_which_somebody_can_come(typed: str, year: Any) -> None:
    assert parse_birth_year(typed, TODAY) == year


@pytest.mark.parametrize(
    "typed",
    ["1890", "1925", "2012", "2026", 2026, "abc", "1971년 13월", "19711301", "55세", "0", 0, "197",
     26000, "-71"],
)  # fmt: skip
def test_a_year_outside_ages_15_to_100_is_refused(typed: Any) -> None:
    assert parse_birth_year(typed, TODAY) is P.YEAR_ABSURD


@pytest.mark.parametrize("typed", [None, "", "  ", "\u200b"])
def test_no_year_of_birth_is_no_problem(typed: str | None) -> None:
    assert parse_birth_year(typed, TODAY) is None


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        (" Kim@Example.ORG ", "Kim@example.org"),
        ("ｋｉｍ＠example.org", "kim@example.org"),
        ("", P.EMAIL_MISSING),
        ("kim.example.org", P.EMAIL_ODD),
        ("kim@example", P.EMAIL_ODD),
    ],
)
def test_an_email_address_is_brought_into_one_shape(typed: str, address: str) -> None:
    assert parse_email(typed) == address


@pytest.mark.parametrize(
    ("name", "masked"),
    [("홍길동", "홍*동"), ("홍길", "홍*"), ("홍", "홍*"), ("남궁민희", "남**희"), ("", ""),
     ("John Smith", "J*** S***"), ("Ann Lee", "A** L**"), ("Madonna", "M***"), ("José", "J**é"),
     ("김 Anna", "김 A***"), ("J. R. Smith", "J* R* S***"), ("A B", "A *"), ("Al", "A*")],
)  # fmt: skip
def test_a_masked_name_tells_its_owner_and_nobody_else(name: str, masked: str) -> None:
    assert mask_name(name) == masked


def test_a_masked_number_keeps_its_last_four_digits() -> None:
    assert mask_mobile("+821030000001") == "010-****-0001"
    assert mask_mobile("+82112345678") == "011-***-5678"
    assert mask_mobile("+82220021110") == "********1110"


@pytest.mark.parametrize(
    ("name", "initials"),
    [("김민수", "ㄱㅁㅅ"), ("남궁 민희", "ㄴㄱㅁㅎ"), ("빼어난", "ㅃㅇㄴ"), ("John Smith", "johnsmith"),
     ("김Anna", "ㄱanna"), ("洪길동", "洪ㄱㄷ")],
)  # fmt: skip
def test_initial_consonants_find_a_name(name: str, initials: str) -> None:
    assert initial_consonants(name) == initials


@pytest.mark.parametrize("typed", ["ㄱㅁㅅ", "김ㅁㅅ", "ㄱ 민수", "민수", "ㅁㅅ", "김민수"])
def test_a_consonant_alone_stands_for_a_syllable(typed: str) -> None:
    assert identity.sounds_like(typed, "김민수")
    assert not identity.sounds_like(typed, "이영희")


@pytest.mark.parametrize("typed", ["ㄱㅁㅎ", "ㅁㄱㅅ", "ㄱㅁㅅㅎ", "깁ㅁㅅ"])
def test_other_consonants_find_nobody(typed: str) -> None:
    assert not identity.sounds_like(typed, "김민수")


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("nguyen", "Nguyễn Thị Minh Khải"),
        ("Nguyen Thi Minh", "Nguyễn Thị Minh Khải"),
        ("Nguyễn Thị", "NGUYEN THI LAN"),
        ("dang", "Đặng Văn Lâm"),
        ("Zoe", "Zoë Łukasz"),
        ("lukasz", "Zoë Łukasz"),
        ("аи", "Аи"),
    ],
)
def test_a_name_is_found_without_its_accents(typed: str, name: str) -> None:
    assert identity.sounds_like(typed, name)
    assert not identity.sounds_like(typed, "Minsu Kim")


def test_a_person_is_a_name_and_a_number_since_couples_share_phones() -> None:
    husband, wife = (identity.person_key(name, "+821030000001") for name in ("김하늘", "이바다"))
    assert husband != wife


def test_every_problem_is_explained_in_two_sentences() -> None:
    assert set(EXPLAINED) == set(IdentityProblem)
    assert all(
        str(each.why).endswith(".") and str(each.advice).endswith(".")
        for each in EXPLAINED.values()
    )
