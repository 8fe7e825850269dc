"""The QR of a badge: small, of one shape, and what the library would have drawn."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from festa.badges import qr
from festa.badges.code import FULL_LENGTH, make_code

FULL_CODES = st.text("0123456789", min_size=FULL_LENGTH, max_size=FULL_LENGTH)
FINDER = ("1111111", "1000001", "1011101", "1011101", "1011101", "1000001", "1111111")


@settings(max_examples=60, deadline=None)
@given(FULL_CODES)
def test_the_shortcut_draws_what_the_library_draws(digits: str) -> None:
    assert int("".join(qr.rows(digits)), 2) == qr.encode_with_library(digits)


def test_a_symbol_is_version_2() -> None:
    rows = qr.rows(make_code(7))
    assert qr.VERSION == 2
    assert len(rows) == 25
    assert {len(row) for row in rows} == {25}
    assert tuple(row[:7] for row in rows[:7]) == FINDER


@given(FULL_CODES)
def test_the_path_covers_every_dark_module_once_and_no_light_one(digits: str) -> None:
    drawn = [["0"] * 25 for _ in range(25)]
    numbers = qr.path(digits).replace("re", "").split()
    for x, y, run, height in zip(*[map(int, numbers)] * 4, strict=True):
        assert height == 1
        for column in range(x, x + run):
            assert drawn[24 - y][column] == "0"
            drawn[24 - y][column] = "1"
    assert ["".join(row) for row in drawn] == qr.rows(digits)


@pytest.mark.parametrize("text", ["", "1", "x" * FULL_LENGTH, "１" * FULL_LENGTH, "1" * 41])
def test_a_text_that_is_no_full_code_gets_no_symbol(text: str) -> None:
    with pytest.raises(ValueError, match="exactly"):
        qr.path(text)
