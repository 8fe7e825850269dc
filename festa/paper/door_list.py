"""The door list: everybody who may come, in the order in which they are looked for.

It is printed with boxes to tick, and what was ticked is entered from the same list on a screen.
"""

from collections import defaultdict
from datetime import datetime
from typing import Any, NamedTuple

from flask_babel import gettext as _
from flask_sqlalchemy.pagination import Pagination
from sqlalchemy import func, select

from festa.badges.models import Badge, BadgeState
from festa.extensions import db
from festa.fairs.models import Fair
from festa.gates.models import CheckIn, Scan, ScanMethod
from festa.interviews.models import Booking, Slot
from festa.paper.contents import DoorGroup, DoorRow
from festa.paper.queries import ON_PAPER
from festa.registrations.models import Registration
from festa.registrations.states import RegistrationState
from festa.seekers.identity import CONSONANTS, initial_consonants, last_four, mask_name
from festa.seekers.models import Seeker

EXPECTED = (RegistrationState.CONFIRMED, RegistrationState.WAITLISTED)
TENSE = (1, 4, 8, 10, 13)  # among the initial consonants, each after its plain one
# Korean lists of names count a tense consonant with its plain one.
DOUBLED = {ord(CONSONANTS[place]): CONSONANTS[place - 1] for place in TENSE}
A_PAGE = 60


class Expected(NamedTuple):
    """Somebody who may come; `came_at` and what it rests on, once they have."""

    registration_id: int
    state: RegistrationState
    seeker_id: int
    name: str
    phone: str
    short_code: str | None
    came_at: datetime | None
    scan_id: Any
    method: ScanMethod | None

    @property
    def masked_name(self) -> str:
        """The name as paper may show it."""
        return mask_name(self.name)

    @property
    def last_four(self) -> str:
        """The end of the phone's number."""
        return last_four(self.phone)

    @property
    def waits(self) -> bool:
        """Whether they are on the waiting list."""
        return self.state is RegistrationState.WAITLISTED

    @property
    def on_paper(self) -> bool:
        """Whether their check-in rests on paper."""
        return self.method is ScanMethod.PAPER


class DoorPage(Pagination):
    """One page of a group of the list."""

    def _query_items(self) -> list[Expected]:
        people: list[Expected] = self._query_args["people"]
        return people[self._query_offset : self._query_offset + self.per_page]

    def _query_count(self) -> int:
        return len(self._query_args["people"])


def door_list(fair_id: int) -> dict[str, list[Expected]]:
    """Everybody who may come, by initial consonant and name."""
    groups: defaultdict[str, list[Expected]] = defaultdict(list)
    for one in sorted(_expected(fair_id), key=lambda one: (one.name, one.registration_id)):
        groups[_initial(one.name)].append(one)
    order = {consonant: place for place, consonant in enumerate(CONSONANTS)}
    titles = sorted(groups, key=lambda title: (order.get(title, len(order)), title))
    return {title: groups[title] for title in titles}


def door_groups(fair: Fair) -> tuple[list[DoorGroup], list[int]]:
    """The list as it is printed, with the numbers of the seekers.

    No fair asks when somebody means to come; who has an interview is told by its hour.
    """
    people, hours = door_list(fair.id), _first_hours(fair)
    groups = [
        DoorGroup(title, [_row(one, hours) for one in group]) for title, group in people.items()
    ]
    return groups, [one.seeker_id for group in people.values() for one in group]


def _row(one: Expected, hours: dict[int, str]) -> DoorRow:
    note = _("대기") if one.waits else hours.get(one.registration_id, "")
    came = one.came_at is not None
    return DoorRow(one.masked_name, one.last_four, one.short_code or "", note, came, one.waits)


def _expected(fair_id: int) -> list[Expected]:
    query = (
        select(
            Registration.id, Registration.state, Registration.seeker_id, Seeker.name, Seeker.phone,
            Badge.short_code, CheckIn.at, CheckIn.scan_id, Scan.method,
        )
        .join(Seeker, Seeker.id == Registration.seeker_id)
        .outerjoin(
            Badge, (Badge.registration_id == Registration.id) & (Badge.state == BadgeState.ACTIVE)
        )
        .outerjoin(
            CheckIn, (CheckIn.registration_id == Registration.id) & CheckIn.undone_at.is_(None)
        )
        .outerjoin(Scan, Scan.id == CheckIn.scan_id)
        .where(Registration.fair_id == fair_id, Registration.state.in_(EXPECTED))
    )  # fmt: skip
    return [Expected(*row) for row in db.session.execute(query)]


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
