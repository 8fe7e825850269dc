"""The consents of several fairs as questions: the same wording is asked once, kept per fair."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from festa.consents.models import ASKED_AT_REGISTRATION, ConsentText, Purpose
from festa.fairs.models import Fair

# What one reads before one says yes; two texts that agree in all of it are one question.
READ = ("title", "recipient", "items", "use", "retention", "refusal")
WORDING = (*READ, *(f"{name}_en" for name in READ))
SEEN_AT_REGISTRATION = (Purpose.NOTICE, *ASKED_AT_REGISTRATION)

Texts = Mapping[int, Mapping[Purpose, ConsentText]]


@dataclass(frozen=True)
class Question:
    """One text for one or several fairs; `ids` are its rows, one for each fair."""

    text: ConsentText
    ids: tuple[int, ...]
    fairs: tuple[Fair, ...]

    @property
    def purpose(self) -> Purpose:
        """What the question is about."""
        return self.text.purpose


def questions(
    fairs: Sequence[Fair], texts: Texts, purposes: Iterable[Purpose] = SEEN_AT_REGISTRATION
) -> list[Question]:
    """What these fairs show and ask, by purpose, each wording once."""
    asked = []
    for purpose in purposes:
        wordings: dict[tuple[str, ...], list[tuple[Fair, ConsentText]]] = {}
        for fair in fairs:
            text = texts.get(fair.id, {}).get(purpose)
            if text is not None:
                wording = tuple(getattr(text, name) for name in WORDING)
                wordings.setdefault(wording, []).append((fair, text))
        for rows in wordings.values():
            ids = tuple(text.id for _fair, text in rows)
            asked.append(Question(rows[0][1], ids, tuple(fair for fair, _text in rows)))
    return asked


def all_ids(asked: Iterable[Question]) -> set[int]:
    """The rows of these questions."""
    return {number for question in asked for number in question.ids}
