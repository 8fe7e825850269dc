"""Days and hours as people write them."""

from datetime import UTC, datetime, time

import pytest
from flask import Flask

import config
from festa import create_app, formats


@pytest.fixture(scope="module")
def app() -> Flask:
    """The application alone: formats touch no database."""
    return create_app(config.Testing)


@pytest.fixture(params=["ko", "en"])
def language(request: pytest.FixtureRequest, app: Flask) -> object:
    """A reader of either language."""
    with app.test_request_context(headers={"Accept-Language": request.param}):
        yield request.param


AFTERNOON = datetime(2026, 11, 5, 5, 30, tzinfo=UTC)


def test_a_moment_names_day_weekday_and_half_of_the_day(language: str) -> None:
    expected = {"ko": "11월 5일(목) 오후 2:30", "en": "Thu 5 Nov 2:30 PM"}
    assert formats.moment(AFTERNOON).replace("\u202f", " ") == expected[language]


def test_morning_is_said_in_korean_not_in_latin_letters(language: str) -> None:
    expected = {"ko": "오전 9:05", "en": "9:05 AM"}
    assert formats.hour(time(9, 5)).replace("\u202f", " ") == expected[language]


def test_a_name_falls_back_to_korean_when_it_has_no_english(language: str) -> None:
    assert formats.in_language("대전", "") == "대전"
    assert formats.in_language("대전", "Daejeon") == {"ko": "대전", "en": "Daejeon"}[language]
