"""The season: a tour, its fairs, and where and when each of them happens."""

from datetime import date, datetime, time
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from festa import clock
from festa.columns import UtcDateTime, word
from festa.extensions import db
from festa.fairs.grid import Grid
from festa.fairs.lifecycle import FairState
from festa.permissions import Scope


class HostRole(StrEnum):
    """What an organisation is to a fair; decides how the privacy notice names it."""

    HOST = "host"
    COHOST = "cohost"
    SPONSOR = "sponsor"
    PROCESSOR = "processor"


class Tour(db.Model):  # type: ignore[name-defined]
    """A season of fairs."""

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(40), unique=True)
    year: Mapped[int]
    name: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(80), default="")
    brand_colour: Mapped[str] = mapped_column(String(7), default="#008485")

    fairs: Mapped[list["Fair"]] = relationship(back_populates="tour", order_by="Fair.day")

    @property
    def scope(self) -> Scope:
        """A tour belongs to the organisers alone."""
        return Scope()


class Venue(db.Model):  # type: ignore[name-defined]
    """A place that can hold a fair."""

    __table_args__ = (
        CheckConstraint("length(postcode) = 5", name="postcode_of_five_digits"),
        CheckConstraint("latitude between 33 and 39", name="latitude_in_korea"),
        CheckConstraint("longitude between 124 and 132", name="longitude_in_korea"),
        UniqueConstraint("name", "road_address"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(120), default="")
    road_address: Mapped[str] = mapped_column(String(160))
    postcode: Mapped[str] = mapped_column(String(5))
    latitude: Mapped[float]
    longitude: Mapped[float]
    directions: Mapped[str] = mapped_column(String(600), default="")
    directions_en: Mapped[str] = mapped_column(String(600), default="")


class Fair(db.Model):  # type: ignore[name-defined]
    """One city's day."""

    __table_args__ = (
        CheckConstraint("opens < closes", name="opens_before_it_closes"),
        CheckConstraint("unit_minutes in (5, 10, 15, 20, 30)", name="unit_divides_the_hour"),
        CheckConstraint("walking_gap_units between 0 and 6", name="walking_gap"),
        CheckConstraint("capacity > 0", name="capacity"),
        CheckConstraint("places_taken between 0 and capacity", name="never_oversold"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    tour_id: Mapped[int] = mapped_column(ForeignKey("tour.id"), index=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    city: Mapped[str] = mapped_column(String(20))
    city_en: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(80))
    title_en: Mapped[str] = mapped_column(String(120), default="")
    day: Mapped[date] = mapped_column(index=True)
    opens: Mapped[time]
    closes: Mapped[time]
    venue_id: Mapped[int | None] = mapped_column(ForeignKey("venue.id"))
    team: Mapped[str] = mapped_column(String(40), default="")
    state: Mapped[FairState] = mapped_column(word(FairState), default=FairState.DRAFT)
    capacity: Mapped[int]
    places_taken: Mapped[int] = mapped_column(default=0)
    # Whether a place that becomes free is offered with time to answer, or confirmed at once.
    offers_places: Mapped[bool] = mapped_column(default=False, server_default=false())
    last_waiting_number: Mapped[int] = mapped_column(default=0)
    unit_minutes: Mapped[int] = mapped_column(default=10)
    walking_gap_units: Mapped[int] = mapped_column(default=1)
    registration_opens_at: Mapped[datetime] = mapped_column(UtcDateTime)
    registration_closes_at: Mapped[datetime] = mapped_column(UtcDateTime)
    booking_opens_at: Mapped[datetime] = mapped_column(UtcDateTime)
    booking_closes_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # When employers may apply (onboarding.window); empty where the usual days hold.
    employers_open_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    employers_close_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # Where organisers set none, applying and shortlisting go from registration to the day's end.
    application_opens_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    application_closes_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    shortlist_opens_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    shortlist_closes_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    tour: Mapped[Tour] = relationship(back_populates="fairs")
    venue: Mapped[Venue | None] = relationship()
    hosts: Mapped[list["FairHost"]] = relationship(back_populates="fair", order_by="FairHost.id")
    halls: Mapped[list["Hall"]] = relationship(back_populates="fair", order_by="Hall.id")
    gates: Mapped[list["Gate"]] = relationship(back_populates="fair", order_by="Gate.id")

    @property
    def scope(self) -> Scope:
        """A fair is its own scope."""
        return Scope(fair_id=self.id)

    @property
    def grid(self) -> Grid:
        """The day cut into units."""
        return Grid(self.day, self.opens, self.closes, self.unit_minutes)

    @property
    def places_left(self) -> int:
        """How many may still register before the waiting list begins."""
        return self.capacity - self.places_taken

    @property
    def opens_at(self) -> datetime:
        """When the doors open."""
        return clock.at(self.day, self.opens)

    @property
    def closes_at(self) -> datetime:
        """When the doors close."""
        return clock.at(self.day, self.closes)


class FairHost(db.Model):  # type: ignore[name-defined]
    """An organisation that stands behind a fair."""

    id: Mapped[int] = mapped_column(primary_key=True)
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    role: Mapped[HostRole] = mapped_column(word(HostRole), default=HostRole.HOST)

    fair: Mapped[Fair] = relationship(back_populates="hosts")


class Hall(db.Model):  # type: ignore[name-defined]
    """A room of a fair, with the number of people that it may hold."""

    __table_args__ = (
        UniqueConstraint("fair_id", "name"),
        CheckConstraint("people_limit is null or people_limit > 0", name="people_limit"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id"), index=True)
    name: Mapped[str] = mapped_column(String(40))
    people_limit: Mapped[int | None]

    fair: Mapped[Fair] = relationship(back_populates="halls")


class Gate(db.Model):  # type: ignore[name-defined]
    """A door where badges are scanned; it leads into a hall."""

    __table_args__ = (
        UniqueConstraint("fair_id", "name"),
        # Scans and check-ins name their fair and its gate together.
        UniqueConstraint("fair_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id"), index=True)
    hall_id: Mapped[int | None] = mapped_column(ForeignKey("hall.id"))
    name: Mapped[str] = mapped_column(String(40))

    fair: Mapped[Fair] = relationship(back_populates="gates")
    hall: Mapped[Hall | None] = relationship()

    @property
    def scope(self) -> Scope:
        """A gate belongs to its fair."""
        return Scope(fair_id=self.fair_id)
