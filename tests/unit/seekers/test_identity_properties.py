"""What holds for the parsers whatever anybody types."""

import unicodedata
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from festa.seekers.identity import (
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

TODAY = date(2026, 11, 23)
PHONE_LIKE = st.text(st.sampled_from("0123456789+-?() .–０１２\u200b"), max_size=20)
NAME_LIKE = st.text(
    st.characters(codec="utf-8", categories=["L", "M", "Zs", "Cf"]) | st.sampled_from("김하늘 -'’"),
    max_size=12,
)
MOBILES = st.one_of(
    st.from_regex(r"\+8210[0-9]{8}", fullmatch=True),
    st.from_regex(r"\+821[16789][0-9]{7,8}", fullmatch=True),
)


@given(st.text() | PHONE_LIKE | NAME_LIKE)
def test_nothing_that_is_typed_raises(typed: str) -> None:
    parse_name(typed)
    parse_mobile(typed)
    parse_birth_year(typed, TODAY)
    parse_email(typed)
    mask_name(typed)
    mask_mobile(typed)
    show_mobile(typed)
    initial_consonants(typed)


@given(st.integers() | st.floats() | st.booleans() | st.dates() | st.datetimes())
def test_no_cell_value_raises_and_each_year_is_one_that_can_be(typed: int | float | date) -> None:
    year = parse_birth_year(typed, TODAY)
    assert isinstance(year, IdentityProblem) or (year is not None and 1926 <= year <= 2011)


@given(st.integers())
def test_no_number_is_mobile_by_accident(typed: int) -> None:
    mobile = parse_mobile(typed)
    assert isinstance(mobile, IdentityProblem) or mobile.startswith("+821")


@given(MOBILES)
def test_a_number_survives_being_shown_and_typed_again(mobile: str) -> None:
    assert parse_mobile(mobile) == parse_mobile(show_mobile(mobile)) == mobile


@given(PHONE_LIKE)
def test_whatever_is_read_as_a_number_reads_the_same_again(typed: str) -> None:
    mobile = parse_mobile(typed)
    if not isinstance(mobile, IdentityProblem):
        assert parse_mobile(show_mobile(mobile)) == mobile


@given(NAME_LIKE)
def test_a_name_is_the_same_composed_and_decomposed(typed: str) -> None:
    composed, decomposed = (unicodedata.normalize(form, typed) for form in ("NFC", "NFD"))
    assert parse_name(composed) == parse_name(decomposed)


@given(NAME_LIKE)
def test_a_name_that_was_read_reads_the_same_again(typed: str) -> None:
    name = parse_name(typed)
    if not isinstance(name, IdentityProblem):
        assert parse_name(name) == name
        assert 1 <= len(name) <= 60


@given(NAME_LIKE)
def test_a_masked_name_never_is_the_name(typed: str) -> None:
    name = parse_name(typed)
    if not isinstance(name, IdentityProblem):
        assert mask_name(name) != name


@given(st.integers(1926, 2011), st.sampled_from(["{}", "{}년", "{}년생", "{}.3.1", "{}-03-01"]))
def test_every_year_of_somebody_living_is_read_in_every_dress(year: int, dress: str) -> None:
    assert parse_birth_year(dress.format(year), TODAY) == year
    assert parse_birth_year(dress.format(f"{year % 100:02}"), TODAY) == year
