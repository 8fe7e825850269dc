"""A person counts once: hired twice, in two cities, registered twice, merged or not."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select, update

from festa import clock
from festa.extensions import db
from festa.fairs.models import Fair
from festa.interviews.hire_states import WAS_HIRED
from festa.interviews.models import Booking, Outcome
from festa.interviews.states import BookingState, EvidenceGrade, HireStage, OutcomeResult
from festa.registrations.models import Registration
from festa.reports.definitions import MEANINGS, Count
from festa.reports.hires import ATTRIBUTED, FUNNEL, PROVEN, funnel, hired, reemployed
from tests.factories import (
    FAIR_DAY,
    make_fair,
    make_participation,
    make_people,
    make_seeker,
    make_table,
    make_tour,
)
from tests.statements import statements

H = HireStage
PEOPLE = 3
CITIES = 3
AWAY = 150  # days between the fairs: a hire may follow one and not the other

WHEN = st.integers(-5, 2 * AWAY + 190)
HIRE = st.fixed_dictionaries(
    {
        "stage": st.sampled_from([None, *HireStage]),
        "evidence": st.sampled_from([None, *EvidenceGrade]),
        "hired_on": st.one_of(st.none(), WHEN.map(lambda days: FAIR_DAY + timedelta(days=days))),
        "disputed": st.booleans(),
    }
)
# For each talk a hire or nothing, and for each registration whose it is.
SEASON = st.tuples(
    st.lists(st.none() | HIRE, min_size=PEOPLE * CITIES, max_size=PEOPLE * CITIES),
    st.lists(st.integers(0, PEOPLE - 1), min_size=PEOPLE * CITIES, max_size=PEOPLE * CITIES),
)


def make_season() -> tuple[list[Fair], list[Booking]]:
    """Three fairs with three people each, all of whom had a talk."""
    tour = make_tour()
    fairs, talks = [], []
    for number in range(CITIES):
        fair = make_fair(tour=tour, day=FAIR_DAY + timedelta(days=number * AWAY))
        fairs.append(fair)
        participation = make_participation(fair)
        slots = make_table(participation, slots=PEOPLE).slots
        for slot, badge in zip(slots, make_people(fair, PEOPLE), strict=True):
            talk = Booking(
                fair_id=fair.id,
                slot=slot,
                registration_id=badge.registration_id,
                participation=participation,
                state=BookingState.COMPLETED,
                booked_at=clock.now(),
            )
            talks.append(talk)
    db.session.add_all(talks)
    db.session.commit()
    return fairs, talks


@pytest.fixture
def season(app: Flask) -> tuple[list[Fair], list[Booking]]:
    return make_season()


def by_hand(
    fairs: list[Fair], talks: list[Booking], hires: list[Any], whose: list[int]
) -> tuple[dict[int, int], int]:
    """The same numbers counted the slow way, in words of sets."""
    each: dict[int, set[int]] = {fair.id: set() for fair in fairs}
    together = set()
    days = {fair.id: fair.day for fair in fairs}
    met = [(whose[place], days[talk.fair_id]) for place, talk in enumerate(talks)]

    def soon(fair_day: date, on: date) -> bool:
        return fair_day <= on <= fair_day + ATTRIBUTED

    for place, hire in enumerate(hires):
        if hire is None or hire["hired_on"] is None or hire["disputed"]:
            continue
        if hire["stage"] not in WAS_HIRED or hire["evidence"] not in PROVEN:
            continue
        person, on = whose[place], hire["hired_on"]
        if soon(days[talks[place].fair_id], on):
            each[talks[place].fair_id].add(person)
        if any(one == person and soon(day, on) for one, day in met):
            together.add(person)
    return {fair_id: len(people) for fair_id, people in each.items() if people}, len(together)


def test_every_person_is_counted_once_however_it_went(
    season: tuple[list[Fair], list[Booking]],
) -> None:
    fairs, talks = season
    people = list(db.session.scalars(select(Registration.seeker_id).order_by(Registration.id)))
    people += [make_seeker().id for _ in talks]  # for whom rows make room on their way
    registrations = [talk.registration_id for talk in talks]

    @settings(max_examples=60)
    @given(SEASON)
    def check(drawn: tuple[list[Any], list[int]]) -> None:
        hires, whose = drawn
        db.session.execute(delete(Outcome))
        rows = [
            {
                "booking_id": talk.id,
                "result": OutcomeResult.OFFERED,
                "recorded_at": clock.now(),
                **hire,
            }
            for talk, hire in zip(talks, hires, strict=True)
            if hire is not None
        ]
        if rows:
            db.session.execute(insert(Outcome), rows)
        # As a merge leaves it: registrations of several fairs are one person's.
        owners = one_at_each_fair(whose)
        for part in ([PEOPLE * CITIES + place for place in range(len(talks))], owners):
            for registration_id, owner in zip(registrations, part, strict=True):
                own = update(Registration).where(Registration.id == registration_id)
                db.session.execute(own.values(seeker_id=people[owner]))
        each, together = by_hand(fairs, talks, hires, owners)
        assert {key: one[Count.HIRED] for key, one in hired(fairs).items()} == each
        assert reemployed(fairs) == together
        counted = funnel(fairs)
        assert counted[Count.PEOPLE_HIRED] == together
        assert counted[Count.PEOPLE_INTERVIEWED] == len(set(owners))
        steps = [counted[one] for one in FUNNEL]
        assert steps[2:] == sorted(steps[2:], reverse=True), "nobody gets further than before"

    check()


def one_at_each_fair(whose: list[int]) -> list[int]:
    """A person has one registration at a fair; who would have two there gets a person of their own."""
    owners: list[int] = []
    for fair in range(CITIES):
        here: list[int] = []
        for wish in whose[fair * PEOPLE : (fair + 1) * PEOPLE]:
            person = wish if wish not in here else fair * PEOPLE + PEOPLE + len(here)
            here.append(person % (PEOPLE * CITIES))
        owners += here if len(set(here)) == PEOPLE else list(range(PEOPLE))
    return owners


def test_without_fairs_there_is_nobody(app: Flask) -> None:
    assert hired([]) == {}
    assert reemployed([]) == 0
    assert set(funnel([]).values()) == {0}


def test_the_funnel_takes_one_statement_and_each_step_is_defined(
    season: tuple[list[Fair], list[Booking]],
) -> None:
    fairs = season[0]
    assert [fair.day for fair in fairs]
    with statements() as sent:
        funnel(fairs)
    assert len(sent) == 1
    assert set(FUNNEL) <= set(MEANINGS)
