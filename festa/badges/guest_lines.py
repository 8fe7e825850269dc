"""Reading pasted lists of guests: a name and perhaps an organisation on each line."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from festa.text import clean

LONGEST_NAME = 60
LONGEST_ORGANISATION = 80
MOST_LINES = 300

_BETWEEN = re.compile(r"[\t,，;；/|]")
_NUMBERED = re.compile(r"^\s*(?:\d+[.)]|[-•*·])\s*")


@dataclass(frozen=True, order=True)
class Guest:
    """Somebody to whom a badge is issued without a registration."""

    name: str
    organisation: str = ""


@dataclass(frozen=True)
class Lines:
    """What a pasted text says: guests without repetition, and the numbers of unreadable lines."""

    guests: Sequence[Guest]
    unreadable: Sequence[int]


def read_lines(text: str) -> Lines:
    """Read "name", "name, organisation" or two columns of a spreadsheet; list numbers are dropped.

    A line is unreadable without a letter in its name, or when it is too long for a badge.
    """
    guests: dict[Guest, None] = {}
    unreadable: list[int] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not clean(line):
            continue
        guest = _read(line)
        if guest is None or len(guests) >= MOST_LINES:
            unreadable.append(number)
        else:
            guests.setdefault(guest)
    return Lines(list(guests), unreadable)


def _read(line: str) -> Guest | None:
    parts = _BETWEEN.split(_NUMBERED.sub("", line), maxsplit=1)
    name, organisation = clean(parts[0]), clean(parts[1]) if len(parts) > 1 else ""
    too_long = len(name) > LONGEST_NAME or len(organisation) > LONGEST_ORGANISATION
    if too_long or not any(sign.isalpha() for sign in name):
        return None
    return Guest(name, organisation)
