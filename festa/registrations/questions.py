"""The consents of several fairs as questions: the same wording is asked once, kept per fair."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from festa.consents.models import ASKED_AT_REGISTRATION, ConsentText, Purpose
from festa.fairs.models import Fair

# Two texts that agree in all of this are one question. Recipients may differ from fair to fair
# (a city that hosts one of them): the question then names them fair by fair.
WORDING = tuple(
    name + language
    for name in ("title", "items", "use", "retention", "refusal")
    for language in ("", "_en")
)
SEEN_AT_REGISTRATION = (Purpose.NOTICE, *ASKED_AT_REGISTRATION)

Texts = Mapping[int, Mapping[Purpose, ConsentText]]


@dataclass(frozen=True)
class Question:
    """One wording for one or several fairs, with its row and its fair for each of them."""

    rows: tuple[tuple[Fair, ConsentText], ...]

    @property
    def text(self) -> ConsentText:
        """The wording."""
        return self.rows[0][1]

    @property
    def purpose(self) -> Purpose:
        """What the question is about."""
        return self.text.purpose

    @property
    def ids(self) -> tuple[int, ...]:
        """The numbers of its rows."""
        return tuple(text.id for _fair, text in self.rows)

    @property
    def fairs(self) -> tuple[Fair, ...]:
        """The fairs that ask it."""
        return tuple(fair for fair, _text in self.rows)

    @property
    def recipients(self) -> list[tuple[list[Fair], ConsentText]]:
        """Who receives the data, and at which fairs; one entry where it is the same at all."""
        found: dict[tuple[str, str], tuple[list[Fair], ConsentText]] = {}
        for fair, text in self.rows:
            found.setdefault((text.recipient, text.recipient_en), ([], text))[0].append(fair)
        return list(found.values())

    def receives_as(self, notices: Iterable["Question"]) -> bool:
        """Whether the data stays with those whom the notices name already, fair by fair."""
        named = {fair.id: text.recipient for notice in notices for fair, text in notice.rows}
        return all(named.get(fair.id) == text.recipient for fair, text in self.rows)


def questions(
    fairs: Sequence[Fair], texts: Texts, purposes: Iterable[Purpose] = SEEN_AT_REGISTRATION
) -> list[Question]:
    """What these fairs show and ask, by purpose, each wording once."""
    asked: list[Question] = []
    for purpose in purposes:
        wordings: dict[tuple[str, ...], list[tuple[Fair, ConsentText]]] = {}
        for fair in fairs:
            text = texts.get(fair.id, {}).get(purpose)
            if text is not None:
                wording = tuple(getattr(text, name) for name in WORDING)
                wordings.setdefault(wording, []).append((fair, text))
        asked += [Question(tuple(rows)) for rows in wordings.values()]
    return asked


def all_ids(asked: Iterable[Question]) -> set[int]:
    """The rows of these questions."""
    return {number for question in asked for number in question.ids}
