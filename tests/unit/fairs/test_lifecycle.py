"""The states of a fair: which way leads where, for every pair of them."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from festa.fairs.lifecycle import (
    BOOKING,
    OVER,
    REGISTERING,
    WAYS,
    FairState,
    IllegalMove,
    move,
    takes_bookings,
    takes_registrations,
)
from festa.fairs.words import CONSEQUENCES, KINDS, WORDS, is_onwards, press

S = FairState
ALLOWED = {
    (S.DRAFT, S.PUBLISHED),
    (S.DRAFT, S.CANCELLED),
    (S.PUBLISHED, S.DRAFT),
    (S.PUBLISHED, S.REGISTRATION_OPEN),
    (S.PUBLISHED, S.LIVE),
    (S.PUBLISHED, S.POSTPONED),
    (S.PUBLISHED, S.CANCELLED),
    (S.REGISTRATION_OPEN, S.BOOKING_OPEN),
    (S.REGISTRATION_OPEN, S.REGISTRATION_CLOSED),
    (S.REGISTRATION_OPEN, S.LIVE),
    (S.REGISTRATION_OPEN, S.POSTPONED),
    (S.REGISTRATION_OPEN, S.CANCELLED),
    (S.BOOKING_OPEN, S.REGISTRATION_OPEN),
    (S.BOOKING_OPEN, S.REGISTRATION_CLOSED),
    (S.BOOKING_OPEN, S.LIVE),
    (S.BOOKING_OPEN, S.POSTPONED),
    (S.BOOKING_OPEN, S.CANCELLED),
    (S.REGISTRATION_CLOSED, S.REGISTRATION_OPEN),
    (S.REGISTRATION_CLOSED, S.BOOKING_OPEN),
    (S.REGISTRATION_CLOSED, S.LIVE),
    (S.REGISTRATION_CLOSED, S.POSTPONED),
    (S.REGISTRATION_CLOSED, S.CANCELLED),
    (S.LIVE, S.CLOSED),
    (S.LIVE, S.REGISTRATION_CLOSED),
    (S.LIVE, S.CANCELLED),
    (S.CLOSED, S.LIVE),
    (S.CLOSED, S.FOLLOW_UP),
    (S.FOLLOW_UP, S.REPORTED),
    (S.REPORTED, S.FOLLOW_UP),
    (S.REPORTED, S.ARCHIVED),
    (S.POSTPONED, S.PUBLISHED),
    (S.POSTPONED, S.REGISTRATION_OPEN),
    (S.POSTPONED, S.CANCELLED),
}
OPENS = datetime(2026, 11, 1, tzinfo=UTC)
CLOSES = OPENS + timedelta(days=20)
ENDS = OPENS + timedelta(days=22)


@pytest.mark.parametrize(("start", "end"), list(product(S, S)), ids=lambda state: state.value)
def test_every_pair_of_states_is_a_way_or_refused_by_name(start: S, end: S) -> None:
    if (start, end) in ALLOWED:
        assert move(start, end) is end
    else:
        with pytest.raises(IllegalMove) as refused:
            move(start, end)
        assert (refused.value.start, refused.value.end) == (start, end)


def test_doors_can_be_opened_by_hand_from_every_state_between_publishing_and_the_day() -> None:
    before_the_day = {S.PUBLISHED, S.REGISTRATION_OPEN, S.BOOKING_OPEN, S.REGISTRATION_CLOSED}
    assert {state for state in S if S.LIVE in WAYS[state]} == before_the_day | {S.CLOSED}


def test_nothing_leads_out_of_the_last_states() -> None:
    assert [state for state in S if not WAYS[state]] == [S.ARCHIVED, S.CANCELLED]


def test_a_postponed_fair_may_come_back_but_never_straight_to_the_day() -> None:
    assert S.LIVE not in WAYS[S.POSTPONED]
    assert S.REGISTRATION_OPEN in WAYS[S.POSTPONED]


@pytest.mark.parametrize("state", sorted(S), ids=str)
def test_registrations_are_taken_inside_the_window_of_an_open_fair_only(state: S) -> None:
    inside = OPENS + timedelta(days=1)
    taken = takes_registrations(state, OPENS, CLOSES, ENDS, inside)
    assert taken is (state in REGISTERING or state is S.LIVE)


@pytest.mark.parametrize("state", sorted(REGISTERING), ids=str)
def test_the_window_opens_with_its_first_moment_and_shuts_with_its_last(state: S) -> None:
    def taken(now: datetime) -> bool:
        return takes_registrations(state, OPENS, CLOSES, ENDS, now)

    assert not taken(OPENS - timedelta(microseconds=1))
    assert taken(OPENS)
    assert not taken(CLOSES)


def test_the_live_day_takes_people_beyond_every_window_until_it_ends() -> None:
    late = ENDS - timedelta(seconds=1)
    assert takes_registrations(S.LIVE, OPENS, CLOSES, ENDS, late)
    assert takes_bookings(S.LIVE, OPENS, CLOSES, ENDS, late)
    assert not takes_registrations(S.LIVE, OPENS, CLOSES, ENDS, ENDS)
    assert not takes_bookings(S.LIVE, OPENS, CLOSES, ENDS, ENDS)


@pytest.mark.parametrize("state", sorted(S), ids=str)
def test_bookings_are_taken_once_booking_opened_and_until_the_day_is_over(state: S) -> None:
    inside = OPENS + timedelta(days=1)
    assert takes_bookings(state, OPENS, CLOSES, ENDS, inside) is (state in BOOKING)
    assert BOOKING.isdisjoint(OVER)


@pytest.mark.parametrize("state", sorted(S), ids=str)
def test_every_state_has_its_word_its_kind_and_what_follows_from_it(state: S) -> None:
    assert WORDS[state] is not None
    assert KINDS[state]
    assert CONSEQUENCES[state] is not None


def test_every_button_that_leads_back_says_so() -> None:
    for start, end in ALLOWED:
        if not is_onwards(start, end):
            assert press(start, end) is not press(S.DRAFT, end) or end is S.DRAFT
