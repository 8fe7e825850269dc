"""Finding people at the desk."""

from collections.abc import Sequence
from itertools import islice

from sqlalchemy import ColumnElement, false, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from festa.badges.code import FullCode, ShortCode, parse
from festa.badges.models import Badge
from festa.errors import NotFound
from festa.extensions import db
from festa.fairs.models import Fair
from festa.registrations.models import Registration
from festa.registrations.states import GONE
from festa.seekers.identity import only_by_sound, sounds_like
from festa.seekers.models import Seeker
from festa.text import plain

MOST_FOUND = 20
FEWEST_DIGITS = 4


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


def get_registration_at(slug: str, registration_id: int) -> Registration:
    """The registration of the fair that the address names; NotFound at any other."""
    registration = get_registration(registration_id)
    if registration.fair.slug != slug:
        raise NotFound
    return registration


def find_at_desk(fair_id: int, words: str) -> Sequence[Registration]:
    """People of a fair by badge number, the end of a number, a name or its initial consonants.

    The number of statements is the same for every word and however many are found.
    """
    found = _found_by(fair_id, words)
    query = (
        select(Registration)
        .join(Registration.seeker)
        .options(contains_eager(Registration.seeker))
        .where(Registration.fair_id == fair_id, Registration.state.not_in(GONE), found)
        .order_by(Seeker.name, Registration.id)
        .limit(MOST_FOUND)
    )
    return db.session.scalars(query).all()


def find_elsewhere(fair: Fair, words: str) -> tuple[Badge, Fair] | None:
    """The badge of another fair of the tour that has this code, with its fair; None unless one has."""
    parsed = parse(words.strip())
    if not isinstance(parsed, FullCode | ShortCode):
        return None
    query = (
        select(Badge, Fair)
        .join(Fair, Badge.fair_id == Fair.id)
        .where(
            Fair.tour_id == fair.tour_id,
            Fair.id != fair.id,
            Badge.registration_id.is_not(None),
            or_(Badge.code == parsed.digits, Badge.short_code == parsed.digits),
        )
        .limit(2)
    )
    found = db.session.execute(query).all()
    return (found[0][0], found[0][1]) if len(found) == 1 else None


def _found_by(fair_id: int, words: str) -> ColumnElement[bool]:
    parsed = parse(words.strip())
    if isinstance(parsed, FullCode | ShortCode):
        codes = or_(Badge.code == parsed.digits, Badge.short_code == parsed.digits)
        held = select(Badge.registration_id).where(Badge.fair_id == fair_id, codes)
        return Registration.id.in_(held)
    typed = plain(words)
    digits = "".join(sign for sign in typed if sign in "0123456789")
    if digits and not any(sign.isalpha() for sign in typed):
        # The leading zero of 010-… is not in the number as it is kept.
        end = digits.removeprefix("0") if len(digits) > 8 else digits
        return Seeker.phone.endswith(end) if len(digits) >= FEWEST_DIGITS else false()
    return named(fair_id, words)


def named(fair_id: int, words: str, most: int | None = MOST_FOUND) -> ColumnElement[bool]:
    """Whose name holds these words: a consonant alone is a syllable, accents count for nothing."""
    if only_by_sound(words):
        return Registration.id.in_(by_sound(fair_id, words, most=most))
    return Seeker.name.contains(plain(words), autoescape=True)


def by_sound(
    fair_id: int, typed: str, last_four: str = "", most: int | None = MOST_FOUND
) -> list[int]:
    """The registrations of a fair whose names sound like this, by name, and whose phone ends so.

    No column holds names folded: those of one fair are few enough to read.
    """
    query = (
        select(Registration.id, Seeker.name)
        .join(Seeker, Seeker.id == Registration.seeker_id)
        .where(
            Registration.fair_id == fair_id,
            Registration.state.not_in(GONE),
            Seeker.phone.endswith(last_four, autoescape=True),
        )
        .order_by(Seeker.name, Registration.id)
    )
    matching = (number for number, name in db.session.execute(query) if sounds_like(typed, name))
    return list(islice(matching, most))
