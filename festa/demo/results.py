"""What came of the interviews: results, and hires with what proves them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from festa import clock
from festa.consents.models import ConsentMethod, ConsentState, Purpose
from festa.demo.keeping import keep_consent
from festa.demo.stage import Play, Stage
from festa.demo.talking import Talk
from festa.fairs.lifecycle import OVER
from festa.interviews.models import Outcome
from festa.interviews.states import BookingState, EvidenceGrade, HireStage, OutcomeResult

R, E = OutcomeResult, EvidenceGrade
# Near what fairs report: half of the interviews lead to a second round (domain plan, section 0).
RESULTS = {R.SECOND_ROUND: 0.47, R.REJECTED: 0.36, R.OFFERED: 0.08, R.POOLED: 0.09}
PROOFS = {E.E1: 0.45, E.E2: 0.35, E.E3: 0.2}
STAGES = {HireStage.HIRED: 0.3, HireStage.STARTED: 0.4, HireStage.RETAINED_1M: 0.3}
SAID_ONLY = 4  # hires of which only the seeker spoke
MISSING_LIVE, MISSING_OWED = 0.3, 0.3


def write_outcomes(play: Play, stage: Stage, talks: Sequence[Talk]) -> None:
    """The results that employers have handed in, and who was hired."""
    held = [talk for talk in talks if talk.state is BookingState.COMPLETED]
    hired = _hired(play, stage, held)
    for talk in held:
        if talk.booking in hired:
            _write(play, stage, talk, R.OFFERED, hired[talk.booking])
        elif not _missing(play, stage, talk):
            _write(play, stage, talk, play.chance.roll(RESULTS), None)


def _hired(play: Play, stage: Stage, held: Sequence[Talk]) -> dict[int, EvidenceGrade]:
    """So many people, each once, with the proof of each by booking."""
    by_person = {talk.one.person.id: talk for talk in held if not talk.part.owes}
    wanted = stage.size.floor.hired
    if not wanted or not by_person:
        return {}
    happy = play.chance.sample(list(by_person.values()), min(wanted + SAID_ONLY, len(by_person)))
    proofs = [play.chance.roll(PROOFS) for _each in happy[:wanted]]
    proofs += [E.E0] * (len(happy) - len(proofs))
    return {talk.booking: proof for talk, proof in zip(happy, proofs, strict=True)}


def _missing(play: Play, stage: Stage, talk: Talk) -> bool:
    share = MISSING_LIVE
    if stage.fair.state in OVER:
        share = MISSING_OWED if talk.part.owes else 0
    return play.chance.random() < share


def _write(
    play: Play, stage: Stage, talk: Talk, result: OutcomeResult, proof: EvidenceGrade | None
) -> None:
    at = min(play.chance.later(talk.ends, 30, 900), stage.until)
    if result is R.POOLED:
        said = (Purpose.TALENT_POOL, ConsentState.GRANTED, ConsentState.GRANTED)
        how = (ConsentMethod.WEB, talk.one.actor, at)
        keep_consent(play, stage, talk.one, said, how, talk.part.company.id)
    hired_on = clock.local(talk.ends).date() + timedelta(days=play.chance.randint(2, 45))
    number = play.rows.add(
        Outcome,
        booking_id=talk.booking,
        result=result,
        stage=play.chance.roll(STAGES) if proof else None,
        evidence=proof,
        hired_on=hired_on if proof else None,
        recorded_at=at,
    )
    _log(play, stage, talk, f"outcome.{result}", number, at)
    if proof:
        told = clock.at(hired_on, stage.fair.opens)
        _log(play, stage, talk, "outcome.hired", number, told, evidence=proof)


def _log(
    play: Play, stage: Stage, talk: Talk, action: str, number: int, at: datetime, **detail: object
) -> None:
    play.rows.log(
        action,
        Outcome,
        number,
        talk.part.by,
        at,
        seeker_id=talk.one.person.id,
        fair_id=stage.fair.id,
        employer_id=talk.part.company.id,
        **detail,
    )
