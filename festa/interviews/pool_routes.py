"""Asking a seeker about an employer's talent pool: on their own page, or on the table's tablet."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from festa.consents.models import ConsentMethod, Purpose
from festa.consents.service import find_standing
from festa.employers.models import Participation
from festa.employers.side_queries import get_participation
from festa.errors import NotFound
from festa.extensions import db
from festa.interviews.employer_pages import applicants_of
from festa.interviews.note_routes import back_to, known, somebody
from festa.interviews.pool import decide_pool, pool_text
from festa.permissions import Permission, acting, requires
from festa.registrations.models import Registration
from festa.registrations.seeker_queries import find_registration_at

bp = Blueprint("talent_pool", __name__)

TABLET = "/employer/<int:participation_id>/people/<int:registration_id>/pool"


@bp.route("/my/pool/<int:participation_id>", methods=["GET", "POST"])
@requires(Permission.OWN_PAGE)
def mine(participation_id: int) -> str | Response:
    """Read what staying in this employer's pool means, and agree to it."""
    participation = get_participation(participation_id)
    registration = find_registration_at(participation.fair_id, current_user.id)
    if registration is None or not _said(registration, Purpose.THIRD_PARTY, participation):
        raise NotFound
    if request.method == "POST":
        decide_pool(registration, participation, True, ConsentMethod.WEB, acting())
        db.session.commit()
        name = participation.employer.name
        flash(_("%(employer)s 인재풀에 동의했어요. 언제든 철회할 수 있어요.", employer=name), "ok")
        return redirect(url_for("seekers.consents"), 303)
    return render_template(
        "interviews/pool.html",
        participation=participation,
        text=pool_text(participation.fair_id),
        agreed=_said(registration, Purpose.TALENT_POOL, participation),
    )


@bp.route(TABLET, methods=["GET", "POST"])
@requires(Permission.RECRUIT)
def tablet(participation_id: int, registration_id: int) -> Any:
    """The question on the table's tablet, in the seeker's own hands; nothing else is there."""
    participation = applicants_of(participation_id)
    registration, person = somebody(participation, registration_id)
    back = back_to(participation, registration)
    if request.method == "POST" and request.form.get("answer") in ("yes", "no"):
        yes = request.form["answer"] == "yes"
        decide_pool(registration, participation, yes, ConsentMethod.EMPLOYER_TABLET, acting())
        db.session.commit()
        done = url_for(
            ".hand_back",
            participation_id=participation_id,
            registration_id=registration_id,
            back=back,
        )
        return redirect(done, 303)
    return render_template(
        "interviews/pool_tablet.html",
        participation=participation,
        person=person,
        text=pool_text(participation.fair_id),
        back=back,
    )


@bp.get(f"{TABLET}/done")
@requires(Permission.RECRUIT)
def hand_back(participation_id: int, registration_id: int) -> str:
    """Thank the seeker and ask for the tablet back."""
    participation = applicants_of(participation_id)
    registration = known(participation, registration_id)
    return render_template(
        "interviews/pool_done.html",
        participation=participation,
        agreed=_said(registration, Purpose.TALENT_POOL, participation),
        back=back_to(participation, registration),
    )


def _said(registration: Registration, purpose: Purpose, participation: Participation) -> bool:
    found = find_standing(
        registration.seeker_id, registration.fair_id, purpose, participation.employer_id
    )
    return found is not None
