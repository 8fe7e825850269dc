"""Seekers at their own pages."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from flask.testing import FlaskClient

SENT = re.compile(r"인증번호 (\d{6})")


@pytest.fixture
def newest_code(capsys: pytest.CaptureFixture[str]) -> Callable[[], str]:
    """The code that came to the phone last."""
    printed: list[str] = []

    def read() -> str:
        printed.append(capsys.readouterr().err)
        return SENT.findall("".join(printed))[-1]

    return read


@pytest.fixture
def see(client: FlaskClient) -> Callable[[str], str]:
    """What a page says."""

    def open_page(address: str) -> str:
        answer = client.get(address)
        assert answer.status_code == 200, f"{address} leads to {answer.location}"
        return unescape(answer.text)

    return open_page
