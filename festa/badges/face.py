"""What is printed on a badge, as plain data: every word comes in from the caller, translated."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class RoleKind(StrEnum):
    """Whose badge it is; decides the colour, and on one-colour labels the band's pattern."""

    SEEKER = "seeker"
    RECRUITER = "recruiter"
    STAFF = "staff"
    GUEST = "guest"


class StopState(StrEnum):
    """Where the tour stands at one of its cities."""

    DONE = "done"
    TODAY = "today"
    COMING = "coming"


class Layout(StrEnum):
    """The papers badges are printed on."""

    A6 = "a6"
    A4_SHEET = "a4_sheet"
    A4_FOLD = "a4_fold"
    LABEL_62 = "label_62"
    LABEL_4X3 = "label_4x3"


@dataclass(frozen=True, slots=True)
class Stop:
    """One city on the tour line."""

    city: str
    state: StopState


@dataclass(frozen=True, slots=True)
class BadgeFace:
    """One badge. `role` is the word, `kind` its colour; `current` is this fair's stop, if any."""

    kind: RoleKind
    role: str
    name: str
    fair_title: str
    date_text: str
    code: str
    short_code: str
    code_label: str
    line1: str = ""
    line2: str = ""
    stops: tuple[Stop, ...] = ()
    current: int | None = None
    number: str = ""  # of a lanyard without a name: printed large, with room to write
    number_label: str = ""
