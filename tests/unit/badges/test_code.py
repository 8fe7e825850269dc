"""What a badge code is, and what is made of anything else that reaches a reader."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_97_10

from festa.badges.code import (
    FULL_LENGTH,
    HIGHEST_FAIR,
    LONGEST_INPUT,
    Flaw,
    FullCode,
    Malformed,
    ShortCode,
    make_code,
    make_short_code,
    parse,
    show_short,
)

DIGITS = "0123456789"
FULL_WIDTH = str.maketrans(DIGITS, "０１２３４５６７８９")


def neighbours(code: str) -> list[str]:
    """Every text that differs from the code in one digit."""
    return [
        code[:at] + other + code[at + 1 :]
        for at, digit in enumerate(code)
        for other in DIGITS
        if other != digit
    ]


def swaps(code: str) -> list[str]:
    """Every text with two different neighbouring digits of the code changed about."""
    return [
        code[:at] + code[at + 1] + code[at] + code[at + 2 :]
        for at in range(len(code) - 1)
        if code[at] != code[at + 1]
    ]


def test_a_code_is_digits_only_and_short_enough_for_the_small_qr() -> None:
    code = make_code(HIGHEST_FAIR)
    assert code.isascii()
    assert code.isdigit()
    assert len(code) == FULL_LENGTH <= 44


def test_codes_are_never_the_same_twice() -> None:
    assert len({make_code(1) for _ in range(5_000)}) == 5_000


@given(st.integers(1, HIGHEST_FAIR))
def test_a_code_tells_its_fair(fair_id: int) -> None:
    code = make_code(fair_id)
    assert parse(code) == FullCode(fair_id, code)


@pytest.mark.parametrize("fair_id", [0, -1, HIGHEST_FAIR + 1])
def test_a_fair_that_does_not_fit_is_refused(fair_id: int) -> None:
    with pytest.raises(ValueError, match="fairs 1 to"):
        make_code(fair_id)


def test_a_short_code_has_eight_digits_and_no_leading_zero() -> None:
    for _ in range(500):
        short = make_short_code()
        assert len(short) == 8
        assert short[0] != "0"
        assert parse(short) == ShortCode(short)


def test_a_short_code_is_shown_in_groups_of_four() -> None:
    assert show_short("48271036") == "4827 1036"


def test_every_single_wrong_digit_is_noticed() -> None:
    full, short = make_code(7), make_short_code()
    for wrong in [*neighbours(full), *neighbours(short)]:
        assert parse(wrong) == Malformed(Flaw.CHECK_FAILED), wrong


def test_two_digits_changed_about_are_noticed() -> None:
    full, short = make_code(4321), make_short_code()
    for wrong in [*swaps(full), *swaps(short)]:
        assert parse(wrong) == Malformed(Flaw.CHECK_FAILED), wrong


def test_a_truncated_or_lengthened_code_is_no_full_code() -> None:
    code = make_code(7)
    for length in range(FULL_LENGTH):
        assert not isinstance(parse(code[:length]), FullCode)
    assert parse(code + "0") == Malformed(Flaw.WRONG_LENGTH)
    assert parse(code * 2) == Malformed(Flaw.WRONG_LENGTH)


@pytest.mark.parametrize("start", ["100000", "200007", "000007"])
def test_right_check_digits_do_not_save_a_code_of_no_fair_or_of_another_format(start: str) -> None:
    body = start + make_code(7)[len(start) : -2]
    assert parse(body + mod_97_10.calc_check_digits(body)) == Malformed(Flaw.CHECK_FAILED)


@pytest.mark.parametrize(
    "wrap",
    [
        lambda code: code + "\n",
        lambda code: code + "\r\n\t",
        lambda code: "\x02" + code + "\x03",
        lambda code: "]Q1" + code,
        lambda code: " ".join(code),
        lambda code: "-".join((code[:4], code[4:])),
        lambda code: code[:4] + "–" + code[4:],
        lambda code: code[:3] + "\u200b\ufeff" + code[3:],
        lambda code: code.translate(FULL_WIDTH),
        lambda code: f"\u3000{code[:4]}\u00a0{code[4:]}\u3000",
        lambda code: code[:4] + "·" + code[4:],
    ],
)
def test_what_people_and_readers_put_around_digits_is_forgiven(wrap) -> None:  # type: ignore[no-untyped-def]
    full, short = make_code(12), make_short_code()
    assert parse(wrap(full)) == FullCode(12, full)
    assert parse(wrap(short)) == ShortCode(short)


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        ("", Flaw.EMPTY),
        (" \t\r\n\u200b\u3000", Flaw.EMPTY),
        ("- - -", Flaw.EMPTY),
        ("ㅗㅅㅅㅔㄴ", Flaw.NOT_DIGITS),
        ("ㅁ48271036", Flaw.NOT_DIGITS),
        ("홍길동", Flaw.NOT_DIGITS),
        ("https://example.org/b/48271036", Flaw.NOT_DIGITS),
        ("٤٨٢٧١٠٣٦", Flaw.NOT_DIGITS),
        ("4827", Flaw.WRONG_LENGTH),
        ("8801234567893", Flaw.WRONG_LENGTH),
        ("00000000", Flaw.CHECK_FAILED),
        ("9" * (LONGEST_INPUT + 1), Flaw.WRONG_LENGTH),
        ("ﷺ" * 1_000_000, Flaw.WRONG_LENGTH),
    ],
)
def test_a_text_that_is_no_code_is_refused_by_name(text: str, flaw: Flaw) -> None:
    assert parse(text) == Malformed(flaw)


@given(st.text())
def test_parsing_never_raises_and_never_takes_a_stray_text_for_a_badge(text: str) -> None:
    assert not isinstance(parse(text), FullCode)


@given(st.text(DIGITS + "- ０１２３٣²①\u200b\n]Qㅗ", max_size=60))
def test_what_parses_is_bare_digits_and_parses_to_itself(text: str) -> None:
    parsed = parse(text)
    if not isinstance(parsed, Malformed):
        assert parse(parsed.digits) == parsed
        assert set(parsed.digits) <= set(DIGITS)


@given(st.text(DIGITS, min_size=FULL_LENGTH, max_size=FULL_LENGTH))
def test_a_forged_code_needs_more_than_the_right_length(digits: str) -> None:
    parsed = parse(digits)
    if isinstance(parsed, FullCode):
        assert int(digits) % 97 == 1
        assert 1 <= parsed.fair_id <= HIGHEST_FAIR
