"""The employer's side: their fairs, what to do next, and their postings."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from festa import clock
from festa.employers import next_steps
from festa.employers.forms import JobForm, JobStateForm
from festa.employers.jobs import change_job, set_job, write_job
from festa.employers.models import (
    Employer,
    Job,
    JobState,
    Participation,
    ParticipationState,
    Recruiter,
    RecruiterRole,
)
from festa.employers.next_steps import Progress, Step
from festa.employers.screening import open_findings
from festa.employers.side_queries import (
    get_job,
    get_participation,
    jobs_of,
    participations_of,
    posted_jobs,
    waiting_jobs,
)
from festa.employers.words import (
    EMPLOYMENT_WORDS,
    JOB_KINDS,
    JOB_WORDS,
    MODE_KINDS,
    MODE_WORDS,
    PARTICIPATION_KINDS,
    PARTICIPATION_WORDS,
    pay,
)
from festa.errors import Refused
from festa.extensions import db
from festa.fairs.lifecycle import OVER, FairState
from festa.fairs.models import Fair
from festa.interviews.table_queries import Prepared, preparations
from festa.onboarding.queries import applications_of
from festa.permissions import Permission, acting, authorise, requires

bp = Blueprint("employer_side", __name__, url_prefix="/employer")

# Where each step is taken.
DOORS: dict[Step, str] = {
    Step.RUN_DAY: "interviews.day",
    Step.RECORD_OUTCOMES: "outcomes_due.due",
    Step.POST_JOB: "employer_side.jobs",
    Step.FIX_WORDING: "employer_side.jobs",
    Step.OPEN_TABLE: "interviews.new_table",
    Step.PAINT_SLOTS: "interviews.tables",
    Step.READ_APPLICATIONS: "interviews.candidates",
    Step.BOOK: "interviews.candidates",
}
PILLS = {
    state: (PARTICIPATION_WORDS[state], PARTICIPATION_KINDS[state]) for state in ParticipationState
}
JOB_PILLS = {state: (JOB_WORDS[state], JOB_KINDS[state]) for state in JobState}


@dataclass(frozen=True)
class Part:
    """An employer's part in a fair with its numbers and next steps."""

    participation: Participation
    prepared: Prepared
    jobs: int
    steps: list[tuple[Any, str | None]]


@bp.get("")
@requires(Permission.RECRUIT)
def home() -> str:
    """The fairs at which one's employers take part, the coming ones first."""
    parts = _parts(list(participations_of(current_user.employer_ids)))
    return render_template(
        "employer/home.html",
        owned=_owned(current_user.recruiterships),
        ahead=[part for part in parts if not _is_over(part.participation.fair)],
        past=[part for part in reversed(parts) if _is_over(part.participation.fair)],
        **_words(),
    )


@bp.get("/<int:participation_id>")
@requires(Permission.RECRUIT)
def participation(participation_id: int) -> str:
    """How far one fair is prepared."""
    own = _own(participation_id)
    part = _parts([own])[0]
    owner = own.employer in _owned(current_user.recruiterships) and not _is_over(own.fair)
    return render_template(
        "employer/participation.html", participation=own, part=part, owner=owner, **_words()
    )


@bp.get("/<int:participation_id>/jobs")
@requires(Permission.RECRUIT)
def jobs(participation_id: int) -> str:
    """All postings of an employer at a fair."""
    own = _own(participation_id)
    return render_template("employer/jobs.html", participation=own, jobs=jobs_of(own), **_words())


@bp.route("/<int:participation_id>/jobs/new", methods=["GET", "POST"])
@requires(Permission.RECRUIT)
def new_job(participation_id: int) -> Any:
    """Write a posting."""
    own = _own(participation_id)
    form = JobForm()
    if form.validate_on_submit():
        posting = write_job(own, form.details, acting())
        db.session.commit()
        flash(_("공고를 저장했어요. 내용을 확인하고 게시해 주세요."), "ok")
        return _after(own, posting)
    return _job_page(own, form)


@bp.route("/<int:participation_id>/jobs/<int:job_id>", methods=["GET", "POST"])
@requires(Permission.RECRUIT)
def job(participation_id: int, job_id: int) -> Any:
    """Change what a posting says."""
    own = _own(participation_id)
    posting = get_job(own, job_id)
    form = JobForm.of(posting)
    if form.validate_on_submit():
        change_job(posting, form.details, acting())
        db.session.commit()
        flash(_("바꾼 내용을 저장했어요."), "ok")
        return _after(own, posting)
    return _job_page(own, form, posting)


