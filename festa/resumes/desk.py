"""The same at the desk: a paper résumé photographed, a file scanned, handed in for somebody."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from festa.audit.looks import looked_at
from festa.consents.models import ConsentMethod, ConsentText, Purpose
from festa.consents.queries import current_texts
from festa.employers.board import get_public_participation
from festa.employers.models import Participation
from festa.errors import NotFound, Refused
from festa.extensions import db
from festa.interviews.applications import ApplyCommand, apply, find_application
from festa.interviews.models import Application
from festa.interviews.states import ApplicationState
from festa.permissions import Permission, acting, authorise, requires
from festa.registrations.desk_queries import get_registration_at
from festa.registrations.models import Registration
from festa.resumes.desk_queries import posts_at
from festa.resumes.forms import DeskForm
from festa.resumes.number import show_number
from festa.resumes.queries import standing_resumes
from festa.resumes.service import hand_in as hand_in_resume
from festa.resumes.words import SEEKER_PILLS, described

bp = Blueprint("resumes_desk", __name__, url_prefix="/desk/<slug>/people/<int:registration_id>")


@bp.get("/resumes")
@requires(Permission.WORK_AT_DESK)
def index(slug: str, registration_id: int) -> str:
    """Where the person can hand in a résumé here, and the receipts of those handed in."""
    registration = _registration(slug, registration_id)
    posts = posts_at(registration)
    numbers = [application.id for _part, application in posts if application]
    looked_at("desk.resumes", [registration.seeker_id], acting(), fair_id=registration.fair_id)
    return render_template(
        "resumes/desk_list.html",
        registration=registration,
        fair=registration.fair,
        posts=posts,
        standing=standing_resumes(numbers),
        pills=SEEKER_PILLS,
        show_number=show_number,
    )


@bp.route("/resumes/<int:participation_id>", methods=["GET", "POST"])
@requires(Permission.WORK_AT_DESK)
def hand_in(slug: str, registration_id: int, participation_id: int) -> Any:
    """Hand in a résumé for somebody, with the consent that names the employer."""
    registration = _registration(slug, registration_id)
    participation = get_public_participation(participation_id)
    if participation.fair_id != registration.fair_id:
        raise NotFound
    application = _live(find_application(registration, participation))
    text = current_texts(registration.fair_id).get(Purpose.THIRD_PARTY)
    form = DeskForm()
    form.consent.label.text = _(
        "%(employer)s에 정보와 이력서를 제공하는 데 동의하셨어요",
        employer=participation.employer.name,
    )
    status = 422
    if form.validate_on_submit() and text is not None:
        try:
            answer = _hand_in(registration, participation, application, text, form)
            if answer is not None:
                return answer
        except Refused as refused:
            db.session.rollback()
            form.consent.errors = [refused.sentence]
            status = 409
    page = render_template(
        "resumes/desk_hand_in.html",
        form=form,
        registration=registration,
        participation=participation,
        fair=registration.fair,
        application=application,
        standing=standing_resumes([application.id]).get(application.id) if application else None,
        text=text,
        described=described,
    )
    return page, status if form.errors else 200


def _hand_in(
    registration: Registration,
    participation: Participation,
    application: Application | None,
    text: ConsentText,
    form: DeskForm,
) -> Response | None:
    judged = form.judged()
    if judged is None:
        return None
    method = ConsentMethod(form.method.data)
    if application is None:
        agreed = bool(form.consent.data)
        asked = ApplyCommand(registration, participation, agreed, method=method)
        application = apply(asked, text, acting())
    resume = hand_in_resume(application, judged, acting(), method)
    number = show_number(resume.delivery.number)
    db.session.commit()
    flash(_("이력서를 전했어요. 접수번호 %(number)s를 알려 드리세요.", number=number), "ok")
    return redirect(
        url_for(".index", slug=registration.fair.slug, registration_id=registration.id), 303
    )


def _live(application: Application | None) -> Application | None:
    if application is None or application.state is ApplicationState.WITHDRAWN:
        return None
    return application


def _registration(slug: str, registration_id: int) -> Registration:
    registration = get_registration_at(slug, registration_id)
    authorise(Permission.WORK_AT_DESK, registration)
    return registration
