"""An employer that was at a fair goes on to the next one: everything is carried forward."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import select

from festa.accounts.models import Account
from festa.audit.actor import Actor
from festa.audit.service import record
from festa.employers.models import TAKING_PART, Employer, Job, Participation
from festa.employers.side_queries import participations_of
from festa.extensions import db
from festa.fairs.models import Fair
from festa.onboarding.applying import GONE, is_open, make_application
from festa.onboarding.models import EmployerApplication
from festa.onboarding.parts import MOST_JOBS, JobWish
from festa.onboarding.queries import fairs_to_come
from festa.onboarding.refusals import ApplyRefusal, refuse


@dataclass(frozen=True)
class Way:
    """A part in an earlier fair, and the fairs to which it can be carried."""

    before: Participation
    fairs: list[Fair]
    jobs: int


def ways_forward(employer_ids: Collection[int]) -> list[Way]:
    """For each company and branch its newest part in a fair, with the fairs that are open to it."""
    parts = participations_of(employer_ids)
    fairs = [fair for fair in fairs_to_come() if is_open(fair)]
    newest: dict[tuple[int, str], Participation] = {}
    taken = {(one.employer_id, one.branch, one.fair_id) for one in parts if one.state not in GONE}
    for one in parts:  # by date, so that the newest comes last
        if one.state in TAKING_PART:
            newest[one.employer_id, one.branch] = one
    jobs = jobs_of_parts([one.id for one in newest.values()])
    return [
        Way(
            one,
            [fair for fair in fairs if (one.employer_id, one.branch, fair.id) not in taken],
            len(jobs.get(one.id, ())),
        )
        for one in newest.values()
    ]


def drafts_of(employer_ids: Collection[int]) -> Sequence[EmployerApplication]:
    """What owners carried forward and have not sent in yet."""
    query = (
        select(EmployerApplication)
        .where(
            EmployerApplication.employer_id.in_(employer_ids),
            EmployerApplication.participation_id.is_(None),
            EmployerApplication.sent_at.is_(None),
        )
        .order_by(EmployerApplication.id.desc())
    )
    return db.session.scalars(query).all()


def _part_in(fair: Fair, before: Participation) -> Participation | None:
    query = select(Participation).where(
        Participation.employer_id == before.employer_id,
        Participation.branch == before.branch,
        Participation.fair_id == fair.id,
        Participation.state.not_in(GONE),
    )
    return db.session.scalars(query).first()


def _sent_for(part: Participation) -> EmployerApplication:
    query = select(EmployerApplication).where(EmployerApplication.participation_id == part.id)
    sent = db.session.scalars(query.order_by(EmployerApplication.id.desc())).first()
    if sent is None:
        raise refuse(ApplyRefusal.ALREADY_APPLIED, label=part.branch or _("본사"))
    return sent


def jobs_of_parts(participation_ids: Collection[int]) -> dict[int, list[Job]]:
    """The postings of these, in the order in which they were written."""
    query = select(Job).where(Job.participation_id.in_(participation_ids)).order_by(Job.id)
    found: dict[int, list[Job]] = {}
    for job in db.session.scalars(query):
        found.setdefault(job.participation_id, []).append(job)
    return found


def carry_forward(
    before: Participation, fair: Fair, owner: Account, locale: str, by: Actor
) -> EmployerApplication:
    """The application for this fair with everything that was said before; not yet sent in.

    The one that was sent in, where this company and branch wait for an answer or take part.
    Refused where they take part without one. A second tap waits for the first.
    """
    employer = before.employer
    waits = select(Employer.id).where(Employer.id == employer.id).with_for_update(key_share=True)
    db.session.execute(waits)
    part = _part_in(fair, before)
    if part is not None:
        return _sent_for(part)
    for draft in drafts_of([employer.id]):
        if draft.fair_id == fair.id and draft.branch == before.branch:
            return draft
    application = make_application(
        fair, employer.business_number, before.contact_email or owner.email, locale
    )
    application.employer, application.applied_by_id = employer, owner.id
    for name in ("name", "chief", "founded_on", "industry", "address"):
        setattr(application, name, getattr(employer, name))
    application.branch, application.mode = before.branch, before.mode
    application.tables_wanted = before.tables_wanted
    application.contact_name = before.contact_name or owner.name
    application.contact_phone = before.contact_phone
    jobs = jobs_of_parts([before.id]).get(before.id, [])
    application.jobs = [_wish(job).as_row() for job in jobs[:MOST_JOBS]]
    earlier = _newest_application(employer.id)
    if earlier is not None:
        application.staff_count = earlier.staff_count
        application.founded_on = application.founded_on or earlier.founded_on
        application.contact_phone = application.contact_phone or earlier.contact_phone
        application.jobs = application.jobs or earlier.jobs
    db.session.add(application)
    db.session.flush()
    record("employer_application.begun", application, by, carried_from=before.fair_id)
    return application


def _newest_application(employer_id: int) -> EmployerApplication | None:
    query = select(EmployerApplication).where(
        EmployerApplication.employer_id == employer_id,
        EmployerApplication.participation_id.is_not(None),
    )
    return db.session.scalar(query.order_by(EmployerApplication.id.desc()).limit(1))


def _wish(job: Job) -> JobWish:
    return JobWish(job.title, job.duty, job.employment_type.value, job.workplace, job.openings)
