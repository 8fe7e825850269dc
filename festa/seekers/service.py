"""Finding and keeping the person behind a name and a phone."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select

from festa import clock
from festa.audit.actor import Actor
from festa.audit.service import record
from festa.consents.models import Consent, ConsentState, Purpose
from festa.extensions import db
from festa.seekers.merge_models import Merge
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
    """The person with this name and mobile number, or whom that row was merged into."""
    return _found(Seeker.phone == phone, Seeker.name == name)


def _found(*where: ColumnElement[bool]) -> Seeker | None:
    query = (
        select(Seeker, Merge.kept_id)
        .outerjoin(Merge, (Merge.gone_id == Seeker.id) & Merge.undone_at.is_(None))
        .where(*where)
    )
    found = db.session.execute(query).first()
    if found is None:
        return None
    seeker, kept_id = found
    return seeker if kept_id is None else _found(Seeker.id == kept_id)


def find_namesake(seeker: Seeker, name: str, phone: str) -> Seeker | None:
    """Somebody else who has this name and this number."""
    query = select(Seeker).where(Seeker.phone == phone, Seeker.name == name, Seeker.id != seeker.id)
    return db.session.scalar(query)


def was_merged_into(gone: Seeker, kept: Seeker) -> bool:
    """Whether the one row stands for the other since they were made one person."""
    query = select(Merge.id).where(
        Merge.gone_id == gone.id, Merge.kept_id == kept.id, Merge.undone_at.is_(None)
    )
    return db.session.scalar(query) is not None


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


# What is kept of a person only while the consent stands, and what it is when it is gone.
KEPT_BY_CONSENT: dict[Purpose, dict[str, Any]] = {
    Purpose.OPTIONAL_DETAILS: {
        "wished_work": [],
        "courses": [],
        "experience_years": None,
        "email": None,
    },
    Purpose.SUPPORT_NEEDS: {"support_needs": ""},
}


# What may be known of a person or not, and what it is then.
GAPS: dict[str, Any] = {
    "birth_year": None,
    "region": "",
    **KEPT_BY_CONSENT[Purpose.OPTIONAL_DETAILS],
    **KEPT_BY_CONSENT[Purpose.SUPPORT_NEEDS],
}


def forget_details(seeker_id: int, purpose: Purpose, by: Actor) -> None:
    """Destroy the details that no consent at any fair stands for any more."""
    kept = KEPT_BY_CONSENT.get(purpose)
    if kept is None or _stands_anywhere(seeker_id, purpose):
        return
    seeker = db.session.get_one(Seeker, seeker_id)
    for column, nothing in kept.items():
        setattr(seeker, column, nothing)
    record("seeker.details_destroyed", seeker, by, seeker_id=seeker_id, purpose=purpose)


def correct(seeker: Seeker, birth_year: int | None, region: str, by: Actor) -> None:
    """Correct what a person may correct alone; name and phone, which are who they are, may not."""
    seeker.birth_year = birth_year
    seeker.region = region
    record("seeker.corrected", seeker, by, seeker_id=seeker.id)


def _stands_anywhere(seeker_id: int, purpose: Purpose) -> bool:
    query = select(Consent.id).where(
        Consent.seeker_id == seeker_id,
        Consent.purpose == purpose,
        Consent.state == ConsentState.GRANTED,
    )
    return db.session.scalar(query.limit(1)) is not None
