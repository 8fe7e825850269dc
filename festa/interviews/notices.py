"""What a seeker is told about an interview."""

from flask_babel import gettext as _

from festa.formats import moment
from festa.interviews.models import Booking
from festa.messages.service import send_sms


def _send(booking: Booking, template: str, body: str) -> None:
    send_sms(
        booking.registration.seeker.phone,
        template,
        body,
        seeker_id=booking.registration.seeker_id,
        fair_id=booking.fair_id,
    )


def _employer(booking: Booking) -> str:
    name: str = booking.slot.table.participation.employer.name
    return name


def _when(booking: Booking) -> str:
    return moment(booking.registration.fair.grid.moment_of(booking.slot.start_unit))


def tell_booked(booking: Booking) -> None:
    """Say where and when the interview is."""
    body = _(
        "[JOB 매칭 페스타] %(employer)s 면접 예약: %(when)s",
        employer=_employer(booking),
        when=_when(booking),
    )
    _send(booking, "interview_booked", body)


def tell_ended(booking: Booking) -> None:
    """Say that the interview will not take place."""
    body = _(
        "[JOB 매칭 페스타] %(employer)s 면접(%(when)s)이 취소되었어요.",
        employer=_employer(booking),
        when=_when(booking),
    )
    _send(booking, "interview_cancelled", body)
