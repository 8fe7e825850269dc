"""What a paper pack tells of a fair beside its door list, read in a handful of statements."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from festa.accounts.models import Account
from festa.badges.models import Badge, BadgeKind, BadgeState
from festa.employers.models import Participation
from festa.extensions import db
from festa.fairs.models import Fair
from festa.interviews.models import Booking, InterviewTable, Slot
from festa.interviews.states import BookingState, SlotState
from festa.interviews.words import WORDS as BOOKING_WORDS
from festa.paper.contents import DoorGroup, DoorRow, SlotRow, TablePage
from festa.registrations.models import Registration
from festa.seekers.identity import mask_name
from festa.seekers.models import Seeker

ON_PAPER = frozenset(
    {
        BookingState.HELD, BookingState.SCHEDULED, BookingState.ARRIVED, BookingState.WAITING,
        BookingState.CALLED, BookingState.IN_PROGRESS, BookingState.ON_HOLD,
        BookingState.COMPLETED,
    }
)  # fmt: skip


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
