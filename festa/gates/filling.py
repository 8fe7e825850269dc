"""How full a hall is, pure: what staff and organisers are warned of before it is too late."""

from enum import StrEnum

NEARLY_AT = 90  # percent of the limit


class Filling(StrEnum):
    """Whether more people may come into a hall."""

    ROOM = "room"
    NEARLY = "nearly"
    FULL = "full"


def filling(inside: int, limit: int | None) -> Filling:
    """How full a hall with that many people is; one without a limit is never full."""
    if limit is None or inside * 100 < limit * NEARLY_AT:
        return Filling.ROOM
    return Filling.FULL if inside >= limit else Filling.NEARLY
