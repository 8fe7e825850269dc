"""The employer's side: the résumés that wait, each to be saved, for recruiters who sign in."""

from flask import Blueprint, Response, render_template, request
from werkzeug.wrappers import Response as BaseResponse

from festa import clock
from festa.employers.models import Participation
from festa.employers.side_queries import get_participation
from festa.errors import Refused
from festa.extensions import db
from festa.interviews.employer_pages import NOT_APPROVED, people_on
from festa.interviews.words import PILLS
from festa.permissions import Permission, acting, authorise, requires
from festa.resumes.answers import as_file
from festa.resumes.number import show_number
from festa.resumes.queries import deliveries, get_delivery
from festa.resumes.relaying import is_relayed, may_collect
from festa.resumes.service import collect
from festa.resumes.words import EMPLOYER_PILLS, described

bp = Blueprint("resumes_side", __name__, url_prefix="/employer")


@bp.get("/<int:participation_id>/resumes")
@requires(Permission.RECRUIT)
def index(participation_id: int) -> str:
    """The résumés of those who stand open to this employer."""
    participation = _own(participation_id)
    page = deliveries(participation, request.args.get("page", 1, type=int))
    people = people_on(
        "employer_resumes",
        participation,
        [one.resume.application.registration.seeker_id for one in page.items],
    )
    return render_template(
        "resumes/employer_list.html",
        participation=participation,
        page=page,
        people=people,
        pills=EMPLOYER_PILLS,
        application_pills=PILLS,
        described=described,
        show_number=show_number,
        relayed=is_relayed(participation.mode, participation.state),
        now=clock.now(),
    )


@bp.post("/<int:participation_id>/resumes/<int:delivery_id>/file")
@requires(Permission.RECRUIT)
def take(participation_id: int, delivery_id: int) -> BaseResponse | Response:
    """Save one résumé; the seeker is told of the first time, the log of each."""
    delivery = get_delivery(_own(participation_id), delivery_id)
    content = collect(delivery, acting())
    db.session.commit()
    return as_file(delivery.resume, content)


def _own(participation_id: int) -> Participation:
    participation = get_participation(participation_id)
    authorise(Permission.RECRUIT, participation)
    if not may_collect(participation.state):
        raise Refused(NOT_APPROVED)
    return participation
