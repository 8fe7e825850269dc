"""Certificates for seekers: that they came, and that they had an interview."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from festa.columns import UtcDateTime, word
from festa.extensions import db
from festa.interviews.models import Booking
from festa.permissions import Scope
from festa.registrations.models import Registration


class CertificateKind(StrEnum):
    """What is certified."""

    ATTENDANCE = "attendance"
    INTERVIEW = "interview"


class Certificate(db.Model):  # type: ignore[name-defined]
    """One certificate: the same number however often it is printed.

    It holds no words of its own: what the paper says is read from the rows, so that a check-in
    or an interview that is taken back makes the paper invalid.
    """

    __table_args__ = (
        CheckConstraint(
            "(booking_id is not null) = (kind = 'interview')", name="interviews_have_bookings"
        ),
        Index(
            "uq_certificate_attendance",
            "registration_id",
            unique=True,
            sqlite_where=text("kind = 'attendance'"),
            postgresql_where=text("kind = 'attendance'"),
        ),
        Index(
            "uq_certificate_interview",
            "booking_id",
            unique=True,
            sqlite_where=text("kind = 'interview'"),
            postgresql_where=text("kind = 'interview'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    kind: Mapped[CertificateKind] = mapped_column(word(CertificateKind))
    registration_id: Mapped[int] = mapped_column(ForeignKey("registration.id"), index=True)
    booking_id: Mapped[int | None] = mapped_column(ForeignKey("booking.id"))
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)

    registration: Mapped[Registration] = relationship()
    booking: Mapped[Booking | None] = relationship()

    @property
    def scope(self) -> Scope:
        """A certificate belongs to its seeker and to the fair."""
        return self.registration.scope
