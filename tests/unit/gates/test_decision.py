"""What the gate answers to everything it can know, without a database."""

import itertools

import pytest

from festa.badges.models import BadgeState
from festa.fairs.lifecycle import FairState
from festa.gates.decision import LETS_IN, Direction, Known, ScanOutcome, decide
from festa.gates.words import KINDS, NEXT_STEPS, WORDS
from festa.registrations.states import RegistrationState

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
