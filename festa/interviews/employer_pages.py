"""What all pages of the employer's interview floor share: the address, the door, the gate."""

from collections.abc import Callable, Collection

from flask import Blueprint, flash, redirect
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from festa.audit.looks import looked_at
from festa.employers.models import Participation
from festa.employers.participation import Mode
from festa.employers.side_queries import get_participation
from festa.errors import Refused
from festa.extensions import db
from festa.interviews import tables
from festa.interviews.people import OpenPerson, open_people
from festa.interviews.queries import seekers_met
from festa.interviews.tables import TableRefusal
from festa.permissions import Permission, acting, authorise

bp = Blueprint("interviews", __name__, url_prefix="/employer")

NOT_APPROVED = _l(
    "참가가 확정된 기업만 볼 수 있는 화면이에요. 심사가 끝나면 열려요. 급하면 운영사무국에 문의해 주세요."
)


def applicants_of(participation_id: int) -> Participation:
    """An employer's part in a fair, once it may meet applicants; authorised for the reader."""
    participation = get_participation(participation_id)
    authorise(Permission.RECRUIT, participation)
    if not participation.takes_part:
        raise Refused(NOT_APPROVED)
    return participation


def floor_of(participation_id: int) -> Participation:
    """The same for an employer that sits in the hall."""
    participation = applicants_of(participation_id)
    if participation.mode is not Mode.ONSITE:
        reason = TableRefusal.POSTING_ONLY
        raise Refused(tables.SENTENCES[reason], reason)
    return participation


def met_by(participation_id: int) -> Participation:
    """The same for an employer that has left: talks that were held want to hear what came of them."""
    participation = get_participation(participation_id)
    authorise(Permission.RECRUIT, participation)
    return participation if seekers_met(participation) else floor_of(participation_id)


def people_on(
    page: str, participation: Participation, seeker_ids: Collection[int]
) -> dict[int, OpenPerson]:
    """Whom of these the employer may see, with the look noted."""
    people = open_people(participation, seeker_ids)
    looked_at(
        page,
        people,
        acting(),
        fair_id=participation.fair_id,
        employer_id=participation.employer_id,
    )
    return people


def attempt(act: Callable[[], str], back: str) -> Response:
    """Do it, commit and say so, or say why not; back to the page either way."""
    try:
        said = act()
        db.session.commit()
        flash(said, "ok")
    except Refused as refused:
        db.session.rollback()
        flash(str(refused.sentence), "stop")
    return redirect(back, 303)
