"""What an employer may see of people: only those who agreed, only what they agreed to.

The one gate of the employer's side. Birth years, phones and support needs never pass it
(고령자고용법 §4조의4: no age to employers), so no page behind it can show them by mistake.
"""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from festa.consents.queries import seekers_open_to
from festa.employers.models import Participation
from festa.extensions import db
from festa.seekers.choices import shown
from festa.seekers.models import Seeker


@dataclass(frozen=True)
class OpenPerson:
    """A seeker as an employer to whom they agreed may see them."""

    seeker_id: int
    name: str
    wished_work: tuple[str, ...]
    experience_years: int | None
    courses: tuple[str, ...]


def open_people(participation: Participation, seeker_ids: Collection[int]) -> dict[int, OpenPerson]:
    """Those of these seekers who stand open to this employer at this fair, by their number."""
    query = select(
        Seeker.id, Seeker.name, Seeker.wished_work, Seeker.experience_years, Seeker.courses
    ).where(
        Seeker.id.in_(seeker_ids),
        Seeker.id.in_(seekers_open_to(participation.employer_id, participation.fair_id)),
    )
    return {
        seeker_id: OpenPerson(seeker_id, name, _shown(wished), years, _shown(courses))
        for seeker_id, name, wished, years, courses in db.session.execute(query)
    }


def _shown(kept: list[str] | None) -> tuple[str, ...]:
    return tuple(shown(word) for word in kept or ())
