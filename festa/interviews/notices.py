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
from festa.interviews.states import BookingState
from festa.links import site_link
from festa.messages.service import About, send_email, send_sms

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
    """Say to which time the interview was moved, or to which table at the same time."""
    if old.start_unit == booking.slot.start_unit:
        _tell_other_table(booking, old)
        return
    body = _(
        "[JOB 매칭 페스타] %(employer)s 면접 시간이 바뀌었어요: %(before)s → %(when)s.",
        employer=_employer(booking),
        before=moment(_starts(booking, old)),
        when=moment(_starts(booking)),
    )
    _send(booking, "interview_moved", body)


def _tell_other_table(booking: Booking, old: Slot) -> None:
    body = _(
        "[JOB 매칭 페스타] %(employer)s 면접 자리가 바뀌었어요: %(before)s → %(where)s. "
        "시간은 %(when)s 그대로예요.",
        employer=_employer(booking),
        before=old.table.label,
        where=_where(booking),
        when=moment(_starts(booking)),
    )
    _send(booking, "interview_moved", body)


@_in_their_language
def tell_called(booking: Booking) -> None:
    """Ask the seeker to come to the table."""
    body = _(
        "[JOB 매칭 페스타] %(employer)s 면접 차례예요. 지금 %(where)s 쪽으로 와 주세요.",
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


def tell_employer_of_end(booking: Booking) -> None:
    """Tell the employer's contact by e-mail that a time is free again; it names nobody."""
    participation = booking.participation
    if not participation.contact_email:
        return
    with force_locale("ko"):
        where = {"when": moment(_starts(booking)), "table": booking.slot.table.label}
        by_seeker = booking.state is BookingState.CANCELLED_BY_SEEKER
        subject = (
            _("구직자가 면접을 취소했습니다: %(when)s %(table)s", **where)
            if by_seeker
            else _("운영사무국이 면접을 취소했습니다: %(when)s %(table)s", **where)
        )
        body = _(
            "%(what)s\n\n그 시간은 다시 예약할 수 있습니다. 기업 화면의 면접 시간표에서 확인해 주십시오.",
            what=subject,
        )
    about = About(None, booking.fair_id, booking.id, booking.registration.fair.day)
    send_email(participation.contact_email, "employer_interview_ended", subject, body, about)


@_in_their_language
def tell_invited(booking: Booking) -> None:
    """Ask the seeker whether the held time suits, and until when they may say so."""
    until = booking.held_until
    assert until is not None
    body = _(
        "[JOB 매칭 페스타] %(employer)s에서 면접에 초대했어요: %(when)s. %(until)s까지 답해 주세요. %(link)s",
        employer=_employer(booking),
        when=moment(_starts(booking)),
        until=moment(until),
        link=site_link("seekers.my_page"),
    )
    soon = until - clock.now() <= CALL_LASTS
    _send(booking, "interview_invited", body, urgent=soon, lapses_at=until)


@_in_their_language
def tell_lapsed(booking: Booking) -> None:
    """Say that the time to answer is over."""
    body = _(
        "[JOB 매칭 페스타] %(employer)s 면접 초대(%(when)s)에 답하실 시간이 지나 자리를 비웠어요. "
        "원하시면 내 페이지에서 다른 시간을 골라 주세요.",
        employer=_employer(booking),
        when=moment(_starts(booking)),
    )
    _send(booking, "interview_lapsed", body)
    tell_answer(booking)


def tell_answer(booking: Booking) -> None:
    """Tell the employer's contact by e-mail what became of an invitation; it names nobody."""
    participation = booking.participation
    if not participation.contact_email:
        return
    with force_locale("ko"):
        where = {"when": moment(_starts(booking)), "table": booking.slot.table.label}
        subject = {
            BookingState.SCHEDULED: _("면접 초대를 수락했습니다: %(when)s %(table)s", **where),
            BookingState.LAPSED: _(
                "면접 초대에 답이 없어 시간을 비웠습니다: %(when)s %(table)s", **where
            ),
        }.get(booking.state, _("면접 초대를 사양했습니다: %(when)s %(table)s", **where))
        body = _("%(what)s\n\n자세한 내용은 기업 화면의 예약에서 확인해 주십시오.", what=subject)
    about = About(None, booking.fair_id, booking.id, booking.registration.fair.day)
    send_email(participation.contact_email, "employer_invitation", subject, body, about)
