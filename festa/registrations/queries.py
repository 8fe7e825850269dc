"""Reads for the screens of registering."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from festa.consents.models import Consent, ConsentState, Purpose
from festa.consents.queries import current_texts_of
from festa.extensions import db
from festa.fairs.models import Fair
from festa.fairs.queries import find_tour, public_season
from festa.registrations.models import Registration
from festa.registrations.questions import Question, questions
from festa.registrations.service import STANDING, registering_now


def fairs_of_season() -> tuple[list[Fair], list[Fair]]:
    """The fairs of the newest season that take registrations now, and the others, by date."""
    tour = find_tour()
    fairs = public_season(tour) if tour else []
    taking = [fair for fair in fairs if registering_now(fair)]
    return taking, [fair for fair in fairs if fair not in taking]


def fairs_by_id(ids: Collection[int]) -> list[Fair]:
    """These fairs with their venues, by date."""
    query = select(Fair).where(Fair.id.in_(ids)).options(joinedload(Fair.venue))
    return list(db.session.scalars(query.order_by(Fair.day, Fair.id)))


def notices(fairs: Sequence[Fair]) -> list[Question]:
    """What these fairs tell of the data that registering needs, each wording once."""
    return questions(fairs, current_texts_of([fair.id for fair in fairs]), (Purpose.NOTICE,))


def standing_fairs(seeker_id: int) -> set[int]:
    """The fairs at which a seeker is registered or waits."""
    query = select(Registration.fair_id).where(
        Registration.seeker_id == seeker_id, Registration.state.in_(STANDING)
    )
    return set(db.session.scalars(query))


def registrations_by_id(ids: Collection[int], seeker_id: int) -> Sequence[Registration]:
    """These registrations of this seeker with fair and venue, by date."""
    query = (
        select(Registration)
        .join(Registration.fair)
        .where(Registration.id.in_(ids), Registration.seeker_id == seeker_id)
        .options(joinedload(Registration.fair).joinedload(Fair.venue))
        .order_by(Fair.day, Fair.id)
    )
    return db.session.scalars(query).unique().all()


def find_registration(registration_id: int) -> Registration | None:
    """The registration with this number, with its fair and seeker."""
    query = (
        select(Registration)
        .where(Registration.id == registration_id)
        .options(joinedload(Registration.fair), joinedload(Registration.seeker))
    )
    return db.session.scalar(query)


def granted_purposes(seeker_id: int, fair_ids: Collection[int]) -> set[Purpose]:
    """What a seeker has agreed to at any of these fairs."""
    query = select(Consent.purpose).where(
        Consent.seeker_id == seeker_id,
        Consent.fair_id.in_(fair_ids),
        Consent.state == ConsentState.GRANTED,
    )
    return set(db.session.scalars(query))


def answered_texts(seeker_id: int, text_ids: Collection[int]) -> set[int]:
    """Those of these texts to which a seeker has said yes or no."""
    query = select(Consent.text_id).where(
        Consent.seeker_id == seeker_id, Consent.text_id.in_(text_ids)
    )
    return set(db.session.scalars(query))
