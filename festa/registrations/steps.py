"""The road of registering: which screens it has for somebody, and the first that is missing."""

from collections.abc import Collection, Set
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from festa.consents.models import Purpose


class Step(StrEnum):
    """One screen of the road; DONE lies behind its end."""

    FAIRS = "fairs"
    CONSENTS = "consents"
    YOU = "you"
    CODE = "code"
    DETAILS = "details"
    DONE = "done"


ORDER = tuple(Step)
DETAILS_NEED = frozenset({Purpose.OPTIONAL_DETAILS, Purpose.SUPPORT_NEEDS})


@dataclass
class Answers:
    """What somebody has said so far; after the end only numbers of rows, nothing personal."""

    fairs: list[int] = field(default_factory=list)
    shown: list[int] = field(default_factory=list)
    granted: list[int] = field(default_factory=list)
    name: str = ""
    phone: str = ""
    birth_year: int | None = None
    province: str = ""
    district: str = ""
    seeker_id: int | None = None
    registrations: list[int] = field(default_factory=list)
    standing: list[int] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    steps: int = 0
    details_due: bool = False

    @classmethod
    def read(cls, kept: dict[str, Any]) -> "Answers":
        """The answers as they were kept; what an older version of Festa kept beside is left out."""
        known = cls.__dataclass_fields__
        return cls(**{name: value for name, value in kept.items() if name in known})


def first_missing(answers: Answers, texts: Collection[int], *, signed_in: bool) -> Step:
    """The first screen that still wants an answer; `texts` are the ids that must be shown."""
    if answers.seeker_id is not None:
        return Step.DETAILS if answers.details_due else Step.DONE
    if not answers.fairs:
        return Step.FAIRS
    if signed_in or not set(texts) <= set(answers.shown):
        return Step.CONSENTS
    return Step.CODE if answers.name and answers.phone else Step.YOU


def may_open(step: Step, missing: Step) -> bool:
    """Whether this screen is open: what was answered and what is next, until the end is reached."""
    if missing in (Step.DETAILS, Step.DONE):
        return step in (Step.FAIRS, Step.DETAILS, Step.DONE)
    return ORDER.index(step) <= ORDER.index(missing)


def road(granted: Set[Purpose] | None, *, signed_in: bool) -> tuple[Step, ...]:
    """The screens to walk; `granted` is None while the consents have not been asked."""
    steps = [Step.FAIRS, Step.CONSENTS]
    if not signed_in:
        steps += [Step.YOU, Step.CODE]
    if granted is None or granted & DETAILS_NEED:
        steps.append(Step.DETAILS)
    return tuple(steps)
