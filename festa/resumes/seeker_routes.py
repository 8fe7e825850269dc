"""A seeker's own résumés: handing in, the receipt, taking back."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from festa import clock
from festa.errors import NotFound
from festa.extensions import db
from festa.interviews.models import Application
from festa.permissions import Permission, acting, authorise, requires
from festa.resumes.answers import as_file
from festa.resumes.forms import FilesForm
from festa.resumes.models import Resume
from festa.resumes.number import show_number
from festa.resumes.queries import earlier_of, get_resume, standing_resumes
from festa.resumes.refusals import SENTENCES
from festa.resumes.relaying import is_relayed
from festa.resumes.service import hand_in as hand_in_resume
from festa.resumes.service import read, reason_against, relay
from festa.resumes.service import take_back as take_back_resume
from festa.resumes.states import STANDING
from festa.resumes.words import SEEKER_PILLS, described

bp = Blueprint("seeker_resumes", __name__, url_prefix="/my")


@bp.route("/applications/<int:application_id>/resume", methods=["GET", "POST"])
@requires(Permission.OWN_PAGE)
def hand_in(application_id: int) -> Any:
    """Hand in a résumé for an application, or another in its place."""
    application = _own_application(application_id)
    standing = standing_resumes([application.id]).get(application.id)
    reason = reason_against(application)
    form = FilesForm()
    status = 200
    if reason is not None:
        status = 409 if form.is_submitted() else 200
    elif form.validate_on_submit():
        judged = form.judged()
        if judged is not None:
            resume = hand_in_resume(application, judged, acting())
            db.session.commit()
            flash(_("이력서를 전했어요. 접수증을 확인해 주세요."), "ok")
            return redirect(url_for(".receipt", resume_id=resume.id), 303)
        status = 422
    page = render_template(
        "resumes/hand_in.html",
        form=form,
        application=application,
        participation=application.participation,
        fair=application.registration.fair,
        standing=standing,
        refused=SENTENCES[reason] if reason else None,
        described=described,
    )
    return page, status


@bp.get("/resumes/<int:resume_id>")
@requires(Permission.OWN_PAGE)
def receipt(resume_id: int) -> str:
    """The receipt: what went to whom, whether it was collected, until when it is kept."""
    resume = _own(resume_id)
    participation = resume.application.participation
    standing = resume.delivery.state in STANDING
    return render_template(
        "resumes/receipt.html",
        resume=resume,
        delivery=resume.delivery,
        application=resume.application,
        participation=participation,
        fair=resume.application.registration.fair,
        earlier=earlier_of(resume),
        number=show_number(resume.delivery.number),
        pills=SEEKER_PILLS,
        described=described,
        show_number=show_number,
        standing=standing,
        replaceable=standing and reason_against(resume.application) is None,
        offered=standing
        and resume.delivery.due_at is None
        and is_relayed(participation.mode, participation.state),
        now=clock.now(),
    )


@bp.get("/resumes/<int:resume_id>/file")
@requires(Permission.OWN_PAGE)
def file(resume_id: int) -> Response:
    """One's own file back."""
    resume = _own(resume_id)
    return as_file(resume, read(resume))


@bp.post("/resumes/<int:resume_id>/take-back")
@requires(Permission.OWN_PAGE)
def take_back(resume_id: int) -> BaseResponse:
    """Destroy a résumé; the application stays."""
    resume = _own(resume_id)
    take_back_resume(resume, acting())
    db.session.commit()
    flash(_("이력서를 거두어 파기했어요. 신청은 그대로 있어요."), "ok")
    return redirect(url_for(".receipt", resume_id=resume_id), 303)


@bp.post("/resumes/<int:resume_id>/relay")
@requires(Permission.OWN_PAGE)
def send_on(resume_id: int) -> BaseResponse:
    """Have a résumé brought to an employer that does not come after all."""
    resume = _own(resume_id)
    relay(resume, acting())
    db.session.commit()
    flash(_("이력서를 기업에 전했어요. 답이 오면 알려 드릴게요."), "ok")
    return redirect(url_for(".receipt", resume_id=resume_id), 303)


def _own_application(application_id: int) -> Application:
    application = db.session.get(Application, application_id)
    if application is None:
        raise NotFound
    authorise(Permission.OWN_PAGE, application)
    return application


def _own(resume_id: int) -> Resume:
    resume = get_resume(resume_id)
    authorise(Permission.OWN_PAGE, resume)
    return resume
