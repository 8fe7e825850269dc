"""Every test with a database stands on the morning of a fair day."""

import pytest


@pytest.fixture(autouse=True)
def morning_of_the_fair(clock_stands: object) -> None:
    """23 November 2026, ten o'clock in Korea."""
