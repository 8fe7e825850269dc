"""What applicants do: begin, write and answer."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from festa import clock
from festa.audit.actor import Actor
from festa.audit.service import record
from festa.employers.models import (
    TAKING_PART,
    Employer,
    Participation,
    ParticipationState,
    Recruiter,
    RecruiterRole,
)
from festa.extensions import db
from festa.fairs.models import Fair
from festa.onboarding.evidence import Evidence, Found, weigh
from festa.onboarding.models import EmployerApplication
from festa.onboarding.notices import send_link
from festa.onboarding.parts import MOST_JOBS, Field, JobWish, missing_fields
from festa.onboarding.refusals import ApplyRefusal, refuse
from festa.onboarding.tax_office import Business, TaxAnswer
from festa.onboarding.window import takes_applications

S = ParticipationState
LINK_LASTS = timedelta(days=30)
LINKS_AN_HOUR = 5  # to one address
GONE = frozenset({S.REJECTED, S.CANCELLED})


def is_open(fair: Fair) -> bool:
    """Whether employers may apply for this fair now."""
    return takes_applications(
        fair.state, fair.employers_open_at, fair.employers_close_at, fair.opens_at, clock.now()
    )


def begin(fair: Fair, number: str, email: str, locale: str, by: Actor) -> EmployerApplication:
    """Begin an application and send its link to the address; Refused while the window is shut."""
    application = make_application(fair, number, email, locale)
    if _sent_lately(email) >= LINKS_AN_HOUR:
        raise refuse(ApplyRefusal.TOO_MANY_LINKS)
    db.session.add(application)
    db.session.flush()
    record("employer_application.begun", application, by)
    send_link(application)
    return application


def make_application(fair: Fair, number: str, email: str, locale: str) -> EmployerApplication:
    """An empty application, not yet kept; Refused while the window is shut."""
    if not is_open(fair):
        raise refuse(ApplyRefusal.WINDOW_CLOSED)
    now = clock.now()
    return EmployerApplication(
        fair=fair,
        business_number=number,
        email=email,
        locale=locale,
        link_number=1,
        link_expires_at=now + LINK_LASTS,
        tables_wanted=1,
        jobs=[],
        agreed_at=now,
        started_at=now,
    )


def send_link_again(email: str, number: str, by: Actor) -> None:
    """Send the links of whatever this address has applied for with this number; says nothing.

    Whether there was anything is told to nobody but the owner of the address.
    """
    query = select(EmployerApplication).where(
        EmployerApplication.email == email,
        EmployerApplication.business_number == number,
        EmployerApplication.emptied_at.is_(None),
    )
    newest = query.order_by(EmployerApplication.id.desc()).limit(3)
    for application in db.session.scalars(newest).all():
        if clock.now() - application.link_sent_at >= timedelta(minutes=2):
            application.link_expires_at = clock.now() + LINK_LASTS
            record("employer_application.link_sent", application, by)
            send_link(application)


def write(application: EmployerApplication, values: Mapping[str, Any], by: Actor) -> None:
    """Keep what was typed in one part; Refused while the organisers look at it."""
    if not application.may_be_changed:
        raise refuse(ApplyRefusal.IN_REVIEW)
    changed = [name for name, value in values.items() if getattr(application, name) != value]
    for name in changed:
        setattr(application, name, values[name])
    if changed:
        db.session.flush()
        record("employer_application.changed", application, by, changed=sorted(changed))


def add_job(application: EmployerApplication, wish: JobWish, by: Actor) -> None:
    """Add a job for which the employer seeks people; Refused beyond five."""
    if len(application.jobs) >= MOST_JOBS:
        raise refuse(ApplyRefusal.TOO_MANY_JOBS)
    write(application, {"jobs": [*application.jobs, wish.as_row()]}, by)


def remove_job(application: EmployerApplication, number: int, by: Actor) -> None:
    """Take the job at this place away; nothing where there is none."""
    left = [job for place, job in enumerate(application.jobs) if place != number]
    write(application, {"jobs": left}, by)


def answer(application: EmployerApplication, answers: Mapping[Field, str], by: Actor) -> None:
    """Keep what the applicant says about the organisers' sentences."""
    if not application.may_be_changed:
        raise refuse(ApplyRefusal.IN_REVIEW)
    remarks = application.open_remarks
    for field, words in answers.items():
        if field in remarks and remarks[field].answer != words:
            remarks[field].answer = words
            record("fix_request.answered", remarks[field], by, fair_id=application.fair_id)


def keep_tax_answer(application: EmployerApplication, told: TaxAnswer, by: Actor) -> None:
    """Write down what the tax office said."""
    application.tax_status, application.tax_match = told.status, told.match
    application.tax_checked_at = clock.now()
    record("employer_application.checked", application, by, status=told.status, match=told.match)


def business_of(application: EmployerApplication) -> Business:
    """What the tax office is asked about."""
    return Business(application.business_number, application.chief, application.founded_on)


def evidence_of(application: EmployerApplication) -> Evidence:
    """What is known about the employer, weighed."""
    return weigh(
        Found(
            application.tax_status,
            application.tax_match,
            document=bool(application.kept_documents),
            approved_before=_approved_before(application),
        )
    )


def missing_of(application: EmployerApplication) -> list[Field]:
    """What must be filled before the application can be sent in."""
    needs_paper = evidence_of(application) is Evidence.DOCUMENT_MISSING
    return missing_fields(application, paper_needed=needs_paper)


def has_owner(employer: Employer) -> bool:
    """Whether somebody with an account answers for the company."""
    query = select(Recruiter.id).where(
        Recruiter.employer_id == employer.id,
        Recruiter.role == RecruiterRole.OWNER,
        Recruiter.active,
    )
    return db.session.scalar(query.limit(1)) is not None


def _approved_before(application: EmployerApplication) -> bool:
    query = (
        select(Participation.id)
        .join(Employer, Participation.employer_id == Employer.id)
        .where(
            Employer.business_number == application.business_number,
            Participation.state.in_(TAKING_PART),
        )
    )
    if application.participation_id is not None:
        query = query.where(Participation.id != application.participation_id)
    return db.session.scalar(query.limit(1)) is not None


def _sent_lately(email: str) -> int:
    query = select(func.count(EmployerApplication.id)).where(
        EmployerApplication.email == email,
        EmployerApplication.started_at > clock.now() - timedelta(hours=1),
    )
    return db.session.scalar(query) or 0
