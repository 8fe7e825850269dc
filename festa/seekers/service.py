"""Finding and keeping the person behind a name and a phone."""

from dataclasses import dataclass

from sqlalchemy import select

from festa import clock
from festa.extensions import db
from festa.seekers.models import Seeker


@dataclass(frozen=True)
class SeekerDetails:
    """What is known about a person; empty where nothing was said."""

    name: str
    phone: str
    birth_year: int | None = None
    region: str = ""
    email: str | None = None
    wished_work: tuple[str, ...] = ()
    experience_years: int | None = None
    courses: tuple[str, ...] = ()
    support_needs: str = ""
    locale: str = "ko"


def find_seeker(name: str, phone: str) -> Seeker | None:
    """The person with this name and mobile number."""
    return db.session.scalar(select(Seeker).where(Seeker.phone == phone, Seeker.name == name))


def keep_seeker(details: SeekerDetails) -> Seeker:
    """The person with this name and phone, made when new; what was empty is filled in."""
    seeker = find_seeker(details.name, details.phone)
    if seeker is None:
        seeker = Seeker(
            name=details.name,
            phone=details.phone,
            locale=details.locale,
            created_at=clock.now(),
        )
        db.session.add(seeker)
    seeker.birth_year = details.birth_year or seeker.birth_year
    seeker.region = details.region or seeker.region or ""
    seeker.email = details.email or seeker.email
    seeker.wished_work = list(details.wished_work) or seeker.wished_work or []
    seeker.courses = list(details.courses) or seeker.courses or []
    seeker.support_needs = details.support_needs or seeker.support_needs or ""
    if details.experience_years is not None:
        seeker.experience_years = details.experience_years
    db.session.flush()
    return seeker
