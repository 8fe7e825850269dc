"""Wages as people type them: 2,600,000 or 260만 원, each unit within reason."""

import re
from decimal import Decimal
from enum import StrEnum

from flask_babel import lazy_gettext as _l

from festa.employers.models import PayUnit
from festa.text import Explanation, plain

# A number, perhaps with U+B9CC (ten thousand) and U+C6D0 (won) behind it.
TYPED = re.compile("([0-9][0-9,]*(?:[.][0-9]+)?)(\ub9cc)?\uc6d0?")
TEN_THOUSAND = 10_000
# Not the law's minimum, which has a table of its own by year: below and above these nobody
# is paid, and somebody has left zeros out or typed too many.
BOUNDS: dict[PayUnit, range] = {
    PayUnit.HOUR: range(5_000, 500_001),
    PayUnit.DAY: range(30_000, 3_000_001),
    PayUnit.MONTH: range(100_000, 50_000_001),
    PayUnit.YEAR: range(1_000_000, 500_000_001),
}


class PayProblem(StrEnum):
    """What keeps a wage from being taken."""

    PAY_UNREADABLE = "pay_unreadable"
    PAY_TOO_LITTLE = "pay_too_little"
    PAY_TOO_MUCH = "pay_too_much"


EXPLAINED: dict[PayProblem, Explanation] = {
    PayProblem.PAY_UNREADABLE: Explanation(
        _l("급여를 숫자로 읽지 못했어요."), _l("2600000이나 260만처럼 적어 주세요.")
    ),
    PayProblem.PAY_TOO_LITTLE: Explanation(
        _l("급여가 너무 적어요."),
        _l("‘만’ 단위라면 260만처럼 적고, 급여 단위가 맞는지 확인해 주세요."),
    ),
    PayProblem.PAY_TOO_MUCH: Explanation(
        _l("급여가 너무 커요."), _l("0의 개수와 급여 단위가 맞는지 확인해 주세요.")
    ),
}


def parse_pay(typed: str, unit: PayUnit) -> int | PayProblem | None:
    """The wage in won; None where nothing was typed, which means: agreed at the interview."""
    text = plain(typed)
    if not text:
        return None
    found = TYPED.fullmatch(text)
    if found is None:
        return PayProblem.PAY_UNREADABLE
    amount = Decimal(found[1].replace(",", "")) * (TEN_THOUSAND if found[2] else 1)
    if amount != int(amount):
        return PayProblem.PAY_UNREADABLE
    bounds = BOUNDS[unit]
    if amount < bounds.start:
        return PayProblem.PAY_TOO_LITTLE
    return int(amount) if amount < bounds.stop else PayProblem.PAY_TOO_MUCH
