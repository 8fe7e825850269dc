"""A tour's colour: what is one, and whether it can be read on white."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from festa.fairs.brand import contrast_on_white, parse_colour, readable

colours = st.from_regex(r"#[0-9a-f]{6}", fullmatch=True)


@pytest.mark.parametrize(
    ("typed", "colour"),
    [
        ("#008485", "#008485"),
        ("008485", "#008485"),
        (" #0AF ", "#00aaff"),
        ("#006D6A", "#006d6a"),
        ("teal", None),
        ("#00848", None),
        ("#0084855", None),
        ("#00848g", None),
        ("", None),
        ("#008485;}body{display:none", None),
        ("＃００８４８５", None),
    ],
)
def test_a_colour_is_six_hexadecimal_digits_and_nothing_else(
    typed: str, colour: str | None
) -> None:
    assert parse_colour(typed) == colour


def test_black_stands_out_most_and_white_not_at_all() -> None:
    assert contrast_on_white("#000000") == pytest.approx(21)
    assert contrast_on_white("#ffffff") == pytest.approx(1)


def test_the_teal_of_the_house_is_readable() -> None:
    assert contrast_on_white("#008485") == pytest.approx(4.5, abs=0.05)
    assert readable("#008485")


@pytest.mark.parametrize(("colour", "right"), [("#767676", True), ("#777777", False)])
def test_the_line_runs_at_four_and_a_half(colour: str, right: bool) -> None:
    assert readable(colour) is right


@pytest.mark.parametrize("colour", ["#e07a1f", "#ffd400", "#00b2a9"])
def test_bright_colours_are_refused(colour: str) -> None:
    assert not readable(colour)


@given(colours)
def test_what_was_parsed_is_parsed_to_itself(colour: str) -> None:
    assert parse_colour(colour) == colour
    assert 1 <= contrast_on_white(colour) <= 21


@given(colours, st.integers(1, 60))
def test_a_darker_colour_is_never_less_readable(colour: str, by: int) -> None:
    channels = [max(int(colour[i : i + 2], 16) - by, 0) for i in (1, 3, 5)]
    darker = "#" + "".join(f"{channel:02x}" for channel in channels)
    assert contrast_on_white(darker) >= contrast_on_white(colour)
