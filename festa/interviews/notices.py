"""What a seeker is told about an interview."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, ParamSpec, cast

from flask_babel import force_locale
from flask_babel import gettext as _

from festa import clock
from festa.formats import moment
from festa.interviews.models import Booking, Slot
from festa.messages.service import About, send_sms

P = ParamSpec("P")


CALL_LASTS = timedelta(minutes=10)


def _send(booking: Booking, template: str, body: str, **more: Any) -> None:
    registration = booking.registration
    about = About(
        registration.seeker_id, booking.fair_id, booking.id, registration.fair.day, **more
    )
    send_sms(registration.seeker.phone, template, body, about)


def _in_their_language(tell: Callable[P, None]) -> Callable[P, None]:
    """Write in the language of the seeker, whoever caused the message."""

    @wraps(tell)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        booking = cast(Booking, args[0])
        with force_locale(booking.registration.seeker.locale):
            tell(*args, **kwargs)

    return run


def _employer(booking: Booking) -> str:
    name: str = booking.slot.table.participation.employer.name
    return name


def _starts(booking: Booking, slot: Slot | None = None) -> datetime:
    start = (slot or booking.slot).start_unit
    return booking.registration.fair.grid.moment_of(start)


def _where(booking: Booking) -> str:
    table = booking.slot.table
    booth = table.participation.booth
    return (
        _("부스 %(number)s %(table)s", number=booth.number, table=table.label)
        if booth
        else table.label
    )


def booked_text(employer: str, starts: datetime) -> str:
    """Where and when the interview is."""
    return _(
        "[JOB 매칭 페스타] %(employer)s 면접 예약: %(when)s", employer=employer, when=moment(starts)
    )


@_in_their_language
def tell_booked(booking: Booking) -> None:
    """Say where and when the interview is."""
    _send(booking, "interview_booked", booked_text(_employer(booking), _starts(booking)))


@_in_their_language
def tell_moved(booking: Booking, old: Slot) -> None:
    """Say to which time the interview was moved."""
    body = _(
        "[JOB 매칭 페스타] %(employer)s 면접 시간이 %(before)s에서 %(when)s(으)로 바뀌었어요.",
        employer=_employer(booking),
        before=moment(_starts(booking, old)),
        when=moment(_starts(booking)),
    )
    _send(booking, "interview_moved", body)


@_in_their_language
def tell_called(booking: Booking) -> None:
    """Ask the seeker to come to the table."""
    body = _(
        "[JOB 매칭 페스타] %(employer)s 면접 차례예요. 지금 %(where)s(으)로 와 주세요.",
        employer=_employer(booking),
        where=_where(booking),
    )
    lapses_at = clock.now() + CALL_LASTS
    _send(booking, "interview_called", body, urgent=True, lapses_at=lapses_at)


@_in_their_language
def tell_ended(booking: Booking) -> None:
    """Say that the interview will not take place."""
    body = _(
        "[JOB 매칭 페스타] %(employer)s 면접(%(when)s)이 취소되었어요.",
        employer=_employer(booking),
        when=moment(_starts(booking)),
    )
    _send(booking, "interview_cancelled", body)
