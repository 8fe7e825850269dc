"""The employer's look at a posting's wordings: where, why, and what to say instead."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import IntegerField, StringField

from festa.employers.marked import marked
from festa.employers.models import Job, JobState, Participation
from festa.employers.screening import open_findings, seal, take_suggestion, year_of
from festa.employers.side_queries import get_job, get_participation
from festa.employers.words import JOB_KINDS, JOB_WORDS
from festa.errors import Refused
from festa.extensions import db
from festa.permissions import Permission, acting, authorise, requires

bp = Blueprint("employer_wording", __name__, url_prefix="/employer")

JOB_PILLS = {state: (JOB_WORDS[state], JOB_KINDS[state]) for state in JobState}


class TakeForm(FlaskForm):
    """Which suggestion is taken, and on which findings it was offered."""

    number = IntegerField()
    seen = StringField()


@bp.get("/<int:participation_id>/jobs/<int:job_id>/wording")
@requires(Permission.RECRUIT)
def show(participation_id: int, job_id: int) -> str:
    """What the lint found in a posting, word by word."""
    own, posting = _load(participation_id, job_id)
    found = open_findings(posting)
    return render_template(
        "employer/wording.html",
        participation=own,
        job=posting,
        groups=marked(posting, found, year_of(posting)),
        count=len(found),
        seal=seal(found),
        job_pills=JOB_PILLS,
    )


@bp.post("/<int:participation_id>/jobs/<int:job_id>/wording")
@requires(Permission.RECRUIT)
def take(participation_id: int, job_id: int) -> Response:
    """Take one suggestion."""
    own, posting = _load(participation_id, job_id)
    form = TakeForm()
    at: dict[str, Any] = {"participation_id": own.id, "job_id": posting.id}
    if not form.validate_on_submit():
        return redirect(url_for(".show", **at), 303)
    number = form.number.data if form.number.data is not None else -1
    try:
        take_suggestion(posting, number, form.seen.data or "", acting())
        db.session.commit()
    except Refused as refused:
        db.session.rollback()
        flash(str(refused.sentence), "stop")
        return redirect(url_for(".show", **at), 303)
    if open_findings(posting):
        flash(_("바꿨어요. 남은 곳도 확인해 주세요."), "ok")
    elif posting.state is JobState.POSTED:
        flash(_("모두 고쳐서 공고를 게시했어요. 이제 구직자가 볼 수 있어요."), "ok")
        return redirect(url_for("employer_side.jobs", participation_id=own.id), 303)
    else:
        flash(_("모두 고쳤어요. 이제 게시할 수 있어요."), "ok")
    return redirect(url_for(".show", **at), 303)


def _load(participation_id: int, job_id: int) -> tuple[Participation, Job]:
    own: Any = get_participation(participation_id)
    authorise(Permission.RECRUIT, own)
    return own, get_job(own, job_id)
