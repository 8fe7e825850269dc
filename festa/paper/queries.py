"""What a paper pack tells of a fair, read in a handful of statements."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from festa.accounts.models import Account
from festa.badges.models import Badge, BadgeKind, BadgeState
from festa.employers.models import Participation
from festa.extensions import db
from festa.fairs.models import Fair
from festa.gates.models import CheckIn
from festa.interviews.models import Booking, InterviewTable, Slot
from festa.interviews.states import BookingState, SlotState
from festa.interviews.words import WORDS as BOOKING_WORDS
from festa.paper.contents import DoorGroup, DoorRow, SlotRow, TablePage
from festa.registrations.models import Registration
from festa.registrations.states import RegistrationState
from festa.seekers.identity import CONSONANTS, initial_consonants, mask_name
from festa.seekers.models import Seeker

EXPECTED = (RegistrationState.CONFIRMED, RegistrationState.WAITLISTED)
ON_PAPER = frozenset(
    {
        BookingState.HELD, BookingState.SCHEDULED, BookingState.ARRIVED, BookingState.WAITING,
        BookingState.CALLED, BookingState.IN_PROGRESS, BookingState.ON_HOLD,
        BookingState.COMPLETED,
    }
)  # fmt: skip
TENSE = (1, 4, 8, 10, 13)  # among the initial consonants, each after its plain one
# Korean lists of names count a tense consonant with its plain one.
DOUBLED = {ord(CONSONANTS[place]): CONSONANTS[place - 1] for place in TENSE}


def door_groups(fair: Fair) -> tuple[list[DoorGroup], list[int]]:
    """Everybody who may come, by initial consonant and name, with the numbers of the seekers.

    No fair asks when somebody means to come; who has an interview is told by its hour.
    """
    groups: defaultdict[str, list[DoorRow]] = defaultdict(list)
    seekers: list[int] = []
    hours = _first_hours(fair)
    for row in sorted(_expected(fair.id), key=lambda row: (row.name, row.id)):
        seekers.append(row.seeker_id)
        waits = row.state is RegistrationState.WAITLISTED
        note = _("대기") if waits else hours.get(row.id, "")
        groups[_initial(row.name)].append(
            DoorRow(
                mask_name(row.name), row.phone[-4:], row.short_code or "", note, row.at is not None
            )
        )
    order = {consonant: place for place, consonant in enumerate(CONSONANTS)}
    titles = sorted(groups, key=lambda title: (order.get(title, len(order)), title))
    return [DoorGroup(title, groups[title]) for title in titles], seekers


def _expected(fair_id: int) -> Iterator[Any]:
    query = (
        select(
            Registration.id, Registration.state, Registration.seeker_id, Seeker.name, Seeker.phone,
            Badge.short_code, CheckIn.at,
        )
        .join(Seeker, Seeker.id == Registration.seeker_id)
        .outerjoin(
            Badge, (Badge.registration_id == Registration.id) & (Badge.state == BadgeState.ACTIVE)
        )
        .outerjoin(
            CheckIn, (CheckIn.registration_id == Registration.id) & CheckIn.undone_at.is_(None)
        )
        .where(Registration.fair_id == fair_id, Registration.state.in_(EXPECTED))
    )  # fmt: skip
    return iter(db.session.execute(query))


def _first_hours(fair: Fair) -> dict[int, str]:
    query = (
        select(Booking.registration_id, func.min(Slot.start_unit))
        .join(Slot, Slot.id == Booking.slot_id)
        .where(Booking.fair_id == fair.id, Booking.state.in_(ON_PAPER))
        .group_by(Booking.registration_id)
    )
    grid = fair.grid
    return {
        registration_id: _("면접 %(hour)s", hour=f"{grid.hour_of(unit):%H:%M}")
        for registration_id, unit in db.session.execute(query)
    }


def _initial(name: str) -> str:
    first = initial_consonants(name)[:1].translate(DOUBLED).upper()
    return first if first in CONSONANTS or first.isascii() else _("그 밖")


def other_groups(fair_id: int, words: dict[BadgeKind, str]) -> list[DoorGroup]:
    """Recruiters, staff and guests with a badge, by kind and name."""
    query = (
        select(
            Badge.kind, Badge.short_code, Badge.guest_name, Badge.guest_organisation, Account.name
        )
        .outerjoin(Account, Account.id == Badge.account_id)
        .where(
            Badge.fair_id == fair_id,
            Badge.registration_id.is_(None),
            Badge.state == BadgeState.ACTIVE,
        )
    )
    groups: defaultdict[BadgeKind, list[tuple[str, DoorRow]]] = defaultdict(list)
    for row in db.session.execute(query):
        name = row.name or row.guest_name
        person = DoorRow(mask_name(name), "", row.short_code, row.guest_organisation)
        groups[row.kind].append((name, person))
    return [
        DoorGroup(words[kind], [person for _name, person in sorted(groups[kind], key=_by_name)])
        for kind in words
        if kind in groups
    ]


def _by_name(pair: tuple[str, DoorRow]) -> tuple[str, str]:
    return pair[0], pair[1].short_code


def table_pages(fair: Fair) -> list[TablePage]:
    """The day of each table, by employer and label: who sits down when, and free lines."""
    query = (
        select(InterviewTable)
        .where(InterviewTable.fair_id == fair.id)
        .options(
            selectinload(InterviewTable.slots),
            joinedload(InterviewTable.participation).options(
                joinedload(Participation.employer), joinedload(Participation.booth)
            ),
        )
    )
    booked = _booked(fair.id)
    pages = [_page(fair, table, booked) for table in db.session.scalars(query).unique()]
    return sorted((page for page in pages if page.rows), key=lambda page: (page.title, page.place))


def _booked(fair_id: int) -> dict[int, Any]:
    query = (
        select(Booking.slot_id, Booking.state, Seeker.name, Seeker.phone, Badge.short_code)
        .join(Registration, Registration.id == Booking.registration_id)
        .join(Seeker, Seeker.id == Registration.seeker_id)
        .outerjoin(
            Badge, (Badge.registration_id == Registration.id) & (Badge.state == BadgeState.ACTIVE)
        )
        .where(Booking.fair_id == fair_id, Booking.state.in_(ON_PAPER))
    )
    return {row.slot_id: row for row in db.session.execute(query)}


def _page(fair: Fair, table: InterviewTable, booked: dict[int, Any]) -> TablePage:
    part = table.participation
    booth = _("부스 %(number)s", number=part.booth.number) if part.booth is not None else ""
    rows = _rows(fair, table.slots, booked)
    return TablePage(f"{part.employer.name} · {table.label}", booth, list(rows))


def _rows(fair: Fair, slots: Iterable[Slot], booked: dict[int, Any]) -> Iterator[SlotRow]:
    words = {SlotState.BLOCKED: _("막아 둠"), SlotState.RELEASED: _("현장")}
    for slot in slots:
        hour = f"{fair.grid.hour_of(slot.start_unit):%H:%M}"
        taken = booked.get(slot.id)
        if taken is not None:
            state = str(BOOKING_WORDS[taken.state])
            name, tail = mask_name(taken.name), taken.phone[-4:]
            yield SlotRow(hour, name, tail, taken.short_code or "", state)
        elif slot.state is not SlotState.CANCELLED:
            yield SlotRow(hour, state=words.get(slot.state, ""))
