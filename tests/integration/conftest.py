"""Every test with a database stands on the morning of a fair day."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from festa.short_way import ShortWay


@pytest.fixture(autouse=True)
def morning_of_the_fair(clock_stands: object) -> None:
    """23 November 2026, ten o'clock in Korea."""


@pytest.fixture
def long_way(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses of requests that were not answered before Flask."""
    short_way = app.wsgi_app.app  # type: ignore[attr-defined]
    assert isinstance(short_way, ShortWay)
    went, onwards = list[str](), short_way._long_way

    def walk(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        went.append(environ["PATH_INFO"])
        return onwards(environ, start_response)

    monkeypatch.setattr(short_way, "_long_way", walk)
    return went
