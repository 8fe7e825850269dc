"""What came of the interviews: results, and hires with what proves them."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from festa import clock
from festa.audit.actor import Actor
from festa.consents.models import ConsentMethod, ConsentState, Purpose
from festa.demo.following import ask_people
from festa.demo.keeping import keep_consent
from festa.demo.stage import Play, Stage
from festa.demo.talking import Talk
from festa.fairs.lifecycle import OVER
from festa.interviews.evidence import Source, weigh
from festa.interviews.hire_states import Standing
from festa.interviews.models import Outcome
from festa.interviews.statement_models import OutcomeStatement, ProofKind, SaidVia
from festa.interviews.states import BookingState, EvidenceGrade, HireStage, OutcomeResult

R, E, H, W = OutcomeResult, EvidenceGrade, HireStage, Source
# Near what fairs report: half of the interviews lead to a second round (domain plan, section 0).
RESULTS = {R.SECOND_ROUND: 0.47, R.REJECTED: 0.36, R.OFFERED: 0.08, R.POOLED: 0.09}
PROOFS = {E.E1: 0.45, E.E2: 0.35, E.E3: 0.2}
# Who says what of a hire, by how well it is proven.
WITNESSES = {
    E.E0: (W.SEEKER,),
    E.E1: (W.EMPLOYER,),
    E.E2: (W.EMPLOYER, W.SEEKER),
    E.E3: (W.EMPLOYER, W.DOCUMENT),
}
# How long after the first day the employer is asked again, and what it says then.
ASKED_AGAIN = {H.STARTED: 1, H.RETAINED_1M: 31, H.RETAINED_3M: 92}
ANSWERS_AGAIN = 0.75
SAID_ONLY = 4  # hires of which only the seeker spoke
QUARRELS = 2  # hires that the seeker denies
MISSING_LIVE, MISSING_OWED = 0.3, 0.3

Said = tuple[Source, Standing, datetime, date | None]


def write_outcomes(play: Play, stage: Stage, talks: Sequence[Talk]) -> None:
    """The results that employers have handed in, and who was hired."""
    held = [talk for talk in talks if talk.state is BookingState.COMPLETED]
    hired = _hired(play, stage, held)
    told: dict[int, datetime] = {}
    quarrels = [booking for booking, proof in hired.items() if proof is E.E1][:QUARRELS]
    for talk in held:
        if talk.booking in hired:
            said = _hire(play, stage, talk, hired[talk.booking], talk.booking in quarrels)
            _write(play, stage, talk, said)
            for source, standing, at, _day in said:
                if source is W.SEEKER and standing is H.HIRED:
                    told[talk.one.id] = at
        elif not _missing(play, stage, talk):
            result = play.chance.roll(RESULTS)
            _write(play, stage, talk, [(W.EMPLOYER, result, _soon(play, stage, talk), None)])
    ask_people(play, stage, held, told)


def _hired(play: Play, stage: Stage, held: Sequence[Talk]) -> dict[int, EvidenceGrade]:
    """So many people who agreed to be followed, each once, with the proof of each by booking."""
    willing = [talk for talk in held if talk.one.followed]
    by_person = {talk.one.person.id: talk for talk in willing}
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


def _soon(play: Play, stage: Stage, talk: Talk) -> datetime:
    return min(play.chance.later(talk.ends, 30, 900), stage.until)


def _hire(play: Play, stage: Stage, talk: Talk, proof: EvidenceGrade, quarrel: bool) -> list[Said]:
    """Everything that was said of somebody's hire until now."""
    offered, fair_day = _soon(play, stage, talk), clock.local(talk.ends).date()
    passed = max(1, (clock.local(play.now).date() - fair_day).days)
    day = fair_day + timedelta(days=min(play.chance.randint(2, 45), passed))
    told = min(clock.at(day, stage.fair.opens), play.now)
    said: list[Said] = [(W.EMPLOYER, R.OFFERED, offered, None)]
    said += [(witness, H.HIRED, told, day) for witness in WITNESSES[proof]]
    if quarrel:
        said.append((W.SEEKER, H.DECLINED, min(told + timedelta(days=9), play.now), None))
    for stage_now, days in ASKED_AGAIN.items():
        at = clock.at(day + timedelta(days=days), stage.fair.opens)
        if W.EMPLOYER not in WITNESSES[proof] or at > play.now:
            break
        if play.chance.random() > ANSWERS_AGAIN:
            break
        said.append((W.EMPLOYER, stage_now, at, None))
    return said


def _write(play: Play, stage: Stage, talk: Talk, said: Sequence[Said]) -> None:
    statements = [_statement(one) for one in said]
    weighed = weigh([SimpleNamespace(id=number, **one) for number, one in enumerate(statements)])
    if weighed.result is R.POOLED:
        agreed = (Purpose.TALENT_POOL, ConsentState.GRANTED, ConsentState.GRANTED)
        how = (ConsentMethod.WEB, talk.one.actor, said[0][2])
        keep_consent(play, stage, talk.one, agreed, how, talk.part.company.id)
    outcome = play.rows.add(
        Outcome,
        booking_id=talk.booking,
        result=weighed.result,
        stage=weighed.stage,
        evidence=weighed.grade,
        hired_on=weighed.hired_on,
        disputed=weighed.disputed,
        recorded_at=max(one[2] for one in said),
    )
    for one, (source, standing, at, _day) in zip(statements, said, strict=True):
        by = talk.one.actor if source is W.SEEKER else talk.part.by
        by = play.organiser if source is W.DOCUMENT else by
        more = {"said_at": at, "actor_kind": by.kind, "actor_id": by.id}
        play.rows.add(OutcomeStatement, outcome_id=outcome, **one, **more)
        _log(play, stage, talk, f"outcome.{standing}", outcome, (at, by))


def _statement(said: Said) -> dict[str, Any]:
    source, standing, _at, day = said
    is_stage = isinstance(standing, HireStage)
    return {
        "source": source,
        "via": {W.SEEKER: SaidVia.LINK, W.DOCUMENT: SaidVia.DESK}.get(source, SaidVia.PAGE),
        "result": None if is_stage else standing,
        "stage": standing if is_stage else None,
        "settles": None,
        "retracts_id": None,
        "on_day": day,
        "elsewhere": "",
        "proof": ProofKind.EMPLOYMENT if source is W.DOCUMENT else None,
    }


def _log(
    play: Play, stage: Stage, talk: Talk, action: str, number: int, how: tuple[datetime, Actor]
) -> None:
    play.rows.log(
        action,
        Outcome,
        number,
        how[1],
        how[0],
        seeker_id=talk.one.person.id,
        fair_id=stage.fair.id,
        employer_id=talk.part.company.id,
    )
