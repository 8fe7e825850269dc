"""What all pages of an applicant share: the address, and the door."""

from typing import Any

from flask import Blueprint, Response, session, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from festa.employers.models import RecruiterRole
from festa.errors import NotFound
from festa.extensions import limiter
from festa.onboarding.links import is_good
from festa.onboarding.models import EmployerApplication
from festa.onboarding.parts import Part
from festa.onboarding.queries import get_application
from festa.onboarding.words import FIELD_WORDS, PART_WORDS
from festa.permissions import Permission, may

bp = Blueprint("applying", __name__, url_prefix="/apply")

Answer = str | tuple[str, int] | BaseResponse
# From one address: a company writes one application, robots write hundreds.
BY_ADDRESS = limiter.shared_limit(
    "60 per minute; 600 per hour", scope="onboarding.applying", methods=["POST"]
)
LINKS_BY_ADDRESS = limiter.shared_limit(
    "6 per minute; 30 per hour", scope="onboarding.links", methods=["POST"]
)
DOORS: dict[Part, str] = {
    Part.COMPANY: "applying.company",
    Part.TAKING_PART: "applying.taking_part",
    Part.JOBS: "applying.jobs",
    Part.PAPERS: "applying.papers",
}


@bp.after_request
def keep_out_of_caches(response: Response) -> Response:
    """What one person typed is not shown to the next one at the same machine."""
    response.headers.setdefault("Cache-Control", "no-store")
    return response


@bp.context_processor
def words() -> dict[str, Any]:
    """How parts and fields are called, for every page here."""
    return {"part_words": PART_WORDS, "field_words": FIELD_WORDS}


def remember(application: EmployerApplication) -> None:
    """Let this browser in to the application whose link it opened."""
    opened = dict(session.get("applications", {}))
    opened[str(application.id)] = application.link_number
    session["applications"] = opened


def my_application(application_id: int) -> EmployerApplication:
    """The application, for the browser that opened its link and for the employer's owner.

    For everybody else it does not exist: numbers in addresses tell nothing.
    """
    application = get_application(application_id)
    link_number = session.get("applications", {}).get(str(application_id))
    if link_number is not None and is_good(application, link_number):
        return application
    if may(current_user, Permission.RECRUIT, application) and _owns(application):
        return application
    raise NotFound


def is_owner_here(application: EmployerApplication) -> bool:
    """Whether the reader is signed in as an owner of the employer."""
    return may(current_user, Permission.RECRUIT, application) and _owns(application)


def _owns(application: EmployerApplication) -> bool:
    return any(
        one.active
        and one.role is RecruiterRole.OWNER
        and one.employer_id == application.employer_id
        for one in current_user.recruiterships
    )


def door_of(application: EmployerApplication, part: Part) -> str:
    """Where a part is written."""
    return url_for(DOORS[part], application_id=application.id)
