"""Handing a résumé in, changing it, taking it back, and collecting it on the other side.

Whoever changes a résumé or its delivery holds the lock on the application: what is collected is
what stands at that moment, and a notice of it is written once.
"""

import hashlib
from datetime import datetime

from flask import current_app

from festa import clock
from festa.audit.actor import Actor
from festa.audit.service import record
from festa.consents.models import Consent, ConsentMethod, Purpose
from festa.consents.service import find_standing
from festa.employers.models import Participation
from festa.extensions import db
from festa.fairs.lifecycle import FairState
from festa.fairs.models import Fair
from festa.interviews.locks import lock
from festa.interviews.models import Application
from festa.interviews.states import ApplicationState
from festa.resumes import deadlines
from festa.resumes.announcing import announce
from festa.resumes.contents import Judged
from festa.resumes.ending import end, standing_of
from festa.resumes.models import Delivery, LinkPurpose, Resume, ResumeContent
from festa.resumes.notices import tell_collected, tell_handed_in
from festa.resumes.number import make_number
from festa.resumes.refusals import ResumeRefusal, refuse
from festa.resumes.relaying import is_relayed, may_collect
from festa.resumes.sealing import CannotOpen, Sealed, master_key, seal, unseal
from festa.resumes.states import ENDED, STANDING, DeliveryState, move_delivery


def hand_in(
    application: Application, judged: Judged, by: Actor, method: ConsentMethod = ConsentMethod.WEB
) -> Resume:
    """Keep a résumé for an application and bring it on its way; one that stood is replaced.

    The same file again, from a second tap, is the one that stands. Refused without a consent that
    names the employer, after its answer, and after the deadline.
    """
    lock(Application, application)
    consent = _consent(application)
    before = standing_of(application.id)
    reason = _why_not(application, consent, before)
    if reason is not None or consent is None:
        raise refuse(reason or ResumeRefusal.NO_CONSENT)
    if before is not None:
        if before.sha256 == _digest(judged):
            return before
        end(before, DeliveryState.REPLACED, by)
    resume = _keep(application, judged, method)
    delivery = _deliver(resume, consent)
    _record("resume.handed_in", resume, by, kind=judged.kind, size=resume.size, method=method)
    tell_handed_in(delivery)
    if delivery.due_at is not None:
        announce(application.participation, LinkPurpose.ARRIVED)
    return resume


def take_back(resume: Resume, by: Actor) -> None:
    """Take a résumé back without ending the application; Refused when it stands no more."""
    lock(Application, resume.application)
    db.session.refresh(resume)
    db.session.refresh(resume.delivery)
    if resume.delivery.state not in STANDING:
        raise refuse(ResumeRefusal.NOT_HERE)
    end(resume, DeliveryState.TAKEN_BACK, by)


def collect(delivery: Delivery, by: Actor) -> bytes:
    """Give the employer the bytes; the seeker is told of the first time, the log of each.

    Refused once the résumé or the consent stands no more.
    """
    resume = delivery.resume
    lock(Application, resume.application)
    db.session.refresh(delivery)
    db.session.refresh(resume)
    open_to_them = may_collect(delivery.participation.state) and _consent(resume.application)
    if delivery.state in ENDED or not open_to_them:
        raise refuse(ResumeRefusal.ENDED)
    content = read(resume)
    _record("resume.collected", resume, by, number=delivery.number)
    if delivery.collected_at is None:
        delivery.collected_at = clock.now()
        if delivery.state is DeliveryState.SENT:
            delivery.state = move_delivery(delivery.state, DeliveryState.COLLECTED)
        tell_collected(delivery)
    db.session.flush()
    return content


def read(resume: Resume) -> bytes:
    """The bytes of a standing résumé; Refused when they are gone or do not open."""
    kept = db.session.get(ResumeContent, resume.id)
    if kept is None:
        raise refuse(ResumeRefusal.ENDED)
    try:
        return unseal(Sealed(kept.salt, kept.nonce, kept.sealed), resume.sha256, _key())
    except CannotOpen as wrong:
        raise refuse(ResumeRefusal.UNREADABLE) from wrong


def note_answer(application: Application) -> None:
    """The employer has answered an application: its deadline is met, its copy has a last day."""
    resume = standing_of(application.id)
    if resume is None or resume.delivery.state is DeliveryState.ANSWERED:
        return
    delivery = resume.delivery
    delivery.state = move_delivery(delivery.state, DeliveryState.ANSWERED)
    delivery.answered_at = clock.now()
    delivery.kept_until = deadlines.kept_until(delivery.answered_at, _days("RESUME_KEPT_DAYS"))
    db.session.flush()


