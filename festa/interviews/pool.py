"""An employer's talent pool: who agreed to stay in it, and what ends with that (C3, §17)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import exists, select
from sqlalchemy.orm import aliased, joinedload

from festa.audit.actor import Actor
from festa.consents.models import Consent, ConsentMethod, ConsentState, ConsentText, Purpose
from festa.consents.queries import current_texts, current_texts_of
from festa.consents.service import decide, find_standing
from festa.employers.models import Employer, Participation
from festa.errors import Refused
from festa.extensions import db
from festa.interviews.models import Booking, Outcome
from festa.interviews.outcomes import take_back_outcome
from festa.interviews.states import OutcomeResult
from festa.links import site_link
from festa.messages.service import About, send_sms
from festa.registrations.models import Registration


class PoolRefusal(StrEnum):
    """Why nobody is asked about a pool."""

    NO_CONSENT = "no_consent"
    NO_TEXT = "no_text"


SENTENCES: dict[PoolRefusal, Any] = {
    PoolRefusal.NO_CONSENT: _l(
        "이 기업에 정보를 제공하는 데 동의한 분만 인재풀에 동의할 수 있어요. 먼저 면접을 신청해 주세요."
    ),
    PoolRefusal.NO_TEXT: _l(
        "이 박람회의 인재풀 동의문이 아직 없어요. 운영사무국에 동의문을 올려 달라고 알려 주세요."
    ),
}


@dataclass(frozen=True)
class PoolOffer:
    """An employer in whose pool somebody may agree to stay, and what they would agree to."""

    fair_id: int
    employer: Employer
    participation_id: int


def pool_text(fair_id: int) -> ConsentText:
    """The words that are asked at this fair now; Refused where there are none."""
    text = current_texts(fair_id).get(Purpose.TALENT_POOL)
    if text is None:
        raise _refuse(PoolRefusal.NO_TEXT)
    return text


def decide_pool(
    registration: Registration,
    participation: Participation,
    granted: bool,
    method: ConsentMethod,
    by: Actor,
) -> Consent:
    """Keep what a seeker answered; a yes is confirmed to their own phone, with the way back.

    Refused without the consent that lets this employer know them at all.
    """
    seeker, employer = registration.seeker, participation.employer
    known = find_standing(seeker.id, participation.fair_id, Purpose.THIRD_PARTY, employer.id)
    if known is None or registration.fair_id != participation.fair_id:
        raise _refuse(PoolRefusal.NO_CONSENT)
    before = find_standing(seeker.id, participation.fair_id, Purpose.TALENT_POOL, employer.id)
    text = pool_text(participation.fair_id)
    consent = decide(seeker.id, text, granted, method, by, employer_id=employer.id)
    if granted and before is None:
        _tell(registration, employer)
    if before is not None and not granted:
        end_pooling(before, by)
    return consent


def in_pool(participation: Participation, seeker_ids: Collection[int]) -> set[int]:
    """Who of these agreed to stay in this employer's pool, and still does."""
    query = select(Consent.seeker_id).where(
        Consent.seeker_id.in_(seeker_ids),
        Consent.employer_id == participation.employer_id,
        Consent.fair_id == participation.fair_id,
        Consent.purpose == Purpose.TALENT_POOL,
        Consent.state == ConsentState.GRANTED,
    )
    return set(db.session.scalars(query))


def pool_offers(seeker_id: int) -> Sequence[PoolOffer]:
    """The employers that know a seeker and whose pool they have not agreed to, fair by fair."""
    pool = aliased(Consent)
    agreed = exists().where(
        pool.seeker_id == seeker_id,
        pool.fair_id == Consent.fair_id,
        pool.employer_id == Consent.employer_id,
        pool.purpose == Purpose.TALENT_POOL,
        pool.state == ConsentState.GRANTED,
    )
    query = (
        select(Participation)
        .join(
            Consent,
            (Consent.fair_id == Participation.fair_id)
            & (Consent.employer_id == Participation.employer_id),
        )
        .where(
            Consent.seeker_id == seeker_id,
            Consent.purpose == Purpose.THIRD_PARTY,
            Consent.state == ConsentState.GRANTED,
            ~agreed,
        )
        .options(joinedload(Participation.employer))
        .order_by(Participation.fair_id.desc(), Participation.id)
    )
    known = db.session.scalars(query).all()
    texts = current_texts_of({one.fair_id for one in known})
    return [
        PoolOffer(one.fair_id, one.employer, one.id)
        for one in known
        if Purpose.TALENT_POOL in texts.get(one.fair_id, {})
    ]


def end_pooling(consent: Consent, by: Actor) -> None:
    """Open the result again where somebody was kept in the pool of whom this consent told."""
    query = (
        select(Booking)
        .join(Outcome, Outcome.booking_id == Booking.id)
        .join(Booking.registration)
        .join(Booking.participation)
        .where(
            Registration.seeker_id == consent.seeker_id,
            Registration.fair_id == consent.fair_id,
            Participation.employer_id == consent.employer_id,
            Outcome.result == OutcomeResult.POOLED,
            Outcome.stage.is_(None),
        )
    )
    for booking in db.session.scalars(query).all():
        take_back_outcome(booking, by)


def _tell(registration: Registration, employer: Employer) -> None:
    seeker = registration.seeker
    with force_locale(seeker.locale):
        body = _(
            "[JOB 매칭 페스타] %(employer)s 인재풀 보관에 동의하셨어요. "
            "원하지 않으시면 언제든 철회할 수 있어요. %(link)s",
            employer=employer.name,
            link=site_link("seekers.consents"),
        )
    about = About(seeker.id, registration.fair_id, registration.id, registration.fair.day)
    send_sms(seeker.phone, "pool_granted", body, about)


def _refuse(reason: PoolRefusal) -> Refused:
    return Refused(SENTENCES[reason], reason)
