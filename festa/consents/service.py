"""Publishing consent texts, and writing down what people say to them."""

from collections.abc import Mapping

from sqlalchemy import bindparam, func, select

from festa import clock
from festa.audit.actor import Actor
from festa.audit.service import record
from festa.consents.followers import withdrawn
from festa.consents.models import (
    Consent,
    ConsentMethod,
    ConsentState,
    ConsentText,
    Purpose,
)
from festa.extensions import db


def publish_text(text: ConsentText, by: Actor) -> ConsentText:
    """Publish a new version of a text; people are asked again where theirs was an older one."""
    newest = db.session.scalar(
        select(func.max(ConsentText.version)).where(
            ConsentText.fair_id == text.fair_id, ConsentText.purpose == text.purpose
        )
    )
    text.version = (newest or 0) + 1
    text.published_at = clock.now()
    db.session.add(text)
    db.session.flush()
    record("consent_text.published", text, by, purpose=text.purpose, version=text.version)
    return text


def decide(
    seeker_id: int,
    text: ConsentText,
    granted: bool,
    method: ConsentMethod,
    by: Actor,
    *,
    employer_id: int | None = None,
) -> Consent:
    """Write down a choice. A grant replaces the standing one; a refusal ends it."""
    standing = find_standing(seeker_id, text.fair_id, text.purpose, employer_id)
    if standing is not None:
        if granted and standing.text_id == text.id:
            return standing
        _end(standing, by)  # followers hear of a refusal alone: a newer yes stands for the older
        if not granted:
            withdrawn(standing, by)
    consent = Consent(
        seeker_id=seeker_id,
        fair_id=text.fair_id,
        text_id=text.id,
        purpose=text.purpose,
        employer_id=employer_id,
        state=ConsentState.GRANTED if granted else ConsentState.DECLINED,
        method=method,
        decided_at=clock.now(),
    )
    db.session.add(consent)
    db.session.flush()
    record(f"consent.{consent.state}", consent, by, purpose=text.purpose, version=text.version)
    return consent


def note_told(notice: ConsentText | None, seeker_id: int, by: Actor) -> None:
    """Write down that somebody was shown what registering needs, which is told and not asked
    (개인정보 보호법 §15①4, §22③)."""
    if notice is not None:
        record("consent_text.shown", notice, by, seeker_id=seeker_id, version=notice.version)


def add_choices(
    seeker_id: int,
    choices: Mapping[Purpose, bool],
    texts: Mapping[Purpose, ConsentText],
    method: ConsentMethod,
    by: Actor,
) -> None:
    """Write down what a form tells and asks that somebody else fills in, each choice its own row."""
    note_told(texts.get(Purpose.NOTICE), seeker_id, by)
    for purpose, granted in choices.items():
        text = texts.get(purpose)
        if text is not None and adds(seeker_id, text.fair_id, purpose, granted):
            decide(seeker_id, text, granted, method, by)


def adds(seeker_id: int, fair_id: int, purpose: Purpose, granted: bool) -> bool:
    """Whether a choice says something new: a box left empty by others withdraws nothing."""
    return granted or find_standing(seeker_id, fair_id, purpose) is None


def withdraw(consent: Consent, by: Actor) -> None:
    """Take a consent back; it counts from this moment on, and ends what stood on it."""
    _end(consent, by)
    withdrawn(consent, by)


def _end(consent: Consent, by: Actor) -> None:
    consent.state = ConsentState.WITHDRAWN
    consent.withdrawn_at = clock.now()
    db.session.flush()
    record("consent.withdrawn", consent, by, purpose=consent.purpose)


# Made once: no booking and no look at somebody goes without asking this.
STANDING = select(Consent).where(
    Consent.seeker_id == bindparam("seeker_id"),
    Consent.fair_id == bindparam("fair_id"),
    Consent.purpose == bindparam("purpose"),
    Consent.employer_id.is_not_distinct_from(bindparam("employer_id")),
    Consent.state == ConsentState.GRANTED,
)
STANDS = STANDING.exists()  # the same as one question among others


def find_standing(
    seeker_id: int, fair_id: int, purpose: Purpose, employer_id: int | None = None
) -> Consent | None:
    """The consent that counts now, or None."""
    whose = {
        "seeker_id": seeker_id,
        "fair_id": fair_id,
        "purpose": purpose,
        "employer_id": employer_id,
    }
    return db.session.scalar(STANDING, whose)
