"""Where the demo's chance comes from: the same seed makes the same season again."""

import random
import secrets
import uuid
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

T = TypeVar("T")

USUAL_SEED = 2026


class Chance(random.Random):
    """Random numbers with the draws that a season needs."""

    def roll(self, weights: dict[T, float]) -> T:
        """One of these, each as often as its weight says."""
        return self.choices(list(weights), list(weights.values()))[0]

    def moment(self, start: datetime, end: datetime, early: float = 1.0) -> datetime:
        """A moment between the two, to the second; the greater `early`, the nearer to the start."""
        share = self.betavariate(1.0, early)
        return (start + (end - start) * share).replace(microsecond=0)

    def later(self, moment: datetime, least: int, most: int) -> datetime:
        """So many seconds after a moment."""
        return moment + timedelta(seconds=self.randint(least, most))

    def some(self, things: Sequence[T], most: int) -> list[T]:
        """One to `most` of these, each once."""
        return self.sample(list(things), self.randint(1, most))

    def uuid(self) -> uuid.UUID:
        """A number as a device would make it."""
        return uuid.UUID(int=self.getrandbits(128), version=4)


def chances(seed: int | None) -> tuple[Chance, Callable[[int], int]]:
    """The chance of a season, and the source of its badge codes.

    Without a seed the people are the usual ones, but the codes are secrets that nobody can
    work out from here; a seed makes the codes repeatable as well.
    """
    if seed is None:
        return Chance(USUAL_SEED), secrets.randbelow
    chance = Chance(seed)
    codes = Chance(f"codes of {seed}")
    return chance, codes.randrange


def weighted_order(chance: Chance, things: Sequence[T], weight: Callable[[T], float]) -> list[Any]:
    """All things in an order in which the heavier ones tend to come first."""
    keys = {id(one): chance.random() ** (1 / weight(one)) for one in things}
    return sorted(things, key=lambda one: keys[id(one)], reverse=True)
