"""Reading the people behind a phone."""

from collections import Counter
from collections.abc import Sequence

from sqlalchemy import select

from festa.extensions import db
from festa.seekers.merge_models import Merge
from festa.seekers.models import Seeker

MOST_PEOPLE = 20


def seekers_with(phone: str) -> Sequence[Seeker]:
    """Everybody with this mobile number: couples and families share phones.

    A number that somebody had before their rows were merged opens nothing any more.
    """
    merged = select(Merge.gone_id).where(Merge.undone_at.is_(None))
    query = (
        select(Seeker)
        .where(Seeker.phone == phone, Seeker.id.not_in(merged))
        .order_by(Seeker.id)
        .limit(MOST_PEOPLE)
    )
    return db.session.scalars(query).all()


def told_apart(people: Sequence[Seeker]) -> list[tuple[int, str]]:
    """Each person's number and masked name; the whole name where two masks are the same."""
    masks = Counter(person.masked_name for person in people)
    return [
        (person.id, person.masked_name if masks[person.masked_name] == 1 else person.name)
        for person in people
    ]
