"""The number of a paper slip: short enough to type, checked so that a slip is never mistaken.

Five digits and a Damm check digit, which catches every wrong digit and every swap of neighbours.
The QR carries the fair before it and a check digit of its own.
"""

from enum import StrEnum

from stdnum import damm

from festa.text import plain

SERIAL_DIGITS = 5
FAIR_DIGITS = 5
HIGHEST = 10**SERIAL_DIGITS - 1
NUMBER_LENGTH = SERIAL_DIGITS + 1
QR_LENGTH = FAIR_DIGITS + NUMBER_LENGTH + 1


class SlipFlaw(StrEnum):
    """Why a text is no number of a slip of this fair."""

    UNREADABLE = "unreadable"
    CHECK_FAILED = "check_failed"
    OTHER_FAIR = "other_fair"


def make_number(serial: int) -> str:
    """The six digits of a serial: 000124 for 12; ValueError beyond 99,999."""
    if not 1 <= serial <= HIGHEST:
        raise ValueError(f"a slip has a serial of 1 to {HIGHEST}, not {serial}")
    body = f"{serial:0{SERIAL_DIGITS}d}"
    return body + damm.calc_check_digit(body)


def show_number(serial: int) -> str:
    """The number in two groups of three, as printed: 000 124."""
    digits = make_number(serial)
    return f"{digits[:3]} {digits[3:]}"


def qr_text(fair_id: int, serial: int) -> str:
    """What the QR of a slip holds: digits only, the fair and the number."""
    body = f"{fair_id:0{FAIR_DIGITS}d}{make_number(serial)}"
    return body + damm.calc_check_digit(body)


def read_number(typed: str, fair_id: int) -> int | SlipFlaw:
    """The serial that was typed or scanned at a desk of this fair, or what is wrong with it."""
    digits = plain(typed).replace("-", "")
    if not (digits.isascii() and digits.isdigit()):
        return SlipFlaw.UNREADABLE
    if len(digits) == QR_LENGTH:
        if not damm.is_valid(digits):
            return SlipFlaw.CHECK_FAILED
        if int(digits[:FAIR_DIGITS]) != fair_id:
            return SlipFlaw.OTHER_FAIR
        digits = digits[FAIR_DIGITS:-1]
    if len(digits) != NUMBER_LENGTH:
        return SlipFlaw.UNREADABLE
    if not damm.is_valid(digits) or not int(digits[:-1]):
        return SlipFlaw.CHECK_FAILED
    return int(digits[:-1])
