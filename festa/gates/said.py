"""What the holders of scanned badges are told, in the language of the device."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from babel import Locale
from flask_babel import force_locale, get_locale

from festa.badges.lanyards import blanks_among
from festa.gates.answer import Place
from festa.gates.batch import Decided
from festa.gates.decision import ScanOutcome
from festa.gates.words import BLANK_LANYARD, ON_THE_WAY_OUT, goes_all_the_same, sentences

LONGEST_SAID = 240
DEFAULT_LANGUAGE = "ko"


class Saying:
    """The sentences of scans that are answered together, in one language."""

    def __init__(self, language: Locale | None) -> None:
        self._language = language
        self._blanks: frozenset[str] = frozenset()
        self._told: dict[ScanOutcome, str] = {}  # of those that need no more

    def look_for_blanks(self, place: Place, scans: Sequence[Decided]) -> None:
        """Find out which codes that nobody knows are lanyards without a name."""
        unknown = [one.asked.text for one in scans if one.outcome is ScanOutcome.UNKNOWN]
        self._blanks = blanks_among(unknown, place.fair_id) if unknown else frozenset()

    def of(self, scan: Decided) -> str:
        """What the holder of this badge is told."""
        outcome, facts = scan.outcome, scan.facts
        if goes_all_the_same(outcome, scan.asked.direction):
            return _text_in(self._language, ON_THE_WAY_OUT)
        if outcome is ScanOutcome.UNKNOWN and scan.asked.text in self._blanks:
            return _text_in(self._language, BLANK_LANYARD)
        if outcome is ScanOutcome.ALREADY_IN and scan.first_in is not None:
            at, gate = scan.first_in
            first_in = at.replace(second=0, microsecond=0), gate  # as exact as it is told
            return _said_in(self._language, outcome, first_in, None)
        if outcome is ScanOutcome.OTHER_FAIR and facts.fair_day is not None:
            elsewhere = (facts.fair_city or "", facts.fair_city_en or "", facts.fair_day)
            return _said_in(self._language, outcome, None, elsewhere)
        if outcome not in self._told:
            self._told[outcome] = _said_in(self._language, outcome, None, None)
        return self._told[outcome]


def said(outcome: ScanOutcome, language: Locale | None = None) -> str:
    """What is said of an outcome that needs no more, in the reader's language unless one is given."""
    return _said_in(language or get_locale(), outcome, None, None)


@lru_cache(maxsize=1000)
def _said_in(
    language: Locale | None,
    outcome: ScanOutcome,
    first_in: tuple[datetime, str] | None,
    elsewhere: tuple[str, str, date] | None,
) -> str:
    """Most scans are told the same: look the sentence up once for each language."""
    with force_locale(language or DEFAULT_LANGUAGE):
        return " ".join(sentences(outcome, first_in, elsewhere))[:LONGEST_SAID]


def _text_in(language: Locale | None, text: Any) -> str:
    with force_locale(language or DEFAULT_LANGUAGE):
        return str(text)
