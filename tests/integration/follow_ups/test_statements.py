"""Everything that is said is kept; what counts is weighed from it."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, func, select
from time_machine import Traveller

from festa import clock
from festa.audit.actor import SYSTEM
from festa.audit.models import AuditEntry
from festa.errors import Refused
from festa.extensions import db
from festa.interviews.evidence import Side, Source
from festa.interviews.models import Booking, Outcome
from festa.interviews.outcomes import record_outcome
from festa.interviews.statement_models import OutcomeStatement, ProofKind, SaidVia
from festa.interviews.statements import Claim, StatementRefusal, retract, say, settle, statements_of
from festa.interviews.states import EvidenceGrade, HireStage, OutcomeResult
from festa.reports.definitions import Count
from festa.reports.hires import funnel
from tests.factories import FAIR_DAY, make_fair, make_participation
from tests.integration.follow_ups.held import follow, hold, outcome_of
from tests.threads import Together

E, H, R = EvidenceGrade, HireStage, OutcomeResult
DAY = FAIR_DAY + timedelta(days=8)


@pytest.fixture
def talked(app: Flask) -> Booking:
    return hold(make_participation(make_fair()))


def employer(
    booking: Booking, standing: HireStage | OutcomeResult, day: date | None = DAY
) -> Outcome:
    return say(booking, Claim(standing, Source.EMPLOYER, on_day=day), SYSTEM)


def seeker(booking: Booking, standing: HireStage, day: date | None = DAY) -> Outcome:
    return say(booking, Claim(standing, Source.SEEKER, SaidVia.LINK, on_day=day), SYSTEM)


def lines(booking: Booking) -> list[tuple[Source, object]]:
    query = (
        select(OutcomeStatement)
        .join(OutcomeStatement.outcome)
        .where(Outcome.booking_id == booking.id)
        .order_by(OutcomeStatement.id)
    )
    return [(one.source, one.standing) for one in db.session.scalars(query)]


def test_a_hire_is_followed_from_the_offer_to_half_a_year(
    talked: Booking, clock_stands: Traveller
) -> None:
    record_outcome(talked, R.SECOND_ROUND, SYSTEM)
    employer(talked, H.HIRED, DAY)
    clock_stands.shift(timedelta(days=200))
    for stage in (H.STARTED, H.RETAINED_1M, H.RETAINED_3M, H.RETAINED_6M, H.LEFT):
        employer(talked, stage, None)
    assert outcome_of(talked) == (R.OFFERED, H.LEFT, E.E1, False)
    said = [standing for _source, standing in lines(talked)]
    assert said[:3] == [R.SECOND_ROUND, R.OFFERED, H.HIRED]
    assert len(said) == 8
    outcome = db.session.scalars(select(Outcome)).one()
    assert outcome.hired_on == DAY


def test_whoever_leaves_after_half_a_year_has_worked_for_half_a_year(
    talked: Booking, clock_stands: Traveller
) -> None:
    employer(talked, H.HIRED, DAY)
    clock_stands.shift(timedelta(days=200))
    for stage in (H.RETAINED_1M, H.RETAINED_6M, H.LEFT):
        employer(talked, stage, None)
    counted = funnel([talked.registration.fair])
    steps = (Count.PEOPLE_STARTED, Count.PEOPLE_1M, Count.PEOPLE_3M, Count.PEOPLE_6M)
    assert [counted[step] for step in steps] == [1, 1, 1, 1]


def test_the_same_word_twice_is_one(talked: Booking) -> None:
    employer(talked, H.HIRED)
    employer(talked, H.HIRED)
    assert lines(talked) == [(Source.EMPLOYER, R.OFFERED), (Source.EMPLOYER, H.HIRED)]


def test_a_better_known_day_is_said_again(talked: Booking) -> None:
    employer(talked, H.HIRED)
    outcome = employer(talked, H.HIRED, DAY + timedelta(days=5))
    assert outcome.hired_on == DAY + timedelta(days=5)


def test_both_say_so_and_it_is_better_proven(talked: Booking) -> None:
    seeker(talked, H.HIRED)
    assert outcome_of(talked) == (R.PENDING, H.HIRED, E.E0, False)
    employer(talked, H.HIRED)
    assert outcome_of(talked) == (R.OFFERED, H.HIRED, E.E2, False)
    paper = Claim(H.HIRED, Source.DOCUMENT, SaidVia.DESK, DAY, proof=ProofKind.EMPLOYMENT)
    say(talked, paper, SYSTEM)
    assert outcome_of(talked) == (R.OFFERED, H.HIRED, E.E3, False)


def test_a_quarrel_counts_for_nobody_until_it_is_settled_with_a_reason(talked: Booking) -> None:
    employer(talked, H.HIRED)
    outcome = seeker(talked, H.DECLINED, None)
    assert outcome_of(talked) == (R.OFFERED, H.HIRED, E.E1, True)
    settle(outcome, Side.EMPLOYER, "급여 명세를 확인함", SYSTEM)
    assert outcome_of(talked) == (R.OFFERED, H.HIRED, E.E1, False)
    assert statements_of(outcome)[-1].reason == "급여 명세를 확인함"
    settle(outcome, Side.SEEKER, "기업이 사람을 잘못 적음", SYSTEM)
    assert outcome_of(talked) == (R.OFFERED, H.DECLINED, None, False)


def test_where_nobody_quarrels_there_is_nothing_to_settle(talked: Booking) -> None:
    outcome = employer(talked, H.HIRED)
    with pytest.raises(Refused) as refused:
        settle(outcome, Side.SEEKER, "", SYSTEM)
    assert refused.value.reason is StatementRefusal.NOT_DISPUTED


def test_what_is_taken_back_stays_written_and_counts_no_more(talked: Booking) -> None:
    outcome = employer(talked, H.HIRED)
    retract(statements_of(outcome)[-1], "다른 분의 기록", SYSTEM)
    assert outcome_of(talked) == (R.OFFERED, None, None, False)
    assert len(statements_of(outcome)) == 3
    with pytest.raises(Refused) as refused:
        retract(statements_of(outcome)[1], "", SYSTEM)
    assert refused.value.reason is StatementRefusal.GONE


def test_nobody_is_followed_who_did_not_agree(app: Flask) -> None:
    talked = hold(make_participation(make_fair()), followed=False)
    record_outcome(talked, R.OFFERED, SYSTEM)
    for speak in (employer, seeker):
        with pytest.raises(Refused) as refused:
            speak(talked, H.HIRED)
        assert refused.value.reason is StatementRefusal.NO_TRACKING_CONSENT
    follow(talked)
    employer(talked, H.HIRED)
    follow(talked, granted=False)
    with pytest.raises(Refused):
        employer(talked, H.STARTED)


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (None, StatementRefusal.DAY_MISSING),
        (FAIR_DAY - timedelta(days=1), StatementRefusal.DAY_OUTSIDE),
        (FAIR_DAY + timedelta(days=181), StatementRefusal.DAY_OUTSIDE),
    ],
)
def test_a_hire_has_a_day_after_the_fair(
    talked: Booking, day: date | None, reason: StatementRefusal
) -> None:
    with pytest.raises(Refused) as refused:
        employer(talked, H.HIRED, day)
    assert refused.value.reason is reason
    assert lines(talked) == []


def test_nobody_has_stayed_longer_than_time_has_passed(
    talked: Booking, clock_stands: Traveller
) -> None:
    employer(talked, H.HIRED, DAY)
    for stage, days in ((H.RETAINED_1M, 28), (H.RETAINED_3M, 89), (H.RETAINED_6M, 181)):
        with pytest.raises(Refused) as refused:
            employer(talked, stage, None)
        assert refused.value.reason is StatementRefusal.TOO_EARLY
        clock_stands.move_to(datetime.combine(DAY + timedelta(days=days), time(9), clock.SEOUL))
        employer(talked, stage, None)


def test_nobody_starts_before_the_first_day(talked: Booking) -> None:
    with pytest.raises(Refused) as refused:
        employer(talked, H.STARTED, FAIR_DAY + timedelta(days=30))
    assert refused.value.reason is StatementRefusal.TOO_EARLY


def test_nobody_goes_back_in_time(talked: Booking, clock_stands: Traveller) -> None:
    employer(talked, H.HIRED)
    clock_stands.shift(timedelta(days=200))
    employer(talked, H.RETAINED_3M, None)
    with pytest.raises(Refused) as refused:
        employer(talked, H.RETAINED_1M, None)
    assert refused.value.reason is StatementRefusal.NO_SUCH_MOVE


def test_each_word_is_in_the_log_without_a_name(talked: Booking) -> None:
    employer(talked, H.HIRED)
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "outcome.hired")).one()
    assert entry.seeker_id == talked.registration.seeker_id
    assert entry.employer_id == talked.participation.employer_id
    assert entry.detail == {"source": "employer", "evidence": "e1", "disputed": False}


def test_two_who_speak_first_at_once_both_are_heard(talked: Booking, together: Together) -> None:
    booking_id = talked.id

    def speak(number: int) -> None:
        booking = db.session.get_one(Booking, booking_id)
        source = (Source.SEEKER, Source.EMPLOYER)[number % 2]
        say(booking, Claim(H.HIRED, source, on_day=DAY), SYSTEM)
        db.session.commit()

    together(6, speak)
    assert outcome_of(talked) == (R.OFFERED, H.HIRED, E.E2, False)
    assert db.session.scalar(select(func.count(Outcome.id))) == 1
    assert len(lines(talked)) == 3, "one offer and one hire of the employer, one of the seeker"


def test_rows_of_the_database_say_one_thing_and_papers_their_kind(talked: Booking) -> None:
    outcome = employer(talked, R.OFFERED, None)
    db.session.commit()
    base = {
        "outcome_id": outcome.id,
        "via": SaidVia.PAGE,
        "said_at": outcome.recorded_at,
        "actor_kind": "system",
    }
    wrong: list[Callable[[], OutcomeStatement]] = [
        lambda: OutcomeStatement(source=Source.SEEKER, **base),
        lambda: OutcomeStatement(source=Source.SEEKER, result=R.OFFERED, stage=H.HIRED, **base),
        lambda: OutcomeStatement(source=Source.DOCUMENT, stage=H.HIRED, **base),
        lambda: OutcomeStatement(
            source=Source.SEEKER, stage=H.HIRED, proof=ProofKind.CONTRACT, **base
        ),
    ]
    for make in wrong:
        db.session.add(make())
        with pytest.raises(Exception, match="ck_outcome_statement"):
            db.session.flush()
        db.session.rollback()
    db.session.execute(delete(OutcomeStatement))
