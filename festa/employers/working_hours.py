"""Working hours out of what people write: 월~금 09:00~18:00 is eight hours on five days."""

import re
from dataclasses import dataclass
from fractions import Fraction

WEEKDAYS = "월화수목금토일"
FULL_DAY, FULL_DAYS = Fraction(8), Fraction(5)
MOST_A_WEEK = 84

WEEKLY = re.compile(
    r"(?:주|주당|주간|일주일에?|1주일?에?)\s*(?:총|소정근로시간|평균|근무시간|근로시간)?\s*(\d{1,2}(?:\.\d)?)\s*(?:시간|h\b)"
)
DAYS = re.compile(
    r"(?:주|주당|일주일에?|1주에?)\s*(\d)\s*(?:일|회|번|차례)|(\d)일\s*근무제|주\s*(\d)일제"
)
RANGE_OF_DAYS = re.compile(
    r"([월화수목금토일])(?:요일)?\s*[~\-–∼부터에서]+\s*([월화수목금토일])(?:요일|\b|(?![가-힣]))"
)
LIST_OF_DAYS = re.compile(
    r"(?<![가-힣])([월화수목금토일](?:\s*[,·/]\s*[월화수목금토일])+)(?![가-힣])"
)
DAILY = re.compile(
    r"(?:하루|1일|일일|매일|회당|1회|(?<![가-힣\d])일)\s*(?:총|에)?\s*(\d{1,2}(?:\.\d)?)\s*(?:시간|h\b)"
)
LONE = re.compile(r"(?<![\d~\-])(\d{1,2}(?:\.\d)?)\s*시간\s*(?:근무|근로|씩|제|일)")
HALF = r"(오전|오후|낮|저녁|밤|새벽|아침)?\s*"
AT = HALF + r"(\d{1,2})(?:\s*[:：]\s*(\d{2})|\s*시\s*(?:(\d{1,2})\s*분|(반))?)"
SPAN = re.compile(AT + r"\s*(?:~|-|–|—|∼|〜|부터|에서)\s*(?:익일|다음날)?\s*" + AT)
BREAK = re.compile(
    r"(?:휴게|점심|휴식|식사)\s*(?:시간)?\s*[:은]?\s*(?:(\d)\s*시간\s*(?:(\d{1,2})\s*분|(반))?|(\d{2})\s*분)"
)
DAYS_NAMED = {
    "평일": Fraction(5),
    "주말": Fraction(2),
    "격일": Fraction(7, 2),
    "주중": Fraction(5),
    "매일": Fraction(7),
}


@dataclass(frozen=True)
class Hours:
    """Hours of work a day and days a week; `known` says whether either was written."""

    daily: Fraction = FULL_DAY
    weekly: Fraction = FULL_DAY * FULL_DAYS
    known: bool = False


def read_hours(text: str) -> Hours:
    """The hours that a text names; eight hours on five days where it names none."""
    weekly, daily, days = _weekly(text), _daily(text), _days(text)
    if weekly is not None:
        each = daily or weekly / (days or FULL_DAYS)
        return Hours(min(each, weekly), weekly, known=True)
    if daily is None and days is None:
        return Hours()
    daily = daily or FULL_DAY
    return Hours(daily, min(daily * (days or FULL_DAYS), Fraction(MOST_A_WEEK)), known=True)


def _weekly(text: str) -> Fraction | None:
    found = WEEKLY.search(text)
    return Fraction(found[1]) if found else None


def _days(text: str) -> Fraction | None:
    if found := DAYS.search(text):
        return Fraction(found[1] or found[2] or found[3])
    if found := RANGE_OF_DAYS.search(text):
        first, last = WEEKDAYS.index(found[1]), WEEKDAYS.index(found[2])
        return Fraction((last - first) % 7 + 1)
    if found := LIST_OF_DAYS.search(text):
        return Fraction(len(set(re.findall(f"[{WEEKDAYS}]", found[1]))))
    named = [days for word, days in DAYS_NAMED.items() if word in text]
    return named[0] if named else None


def _daily(text: str) -> Fraction | None:
    if found := DAILY.search(text):
        return Fraction(found[1])
    if found := SPAN.search(text):
        return _worked(_span(found), _break(text))
    found = LONE.search(text)
    return Fraction(found[1]) if found and 0 < Fraction(found[1]) <= 12 else None


def _span(found: re.Match[str]) -> Fraction:
    start = _clock(*found.group(1, 2, 3, 4, 5))
    end = _clock(*found.group(6, 7, 8, 9, 10))
    if found[1] and not found[6] and end < start and found[1] != "밤":
        end += 12
    if not found[1] and not found[6] and end <= start <= 12 and end < 12:
        end += 12  # 9시~6시 ends at six in the evening
    return (end - start) % 24


def _clock(
    half: str | None, hour: str, minute: str | None, spoken: str | None, thirty: str | None
) -> Fraction:
    at = Fraction(int(hour))
    if half in {"오후", "저녁", "낮", "밤"} and at < 12 and not (half == "낮" and at > 6):
        at += 12
    at += Fraction(int(minute or spoken or (30 if thirty else 0)), 60)
    return at


def _break(text: str) -> Fraction | None:
    found = BREAK.search(text)
    if found is None:
        return None
    if found[4]:
        return Fraction(int(found[4]), 60)
    return Fraction(int(found[1])) + Fraction(int(found[2] or (30 if found[3] else 0)), 60)


def _worked(span: Fraction, pause: Fraction | None) -> Fraction | None:
    """The hours worked in a span; without a word, the least break that the law asks for (§54)."""
    if not span:
        return None
    if pause is not None and pause < span:
        return span - pause
    half, whole = Fraction(1, 2), Fraction(1)
    if span < 4:
        return span
    return span - half if span - half < 8 else span - whole
