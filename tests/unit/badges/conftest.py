"""Badges are drawn in the typeface that the build fetches."""

import pytest

from config import Config
from festa.badges import fonts


@pytest.fixture(scope="session", autouse=True)
def _typeface() -> None:
    fonts.register(Config.PDF_FONTS)
