"""What a paper pack holds, as plain data: every word comes in translated."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DoorRow:
    """One person on the door list: enough to recognise somebody who stands there."""

    name: str  # masked
    tail: str  # the phone's last four digits
    short_code: str
    note: str = ""  # the hour of the first interview, or that somebody waits
    inside: bool = False
    waits: bool = False


@dataclass(frozen=True, slots=True)
class DoorGroup:
    """People whose names begin with the same consonant."""

    title: str
    rows: Sequence[DoorRow]


@dataclass(frozen=True, slots=True)
class SlotRow:
    """One time of a table; an empty name is a line to write on."""

    hour: str
    name: str = ""
    tail: str = ""
    short_code: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class TablePage:
    """The day of one interview table."""

    title: str
    place: str
    rows: Sequence[SlotRow]


@dataclass(frozen=True, slots=True)
class ConsentBox:
    """The short version of one consent text: what is asked, and what the law wants said."""

    title: str
    lines: Sequence[str]


@dataclass(frozen=True, slots=True)
class SlipPage:
    """One numbered slip."""

    title: str
    lead: str
    number: str
    qr: str
    fields: Sequence[str]


@dataclass(frozen=True, slots=True)
class Labels:
    """The words that stand on every page of the pack."""

    door: str
    others: str
    door_hint: str
    begun: str  # blanks for when ticking began, and at which gate
    tables: str
    tables_hint: str
    consents: str
    agree: str
    optional: str
    refusal: str
    written: str
    moment: Sequence[str]  # month, day, hour and minute, each after room for a pen
    signature: str
    page: str
    shred: str
    number: str
    turn: str


@dataclass(frozen=True, slots=True)
class Pack:
    """All of it. `doors` and `tables` may come while the pack is drawn."""

    title: str
    subtitle: str
    made: str
    steps: Sequence[str]  # what is done with the paper, now and later
    facts: Sequence[tuple[str, str]]
    labels: Labels
    doors: Iterable[DoorGroup]
    others: Iterable[DoorGroup]
    tables: Iterable[TablePage]
    notice: ConsentBox | None
    boxes: Sequence[ConsentBox]
    slips: Sequence[SlipPage]
