"""What came of an interview: recorded by the interviewer, followed for months."""

from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l

from festa.audit.actor import Actor
from festa.consents.models import Purpose
from festa.consents.service import find_standing
from festa.errors import Refused
from festa.interviews.evidence import Source, words_of
from festa.interviews.models import Booking, Outcome
from festa.interviews.statements import Claim, outcome_of, say, statements_of
from festa.interviews.states import BookingState, HireStage, OutcomeResult


class OutcomeRefusal(StrEnum):
    """Why an outcome was not written down."""

    NOT_TALKED = "not_talked"
    NO_POOL_CONSENT = "no_pool_consent"
    FOLLOWED = "followed"


SENTENCES: dict[OutcomeRefusal, Any] = {
    OutcomeRefusal.NOT_TALKED: _l("면접을 마친 뒤에 결과를 남길 수 있어요."),
    OutcomeRefusal.NO_POOL_CONSENT: _l(
        "인재풀 보관에는 구직자의 별도 동의가 필요해요. 구직자가 내 페이지에서 동의하면 보관할 수 있어요."
    ),
    OutcomeRefusal.FOLLOWED: _l(
        "입사 단계가 이미 기록되어 있어 결과를 되돌릴 수 없어요. 운영사무국에 알려 주세요."
    ),
}


def _refuse(reason: OutcomeRefusal) -> Refused:
    return Refused(SENTENCES[reason], reason)


def record_outcome(booking: Booking, result: OutcomeResult, by: Actor) -> Outcome:
    """Write down what the interviewer decided; Refused before the talk has ended.

    Keeping somebody in an employer's pool needs a consent of its own (개인정보 보호법 §17).
    """
    if booking.state is not BookingState.COMPLETED:
        raise _refuse(OutcomeRefusal.NOT_TALKED)
    if result is OutcomeResult.POOLED and not _may_be_pooled(booking):
        raise _refuse(OutcomeRefusal.NO_POOL_CONSENT)
    outcome = outcome_of(booking)
    word = words_of(statements_of(outcome)).get(Source.EMPLOYER)
    if word is not None and isinstance(word.standing, HireStage):
        if result is OutcomeResult.OFFERED:
            return outcome
        raise _refuse(OutcomeRefusal.FOLLOWED)
    return say(booking, Claim(result, Source.EMPLOYER), by)


def take_back_outcome(booking: Booking, by: Actor) -> Outcome:
    """Put a result back to pending: a slip of the finger at a noisy table."""
    return record_outcome(booking, OutcomeResult.PENDING, by)


def _may_be_pooled(booking: Booking) -> bool:
    seeker_id, employer_id = booking.registration.seeker_id, booking.participation.employer_id
    consent = find_standing(seeker_id, booking.fair_id, Purpose.TALENT_POOL, employer_id)
    return consent is not None
