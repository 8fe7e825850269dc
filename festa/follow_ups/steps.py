"""When employers are reminded and seekers are asked after a fair. Pure."""

from datetime import date, timedelta
from enum import StrEnum

from festa.interviews.due import months_after
from festa.interviews.states import HireStage

# Days after the fair on which an employer who owes something is reminded (domain plan, §1.5).
REMINDED_ON = (1, 7, 14, 30, 90)
# After this a hire is no longer the fair's, and what agreed people told is destroyed (§3.4).
ATTRIBUTED = timedelta(days=180)
KEPT_MONTHS = 12


class Occasion(StrEnum):
    """One question to a seeker: so many days after the fair, or so many months after the hire."""

    D7 = "d7"
    D14 = "d14"
    D30 = "d30"
    D90 = "d90"
    M1 = "m1"
    M3 = "m3"
    M6 = "m6"


DAYS: dict[Occasion, int] = {Occasion.D7: 7, Occasion.D14: 14, Occasion.D30: 30, Occasion.D90: 90}
MONTHS: dict[Occasion, int] = {Occasion.M1: 1, Occasion.M3: 3, Occasion.M6: 6}
STAGES: dict[int, HireStage] = {
    6: HireStage.RETAINED_6M,
    3: HireStage.RETAINED_3M,
    1: HireStage.RETAINED_1M,
}


def reminder_on(fair_day: date, today: date) -> int | None:
    """The reminder that is due: the latest step that was reached, however late the worker is.

    None before the first and once the fair's 180 days are over.
    """
    days = (today - fair_day).days
    if days > ATTRIBUTED.days:
        return None
    return max((step for step in REMINDED_ON if step <= days), default=None)


def occasion_on(
    fair_day: date, hired_on: date | None, told_us: bool, today: date
) -> Occasion | None:
    """What a seeker is asked today: after a hire of which they told us whether they are still
    there, before that how it went. None when it is no time to ask.
    """
    if today > kept_until(fair_day):
        return None
    if hired_on is not None and told_us:
        reached = [one for one, months in MONTHS.items() if months_after(hired_on, months) <= today]
        return reached[-1] if reached else None
    days = (today - fair_day).days
    if days > ATTRIBUTED.days:
        return None
    gone_by = [one for one, wait in DAYS.items() if wait <= days]
    return gone_by[-1] if gone_by else None


def kept_until(fair_day: date) -> date:
    """The last day on which anything of the follow-up is kept: twelve months after the fair."""
    return months_after(fair_day, KEPT_MONTHS)


def stage_of(hired_on: date | None, today: date) -> HireStage:
    """What it means that somebody is still there today."""
    reached = [
        stage
        for months, stage in STAGES.items()
        if hired_on is not None and months_after(hired_on, months) <= today
    ]
    return reached[0] if reached else HireStage.STARTED
