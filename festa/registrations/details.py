"""What a seeker may add of their own accord, each part only with the consent that it needs."""

from collections.abc import Set
from dataclasses import dataclass

from festa.audit.actor import Actor
from festa.audit.service import record
from festa.consents.models import Purpose
from festa.seekers.models import Seeker


@dataclass(frozen=True)
class Details:
    """Wished work, years of experience and courses (C1); support needed on the day (C6)."""

    wished_work: tuple[str, ...] = ()
    experience_years: int | None = None
    courses: tuple[str, ...] = ()
    support_needs: str = ""


def keep_details(seeker: Seeker, details: Details, granted: Set[Purpose], by: Actor) -> None:
    """Keep the parts that were agreed to; the others are dropped, whatever was sent."""
    if Purpose.OPTIONAL_DETAILS in granted:
        seeker.wished_work = list(details.wished_work)
        seeker.experience_years = details.experience_years
        seeker.courses = list(details.courses)
    if Purpose.SUPPORT_NEEDS in granted:
        seeker.support_needs = details.support_needs
    record("seeker.details_kept", seeker, by, seeker_id=seeker.id)
