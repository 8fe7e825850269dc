"""Applying for the next fair from the employer's own side: one tap, everything filled in."""

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_login import current_user

from festa.employers.side_queries import get_participation
from festa.employers.tokens import owner_only
from festa.employers.words import MODE_KINDS, MODE_WORDS
from festa.errors import Refused
from festa.extensions import db
from festa.fairs.queries import get_fair
from festa.onboarding import applying
from festa.onboarding.forward import carry_forward, drafts_of, ways_forward
from festa.onboarding.owners import owned_employers
from festa.onboarding.queries import get_application
from festa.onboarding.refusals import ApplyRefusal
from festa.onboarding.sending import send_in
from festa.onboarding.tax_office import tax_office_of
from festa.permissions import Permission, acting, authorise, requires

bp = Blueprint("forward", __name__, url_prefix="/employer/forward")


@bp.get("")
@requires(Permission.RECRUIT)
def index() -> str:
    """Which fairs are open to one's companies."""
    ids = [employer.id for employer in owned_employers(current_user)]
    return render_template(
        "onboarding/forward.html",
        ways=ways_forward(ids),
        drafts=drafts_of(ids),
        owns=bool(ids),
        modes={mode: (word, MODE_KINDS[mode]) for mode, word in MODE_WORDS.items()},
    )


@bp.post("/<int:participation_id>/<slug>")
@requires(Permission.RECRUIT)
def apply(participation_id: int, slug: str) -> Any:
    """Carry everything forward and send it in; what is missing is asked on the application."""
    before = get_participation(participation_id)
    authorise(Permission.RECRUIT, before)
    account = current_user._get_current_object()
    owner_only(account, before.employer)
    try:
        application = carry_forward(before, get_fair(slug), account, str(get_locale()), acting())
    except Refused as refused:
        db.session.rollback()
        flash(str(refused.sentence), "stop")
        return redirect(url_for(".index"), 303)
    db.session.commit()
    number = application.id
    if application.sent_at is not None:
        return redirect(url_for("applying.show", application_id=number), 303)
    business = applying.business_of(application)
    db.session.rollback()
    told = tax_office_of(current_app.config).ask(business)
    application = get_application(number)
    applying.keep_tax_answer(application, told, acting())
    db.session.commit()
    try:
        send_in(application, acting())
        db.session.commit()
    except Refused as refused:
        db.session.rollback()
        if refused.reason is not ApplyRefusal.NOT_COMPLETE:
            flash(str(refused.sentence), "stop")
        else:
            flash(_("거의 다 채웠어요. 빠진 것만 적고 보내 주세요."), "wait")
    else:
        flash(_("신청서를 보냈어요. 결과는 이메일로 알려 드려요."), "ok")
    return redirect(url_for("applying.show", application_id=number), 303)
