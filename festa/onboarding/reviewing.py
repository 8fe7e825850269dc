"""What organisers do with an application: look, ask back, approve or turn away."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from festa import clock
from festa.audit.actor import Actor
from festa.audit.service import record
from festa.employers.jobs import JobDetails, write_job
from festa.employers.models import (
    Employer,
    EmploymentType,
    Job,
    Participation,
    ParticipationState,
    PayUnit,
    RecruiterRole,
)
from festa.employers.service import set_participation
from festa.extensions import db
from festa.fairs.lifecycle import IllegalMove
from festa.onboarding.applying import evidence_of, has_owner
from festa.onboarding.evidence import ENOUGH
from festa.onboarding.inviting import invite
from festa.onboarding.models import EmployerApplication, FixRequest
from festa.onboarding.notices import tell_approved, tell_needs_fix, tell_rejected
from festa.onboarding.parts import Field, value_of
from festa.onboarding.refusals import NOT_PROVEN, ReviewRefusal, refuse
from festa.onboarding.sending import lock

S = ParticipationState
# What is decided here, and not by moving the participation on its own page.
DECIDED_HERE = frozenset({S.UNDER_REVIEW, S.NEEDS_FIX, S.APPROVED, S.REJECTED})
IN_REVIEW = frozenset({S.APPLIED, S.UNDER_REVIEW, S.NEEDS_FIX})


def start_review(application: EmployerApplication, by: Actor) -> None:
    """Say that somebody is looking at it."""
    _move(application, S.UNDER_REVIEW, by)


def ask_fix(
    application: EmployerApplication, sentences: Mapping[Field, str], by: Actor
) -> list[FixRequest]:
    """Send it back with a sentence for each field that is to be put right."""
    asked = {field: words for field, words in sentences.items() if words}
    if not asked:
        raise refuse(ReviewRefusal.NOTHING_ASKED)
    _move(application, S.NEEDS_FIX, by)
    now = clock.now()
    remarks = [
        FixRequest(
            application=application,
            field=field,
            sentence=words,
            before=value_of(application, field)[:2000],
            asked_at=now,
            asked_by_id=by.id,
        )
        for field, words in asked.items()
    ]
    db.session.add_all(remarks)
    try:
        db.session.flush()
    except IntegrityError:
        raise refuse(ReviewRefusal.MOVED_ON) from None
    record("employer_application.fix_asked", application, by, fields=sorted(asked))
    tell_needs_fix(application, remarks)
    return remarks


def reject(application: EmployerApplication, reason: str, by: Actor) -> None:
    """Turn it away, with a reason that the employer reads."""
    if not reason:
        raise refuse(ReviewRefusal.REASON_MISSING)
    _move(application, S.REJECTED, by)
    application.reason, application.decided_at = reason, clock.now()
    tell_rejected(application)


def approve(application: EmployerApplication, by: Actor) -> None:
    """Let the employer take part: its facts are kept, its jobs become drafts, its owner is invited.

    Refused until the employer is proven (직업안정법: 구인자 확인).
    """
    evidence = evidence_of(application)
    if evidence not in ENOUGH:
        raise refuse(ReviewRefusal.NOT_PROVEN, why=NOT_PROVEN[evidence])
    participation = _move(application, S.APPROVED, by)
    application.decided_at, application.reason = clock.now(), ""
    employer = participation.employer
    _keep_facts(application, employer, by)
    _write_jobs(application, participation, by)
    record("employer_application.proven", application, by, evidence=evidence)
    token = None
    if not has_owner(employer):
        _invitation, token = invite(
            employer,
            application.email,
            application.contact_name,
            RecruiterRole.OWNER,
            by,
            locale=application.locale,
            tell=False,
        )
    tell_approved(application, token)


def invite_owner_again(application: EmployerApplication, by: Actor) -> None:
    """Send the owner of an approved employer a new link; the old one ends."""
    if application.employer is None or application.state in (*IN_REVIEW, S.REJECTED, None):
        raise refuse(ReviewRefusal.MOVED_ON)
    if has_owner(application.employer):
        raise refuse(ReviewRefusal.OWNER_THERE)
    invite(
        application.employer,
        application.email,
        application.contact_name,
        RecruiterRole.OWNER,
        by,
        locale=application.locale,
    )


def _move(application: EmployerApplication, state: ParticipationState, by: Actor) -> Participation:
    """Move on what is as it was when the page was opened; Refused when it is not."""
    participation = application.participation
    if participation is None:
        raise refuse(ReviewRefusal.MOVED_ON)
    lock(participation)
    if participation.state not in IN_REVIEW:
        raise refuse(ReviewRefusal.MOVED_ON)
    try:
        set_participation(participation, state, by)
    except IllegalMove:
        raise refuse(ReviewRefusal.MOVED_ON) from None
    return participation


def _keep_facts(application: EmployerApplication, employer: Employer, by: Actor) -> None:
    """What was looked at becomes what is known of the company."""
    changed = []
    for name in ("name", "chief", "founded_on", "industry", "address"):
        value = getattr(application, name)
        if value and getattr(employer, name) != value:
            setattr(employer, name, value)
            changed.append(name)
    if changed:
        record("employer.changed", employer, by, employer_id=employer.id, changed=changed)


def _write_jobs(application: EmployerApplication, participation: Participation, by: Actor) -> None:
    """The jobs that were named, as drafts: the employer completes and posts them."""
    there = {job.title for job in participation.jobs}
    earlier = _earlier_jobs(participation)
    for job in application.jobs:
        if job["title"] in there:
            continue
        before = earlier.get(job["title"])
        details = JobDetails(
            title=job["title"],
            duty=job["duty"],
            employment_type=EmploymentType(job["employment_type"]),
            workplace=job["workplace"],
            pay_amount=before.pay_amount if before else None,
            pay_unit=before.pay_unit if before else PayUnit.MONTH,
            hours=before.hours if before else "",
            openings=job["openings"],
            preferred=before.preferred if before else "",
            about=before.about if before else "",
            impact_family=before.impact_family if before else None,
        )
        write_job(participation, details, by)


def _earlier_jobs(participation: Participation) -> dict[str, Job]:
    """What the employer wrote for earlier fairs, by title: the newest of each."""
    query = (
        select(Job)
        .join(Job.participation)
        .where(
            Participation.employer_id == participation.employer_id,
            Participation.id != participation.id,
        )
        .order_by(Job.id)
    )
    return {job.title: job for job in db.session.scalars(query)}
