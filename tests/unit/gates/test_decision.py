"""What the gate answers to everything it can know, without a database."""

import itertools
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from festa.badges.models import BadgeState
from festa.fairs.lifecycle import OVER, FairState
from festa.gates.decision import (
    LETS_IN,
    Direction,
    Known,
    ScanOutcome,
    decide,
    let_in_twice,
    state_when_scanned,
    was_inside,
)
from festa.gates.words import KINDS, NEXT_STEPS, WORDS
from festa.registrations.states import RegistrationState

ANYTHING = st.builds(
    Known,
    readable=st.booleans(),
    found=st.booleans(),
    this_fair=st.booleans(),
    fair_state=st.sampled_from(FairState),
    badge=st.sampled_from(BadgeState),
    registration=st.none() | st.sampled_from(RegistrationState),
    checked_in=st.booleans(),
    in_hall=st.booleans(),
)
FAIR_DAY = date(2026, 11, 23)
MORNING = datetime(2026, 11, 23, 1, tzinfo=UTC)
HERE = {"readable": True, "found": True, "registration": RegistrationState.CONFIRMED}


def answer(direction: Direction = Direction.IN, reentry: bool = False, **known: object) -> object:
    """The decision about a seeker's badge of this fair, with what differs."""
    return decide(Known(**(HERE | known)), direction, reentry)  # type: ignore[arg-type]


def test_a_good_badge_is_let_in() -> None:
    assert answer() is ScanOutcome.ADMITTED


def test_a_second_scan_says_already_in() -> None:
    assert answer(checked_in=True, in_hall=True) is ScanOutcome.ALREADY_IN


def test_staff_may_let_somebody_in_again() -> None:
    assert answer(checked_in=True, in_hall=True, reentry=True) is ScanOutcome.READMITTED


def test_whoever_left_by_the_exit_comes_back_without_asking() -> None:
    assert answer(checked_in=True, in_hall=False) is ScanOutcome.READMITTED


def test_leaving_without_having_come_is_told_apart() -> None:
    assert answer(Direction.OUT) is ScanOutcome.NOT_IN
    assert answer(Direction.OUT, checked_in=True, in_hall=True) is ScanOutcome.LEFT


@pytest.mark.parametrize(
    ("state", "outcome"),
    [
        (BadgeState.SUPERSEDED, ScanOutcome.SUPERSEDED),
        (BadgeState.REVOKED, ScanOutcome.REVOKED),
        (BadgeState.EXPIRED, ScanOutcome.EXPIRED),
    ],
)
def test_a_dead_badge_is_refused_by_its_own_name(state: BadgeState, outcome: ScanOutcome) -> None:
    assert answer(badge=state) is outcome
    assert answer(badge=state, checked_in=True, in_hall=True, reentry=True) is outcome


def test_another_citys_badge_is_recognised_whatever_its_state() -> None:
    for state in BadgeState:
        assert answer(this_fair=False, badge=state) is ScanOutcome.OTHER_FAIR


@pytest.mark.parametrize("state", sorted(set(RegistrationState) - {RegistrationState.CONFIRMED}))
def test_only_the_confirmed_are_let_in(state: RegistrationState) -> None:
    assert answer(registration=state) not in LETS_IN


def test_recruiters_and_staff_have_no_registration_and_are_let_in() -> None:
    assert answer(registration=None) is ScanOutcome.ADMITTED


@pytest.mark.parametrize("state", sorted(set(FairState) - {FairState.LIVE}))
def test_nobody_is_let_in_while_the_fair_is_not_live(state: FairState) -> None:
    assert answer(fair_state=state) is ScanOutcome.FAIR_NOT_LIVE


def test_garbage_and_strangers_are_told_apart() -> None:
    assert decide(Known(readable=False), Direction.IN, False) is ScanOutcome.UNREADABLE
    assert decide(Known(readable=True), Direction.IN, False) is ScanOutcome.UNKNOWN


def test_nothing_that_can_be_known_is_left_without_an_answer() -> None:
    everything = itertools.product(
        (True, False),
        (True, False),
        FairState,
        BadgeState,
        [None, *RegistrationState],
        (True, False),
        (True, False),
        Direction,
        (True, False),
    )
    for found, here, fair, badge, registration, came, inside, direction, reentry in everything:
        known = Known(True, found, here, fair, badge, registration, came, inside)
        assert decide(known, direction, reentry) in ScanOutcome


@pytest.mark.parametrize("outcome", ScanOutcome)
def test_every_answer_has_a_word_a_colour_and_a_next_step(outcome: ScanOutcome) -> None:
    assert outcome in WORDS
    assert outcome in NEXT_STEPS
    assert KINDS[outcome] in {"admitted", "attention", "other_city", "refused", "waiting"}


@given(known=ANYTHING, direction=st.sampled_from(Direction), reentry=st.booleans())
def test_whoever_is_let_in_holds_a_good_badge_of_a_live_fair(
    known: Known, direction: Direction, reentry: bool
) -> None:
    if decide(known, direction, reentry) in LETS_IN:
        assert known.readable
        assert known.found
        assert known.this_fair
        assert known.fair_state is FairState.LIVE
        assert known.badge not in {BadgeState.SUPERSEDED, BadgeState.REVOKED, BadgeState.EXPIRED}
        assert known.registration in {None, RegistrationState.CONFIRMED}
        assert direction is Direction.IN


@given(known=ANYTHING, direction=st.sampled_from(Direction))
def test_the_button_for_re_entry_changes_one_answer_alone(
    known: Known, direction: Direction
) -> None:
    plain, pressed = (decide(known, direction, reentry) for reentry in (False, True))
    assert plain is pressed or (plain, pressed) == (ScanOutcome.ALREADY_IN, ScanOutcome.READMITTED)


@given(known=ANYTHING, direction=st.sampled_from(Direction), reentry=st.booleans())
def test_nobody_is_admitted_for_the_first_time_twice(
    known: Known, direction: Direction, reentry: bool
) -> None:
    if known.checked_in:
        assert decide(known, direction, reentry) is not ScanOutcome.ADMITTED


@pytest.mark.parametrize("state", FairState)
def test_what_was_scanned_offline_is_judged_by_its_day_once_the_fair_is_over(
    state: FairState,
) -> None:
    late = state_when_scanned(state, FAIR_DAY, MORNING, may_be_late=True)
    assert late is (FairState.LIVE if state in OVER else state)
    assert state_when_scanned(state, FAIR_DAY, MORNING, may_be_late=False) is state
    assert state_when_scanned(state, FAIR_DAY, MORNING + timedelta(days=1), True) is state


def test_whoever_left_later_than_the_scan_was_inside_when_it_was_made_offline() -> None:
    left = MORNING + timedelta(hours=1)
    assert was_inside(None, MORNING, offline=False)
    assert was_inside(left, MORNING, offline=True)
    assert not was_inside(left, MORNING, offline=False)
    assert not was_inside(left, left, offline=True)


def test_only_a_cut_off_device_that_said_welcome_lets_in_twice() -> None:
    everything = itertools.product(ScanOutcome, (True, False), (None, *ScanOutcome))
    twice = {case for case in everything if let_in_twice(*case)}
    assert twice == {(ScanOutcome.ALREADY_IN, True, shown) for shown in (None, *sorted(LETS_IN))}
