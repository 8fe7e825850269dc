"""Postings that wait in the screening, for organisers: what was found, and letting it stand."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from festa.employers.console_queries import count_screened, get_screened, screened_jobs
from festa.employers.marked import marked
from festa.employers.screening import let_stand, open_findings, passes_of, seal, year_of
from festa.errors import Refused
from festa.extensions import db
from festa.fairs.asked import asked_fair
from festa.permissions import Permission, acting, authorise, requires

bp = Blueprint("wording_console", __name__, url_prefix="/console/wording")


class StandForm(FlaskForm):
    """Why wordings may stand, and which of them were seen."""

    reason = StringField(
        _l("그대로 두는 까닭"),
        [InputRequired(_l("그대로 두는 까닭을 적어 주세요. 기록에 남아요.")), Length(max=300)],
        description=_l("예: 법이 정한 자격이라 나이가 꼭 필요해요."),
    )
    seen = StringField()


@bp.get("")
@requires(Permission.MANAGE_EMPLOYERS)
def index() -> Any:
    """The postings of a fair that wait, the longest first."""
    fair, fairs = asked_fair(request.args.get("fair"))
    if fair is None:
        return redirect(url_for("fairs_console.season"), 303)
    authorise(Permission.MANAGE_EMPLOYERS, fair)
    jobs = screened_jobs(fair)
    passes = passes_of([job.id for job in jobs])
    waiting = []
    for job in jobs:
        found = open_findings(job, passes)
        waiting.append((job, marked(job, found, year_of(job)), seal(found)))
    return render_template(
        "employers/console_wording.html",
        fair=fair,
        fairs=fairs,
        waiting=waiting,
        counts=count_screened(fairs),
        form=StandForm(formdata=None),
    )


@bp.post("/<int:job_id>/stand")
@requires(Permission.MANAGE_EMPLOYERS)
def stand(job_id: int) -> Response:
    """Let a posting's wordings stand, with a reason, and put it up."""
    job = get_screened(job_id)
    authorise(Permission.MANAGE_EMPLOYERS, job)
    form = StandForm()
    back = redirect(url_for(".index", fair=job.participation.fair.slug), 303)
    try:
        reason = (form.reason.data or "") if form.validate_on_submit() else ""
        let_stand(job, reason, form.seen.data or "", acting())
        db.session.commit()
        flash(_("문구를 그대로 두고 공고를 게시했어요. 까닭은 기록에 남았어요."), "ok")
    except Refused as refused:
        db.session.rollback()
        flash(str(refused.sentence), "stop")
    return back
