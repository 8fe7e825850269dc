"""A hall is nearly full from ninety people in a hundred on, and full at its limit."""

import pytest

from festa.gates.filling import Filling, filling


@pytest.mark.parametrize(
    ("inside", "limit", "answer"),
    [
        (0, 500, Filling.ROOM),
        (449, 500, Filling.ROOM),
        (450, 500, Filling.NEARLY),
        (499, 500, Filling.NEARLY),
        (500, 500, Filling.FULL),
        (612, 500, Filling.FULL),
        (0, 1, Filling.ROOM),
        (1, 1, Filling.FULL),
        (5_000, None, Filling.ROOM),
    ],
)
def test_how_full_a_hall_is(inside: int, limit: int | None, answer: Filling) -> None:
    assert filling(inside, limit) is answer
