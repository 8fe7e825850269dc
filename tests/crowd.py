"""Thousands of confirmed people at once: what the verbs write one by one, in a few statements."""

from dataclasses import dataclass

from sqlalchemy import insert

from festa import clock
from festa.badges.code import make_code, make_short_code
from festa.badges.models import Badge, BadgeKind, BadgeState
from festa.extensions import db
from festa.fairs.models import Fair
from festa.registrations.models import Registration, RegistrationState, Via
from festa.seekers.models import Seeker
from tests.factories import made_up_name, numbers


@dataclass(frozen=True)
class Visitor:
    """Somebody with a badge."""

    registration_id: int
    name: str
    code: str
    short_code: str


def make_crowd(fair: Fair, people: int) -> list[Visitor]:
    """Seekers with a confirmed registration and an active badge each."""
    now, first = clock.now(), next(numbers)
    for _ in range(people):
        next(numbers)
    seekers = [
        {
            "name": made_up_name(first + n),
            "phone": f"+8210{30000000 + first + n}",
            "birth_year": 1968,
            "region": "대전광역시 유성구",
            "created_at": now,
            "changed_at": now,
        }
        for n in range(people)
    ]
    db.session.flush()
    seeker_ids = db.session.scalars(
        insert(Seeker).returning(Seeker.id, sort_by_parameter_order=True), seekers
    ).all()
    registrations = [
        {
            "fair_id": fair.id,
            "seeker_id": seeker_id,
            "state": RegistrationState.CONFIRMED,
            "via": Via.IMPORT,
            "holds_place": False,
            "registered_at": now,
            "confirmed_at": now,
            "changed_at": now,
        }
        for seeker_id in seeker_ids
    ]
    ids = db.session.scalars(
        insert(Registration).returning(Registration.id, sort_by_parameter_order=True), registrations
    ).all()
    shorts: set[str] = set()
    while len(shorts) < people:
        shorts.add(make_short_code())
    crowd = [
        Visitor(registration_id, seeker["name"], make_code(fair.id), short)
        for registration_id, seeker, short in zip(ids, seekers, shorts, strict=True)
    ]
    db.session.execute(insert(Badge), [_badge(fair, one) for one in crowd])
    return crowd


def _badge(fair: Fair, one: Visitor) -> dict[str, object]:
    now = clock.now()
    return {
        "fair_id": fair.id,
        "kind": BadgeKind.SEEKER,
        "registration_id": one.registration_id,
        "guest_name": "",
        "code": one.code,
        "short_code": one.short_code,
        "version": 1,
        "state": BadgeState.ACTIVE,
        "issued_at": now,
        "times_printed": 0,
        "changed_at": now,
    }
