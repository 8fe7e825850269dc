"""What a season can get wrong, each found by name; what is right stays unmentioned."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from festa import clock
from festa.fairs.grid import Grid
from festa.fairs.queries import korean_holidays
from festa.fairs.season import WARNINGS, Finding, PlannedFair, check_season, in_order

DAY = date(2026, 10, 14)
DOORS = clock.at(DAY, time(10))
END = clock.at(DAY, time(16))
GWANGJU = PlannedFair(
    city="광주",
    grid=Grid(DAY, time(10), time(16), 10),
    team="1팀",
    staff_ids=frozenset({1, 2}),
    registration=(DOORS - timedelta(days=30), DOORS - timedelta(hours=16)),
    booking=(DOORS - timedelta(days=10), DOORS - timedelta(hours=16)),
    ends_at=END,
    has_venue=True,
    gates=(("정문 1", True),),
    slug="2026-gwangju",
)
DAEJEON = replace(GWANGJU, city="대전", team="2팀", staff_ids=frozenset({3}), slug="2026-daejeon")


def found(*fairs: PlannedFair) -> set[Finding]:
    """The names of what was found, without a holiday anywhere."""
    return {one.finding for one in check_season(fairs, {})}


def test_a_season_without_fault_has_no_findings() -> None:
    assert found(GWANGJU, DAEJEON) == set()


def test_one_team_in_two_cities_on_one_day_is_found() -> None:
    assert found(GWANGJU, replace(DAEJEON, team="1팀")) == {Finding.SAME_TEAM_SAME_DAY}


def test_one_person_in_two_cities_on_one_day_is_found_whatever_the_teams_are_called() -> None:
    shared = replace(DAEJEON, staff_ids=frozenset({2, 3}))
    assert found(GWANGJU, shared) == {Finding.SAME_TEAM_SAME_DAY}


def test_teams_without_a_name_are_not_one_team() -> None:
    assert found(replace(GWANGJU, team=""), replace(DAEJEON, team="")) == set()


def test_one_team_on_two_days_is_a_tour() -> None:
    later = Grid(DAY + timedelta(days=1), time(10), time(16), 10)
    assert found(GWANGJU, replace(DAEJEON, team="1팀", grid=later)) == set()


def test_a_public_holiday_is_a_warning_that_names_it() -> None:
    chuseok = date(2026, 9, 25)
    fair = replace(
        GWANGJU,
        grid=replace(GWANGJU.grid, day=chuseok),
        registration=(GWANGJU.registration[0], GWANGJU.registration[0] + timedelta(days=1)),
        booking=(GWANGJU.registration[0], GWANGJU.registration[0] + timedelta(days=1)),
    )
    (one,) = check_season([fair], korean_holidays(2026))
    assert one.finding is Finding.PUBLIC_HOLIDAY
    assert one.is_warning
    assert one.words["holiday"] == "추석"


def test_a_gate_that_leads_nowhere_is_found_by_its_name() -> None:
    fair = replace(GWANGJU, gates=(("정문 1", True), ("후문", False)))
    (one,) = check_season([fair], {})
    assert (one.finding, one.words["gate"]) == (Finding.GATE_WITHOUT_HALL, "후문")
    assert not one.is_warning


def test_a_fair_without_gate_or_venue_is_warned_about() -> None:
    assert found(replace(GWANGJU, gates=(), has_venue=False)) == {
        Finding.NO_GATE,
        Finding.NO_VENUE,
    }
    assert {Finding.NO_GATE, Finding.NO_VENUE, Finding.PUBLIC_HOLIDAY} == WARNINGS


def test_hours_that_the_grid_does_not_divide_are_found() -> None:
    uneven = Grid(DAY, time(10), time(15, 55), 10)
    assert found(replace(GWANGJU, grid=uneven)) == {Finding.GRID_DOES_NOT_FIT}


HOUR = timedelta(hours=1)
OPENS, CLOSES = DOORS - 48 * HOUR, DOORS - HOUR


@pytest.mark.parametrize(
    ("registration", "booking", "right"),
    [
        ((OPENS, CLOSES), (OPENS, CLOSES), True),
        ((OPENS, END), (OPENS, END), True),
        ((CLOSES, OPENS), (CLOSES, CLOSES + HOUR), False),
        ((OPENS, OPENS), (OPENS, CLOSES), False),
        ((OPENS, END + HOUR), (OPENS, CLOSES), False),
        ((OPENS, CLOSES), (CLOSES, OPENS), False),
        ((OPENS, CLOSES), (OPENS - HOUR, CLOSES), False),
        ((OPENS, CLOSES), (OPENS, END + HOUR), False),
    ],
    ids=[
        "both before the day",
        "both until the end",
        "registration backwards",
        "registration without a moment",
        "registration beyond the end",
        "booking backwards",
        "booking before registration",
        "booking beyond the end",
    ],
)
def test_windows_open_before_they_close_and_before_the_end(
    registration: tuple, booking: tuple, right: bool
) -> None:
    assert in_order(registration, booking, END) is right
    fair = replace(GWANGJU, registration=registration, booking=booking)
    assert (Finding.WINDOWS_OUT_OF_ORDER in found(fair)) is not right


def test_a_finding_knows_the_fairs_that_it_is_about() -> None:
    (both,) = check_season([GWANGJU, replace(DAEJEON, team="1팀")], {})
    assert both.slugs == ("2026-gwangju", "2026-daejeon")
    (one,) = check_season([replace(GWANGJU, has_venue=False)], {})
    assert one.slugs == ("2026-gwangju",)
