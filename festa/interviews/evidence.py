"""What is true of a hire, and how well it is proven, out of what was said. Pure.

E0 the seeker said so · E1 the employer said so · E2 both agree · E3 staff saw a paper of it.
Where the two contradict each other nothing is proven until an organiser says whose word stands.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

from festa.interviews.hire_states import FURTHEST, WAS_HIRED, Standing
from festa.interviews.states import EvidenceGrade, HireStage, OutcomeResult

# Two people remember a first day at work differently; further apart they mean different things.
SAME_START = timedelta(days=31)
NOT_TAKEN = frozenset({OutcomeResult.REJECTED, HireStage.DECLINED})


class Source(StrEnum):
    """Whose word a statement is, whoever wrote it down."""

    SEEKER = "seeker"
    EMPLOYER = "employer"
    DOCUMENT = "document"
    ORGANISER = "organiser"


class Side(StrEnum):
    """Whose word stands where two contradict each other."""

    SEEKER = "seeker"
    EMPLOYER = "employer"


class Said(Protocol):
    """One statement, as the rule reads it."""

    @property
    def id(self) -> int: ...
    @property
    def source(self) -> Source: ...
    @property
    def result(self) -> OutcomeResult | None: ...
    @property
    def stage(self) -> HireStage | None: ...
    @property
    def settles(self) -> Side | None: ...
    @property
    def retracts_id(self) -> int | None: ...
    @property
    def on_day(self) -> date | None: ...
    @property
    def elsewhere(self) -> str: ...


@dataclass(frozen=True)
class Word:
    """What one source says in the end."""

    standing: Standing
    started_on: date | None
    last_id: int
    elsewhere: str = ""

    @property
    def hired(self) -> bool | None:
        """Whether it says that somebody was hired; None where it leaves that open."""
        if self.standing in WAS_HIRED:
            return True
        return False if self.standing in NOT_TAKEN else None


@dataclass(frozen=True)
class Weighed:
    """What counts. `disputed` until somebody has said whose word stands."""

    result: OutcomeResult = OutcomeResult.PENDING
    stage: HireStage | None = None
    hired_on: date | None = None
    grade: EvidenceGrade | None = None
    disputed: bool = False


def standing_statements(said: Sequence[Said]) -> list[Said]:
    """Those that were not taken back, in the order in which they were said."""
    gone = {one.retracts_id for one in said}
    kept = [one for one in said if one.id not in gone and one.retracts_id is None]
    return sorted(kept, key=lambda one: one.id)


def words_of(said: Sequence[Said]) -> dict[Source, Word]:
    """The last word of each source."""
    words: dict[Source, Word] = {}
    for one in standing_statements(said):
        standing = one.stage or one.result
        if standing is None:
            continue
        before = words.get(one.source)
        started_on = before.started_on if before else None
        if one.stage in (HireStage.HIRED, HireStage.STARTED) and one.on_day is not None:
            started_on = one.on_day
        if one.stage in (HireStage.DECLINED, None):
            started_on = None
        words[one.source] = Word(standing, started_on, one.id, one.elsewhere)
    return words


def weigh(said: Sequence[Said]) -> Weighed:
    """What counts, out of everything that was said about one interview."""
    words = words_of(said)
    seeker, employer = words.get(Source.SEEKER), words.get(Source.EMPLOYER)
    result = _result(employer)
    side = None
    disputed = contradict(seeker, employer)
    if disputed:
        side = _settled(said, seeker, employer)
        disputed = side is None and Source.DOCUMENT not in words
    # Both say hired and mean different days: one day stands, and both go on agreeing.
    if side is not None and seeker and employer and seeker.hired is not employer.hired:
        words.pop(Source.EMPLOYER if side is Side.SEEKER else Source.SEEKER)
    return _weigh_words(words, result, disputed, side)


def _result(employer: Word | None) -> OutcomeResult:
    """The interview's result: the employer's to say. Whoever follows a hire has made an offer."""
    if employer is None:
        return OutcomeResult.PENDING
    standing = employer.standing
    return standing if isinstance(standing, OutcomeResult) else OutcomeResult.OFFERED


def contradict(seeker: Word | None, employer: Word | None) -> bool:
    """Whether one says hired and the other not, or both say hired but mean different days."""
    if seeker is None or employer is None or seeker.hired is None or employer.hired is None:
        return False
    if seeker.hired and seeker.elsewhere:
        return False  # who found work elsewhere says nothing about this table
    if seeker.hired is not employer.hired:
        return True
    if not seeker.hired or seeker.started_on is None or employer.started_on is None:
        return False
    return abs(seeker.started_on - employer.started_on) > SAME_START


def _settled(said: Sequence[Said], seeker: Word | None, employer: Word | None) -> Side | None:
    """Whose word stands, as said after both had spoken their last."""
    last = max(word.last_id for word in (seeker, employer) if word is not None)
    sides = [one.settles for one in standing_statements(said) if one.settles and one.id > last]
    return sides[-1] if sides else None


def _weigh_words(
    words: Mapping[Source, Word], result: OutcomeResult, disputed: bool, side: Side | None
) -> Weighed:
    yes = {source: word for source, word in words.items() if word.hired}
    if Source.EMPLOYER in yes and Source.SEEKER in yes and yes[Source.SEEKER].elsewhere:
        del yes[Source.SEEKER]  # another job than this one
    if not yes:
        return Weighed(result, _short_of_a_hire(words), None, None, disputed)
    by_weight = [Source.DOCUMENT, Source.EMPLOYER, Source.SEEKER]
    if side is Side.SEEKER:
        by_weight = [Source.DOCUMENT, Source.SEEKER, Source.EMPLOYER]
    days = [yes[source].started_on for source in by_weight if source in yes]
    hired_on = next((day for day in days if day is not None), None)
    return Weighed(result, _stage(yes), hired_on, _grade(yes, disputed), disputed)


def _grade(yes: Mapping[Source, Word], disputed: bool) -> EvidenceGrade:
    if Source.DOCUMENT in yes:
        return EvidenceGrade.E3
    if Source.EMPLOYER in yes:
        agreed = Source.SEEKER in yes and not disputed
        return EvidenceGrade.E2 if agreed else EvidenceGrade.E1
    return EvidenceGrade.E0


def _stage(yes: Mapping[Source, Word]) -> HireStage:
    """How far it went: the last said where somebody says that it ended, else the furthest."""
    stages = [(word.last_id, HireStage(word.standing)) for word in yes.values()]
    if any(stage is HireStage.LEFT for _id, stage in stages):
        return max(stages)[1]
    return max((stage for _id, stage in stages), key=FURTHEST.index)


def _short_of_a_hire(words: Mapping[Source, Word]) -> HireStage | None:
    """Accepted or declined, which the employer knows before the seeker is asked."""
    for source in (Source.EMPLOYER, Source.SEEKER):
        if source in words and isinstance(words[source].standing, HireStage):
            return HireStage(words[source].standing)
    return None
