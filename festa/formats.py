"""How moments, days and numbers are written for people, in their language."""

from datetime import date, datetime, time

from babel.dates import format_date, format_time
from flask import Flask
from flask_babel import get_locale
from flask_babel import gettext as _

from festa import clock

# Babel's stock Korean formats print "PM 3시"; people write "11월 5일(수) 오후 2:30".
DAY = {"ko": "M월 d일(E)", "en": "EEE d MMM"}
LONG_DAY = {"ko": "y년 M월 d일(E)", "en": "EEEE d MMMM y"}
HOUR = {"ko": "aaaa h:mm", "en": "h:mm a"}


def _language() -> str:
    locale = get_locale()
    return "en" if locale is not None and locale.language == "en" else "ko"


def day(value: date | datetime, *, long: bool = False) -> str:
    """11월 5일(수), or 2026년 11월 5일(목) when long."""
    language = _language()
    value = clock.local(value).date() if isinstance(value, datetime) else value
    return format_date(value, (LONG_DAY if long else DAY)[language], locale=language)


def hour(value: time | datetime) -> str:
    """오후 2:30."""
    language = _language()
    value = clock.local(value).time() if isinstance(value, datetime) else value
    return format_time(value, HOUR[language], locale=language)


def moment(value: datetime) -> str:
    """11월 5일(수) 오후 2:30."""
    return f"{day(value)} {hour(value)}"


def number(value: int) -> str:
    """1,193."""
    return f"{value:,}"


def won(amount: int) -> str:
    """260만 원 where it is a round number, else 10,320원."""
    if _language() == "ko" and amount % 10_000 == 0:
        return _("%(amount)s만 원", amount=number(amount // 10_000))
    return _("%(amount)s원", amount=number(amount))


def in_language(korean: str, english: str) -> str:
    """The form of a name for the reader's language; Korean when there is no other."""
    return english if _language() == "en" and english else korean


def init_app(app: Flask) -> None:
    """Give the formats to the templates."""
    for formatter in (day, hour, moment, number, won):
        app.add_template_filter(formatter)
    app.add_template_global(in_language)
