"""Public pages of employers and their jobs."""

from flask import Blueprint, render_template, request

from festa import clock
from festa.employers import board, words
from festa.employers.board_form import board_form
from festa.employers.models import EmploymentType, ImpactFamily, Job, Participation
from festa.errors import NotFound
from festa.fairs.models import Fair
from festa.fairs.queries import find_tour, get_public_fair, public_season
from festa.fairs.standing import ENDED, standing
from festa.formats import in_language
from festa.permissions import public

bp = Blueprint("employers", __name__)


@bp.app_template_filter()
def pay(job: Job) -> str:
    """월급 260만 원."""
    return words.pay(job)


@bp.app_template_filter()
def employment(kind: EmploymentType) -> str:
    """정규직."""
    return str(words.EMPLOYMENT_WORDS[kind])


@bp.app_template_filter()
def family(kind: ImpactFamily) -> str:
    """AI 일자리."""
    return str(words.IMPACT_WORDS[kind])


@bp.get("/jobs")
@public
def jobs() -> str:
    """The board: open postings of all fairs ahead, by fair, duty, region, kind and family."""
    tour = find_tour()
    fairs = public_season(tour) if tour else []
    form = board_form(
        request.args,
        [(fair.slug, in_language(fair.city, fair.city_en)) for fair in fairs],
        board.regions(),
    )
    wanted = form.wanted
    page = board.job_board(wanted, request.args.get("page", 1, type=int))
    return render_template(
        "employers/jobs.html", form=form, page=page, asked=wanted != board.Wanted()
    )


@bp.get("/jobs/<int:job_id>")
@public
def job(job_id: int) -> str:
    """One posting, with the way to an interview."""
    job = board.get_public_job(job_id)
    return render_template(
        "employers/job.html",
        job=job,
        participation=job.participation,
        fair=job.participation.fair,
        open_to_applications=may_be_applied_to(job.participation.fair),
    )


@bp.get("/fairs/<slug>/employers/<int:participation_id>")
@public
def at_fair(slug: str, participation_id: int) -> str:
    """One employer at one fair: who they are, where they sit, what they post."""
    fair = get_public_fair(slug)
    participation = board.get_public_participation(participation_id)
    _same_fair(participation, fair)
    return render_template(
        "employers/at_fair.html",
        fair=fair,
        participation=participation,
        employer=participation.employer,
        jobs=board.jobs_of(participation),
        open_to_applications=may_be_applied_to(fair),
    )


def may_be_applied_to(fair: Fair) -> bool:
    """Whether it makes sense to ask an employer of this fair for an interview."""
    return standing(fair, clock.now()) not in ENDED


def _same_fair(participation: Participation, fair: Fair) -> None:
    if participation.fair_id != fair.id:
        raise NotFound
