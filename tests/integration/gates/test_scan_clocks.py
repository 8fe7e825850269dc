"""Phones with wrong clocks, and scans that arrive late: which time counts."""

from datetime import datetime, timedelta

import pytest
import time_machine

from festa import clock
from festa.audit.actor import SYSTEM
from festa.fairs.lifecycle import FairState
from festa.fairs.models import Fair
from festa.fairs.service import move_fair
from tests.factories import make_registration
from tests.integration.gates.handset import (
    Phone,
    a_scan,
    badge_of,
    make_phone,
    standing_check_ins,
    stored,
)

A_MOMENT = timedelta(seconds=30)


def close(fair: Fair) -> None:
    """The doors close."""
    move_fair(fair, FairState.CLOSED, SYSTEM)


@pytest.mark.parametrize("wrong_by", [timedelta(minutes=7), timedelta(minutes=-7)])
@pytest.mark.parametrize("told", ["with the request", "with the scan", "some time ago"])
def test_a_clock_seven_minutes_wrong_is_put_right_and_both_times_are_kept(
    phone: Phone,
    code: str,
    clock_stands: time_machine.Traveller,
    wrong_by: timedelta,
    told: str,
) -> None:
    if told == "some time ago":
        clock_stands.shift(timedelta(minutes=1))
        phone.me(festa_device_clock=(clock.now() + wrong_by).isoformat())
    truly = clock.now() - timedelta(minutes=20)
    scan = a_scan(code, truly + wrong_by, offline=True)
    headers = {"festa_device_clock": (clock.now() + wrong_by).isoformat()}
    if told == "with the scan":
        scan["clock_offset_ms"] = round(-wrong_by / timedelta(milliseconds=1))
        headers = {"festa_device_clock": clock.now().isoformat()}  # it was put right since
    phone.results(scan, **(headers if told != "some time ago" else {}))
    row = stored(scan)
    assert row.device_clock == truly + wrong_by
    assert abs(row.scanned_at - truly) < A_MOMENT
    assert standing_check_ins()[0].at == row.scanned_at
    assert abs(row.received_at - clock.now()) < A_MOMENT


@pytest.mark.parametrize("ahead", [timedelta(minutes=3), timedelta(days=400)])
def test_no_scan_is_later_than_now(phone: Phone, code: str, ahead: timedelta) -> None:
    scan = a_scan(code, clock.now() + ahead)
    phone.results(scan)
    row = stored(scan)
    assert row.device_clock == datetime.fromisoformat(scan["scanned_at"])
    assert row.scanned_at <= row.received_at


@pytest.mark.parametrize("moment", ["1969-01-01T00:00:00Z", "0000-01-01T00:00:00Z"])
def test_a_clock_that_lost_its_battery_does_not_stop_a_scan(
    phone: Phone, code: str, moment: str
) -> None:
    scan = a_scan(code) | {"scanned_at": moment}
    assert phone.outcomes(scan) == ["admitted"]
    assert abs(stored(scan).scanned_at - clock.now()) < A_MOMENT


def test_a_scan_from_before_the_day_takes_no_check_in_away(
    phone: Phone, fair: Fair, code: str, clock_stands: time_machine.Traveller
) -> None:
    assert phone.outcomes(a_scan(code)) == ["admitted"]
    came_at = standing_check_ins()[0].at
    clock_stands.shift(timedelta(minutes=1))
    late = a_scan(code, clock.now() - timedelta(days=1000), offline=True, clock_offset_ms=0)
    assert make_phone(fair).outcomes(late) == ["already_in"]
    assert [check_in.at for check_in in standing_check_ins()] == [came_at]
    assert abs(stored(late).scanned_at - clock.now()) < A_MOMENT


def test_what_was_scanned_offline_on_the_day_counts_after_the_doors_have_closed(
    phone: Phone, fair: Fair, clock_stands: time_machine.Traveller
) -> None:
    first, second, third = (badge_of(make_registration(fair)).code for _ in range(3))
    on_the_day = clock.now()
    clock_stands.move_to(fair.closes_at + timedelta(hours=20))
    close(fair)
    scans = [
        a_scan(first, on_the_day, offline=True),
        a_scan(second, clock.now() - timedelta(hours=1), offline=True),
        a_scan(third, on_the_day, offline=False),
    ]
    assert phone.outcomes(*scans) == ["admitted", "fair_not_live", "fair_not_live"]
    assert [stored(scan).offline for scan in scans] == [True, True, False]
    assert [check_in.at for check_in in standing_check_ins()] == [on_the_day]
