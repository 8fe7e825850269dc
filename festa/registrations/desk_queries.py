"""Finding people at the desk."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager, joinedload

from festa.badges.code import FullCode, ShortCode, parse
from festa.badges.models import Badge
from festa.errors import NotFound
from festa.extensions import db
from festa.fairs.models import Fair
from festa.registrations.models import Registration
from festa.registrations.states import RegistrationState
from festa.seekers.models import Seeker

MOST_FOUND = 20


def get_registration(registration_id: int) -> Registration:
    """The registration with its person and fair; NotFound when there is none."""
    query = (
        select(Registration)
        .where(Registration.id == registration_id)
        .options(
            joinedload(Registration.seeker),
            joinedload(Registration.fair).joinedload(Fair.tour),
        )
    )
    registration = db.session.scalar(query)
    if registration is None:
        raise NotFound
    return registration


def find_at_desk(fair_id: int, words: str) -> Sequence[Registration]:
    """People of a fair by badge number, last four digits or the beginning of a name."""
    words = words.strip()
    parsed = parse(words)
    query = (
        select(Registration)
        .join(Registration.seeker)
        .options(contains_eager(Registration.seeker))
        .where(Registration.fair_id == fair_id, Registration.state != RegistrationState.ERASED)
        .order_by(Seeker.name, Registration.id)
        .limit(MOST_FOUND)
    )
    if isinstance(parsed, FullCode | ShortCode):
        codes = or_(Badge.code == parsed.digits, Badge.short_code == parsed.digits)
        held = select(Badge.registration_id).where(Badge.fair_id == fair_id, codes)
        return db.session.scalars(query.where(Registration.id.in_(held))).all()
    last_four = "".join(sign for sign in words if sign.isdigit())[-4:]
    if len(last_four) == 4 and not any(sign.isalpha() for sign in words):
        query = query.where(Seeker.phone.endswith(last_four, autoescape=True))
    else:
        query = query.where(Seeker.name.startswith(words.replace(" ", ""), autoescape=True))
    return db.session.scalars(query).all()
