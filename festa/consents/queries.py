"""Reading consent texts and consents."""

from collections.abc import Collection, Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import selectinload

from festa.consents.models import (
    ASKED_AT_REGISTRATION,
    Consent,
    ConsentState,
    ConsentText,
    Purpose,
)
from festa.extensions import db

MOST = 500


def current_texts(fair_id: int) -> dict[Purpose, ConsentText]:
    """The newest version of each text of a fair."""
    return current_texts_of([fair_id]).get(fair_id, {})


def current_texts_of(fair_ids: Collection[int]) -> dict[int, dict[Purpose, ConsentText]]:
    """The newest version of each text of several fairs, by fair and purpose."""
    newest = (
        select(
            ConsentText.fair_id, ConsentText.purpose, func.max(ConsentText.version).label("version")
        )
        .where(ConsentText.fair_id.in_(fair_ids))
        .group_by(ConsentText.fair_id, ConsentText.purpose)
        .subquery()
    )
    query = select(ConsentText).join(
        newest,
        (ConsentText.fair_id == newest.c.fair_id)
        & (ConsentText.purpose == newest.c.purpose)
        & (ConsentText.version == newest.c.version),
    )
    texts: dict[int, dict[Purpose, ConsentText]] = {}
    for text in db.session.scalars(query):
        texts.setdefault(text.fair_id, {})[text.purpose] = text
    return texts


def consents_of(seeker_id: int) -> Sequence[Consent]:
    """Everything a seeker ever said, newest first."""
    query = (
        select(Consent)
        .where(Consent.seeker_id == seeker_id)
        .options(selectinload(Consent.text), selectinload(Consent.employer))
        .order_by(Consent.decided_at.desc(), Consent.id.desc())
        .limit(MOST)
    )
    return db.session.scalars(query).all()


def seekers_open_to(employer_id: int, fair_id: int) -> Select[int]:
    """The seekers whose data this employer may see at this fair, as a subquery.

    The one rule of release (개인정보 보호법 §17): every query of an employer's page, export
    or API goes through it, so that a withdrawal counts everywhere at once.
    """
    return select(Consent.seeker_id).where(
        Consent.employer_id == employer_id,
        Consent.fair_id == fair_id,
        Consent.purpose == Purpose.THIRD_PARTY,
        Consent.state == ConsentState.GRANTED,
    )


def asked_texts(fair_id: int) -> list[ConsentText]:
    """The texts of a fair that registration asks about, in the order in which it asks."""
    texts = current_texts(fair_id)
    return [texts[purpose] for purpose in ASKED_AT_REGISTRATION if purpose in texts]