def relay(resume: Resume, by: Actor) -> Delivery:
    """Bring a résumé to an employer that was to sit in the hall and does not; safe to repeat."""
    lock(Application, resume.application)
    delivery = resume.delivery
    db.session.refresh(delivery)
    participation = delivery.participation
    if delivery.state in ENDED:
        raise refuse(ResumeRefusal.NOT_HERE)
    if not is_relayed(participation.mode, participation.state):
        raise refuse(ResumeRefusal.NO_RELAY)
    if delivery.due_at is None:
        delivery.due_at = _due(participation)
        delivery.kept_until = deadlines.kept_until(delivery.due_at, _days("RESUME_KEPT_DAYS"))
        _record("resume.relayed", resume, by, number=delivery.number)
        announce(participation, LinkPurpose.ARRIVED)
        db.session.flush()
    return delivery


def reason_against(application: Application) -> ResumeRefusal | None:
    """What keeps somebody from handing in a résumé now; for a page, before anything is written."""
    return _why_not(application, _consent(application), standing_of(application.id))


def takes_resume(application: Application) -> bool:
    """Whether it is worth showing the way to hand one in: without a look into the database."""
    closed = (ApplicationState.WITHDRAWN, ApplicationState.DECLINED)
    part = application.participation
    return (
        application.state not in closed
        and may_collect(part.state)
        and not _is_late(application.registration.fair)
    )


def _why_not(
    application: Application, consent: Consent | None, before: Resume | None
) -> ResumeRefusal | None:
    """What keeps a résumé from being handed in; None when nothing does."""
    if application.state is ApplicationState.WITHDRAWN:
        return ResumeRefusal.STEPPED_BACK
    if consent is None or not may_collect(application.participation.state):
        return ResumeRefusal.NO_CONSENT
    answered = before is not None and before.delivery.state is DeliveryState.ANSWERED
    if answered or application.state is ApplicationState.DECLINED:
        return ResumeRefusal.ANSWERED
    if _is_late(application.registration.fair):
        return ResumeRefusal.TOO_LATE
    return None


def _is_late(fair: Fair) -> bool:
    return fair.state is FairState.CANCELLED or clock.now() > deadlines.last_moment(
        fair.day, _days("RESUME_DUE_DAYS")
    )


def _consent(application: Application) -> Consent | None:
    registration = application.registration
    return find_standing(
        registration.seeker_id,
        registration.fair_id,
        Purpose.THIRD_PARTY,
        application.participation.employer_id,
    )


def _keep(application: Application, judged: Judged, method: ConsentMethod) -> Resume:
    digest = _digest(judged)
    resume = Resume(
        application=application,
        kind=judged.kind,
        pages=judged.pages,
        size=len(judged.content),
        sha256=digest,
        method=method,
        handed_in_at=clock.now(),
    )
    db.session.add(resume)
    db.session.flush()
    sealed = seal(judged.content, digest, _key())
    db.session.add(
        ResumeContent(
            resume_id=resume.id, salt=sealed.salt, nonce=sealed.nonce, sealed=sealed.content
        )
    )
    return resume


def _digest(judged: Judged) -> str:
    return hashlib.sha256(judged.content).hexdigest()


def _deliver(resume: Resume, consent: Consent) -> Delivery:
    participation = resume.application.participation
    now = clock.now()
    relayed = is_relayed(participation.mode, participation.state)
    due_at = _due(participation) if relayed else None
    delivery = Delivery(
        resume=resume,
        participation=participation,
        consent_id=consent.id,
        number=make_number(),
        delivered_at=now,
        due_at=due_at,
        kept_until=deadlines.kept_until(
            due_at or max(now, participation.fair.closes_at), _days("RESUME_KEPT_DAYS")
        ),
    )
    db.session.add(delivery)
    db.session.flush()
    return delivery


def _due(participation: Participation) -> datetime:
    return deadlines.due(participation.fair.day, clock.now(), _days("RESUME_DUE_DAYS"))


def _days(setting: str) -> int:
    return int(current_app.config[setting])


def _key() -> bytes:
    return master_key(current_app.config["RESUME_KEY"], current_app.config["SECRET_KEY"])


def _record(action: str, resume: Resume, by: Actor, **detail: object) -> None:
    scope = resume.scope
    record(
        action,
        resume,
        by,
        seeker_id=scope.seeker_id,
        fair_id=scope.fair_id,
        employer_id=scope.employer_id,
        **detail,
    )
