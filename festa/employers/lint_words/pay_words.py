"""Amounts of pay in running text: 시급 9,000원, 월 180만 원, 일당 8만원, 연봉 2천만 원."""

import re
from dataclasses import dataclass
from fractions import Fraction

from festa.employers.models import PayUnit

DIGITS = dict(zip("일이삼사오육칠팔구", range(1, 10), strict=True))
NAMED = re.compile(
    r"(?P<unit>시급|시간당|시간급|일급|일당|하루 ?일당|주급|월급(?:여)?|월급제|기본급|월 ?급여|급여|월|연봉|연 ?급여)"
    r"(?:은|는|이|을|제|으로)?\s*[:=]?\s*(?:약|최소|세전|실수령|월|연|기본|\(세전\))?\s*"
    r"(?P<amount>(?:\d[\d,]*(?:\.\d+)?|[일이삼사오육칠팔구](?=\s*[천백만십]))?(?:[\d,천백십만일이삼사오육칠팔구]|\s(?=\d))*)\s*원?"
    r"(?=\s*(?:원|~|-|–|부터|이상|정도|내외|수준|지급|\(|,|\.|/|$|\s|[가-힣]))"
)
UNITS: dict[str, PayUnit | None] = {
    "시급": PayUnit.HOUR, "시간당": PayUnit.HOUR, "시간급": PayUnit.HOUR,
    "일급": PayUnit.DAY, "일당": PayUnit.DAY, "하루일당": PayUnit.DAY,
    "주급": None, "연봉": PayUnit.YEAR, "연급여": PayUnit.YEAR,
}  # fmt: skip
WEEK = "week"
# What could be meant: below and above these a number next to 월 is no wage.
PLAUSIBLE = {
    PayUnit.HOUR: (1_000, 300_000),
    PayUnit.DAY: (10_000, 2_000_000),
    WEEK: (50_000, 5_000_000),
    PayUnit.MONTH: (300_000, 30_000_000),
    PayUnit.YEAR: (5_000_000, 500_000_000),
}
REST_INCLUDED = re.compile(r"주휴(?:\s*수당)?(?:을|이|까지)?\s*포함")
NOT_A_WAGE = re.compile(
    r"\s*원?\s*(?:상당|한도|의?\s*(?:상여|보너스|인센티브|수당|식대|교통비|지원금|복지|포인트)|(?:씩|을)?\s*(?:추가|별도)|할인|매출)"
)
BEFORE_NOT_A_WAGE = re.compile(
    r"(?:식대|교통비|수당|지원금|상여|보너스|인센티브|임대료|월세|관리비|매출|판매|구독료|회비|최저|복지|포인트|적립|주차비|통신비|상금|포상)[^\n.]{0,6}$"
)


@dataclass(frozen=True)
class Pay:
    """An amount in won for a unit, and where it stands."""

    unit: PayUnit | str
    amount: int
    start: int
    end: int
    rest_included: bool = False


def pays_in(text: str) -> list[Pay]:
    """Every wage that a text names, in order."""
    found = []
    for match in NAMED.finditer(text):
        amount = won_of(match["amount"])
        unit = _unit(match["unit"].replace(" ", ""), amount)
        if amount is None or unit is None or _is_no_wage(text, match):
            continue
        low, high = PLAUSIBLE[unit]
        if low <= amount <= high:
            around = text[max(0, match.start() - 16) : match.end() + 16]
            included = REST_INCLUDED.search(around) is not None
            found.append(Pay(unit, amount, match.start(), match.end(), included))
    return found


def _unit(word: str, amount: int | None) -> PayUnit | str | None:
    if word == "주급":
        return WEEK
    known = UNITS.get(word, PayUnit.MONTH)
    if word == "급여" and amount is not None and amount < 100_000:
        return PayUnit.HOUR if amount < 50_000 else PayUnit.DAY
    if word == "급여" and amount is not None and amount > 15_000_000:
        return PayUnit.YEAR
    return known


def _is_no_wage(text: str, match: re.Match[str]) -> bool:
    if NOT_A_WAGE.match(text, match.end()):
        return True
    return BEFORE_NOT_A_WAGE.search(text[max(0, match.start() - 14) : match.start()]) is not None


def won_of(typed: str) -> int | None:
    """9,000 · 9천 · 1만 300 · 180만 · 2천만 · 백팔십만 → won; None where it is no number."""
    text = re.sub(r"[\s,]", "", typed)
    if not text:
        return None
    head, ten_thousand, tail = text.partition("만")
    if not ten_thousand:
        head, tail = "", text
    whole = (_below(head) if head else Fraction(1)) if ten_thousand else Fraction(0)
    rest = _below(tail) if tail else Fraction(0)
    if whole is None or rest is None:
        return None
    amount = whole * 10_000 + rest
    return int(amount) if amount == int(amount) and amount > 0 else None


def _below(text: str) -> Fraction | None:
    """A number below ten thousand, with 천, 백 and 십: 2천5백, 백팔십, 215, 1.5."""
    total, rest = Fraction(0), text
    for sign, value in (("천", 1000), ("백", 100), ("십", 10)):
        head, found, after = rest.partition(sign)
        if found:
            step = _plain(head) if head else Fraction(1)
            if step is None:
                return None
            total, rest = total + step * value, after
    if rest:
        last = _plain(rest)
        if last is None:
            return None
        total += last
    return total


def _plain(text: str) -> Fraction | None:
    if re.fullmatch(r"\d+(?:\.\d+)?", text):
        return Fraction(text)
    return Fraction(DIGITS[text]) if text in DIGITS else None
