"""How like one job is to another, for somebody whose interview fell through."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from festa.text import bare


class Likeness(IntEnum):
    """From any work at all to the same work."""

    ANY = 0
    WISHED = 1
    FAMILY = 2
    SAME_WORK = 3


@dataclass(frozen=True)
class Work:
    """What a job is: what one does, and of which family of the programme it is, if any."""

    duty: str
    family: str | None = None


def likeness(lost: Iterable[Work], wished: Iterable[str], offered: Work) -> Likeness:
    """How well an offered job stands in for those that somebody lost, given what they wish for."""
    lost = list(lost)
    duty = bare(offered.duty)
    if any(bare(one.duty) == duty for one in lost):
        return Likeness.SAME_WORK
    if offered.family is not None and any(one.family == offered.family for one in lost):
        return Likeness.FAMILY
    words = [bare(word) for word in wished if bare(word)]
    if any(word in duty or duty in word for word in words):
        return Likeness.WISHED
    return Likeness.ANY
