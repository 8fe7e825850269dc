"""What organisers choose from: seasons, places, and addresses that are still free."""

from collections.abc import Sequence

from sqlalchemy import select

from festa.errors import NotFound
from festa.extensions import db
from festa.fairs.models import Fair, Tour, Venue


def all_tours() -> Sequence[Tour]:
    """Every season, the newest first."""
    return db.session.scalars(select(Tour).order_by(Tour.year.desc(), Tour.id.desc())).all()


def get_tour(slug: str) -> Tour:
    """The season with this slug; NotFound when there is none."""
    tour = db.session.scalar(select(Tour).where(Tour.slug == slug))
    if tour is None:
        raise NotFound
    return tour


def all_venues() -> Sequence[Venue]:
    """Every place, by name."""
    return db.session.scalars(select(Venue).order_by(Venue.name, Venue.id)).all()


def free_slug(wished: str) -> str:
    """The wished address of a fair, with a number behind it when another fair has it."""
    taken = set(db.session.scalars(select(Fair.slug).where(Fair.slug.startswith(wished))))
    slug, number = wished, 1
    while slug in taken:
        number += 1
        slug = f"{wished}-{number}"
    return slug
