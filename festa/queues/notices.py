"""What people are told about their number: by text, beside the board."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, ParamSpec, cast

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from festa import clock
from festa.extensions import db
from festa.formats import hour
from festa.interviews.models import Booking, InterviewTable, Slot
from festa.interviews.states import BookingState
from festa.messages.service import About, add_many, send_sms, text_row
from festa.queues.models import Ticket
from festa.queues.states import IN_LINE
from festa.registrations.models import Registration

P = ParamSpec("P")
CALL_LASTS = timedelta(minutes=10)
DELAY_LASTS = timedelta(minutes=30)
NOT_CALLED_YET = (BookingState.SCHEDULED, BookingState.ARRIVED, BookingState.WAITING)


def _in_their_language(tell: Callable[P, None]) -> Callable[P, None]:
    """Write in the language of the seeker, whoever caused the message."""

    @wraps(tell)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        ticket = cast(Ticket, args[0])
        with force_locale(ticket.registration.seeker.locale):
            tell(*args, **kwargs)

    return run


def _where(table: InterviewTable) -> str:
    booth = table.participation.booth
    return (
        _("부스 %(number)s %(table)s", number=booth.number, table=table.label)
        if booth
        else table.label
    )


def _words(ticket: Ticket) -> dict[str, str]:
    return {
        "number": ticket.label,
        "employer": ticket.participation.employer.name,
        "where": _where(ticket.table),
    }


def _send(ticket: Ticket, template: str, body: str, **more: Any) -> None:
    person = ticket.registration
    about = About(person.seeker_id, ticket.fair_id, ticket.id, person.fair.day, **more)
    send_sms(person.seeker.phone, template, body, about)


def _urge(ticket: Ticket, template: str, body: str, lasts: timedelta) -> None:
    _send(ticket, template, body, urgent=True, lapses_at=clock.now() + lasts)


@_in_their_language
def tell_called(ticket: Ticket) -> None:
    """Ask the person to come now."""
    body = _(
        "[JOB 매칭 페스타] %(number)s번, %(employer)s 면접 차례예요. 지금 %(where)s 쪽으로 와 주세요.",
        **_words(ticket),
    )
    _urge(ticket, "queue_called", body, CALL_LASTS)


@_in_their_language
def tell_called_again(ticket: Ticket) -> None:
    """Ask once more, and say what happens else."""
    body = _(
        "[JOB 매칭 페스타] %(number)s번, 한 번 더 불러요. %(where)s에서 %(employer)s 면접관이 기다려요. "
        "곧 오시기 어려우면 순서를 잠시 보류할게요.",
        **_words(ticket),
    )
    _urge(ticket, "queue_called", body, CALL_LASTS)


@_in_their_language
def tell_on_hold(ticket: Ticket) -> None:
    """Say that the place is kept, and how to get the turn."""
    body = _(
        "[JOB 매칭 페스타] %(number)s번은 잠시 보류했어요. 조금 뒤 한 번 더 부를게요. "
        "먼저 오시면 %(where)s에 말씀해 주세요.",
        number=ticket.label,
        where=_where(ticket.table),
    )
    _urge(ticket, "queue_on_hold", body, DELAY_LASTS)


@_in_their_language
def tell_missed(ticket: Ticket) -> None:
    """Say that the number is over, and what can still be done."""
    body = _(
        "[JOB 매칭 페스타] %(number)s번을 두 번 불렀지만 만나지 못해 %(employer)s 대기를 마쳤어요. "
        "면접을 원하시면 안내 데스크로 와 주세요.",
        number=ticket.label,
        employer=ticket.participation.employer.name,
    )
    _send(ticket, "queue_missed", body)


@_in_their_language
def tell_employer_left(ticket: Ticket) -> None:
    """Say that the line has ended, whose doing that is, and where to go on."""
    body = _(
        "[JOB 매칭 페스타] %(employer)s의 사정으로 %(number)s번 대기를 마쳤어요. 기다려 주셔서 고맙습니다. "
        "다른 기업의 면접은 안내 데스크에서 바로 잡아 드려요.",
        number=ticket.label,
        employer=ticket.participation.employer.name,
    )
    _urge(ticket, "queue_employer_left", body, DELAY_LASTS)


def tell_late(table: InterviewTable, minutes: int) -> int:
    """Tell everybody in the line, and the booked who are not here yet, of a table's delay."""
    people = [*_in_the_line(table), *_booked_later(table)]
    moment, rows, told = clock.now(), [], set()
    for person, due in people:
        if person.id in told:
            continue
        told.add(person.id)
        with force_locale(person.seeker.locale):
            body = _late_words(table, minutes, due)
        about = About(
            person.seeker_id,
            table.fair_id,
            table.id,
            person.fair.day,
            urgent=True,
            lapses_at=moment + DELAY_LASTS,
        )
        rows.append(text_row(person.seeker.phone, "queue_late", body, about))
    add_many(rows)
    return len(rows)


def _late_words(table: InterviewTable, minutes: int, unit: int | None) -> str:
    words = {
        "employer": table.participation.employer.name,
        "table": table.label,
        "minutes": minutes,
    }
    if unit is None:
        return _(
            "[JOB 매칭 페스타] %(employer)s %(table)s의 면접이 약 %(minutes)s분 늦어지고 있어요. "
            "순서는 그대로예요.",
            **words,
        )
    starts = table.participation.fair.grid.moment_of(unit) + timedelta(minutes=minutes)
    return _(
        "[JOB 매칭 페스타] %(employer)s %(table)s의 면접이 약 %(minutes)s분 늦어지고 있어요. "
        "%(when)s쯤 시작할 것 같아요.",
        when=hour(starts),
        **words,
    )


def _in_the_line(table: InterviewTable) -> list[tuple[Registration, int | None]]:
    query = (
        select(Registration, Slot.start_unit)
        .join(Ticket, Ticket.registration_id == Registration.id)
        .outerjoin(Booking, Ticket.booking_id == Booking.id)
        .outerjoin(Slot, Booking.slot_id == Slot.id)
        .where(Ticket.table_id == table.id, Ticket.state.in_(IN_LINE))
        .options(joinedload(Registration.seeker))
        .order_by(Ticket.id)
    )
    return [(person, unit) for person, unit in db.session.execute(query)]


def _booked_later(table: InterviewTable) -> list[tuple[Registration, int | None]]:
    query = (
        select(Registration, Slot.start_unit)
        .join(Booking, Booking.registration_id == Registration.id)
        .join(Slot, Booking.slot_id == Slot.id)
        .where(Slot.table_id == table.id, Booking.state.in_(NOT_CALLED_YET))
        .options(joinedload(Registration.seeker))
        .order_by(Slot.start_unit)
    )
    return [(person, unit) for person, unit in db.session.execute(query)]
