"""사업자등록번호: ten digits, 3-2-5, the last one a check digit."""

import re
from enum import StrEnum

from flask_babel import lazy_gettext as _l
from stdnum.kr import brn

from festa.text import Explanation, plain

# python-stdnum knows the form and the impossible parts, but not the check digit.
WEIGHTS = (1, 3, 7, 1, 3, 7, 1, 3, 5)
BETWEEN_DIGITS = re.compile("[\\-‐‑‒–—―−~.·/?'\ufffd_()\u1173]")


class NumberProblem(StrEnum):
    """What keeps a business registration number from being taken."""

    NUMBER_MISSING = "number_missing"
    NUMBER_LENGTH = "number_length"
    NUMBER_WRONG = "number_wrong"


EXPLAINED: dict[StrEnum, Explanation] = {
    NumberProblem.NUMBER_MISSING: Explanation(
        _l("사업자등록번호가 비어 있어요."), _l("열 자리 번호를 적어 주세요.")
    ),
    NumberProblem.NUMBER_LENGTH: Explanation(
        _l("사업자등록번호가 열 자리 숫자가 아니에요."), _l("123-45-67890처럼 적어 주세요.")
    ),
    NumberProblem.NUMBER_WRONG: Explanation(
        _l("사업자등록번호의 숫자가 서로 맞지 않아요."),
        _l("사업자등록증을 보고 숫자를 하나씩 확인해 주세요."),
    ),
}


def check_digit(nine: str) -> str:
    """The tenth digit of a number from its first nine (weights of the National Tax Service)."""
    total = sum(int(digit) * weight for digit, weight in zip(nine, WEIGHTS, strict=True))
    return str((10 - (total + int(nine[8]) * 5 // 10) % 10) % 10)


def parse_business_number(typed: str | int | None) -> str | NumberProblem:
    """The ten digits without hyphens, or what is wrong with them; never raises."""
    digits = BETWEEN_DIGITS.sub("", plain("" if typed is None else str(typed)))
    if not digits:
        return NumberProblem.NUMBER_MISSING
    if not re.fullmatch("[0-9]{10}", digits):
        return NumberProblem.NUMBER_LENGTH
    if not brn.is_valid(digits) or check_digit(digits[:9]) != digits[9]:
        return NumberProblem.NUMBER_WRONG
    return digits


def show_business_number(digits: str) -> str:
    """124-81-00998."""
    return brn.format(digits)
