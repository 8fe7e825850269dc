"""Two rows of one person become one, lose nothing, and come apart again exactly."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from festa import clock
from festa.audit.actor import SYSTEM
from festa.audit.models import AuditEntry
from festa.badges.models import Badge, BadgeState, ReissueReason
from festa.badges.queries import active_badge
from festa.badges.service import reissue_badge
from festa.consents.models import Consent, ConsentMethod, ConsentState, Purpose
from festa.consents.queries import current_texts
from festa.consents.service import decide, withdraw
from festa.errors import Refused
from festa.extensions import db
from festa.fairs.models import Fair, Gate
from festa.gates.answer import ScanRequest
from festa.gates.decision import Direction, ScanOutcome
from festa.gates.models import CheckIn, Scan
from festa.gates.queries import occupancy
from festa.gates.service import admit
from festa.interviews.booking import book
from festa.interviews.models import Application, Booking
from festa.merging.service import Merged, MergeRefusal, MergeWish, merge, undo_merge
from festa.messages.service import About, send_sms
from festa.registrations.console_queries import WantedPeople, count_states, people
from festa.registrations.models import Registration, Via
from festa.registrations.states import RegistrationState
from festa.reports.definitions import Count
from festa.reports.queries import count_fairs
from festa.seekers.merge_models import Merge, MergeReason
from festa.seekers.queries import seekers_with
from festa.seekers.service import find_seeker
from tests.factories import (
    give_consent,
    make_application,
    make_fair,
    make_gate,
    make_participation,
    make_registration,
    make_seeker,
    make_table,
)

# What undoing leaves other than it was: the log, the merge itself, when rows changed, and
# sessions, which stay ended.
NOT_COMPARED = {"audit_entry", "merge"}
NOT_COMPARED_COLUMNS = {"changed_at", "session_number"}


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    db.session.flush()
    return {
        table.name: sorted(
            db.session.execute(
                select(*(c for c in table.columns if c.name not in NOT_COMPARED_COLUMNS))
            ).all(),
            key=lambda row: str(row[0]),
        )
        for table in db.metadata.sorted_tables
        if table.name not in NOT_COMPARED
    }


def join(kept: Registration, gone: Registration) -> Merged:
    """Merge the second person into the first."""
    wish = MergeWish(kept.seeker, gone.seeker, kept.fair, MergeReason.SHOWN_ID)
    return merge(wish, SYSTEM)


def scan(
    registration: Registration, badge: Badge, gate: Gate | None = None, **fields: Any
) -> ScanOutcome:
    """Scan a badge, at the first gate of the fair unless another is named."""
    at = gate or registration.fair.gates[0]
    return admit(at, ScanRequest(badge.code, **fields), SYSTEM).scan.outcome


def badge_of(registration: Registration) -> Badge:
    """The badge that is active now."""
    badge = active_badge(registration.id)
    assert badge is not None
    return badge


@pytest.fixture
def fair(app: Flask) -> Fair:
    """A fair whose doors are open."""
    return make_fair()


@pytest.fixture
def twice(fair: Fair) -> tuple[Registration, Registration]:
    """One person, registered online and once more by a list, with a slip in the number."""
    first = make_seeker(name="김정숙", phone="+821020001234")
    second = make_seeker(name="김정숙", phone="+821020001243", birth_year=None, region="")
    return make_registration(fair, first), make_registration(fair, second, Via.IMPORT)


def test_both_badges_open_the_door_for_the_one_registration_that_is_left(
    twice: tuple[Registration, Registration],
) -> None:
    mine, theirs = twice
    older, newer = badge_of(mine), badge_of(theirs)
    join(mine, theirs)
    assert (older.state, newer.state) == (BadgeState.ALSO_VALID, BadgeState.ACTIVE)
    assert scan(mine, older) is ScanOutcome.ADMITTED
    assert scan(mine, newer) is ScanOutcome.ALREADY_IN
    standing = db.session.scalars(select(CheckIn).where(CheckIn.undone_at.is_(None))).all()
    assert [one.registration_id for one in standing] == [mine.id]
    assert theirs.state is RegistrationState.MERGED


def test_whoever_a_cut_off_device_let_in_by_the_old_name_is_let_in_once(
    twice: tuple[Registration, Registration],
) -> None:
    mine, theirs = twice
    join(mine, theirs)
    gate = mine.fair.gates[0]
    answer = admit(gate, ScanRequest("", registration_id=theirs.id, offline=True), SYSTEM)
    assert (answer.scan.outcome, answer.scan.registration_id) == (ScanOutcome.ADMITTED, mine.id)


def test_a_badge_made_anew_ends_both_codes(twice: tuple[Registration, Registration]) -> None:
    mine, theirs = twice
    older, newer = badge_of(mine), badge_of(theirs)
    made = join(mine, theirs).merge
    reissue_badge(newer, ReissueReason.LOST, SYSTEM)
    assert scan(mine, older) is scan(mine, newer) is ScanOutcome.SUPERSEDED
    undo_merge(made, SYSTEM)
    assert scan(theirs, badge_of(theirs)) is ScanOutcome.ADMITTED, "both can come in again"
    assert badge_of(mine).registration_id == mine.id


def test_undoing_gives_every_table_back_as_it_was(
    fair: Fair, twice: tuple[Registration, Registration]
) -> None:
    mine, theirs = twice
    _live_two_lives(fair, mine, theirs)
    before = everything()
    made = join(mine, theirs).merge
    assert everything() != before
    assert undo_merge(made, SYSTEM) == 0
    assert everything() == before


def _live_two_lives(fair: Fair, mine: Registration, theirs: Registration) -> None:
    """Give both a day with one of everything, and what may stand only once, twice."""
    elsewhere = make_fair(tour=fair.tour, city="부산")
    make_registration(elsewhere, theirs.seeker)
    scan(theirs, badge_of(theirs))
    scan(mine, badge_of(mine))
    scan(mine, badge_of(mine), direction=Direction.OUT)
    texts = current_texts(fair.id)
    for one in (mine, theirs):
        decide(one.seeker_id, texts[Purpose.MARKETING], True, ConsentMethod.WEB, SYSTEM)
        about = About(seeker_id=one.seeker_id, fair_id=fair.id)
        send_sms(one.seeker.phone, "registration_confirmed", "…", about)
    both, alone = make_participation(fair), make_participation(fair)
    make_application(mine, both)
    make_application(theirs, both)
    make_application(theirs, alone)
    slots = make_table(alone, first=24).slots
    db.session.flush()
    answer = book(slots[0], theirs, SYSTEM)
    assert answer.booking is not None


def test_nothing_is_lost(fair: Fair, twice: tuple[Registration, Registration]) -> None:
    mine, theirs = twice
    _live_two_lives(fair, mine, theirs)
    join(mine, theirs)
    whose = {
        model: set(db.session.scalars(select(model.registration_id)))
        for model in (Scan, CheckIn, Booking, Badge)
    }
    elsewhere = db.session.scalars(
        select(Registration.id).where(Registration.fair_id != fair.id)
    ).all()
    assert whose == {
        Scan: {mine.id},
        CheckIn: {mine.id},
        Booking: {mine.id},
        Badge: {mine.id, *elsewhere},
    }
    people = set(db.session.scalars(select(Consent.seeker_id)))
    assert people == {mine.seeker_id}
    applied = db.session.execute(
        select(Application.registration_id, Application.participation_id).where(
            Application.registration_id == mine.id
        )
    ).all()
    assert len(applied) == 2, "the second application to the same employer stays where it was"


def test_the_earliest_way_in_stands_and_the_latest_movement_says_where_they_are(
    twice: tuple[Registration, Registration],
) -> None:
    mine, theirs = twice
    early = clock.now() - timedelta(minutes=30)
    scan(theirs, badge_of(theirs), scanned_at=early)
    back_door = make_gate(mine.fair, "후문")
    scan(mine, badge_of(mine), gate=back_door)
    join(mine, theirs)
    (standing,) = db.session.scalars(select(CheckIn).where(CheckIn.undone_at.is_(None)))
    assert (standing.at, standing.registration_id) == (early, mine.id)
    assert standing.left_at is None
    assert (standing.last_in_at > early, standing.last_gate_id) == (True, back_door.id)


def test_interviews_at_the_same_time_are_named_and_nothing_is_changed(
    fair: Fair, twice: tuple[Registration, Registration]
) -> None:
    mine, theirs = twice
    employers = [make_participation(fair), make_participation(fair)]
    for one, participation in zip(twice, employers, strict=True):
        give_consent(one.seeker, participation)
        slot = make_table(participation, first=24).slots[0]
        assert book(slot, one, SYSTEM).booking is not None
    db.session.commit()
    before = everything()
    with pytest.raises(Refused) as refused:
        join(mine, theirs)
    db.session.rollback()
    assert refused.value.reason is MergeRefusal.BOOKINGS_MEET
    for participation in employers:
        assert participation.employer.name in str(refused.value.sentence)
    assert everything() == before


def test_the_place_that_was_held_twice_goes_to_whoever_waits_longest(app: Flask) -> None:
    fair = make_fair(capacity=2)
    mine, theirs, waiting = (make_registration(fair) for _number in range(3))
    assert waiting.state is RegistrationState.WAITLISTED
    made = join(mine, theirs).merge
    assert waiting.state is RegistrationState.CONFIRMED
    assert fair.places_taken == 2
    undo_merge(made, SYSTEM)
    assert theirs.state is RegistrationState.CONFIRMED
    assert not theirs.holds_place, "no place is left: they come in uncounted, like walk-ins"
    assert fair.places_taken == 2


@pytest.mark.parametrize("kept_is_confirmed", [True, False])
def test_the_stronger_state_stays(app: Flask, kept_is_confirmed: bool) -> None:
    fair = make_fair(capacity=1)
    confirmed, waiting = make_registration(fair), make_registration(fair)
    mine, theirs = (confirmed, waiting) if kept_is_confirmed else (waiting, confirmed)
    made = join(mine, theirs).merge
    assert (mine.state, mine.holds_place) == (RegistrationState.CONFIRMED, True)
    assert mine.waiting_number is None
    undo_merge(made, SYSTEM)
    assert (waiting.state, waiting.waiting_number) == (RegistrationState.WAITLISTED, 1)
    assert confirmed.holds_place


def test_a_yes_taken_back_later_stays_taken_back(
    fair: Fair, twice: tuple[Registration, Registration]
) -> None:
    mine, theirs = twice
    text = current_texts(fair.id)[Purpose.MARKETING]
    decide(mine.seeker_id, text, True, ConsentMethod.WEB, SYSTEM)
    withdraw(decide(theirs.seeker_id, text, True, ConsentMethod.PAPER, SYSTEM), SYSTEM)
    join(mine, theirs)
    states = set(db.session.scalars(select(Consent.state)))
    assert states == {ConsentState.WITHDRAWN}


def test_what_only_the_other_row_knew_is_taken_over(
    twice: tuple[Registration, Registration],
) -> None:
    mine, theirs = twice
    made = join(theirs, mine).merge
    assert (theirs.seeker.birth_year, theirs.seeker.region) == (1968, mine.seeker.region)
    undo_merge(made, SYSTEM)
    assert (theirs.seeker.birth_year, theirs.seeker.region) == (None, "")


def test_the_other_number_finds_the_person_and_opens_nothing(
    twice: tuple[Registration, Registration],
) -> None:
    mine, theirs = twice
    session = theirs.seeker.get_id()
    join(mine, theirs)
    assert find_seeker(theirs.seeker.name, theirs.seeker.phone) == mine.seeker
    assert list(seekers_with(theirs.seeker.phone)) == []
    assert theirs.seeker.get_id() != session


def test_merging_and_undoing_are_in_the_log_with_who_and_why(
    twice: tuple[Registration, Registration],
) -> None:
    mine, theirs = twice
    undo_merge(join(mine, theirs).merge, SYSTEM)
    entries = db.session.scalars(
        select(AuditEntry).where(AuditEntry.subject_kind == "merge").order_by(AuditEntry.id)
    ).all()
    assert [one.action for one in entries] == ["merge.made", "merge.undone"]
    assert entries[0].detail["reason"] == "shown_id"
    assert {one.actor_label for one in entries} == {"festa"}
    assert {one.fair_id for one in entries} == {mine.fair_id}


def test_a_merge_on_top_of_a_merge_is_undone_first(
    fair: Fair, twice: tuple[Registration, Registration]
) -> None:
    mine, theirs = twice
    third = make_registration(fair)
    first = join(mine, theirs).merge
    join(third, mine)
    assert find_seeker(theirs.seeker.name, theirs.seeker.phone) == third.seeker
    with pytest.raises(Refused) as refused:
        undo_merge(first, SYSTEM)
    assert refused.value.reason is MergeRefusal.NEWER_FIRST
    db.session.rollback()


def test_whoever_is_gone_cannot_be_merged_again(
    fair: Fair, twice: tuple[Registration, Registration]
) -> None:
    mine, theirs = twice
    third = make_registration(fair)
    join(mine, theirs)
    for kept, gone in ((third, theirs), (theirs, third)):
        with pytest.raises(Refused) as refused, db.session.begin_nested():
            join(kept, gone)
        assert refused.value.reason is MergeRefusal.ALREADY_GONE
    assert db.session.scalars(select(Merge.gone_id)).all() == [theirs.seeker_id]


def test_every_count_counts_the_person_once(
    fair: Fair, twice: tuple[Registration, Registration]
) -> None:
    mine, theirs = twice
    for one in twice:
        scan(one, badge_of(one))
    join(mine, theirs)
    counted = count_fairs([fair]).of(fair)
    ones = (Count.REGISTERED, Count.CONFIRMED, Count.ATTENDED, Count.IN_HALL)
    assert [counted[one] for one in ones] == [1, 1, 1, 1]
    assert sum(count_states(fair).values()) == 1
    assert people(fair, WantedPeople(), 1).total == 1
    inside = occupancy(fair.id, None)
    assert (inside.inside, inside.admitted) == (1, 1)
    assert fair.places_taken == 1
