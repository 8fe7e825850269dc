"""Ways of taking part, companies' names and contacts as lists write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from festa.employers.company_name import company_key, show_company
from festa.employers.contact import parse_contact_phone, show_contact_phone
from festa.employers.participation import EXPLAINED, Mode, ModeProblem, parse_mode


@pytest.mark.parametrize(
    "typed", ["직접참여", "직접 참여", "현장면접", "현장 면접\u200b", "On-site", "직접참여."]
)
def test_who_sits_in_the_hall_is_onsite(typed: str) -> None:
    assert parse_mode(typed) is Mode.ONSITE


@pytest.mark.parametrize("typed", ["간접참여", "채용게시대", "채용 게시대", "posting_only"])
def test_who_does_not_is_posting_only(typed: str) -> None:
    assert parse_mode(typed) is Mode.POSTING_ONLY


def test_other_words_are_refused_by_name() -> None:
    assert parse_mode("미정") is ModeProblem.MODE_UNKNOWN
    assert parse_mode(" ") is ModeProblem.MODE_MISSING
    assert set(EXPLAINED) == set(ModeProblem)


@pytest.mark.parametrize(
    "typed",
    ["㈜한빛", "(주) 한빛", "（주）한빛", "주식회사 한빛", "한빛 주식회사", "한빛(주)", "주)한빛", "한 빛",
     "(유)한빛", "유한회사 한빛"],
)  # fmt: skip
def test_a_company_is_compared_without_its_legal_form(typed: str) -> None:
    assert company_key(typed) == "한빛"


def test_a_company_called_like_a_legal_form_is_still_a_company() -> None:
    assert company_key("주식회사") == "주식회사"
    assert company_key("Hanbit Co., Ltd.") == company_key("HANBIT")
    assert show_company(" (주)  한빛\u200b ") == "(주) 한빛"


@pytest.mark.parametrize(
    ("typed", "phone", "shown"),
    [
        ("010–3000–0001", "+821030000001", "010-3000-0001"),
        ("02-2002-1110", "+82220021110", "02-2002-1110"),
        ("0220021110", "+82220021110", "02-2002-1110"),
        ("없음", "", ""),
        ("010-123-4567", "", ""),
        ("051-123", "", ""),
        ("1588-0000", "+8215880000", "1588-0000"),
        (None, "", ""),
    ],
)
def test_an_employer_may_have_a_landline(typed: str | None, phone: str, shown: str) -> None:
    assert parse_contact_phone(typed) == phone
    assert show_contact_phone(phone) == shown


@given(st.text() | st.text(st.sampled_from("0123456789+- "), max_size=15))
def test_nothing_that_is_typed_raises(typed: str) -> None:
    parse_mode(typed)
    company_key(typed)
    show_contact_phone(parse_contact_phone(typed))
    show_contact_phone(typed)
