"""Reading pasted lists of guests: a name and perhaps an organisation on each line."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass

from festa.text import clean

LONGEST_NAME = 60
LONGEST_ORGANISATION = 80
MOST_LINES = 300

_BETWEEN = re.compile(r"[\t,，;；/|]")
_QUOTED = re.compile(r'"[^"]*"')
_NUMBERED = re.compile(r"^\s*(?:\d+[.)]|[-•*·])\s*")


@dataclass(frozen=True, order=True)
class Guest:
    """Somebody to whom a badge is issued without a registration."""

    name: str
    organisation: str = ""


@dataclass(frozen=True)
class Lines:
    """What a pasted text says: guests without repetition, and which lines say nothing of use."""

    guests: Sequence[Guest]
    unreadable: Sequence[int]
    too_long: Sequence[int]


def read_lines(text: str) -> Lines:
    """Read "name", "name, organisation" or two columns of a spreadsheet; list numbers are dropped.

    A line is unreadable without a letter in its name, and may be too long for a badge.
    """
    guests: dict[Guest, None] = {}
    unreadable, too_long = list[int](), list[int]()
    for number, line in enumerate(text.splitlines(), start=1):
        if not clean(line):
            continue
        guest = _read(line)
        if guest is None or len(guests) >= MOST_LINES:
            unreadable.append(number)
        elif len(guest.name) > LONGEST_NAME or len(guest.organisation) > LONGEST_ORGANISATION:
            too_long.append(number)
        else:
            guests.setdefault(guest)
    return Lines(list(guests), unreadable, too_long)


def _read(line: str) -> Guest | None:
    name, *others = _cells(_NUMBERED.sub("", line)) or [""]
    if not any(sign.isalpha() for sign in name):
        return None
    return Guest(name, ", ".join(filter(None, others)))


def _cells(line: str) -> list[str]:
    """The name and what follows it; quoted cells, as spreadsheets write them, hold commas."""
    if '"' not in line:
        return [clean(part) for part in _BETWEEN.split(line, maxsplit=1)]
    between = _BETWEEN.search(_QUOTED.sub("", line))
    delimiter = between.group() if between else ","
    try:
        (cells,) = csv.reader([line], delimiter=delimiter, skipinitialspace=True, strict=True)
    except csv.Error:  # a quotation mark that nothing closes
        return []
    return [clean(cell) for cell in cells]
