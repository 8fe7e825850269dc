"""What a seeker is told about a registration. Short: an SMS of 90 bytes is the cheap one."""

from flask_babel import gettext as _

from festa.fairs.models import Fair
from festa.formats import in_language, moment
from festa.messages.service import send_sms
from festa.registrations.models import Registration


def _send(registration: Registration, template: str, body: str) -> None:
    send_sms(
        registration.seeker.phone,
        template,
        body,
        seeker_id=registration.seeker_id,
        fair_id=registration.fair_id,
    )


def _city(fair: Fair) -> str:
    return in_language(fair.city, fair.city_en)


def confirmed_text(fair: Fair) -> str:
    """That the place is certain, and when the doors open."""
    return _(
        "[JOB 매칭 페스타] %(city)s %(when)s 참가 확정!",
        city=_city(fair),
        when=moment(fair.opens_at),
    )


def waitlisted_text(fair: Fair) -> str:
    """That the fair is full and what happens next."""
    return _("[JOB 매칭 페스타] %(city)s 대기 접수. 자리가 나면 알려 드릴게요.", city=_city(fair))


def cancelled_text(fair: Fair) -> str:
    """That the registration has ended."""
    return _("[JOB 매칭 페스타] %(city)s 참가 신청이 취소되었어요.", city=_city(fair))


def tell_confirmed(registration: Registration) -> None:
    """Say that the place is certain, and when the doors open."""
    _send(registration, "registration_confirmed", confirmed_text(registration.fair))


def tell_waitlisted(registration: Registration) -> None:
    """Say that the fair is full and what happens next."""
    _send(registration, "registration_waitlisted", waitlisted_text(registration.fair))


def tell_cancelled(registration: Registration) -> None:
    """Say that the registration has ended."""
    _send(registration, "registration_cancelled", cancelled_text(registration.fair))
