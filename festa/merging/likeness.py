"""Whether two registrations look like one person, and by what. Only a person decides."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from enum import StrEnum
from itertools import combinations
from typing import NamedTuple

from festa.text import folded

SLIPS = 2  # digits that may differ: one mistyped, or two that changed places


class Likeness(StrEnum):
    """By what two registrations look like one person, the surest first."""

    NUMBER_SLIP = "number_slip"
    SAME_END = "same_end"
    NAME_SLIP = "name_slip"
    SAME_YEAR = "same_year"
    SAME_NUMBER = "same_number"


ORDER = tuple(Likeness)


class Known(NamedTuple):
    """What is compared of one registration."""

    registration_id: int
    seeker_id: int
    name: str
    phone: str
    birth_year: int | None


class Pair(NamedTuple):
    """Two registrations that look alike; the older one first."""

    first: Known
    second: Known
    likeness: Likeness


def likeness(one: Known, other: Known) -> Likeness | None:
    """By what the two look like one person; None when nothing speaks for it.

    Couples and families share numbers, and many people share names: neither is enough alone.
    A number together with a year of birth is, however the name is written.
    """
    if one.seeker_id == other.seeker_id:
        return None
    if one.name == other.name:
        if _apart(one.phone, other.phone) <= SLIPS:
            return Likeness.NUMBER_SLIP
        if one.phone[-4:] == other.phone[-4:]:
            return Likeness.SAME_END
        same_year = one.birth_year is not None and one.birth_year == other.birth_year
        return Likeness.SAME_YEAR if same_year else None
    if one.phone != other.phone or not _may_be_one_age(one, other):
        return None
    if _apart(one.name, other.name) == 1 or folded(one.name) == folded(other.name):
        return Likeness.NAME_SLIP
    return Likeness.SAME_NUMBER if one.birth_year == other.birth_year is not None else None


def pairs(people: Iterable[Known]) -> list[Pair]:
    """All that look alike, the surest first; each pair once."""
    by_name: dict[str, list[Known]] = defaultdict(list)
    by_phone: dict[str, list[Known]] = defaultdict(list)
    for one in people:
        by_name[one.name].append(one)
        by_phone[one.phone].append(one)
    found: dict[tuple[int, int], Pair] = {}
    for group in (*by_name.values(), *by_phone.values()):
        for pair in alike(group):
            found[pair.first.registration_id, pair.second.registration_id] = pair
    return sorted(found.values(), key=_rank)


def alike(people: Sequence[Known]) -> list[Pair]:
    """Those of these people who look alike, two by two, the surest first."""
    found = []
    for one, other in combinations(sorted(people, key=lambda known: known.registration_id), 2):
        kind = likeness(one, other)
        if kind is not None:
            found.append(Pair(one, other, kind))
    return sorted(found, key=_rank)


def _rank(pair: Pair) -> tuple[int, str, int]:
    return ORDER.index(pair.likeness), pair.first.name, pair.first.registration_id


def _may_be_one_age(one: Known, other: Known) -> bool:
    return None in (one.birth_year, other.birth_year) or one.birth_year == other.birth_year


def _apart(one: str, other: str) -> int:
    """In how many places two words of one length differ; words of other lengths are far apart."""
    if len(one) != len(other):
        return max(len(one), len(other))
    return sum(a != b for a, b in zip(one, other, strict=True))
