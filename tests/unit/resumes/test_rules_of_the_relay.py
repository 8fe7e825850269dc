"""Numbers, states, deadlines and seals of the relay."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest

from festa import clock
from festa.employers.models import TAKING_PART, ParticipationState
from festa.employers.participation import Mode
from festa.fairs.lifecycle import IllegalMove
from festa.resumes.contents import ContentProblem, FileKind
from festa.resumes.deadlines import Nudge, due, nudge_on
from festa.resumes.number import LENGTH, SIGNS, make_number, read_number, show_number
from festa.resumes.refusals import PROBLEMS, SENTENCES, ResumeRefusal
from festa.resumes.relaying import is_relayed, may_collect
from festa.resumes.sealing import CannotOpen, Sealed, master_key, seal, unseal
from festa.resumes.states import ENDED, STANDING, WAYS, DeliveryState, move_delivery
from festa.resumes.words import EMPLOYER_PILLS, ENDINGS, KINDS, MIME_TYPES, SEEKER_PILLS

FAIR_DAY = date(2026, 11, 23)
KEY = master_key("", "a secret of the site")


@pytest.mark.parametrize(("start", "end"), list(product(DeliveryState, DeliveryState)))
def test_every_pair_of_states_is_a_way_or_is_refused(
    start: DeliveryState, end: DeliveryState
) -> None:
    if end in WAYS[start]:
        assert move_delivery(start, end) is end
    else:
        with pytest.raises(IllegalMove):
            move_delivery(start, end)


def test_what_has_ended_never_moves_and_what_stands_can_always_end() -> None:
    assert all(not WAYS[state] for state in ENDED)
    for state in STANDING:
        assert {DeliveryState.TAKEN_BACK, DeliveryState.EXPIRED, DeliveryState.DESTROYED} <= WAYS[
            state
        ]


def test_a_number_is_read_back_as_people_say_it_and_a_slip_is_noticed() -> None:
    number = make_number()
    shown = show_number(number)
    assert (len(number), len(shown)) == (LENGTH, LENGTH + 2)
    assert read_number(f" {shown.lower()} ") == number
    for place in range(LENGTH - 1):
        other = SIGNS[(SIGNS.index(number[place]) + 1) % len(SIGNS)]
        assert read_number(number[:place] + other + number[place + 1 :]) is None


def test_the_deadline_is_the_evening_a_week_after_the_fair_or_three_days_after_a_late_one() -> None:
    early = datetime(2026, 11, 20, 3, tzinfo=UTC)
    late = datetime(2026, 11, 30, 3, tzinfo=UTC)
    assert clock.local(due(FAIR_DAY, early, 7)).isoformat() == "2026-11-30T18:00:00+09:00"
    assert clock.local(due(FAIR_DAY, late, 7)).isoformat() == "2026-12-03T18:00:00+09:00"


def test_reminders_come_three_days_and_a_day_before_a_day_and_a_week_after() -> None:
    last = date(2026, 11, 30)
    said = {
        last + timedelta(days=n): nudge_on(last + timedelta(days=n), last) for n in range(-9, 9)
    }
    assert {day.day: nudge for day, nudge in said.items() if nudge} == {
        27: Nudge.THREE_DAYS,
        29: Nudge.LAST_DAY,
        1: Nudge.OVERDUE,
        7: Nudge.WEEK_LATE,
    }


@pytest.mark.parametrize(("mode", "state"), list(product(Mode, ParticipationState)))
def test_the_relay_serves_those_who_do_not_sit_in_the_hall(
    mode: Mode, state: ParticipationState
) -> None:
    gone = state is ParticipationState.ABSENT
    assert is_relayed(mode, state) is (mode is Mode.POSTING_ONLY or gone)
    assert may_collect(state) is (state in TAKING_PART or gone)


def test_sealed_bytes_open_with_their_own_key_salt_and_digest_alone() -> None:
    sealed = seal(b"words of a life", "digest", KEY)
    assert b"words" not in sealed.content
    assert unseal(sealed, "digest", KEY) == b"words of a life"
    assert seal(b"words of a life", "digest", KEY).content != sealed.content
    other = Sealed(bytes(16), sealed.nonce, sealed.content)
    for wrong, digest, key in (
        (sealed, "another", KEY),
        (sealed, "digest", b"another"),
        (other, "digest", KEY),
    ):
        with pytest.raises(CannotOpen):
            unseal(wrong, digest, key)


def test_everything_has_its_words() -> None:
    assert set(PROBLEMS) == set(ContentProblem)
    assert set(SENTENCES) == set(ResumeRefusal)
    assert set(SEEKER_PILLS) == set(EMPLOYER_PILLS) == set(DeliveryState)
    assert set(KINDS) == set(ENDINGS) == set(MIME_TYPES) == set(FileKind)
