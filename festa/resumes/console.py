"""For organisers: which employers have résumés to collect or to answer, and who is overdue.

Counts alone: whose résumés they are is no organiser's to read here.
"""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from festa.audit.service import record
from festa.employers.contact import show_contact_phone
from festa.employers.side_queries import get_participation
from festa.extensions import db
from festa.fairs.asked import asked_fair
from festa.permissions import Permission, acting, authorise, requires
from festa.resumes.announcing import announce
from festa.resumes.models import LinkPurpose
from festa.resumes.queries import waiting_at
from festa.resumes.refusals import SENTENCES, ResumeRefusal

bp = Blueprint("resumes_console", __name__, url_prefix="/console/resumes")


@bp.get("")
@requires(Permission.MANAGE_EMPLOYERS)
def index() -> Any:
    """Every employer of a fair to which the relay brought something, the most overdue first."""
    fair, fairs = asked_fair(request.args.get("fair"))
    if fair is None:
        return redirect(url_for("fairs_console.season"), 303)
    authorise(Permission.MANAGE_EMPLOYERS, fair)
    return render_template(
        "resumes/console_list.html",
        fair=fair,
        fairs=fairs,
        rows=waiting_at(fair),
        phone=show_contact_phone,
    )


@bp.post("/<int:participation_id>/remind")
@requires(Permission.MANAGE_EMPLOYERS)
def remind(participation_id: int) -> Response:
    """Write to an employer once more, by hand."""
    participation = get_participation(participation_id)
    authorise(Permission.MANAGE_EMPLOYERS, participation)
    told = announce(participation, LinkPurpose.REMINDER)
    if told:
        record(
            "resume.reminded",
            participation,
            acting(),
            fair_id=participation.fair_id,
            employer_id=participation.employer_id,
        )
        db.session.commit()
        flash(_("%(employer)s에 다시 알렸어요.", employer=participation.employer.name), "ok")
    else:
        flash(str(SENTENCES[ResumeRefusal.NOWHERE_TO_SEND]), "stop")
    return redirect(url_for(".index", fair=participation.fair.slug), 303)