@bp.post("/<int:participation_id>/jobs/<int:job_id>/state")
@requires(Permission.RECRUIT)
def set_job_state(participation_id: int, job_id: int) -> Response:
    """Put a posting up, fill it or take it down."""
    own = _own(participation_id)
    posting = get_job(own, job_id)
    form = JobStateForm()
    back = redirect(url_for(".jobs", participation_id=own.id), 303)
    if not form.validate_on_submit():
        return back
    try:
        set_job(posting, JobState(form.state.data), acting())
        db.session.commit()
        if posting.state is JobState.SCREENING:
            return _after(own, posting)
        flash(_said_of(posting), "ok")
    except Refused as refused:
        db.session.rollback()
        flash(str(refused.sentence), "stop")
    return back


def _after(own: Participation, posting: Job) -> Response:
    """On to the wordings that have to be changed, or back to the list."""
    at: dict[str, Any] = {"participation_id": own.id}
    if open_findings(posting):
        return redirect(url_for("employer_wording.show", job_id=posting.id, **at), 303)
    return redirect(url_for(".jobs", **at), 303)


def _owned(recruiterships: list[Recruiter]) -> list[Employer]:
    """The employers of which somebody is an owner."""
    return [
        one.employer for one in recruiterships if one.active and one.role is RecruiterRole.OWNER
    ]


def _own(participation_id: int) -> Participation:
    own = get_participation(participation_id)
    authorise(Permission.RECRUIT, own)
    return own


def _parts(participations: list[Participation]) -> list[Part]:
    ids = [one.id for one in participations]
    applied = applications_of(ids)
    prepared, posted, waiting = preparations(participations), posted_jobs(ids), waiting_jobs(ids)
    return [
        _part(one, prepared[one.id], (posted.get(one.id, 0), waiting.get(one.id, 0)), applied)
        for one in participations
    ]


def _part(
    participation: Participation,
    prepared: Prepared,
    counted: tuple[int, int],
    applied: Mapping[int, int],
) -> Part:
    jobs, waiting = counted
    fair = participation.fair
    progress = Progress(
        mode=participation.mode,
        state=participation.state,
        today=fair.state is FairState.LIVE or fair.day == clock.today(),
        over=_is_over(fair),
        jobs=jobs,
        screening=waiting,
        tables=prepared.tables,
        slots=prepared.slots,
        applicants=prepared.applicants,
        unbooked=prepared.unbooked,
        bookings=prepared.bookings,
        outcomes_due=prepared.due,
    )
    steps = [
        (next_steps.SENTENCES[step], _door(step, participation, applied.get(participation.id)))
        for step in next_steps.next_steps(progress)
    ]
    return Part(participation, prepared, jobs, steps)


def _door(step: Step, participation: Participation, application_id: int | None) -> str | None:
    if step in (Step.FIX, Step.WAIT) and application_id is not None and _owns(participation):
        return url_for("applying.show", application_id=application_id)
    door = DOORS.get(step)
    return url_for(door, participation_id=participation.id) if door else None


def _owns(participation: Participation) -> bool:
    return any(one.id == participation.employer_id for one in _owned(current_user.recruiterships))


def _words() -> dict[str, Any]:
    return {
        "pills": PILLS,
        "job_pills": JOB_PILLS,
        "modes": MODE_WORDS,
        "mode_kinds": MODE_KINDS,
        "employment": EMPLOYMENT_WORDS,
        "pay": pay,
    }


def _is_over(fair: Fair) -> bool:
    return fair.state in OVER or fair.state is FairState.CANCELLED


def _job_page(own: Participation, form: JobForm, posting: Job | None = None) -> Any:
    page = render_template(
        "employer/job.html", participation=own, form=form, job=posting, **_words()
    )
    return (page, 422) if form.is_submitted() else page


def _said_of(posting: Job) -> str:
    if posting.state is JobState.POSTED:
        return _("공고를 게시했어요. 이제 구직자가 볼 수 있어요.")
    if posting.state is JobState.FILLED:
        return _("채용 마감으로 바꿨어요.")
    return _("공고를 내렸어요. 구직자에게 보이지 않아요.")
