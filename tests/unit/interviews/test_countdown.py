"""How long it is until an interview, in words."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask_babel import Babel

from festa.interviews.countdown import until

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
TALK = timedelta(minutes=20)


@pytest.fixture(autouse=True)
def korean() -> Iterator[None]:
    """Words in Korean."""
    app = Flask("words")
    Babel(app, default_locale="ko")
    with app.test_request_context():
        yield


@pytest.mark.parametrize(
    ("left", "says"),
    [
        (timedelta(days=3, hours=5), "3일 뒤"),
        (timedelta(days=1), "1일 뒤"),
        (timedelta(hours=23, minutes=59), "23시간 59분 뒤"),
        (timedelta(hours=2), "2시간 뒤"),
        (timedelta(minutes=37, seconds=50), "37분 뒤"),
        (timedelta(minutes=1), "1분 뒤"),
        (timedelta(seconds=59), "곧 시작해요"),
        (timedelta(0), "지금"),
        (-timedelta(minutes=19), "지금"),
        (-timedelta(minutes=20), ""),
    ],
)
def test_it_says_how_long_until_and_then_that_it_is_now(left: timedelta, says: str) -> None:
    start = NOW + left
    assert until(start, start + TALK, NOW) == says
