"""What an employer is asked to do next."""

from dataclasses import replace

import pytest

from festa.employers.models import ParticipationState
from festa.employers.next_steps import SENTENCES, Progress, Step, next_steps
from festa.employers.participation import Mode
from festa.employers.side import DOORS

READY = Progress(Mode.ONSITE, ParticipationState.APPROVED, jobs=2, tables=1, slots=6, bookings=2)


def test_an_approved_employer_begins_with_jobs_and_tables() -> None:
    fresh = Progress(Mode.ONSITE, ParticipationState.APPROVED)
    assert next_steps(fresh) == [Step.POST_JOB, Step.OPEN_TABLE]


def test_an_employer_that_is_not_in_the_hall_opens_no_tables() -> None:
    fresh = Progress(Mode.POSTING_ONLY, ParticipationState.APPROVED)
    assert next_steps(fresh) == [Step.POST_JOB]


def test_whoever_waits_for_review_may_write_jobs() -> None:
    waiting = Progress(Mode.ONSITE, ParticipationState.UNDER_REVIEW)
    assert next_steps(waiting) == [Step.WAIT, Step.POST_JOB]


def test_a_table_without_hours_asks_for_them() -> None:
    assert next_steps(replace(READY, slots=0, bookings=0)) == [Step.PAINT_SLOTS]


def test_a_full_table_asks_for_nothing() -> None:
    assert next_steps(replace(READY, slots=0, bookings=6)) == [Step.READY]


def test_new_applicants_come_before_booking_those_who_passed() -> None:
    assert next_steps(replace(READY, applicants=3, unbooked=1)) == [
        Step.READ_APPLICATIONS,
        Step.BOOK,
    ]


def test_today_comes_first() -> None:
    today = next_steps(replace(READY, today=True, applicants=1, outcomes_due=2))
    assert today == [Step.RUN_DAY, Step.RECORD_OUTCOMES, Step.READ_APPLICATIONS]


def test_after_the_fair_only_results_are_due() -> None:
    over = replace(READY, over=True, jobs=0, applicants=4, unbooked=2)
    assert next_steps(over) == [Step.READY]
    assert next_steps(replace(over, outcomes_due=1)) == [Step.RECORD_OUTCOMES]


@pytest.mark.parametrize("state", list(ParticipationState))
@pytest.mark.parametrize("mode", list(Mode))
def test_nobody_is_left_without_a_sentence(mode: Mode, state: ParticipationState) -> None:
    steps = next_steps(Progress(mode, state))
    assert steps
    assert all(SENTENCES[step] for step in steps)


def test_every_step_that_can_be_taken_has_a_door() -> None:
    waits = {Step.ENDED, Step.FIX, Step.WAIT, Step.READY}
    assert set(DOORS) == set(Step) - waits
