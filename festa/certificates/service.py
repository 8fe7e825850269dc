"""Issuing certificates, and telling whether one is true."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from festa import clock
from festa.audit.actor import Actor
from festa.audit.service import record
from festa.certificates.models import Certificate, CertificateKind
from festa.certificates.number import make_number
from festa.errors import Refused
from festa.extensions import db
from festa.gates.models import CheckIn
from festa.interviews.models import Booking, BookingChange
from festa.interviews.states import BookingState
from festa.registrations.models import Registration

TRIES = 3


class CertificateRefusal(StrEnum):
    """Why there is nothing to certify."""

    DID_NOT_COME = "did_not_come"
    NO_INTERVIEW = "no_interview"


SENTENCES: dict[CertificateRefusal, Any] = {
    CertificateRefusal.DID_NOT_COME: _l(
        "아직 입장 기록이 없어요. 박람회에 오셔서 명찰을 찍고 들어오신 뒤에 받으실 수 있어요."
    ),
    CertificateRefusal.NO_INTERVIEW: _l(
        "아직 끝난 면접이 아니에요. 면접이 끝나고 기업이 확인하면 받으실 수 있어요."
    ),
}


@dataclass(frozen=True)
class Due:
    """What a seeker may have certified: a visit, or one interview."""

    registration: Registration
    booking: Booking | None

    @property
    def kind(self) -> CertificateKind:
        """Which of the two it is."""
        return CertificateKind.INTERVIEW if self.booking else CertificateKind.ATTENDANCE


def issue(registration: Registration, booking: Booking | None, by: Actor) -> Certificate:
    """The certificate of a visit or of an interview: made when first asked for, then the same.

    Refused before the check-in stands, or before the interview was completed.
    """
    if booking is None and came_at(registration.id) is None:
        raise _refuse(CertificateRefusal.DID_NOT_COME)
    if booking is not None and booking.state is not BookingState.COMPLETED:
        raise _refuse(CertificateRefusal.NO_INTERVIEW)
    for attempt in range(TRIES):
        if (found := _find(registration, booking)) is not None:
            return found
        certificate = Certificate(
            number=make_number(),
            kind=Due(registration, booking).kind,
            registration_id=registration.id,
            booking_id=booking.id if booking else None,
            issued_at=clock.now(),
        )
        try:
            with db.session.begin_nested():
                db.session.add(certificate)
        except IntegrityError:  # asked for twice at once, or a number that another has
            if attempt == TRIES - 1:
                raise
            continue
        record(
            "certificate.issued",
            certificate,
            by,
            seeker_id=registration.seeker_id,
            fair_id=registration.fair_id,
            kind=certificate.kind,
        )
        return certificate
    raise AssertionError("unreachable: the last attempt raises")


def find_certificate(number: str) -> Certificate | None:
    """The certificate with this number."""
    return db.session.scalar(select(Certificate).where(Certificate.number == number))


def is_true(certificate: Certificate) -> bool:
    """Whether what the paper says still stands in the rows."""
    if certificate.booking is not None:
        return certificate.booking.state is BookingState.COMPLETED
    return came_at(certificate.registration_id) is not None


def came_at(registration_id: int) -> datetime | None:
    """When somebody was let in first; None while no check-in stands."""
    return db.session.scalar(
        select(CheckIn.at).where(
            CheckIn.registration_id == registration_id, CheckIn.undone_at.is_(None)
        )
    )


def talk_of(booking: Booking) -> tuple[datetime | None, datetime | None]:
    """When an interview began and ended, as the recruiter pressed it."""
    changes = db.session.execute(
        select(BookingChange.after, BookingChange.at)
        .where(
            BookingChange.booking_id == booking.id,
            BookingChange.after.in_((BookingState.IN_PROGRESS, BookingState.COMPLETED)),
        )
        .order_by(BookingChange.id)
    ).all()
    times: dict[BookingState, datetime] = dict(changes)  # type: ignore[arg-type]
    return times.get(BookingState.IN_PROGRESS), times.get(BookingState.COMPLETED)


def due_to(seeker_id: int) -> Sequence[Due]:
    """Everything that may be certified to a seeker, newest fair first."""
    visits = db.session.scalars(
        select(Registration)
        .join(CheckIn, CheckIn.registration_id == Registration.id)
        .where(Registration.seeker_id == seeker_id, CheckIn.undone_at.is_(None))
        .order_by(Registration.fair_id.desc())
    ).all()
    talks = db.session.scalars(
        select(Booking)
        .join(Booking.registration)
        .where(Registration.seeker_id == seeker_id, Booking.state == BookingState.COMPLETED)
        .order_by(Booking.fair_id.desc(), Booking.id)
    ).all()
    return [
        *(Due(visit, None) for visit in visits),
        *(Due(talk.registration, talk) for talk in talks),
    ]


def due_at(registration: Registration) -> Sequence[Due]:
    """What may be certified to a seeker of this one fair: the desk prints nothing of others."""
    due = due_to(registration.seeker_id)
    return [one for one in due if one.registration.id == registration.id]


def _find(registration: Registration, booking: Booking | None) -> Certificate | None:
    this = (
        Certificate.registration_id == registration.id
        if booking is None
        else Certificate.booking_id == booking.id
    )
    kind = Due(registration, booking).kind
    return db.session.scalar(select(Certificate).where(this, Certificate.kind == kind))


def _refuse(reason: CertificateRefusal) -> Refused:
    return Refused(SENTENCES[reason], reason)
