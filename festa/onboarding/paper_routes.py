"""The papers of an application in its applicant's hands."""

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from festa.errors import Refused
from festa.extensions import db
from festa.fairs.forms import complain
from festa.onboarding.applicant_pages import BY_ADDRESS, Answer, bp, my_application
from festa.onboarding.documents import get_document, keep_document, remove_document
from festa.onboarding.forms import PaperForm
from festa.onboarding.papers import MOST_BYTES
from festa.onboarding.parts import Part
from festa.permissions import acting, public


@bp.route("/<int:application_id>/papers", methods=["GET", "POST"])
@public
@BY_ADDRESS
def papers(application_id: int) -> Answer:
    """Upload a paper; what was uploaded is listed, and shown to organisers only."""
    application = my_application(application_id)
    form = PaperForm()
    if form.validate_on_submit():
        try:
            keep_document(application, form.file.data.read(MOST_BYTES + 1), acting())
            db.session.commit()
        except Refused as refused:
            db.session.rollback()
            complain(form.file, refused.sentence)
            application = my_application(application_id)
        else:
            flash(_("서류를 올렸어요. 운영사무국만 볼 수 있어요."), "ok")
            return redirect(url_for("applying.papers", application_id=application_id), 303)
    page = render_template(
        "onboarding/papers.html",
        application=application,
        form=form,
        part=Part.PAPERS,
        remarks={field.value: one for field, one in application.open_remarks.items()},
    )
    return page, 422 if form.errors else 200


@bp.post("/<int:application_id>/papers/<int:document_id>/remove")
@public
@BY_ADDRESS
def remove_paper(application_id: int, document_id: int) -> Answer:
    """Take a paper back; its bytes are destroyed at once."""
    application = my_application(application_id)
    remove_document(get_document(application, document_id), acting())
    db.session.commit()
    flash(_("올린 서류를 지웠어요."), "ok")
    return redirect(url_for("applying.papers", application_id=application_id), 303)
