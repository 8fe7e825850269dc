"""Wages against the year's minimum: amounts in the text and the amount of the posting itself."""

import re
from dataclasses import dataclass
from fractions import Fraction

from festa.employers.lint_words.grounds import Ground
from festa.employers.lint_words.pay_words import WEEK, Pay, pays_in
from festa.employers.minimum_wage import (
    FULL_WEEK,
    IN_TRAINING,
    REST_FROM,
    Minimum,
    least,
    week_hours,
)
from festa.employers.models import PayUnit
from festa.employers.working_hours import Hours

TRAINING = re.compile(
    r"(?:수습|교육|시용|인턴|적응)[^\n.%]{0,24}?(?<!\d)(?P<part>\d{1,2})\s*(?:%|퍼센트|프로)(?!\s*(?:인상|할인|추가|지원|이상 할))"
    r"|(?:수습|시용)[^\n.%]{0,16}?(?P<cut>[1-9]\d)\s*%\s*(?:감액|삭감|공제)"
)
BASE = re.compile(r"기본급|고정급")
REST_SHARE = Fraction(6, 5)  # an hourly wage with the rest day in it pays a fifth more
UNIT_WORDS = {
    PayUnit.HOUR: "시급", PayUnit.DAY: "일급", PayUnit.MONTH: "월급", PayUnit.YEAR: "연봉", WEEK: "주급",
}  # fmt: skip


@dataclass(frozen=True)
class PayFinding:
    """A wage below the minimum, or one that cannot be judged without hours."""

    ground: Ground
    start: int
    end: int
    words: str
    least: int | None
    instead: str | None
    stated: bool = False


def judge_pay(
    text: str,
    minimum: Minimum,
    hours: Hours,
    stated: tuple[PayUnit, int] | None = None,
    *,
    part_time: bool = False,
) -> list[PayFinding]:
    """The wages of a text that fall below the minimum; `stated` is the amount of its own field."""
    found = []
    pays = pays_in(text)
    for pay in pays:
        lowest = _least(pay, minimum, hours)
        if pay.amount < lowest:
            words = text[pay.start : pay.end]
            instead = f"{UNIT_WORDS[pay.unit]} {lowest:,}원"
            found.append(PayFinding(Ground.WAGE, pay.start, pay.end, words, lowest, instead))
    if stated is not None:
        found += _stated(stated, minimum, hours, text, part_time)
        pays = [Pay(stated[0], stated[1], 0, 0), *pays]
    return found + _in_training(text, pays, minimum, hours)


def _stated(
    stated: tuple[PayUnit, int], minimum: Minimum, hours: Hours, text: str, part_time: bool
) -> list[PayFinding]:
    unit, amount = stated
    lowest = _least(Pay(unit, amount, 0, 0), minimum, hours)
    if amount >= lowest:
        return []
    unknown = part_time and not hours.known and unit is not PayUnit.HOUR
    ground = Ground.HOURS if unknown else Ground.WAGE
    return [PayFinding(ground, 0, 0, f"{amount:,}", None if unknown else lowest, None, stated=True)]


def _least(pay: Pay, minimum: Minimum, hours: Hours) -> int:
    if pay.unit == WEEK:
        return -int(-week_hours(hours.weekly) * minimum.hourly // 1)
    assert isinstance(pay.unit, PayUnit)
    lowest = least(pay.unit, minimum, hours)
    if pay.rest_included and pay.unit is PayUnit.HOUR and hours.weekly >= REST_FROM:
        return -int(-lowest * REST_SHARE // 1)
    return lowest


def _in_training(text: str, pays: list[Pay], minimum: Minimum, hours: Hours) -> list[PayFinding]:
    """A share of pay in the first months that is below nine tenths of the minimum."""
    found = []
    for share in TRAINING.finditer(text):
        part = Fraction(int(share["part"] or 100 - int(share["cut"])), 100)
        if part >= IN_TRAINING:
            continue
        if pays and all(
            pay.amount * part >= _least(pay, minimum, hours) * IN_TRAINING for pay in pays
        ):
            continue
        start, end = share.start(), share.end()
        found.append(PayFinding(Ground.WAGE, start, end, share[0], None, "수습 기간 급여 100%"))
    return found


__all__ = ["FULL_WEEK", "PayFinding", "judge_pay"]
