"""A seeker's way to an employer: applying with the consent that names it, and stepping back."""

from enum import StrEnum

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from festa import clock
from festa.consents.models import ConsentText, Purpose
from festa.consents.queries import current_texts
from festa.employers.board import get_public_participation, jobs_of
from festa.employers.models import JobState, Participation
from festa.employers.question_models import Question
from festa.employers.questions import questions_of
from festa.errors import NotFound, Refused
from festa.extensions import db
from festa.fairs.standing import ENDED, standing
from festa.interviews.answer_form import field_name, said_in, with_questions
from festa.interviews.answers import keep_answers
from festa.interviews.applications import (
    ApplicationRefusal,
    ApplyCommand,
    apply,
    find_application,
)
from festa.interviews.departures import call_off, leave_employer
from festa.interviews.models import Application, Booking
from festa.interviews.seeker_forms import ApplyForm, apply_form
from festa.interviews.seeker_words import APPLICATION_PILLS
from festa.interviews.states import ApplicationState
from festa.interviews.windows import Standing, Step, sentence, window
from festa.permissions import Permission, acting, authorise, requires
from festa.registrations.models import Registration
from festa.registrations.seeker_queries import find_registration_at
from festa.registrations.service import STANDING
from festa.registrations.states import RegistrationState
from festa.resumes.contents import Judged
from festa.resumes.forms import ApplyWithFilesForm
from festa.resumes.relaying import is_relayed
from festa.resumes.service import hand_in

bp = Blueprint("seeker_interviews", __name__, url_prefix="/my")

Answer = str | tuple[str, int] | Response


class Obstacle(StrEnum):
    """What is said instead of the form."""

    FAIR_ENDED = "fair_ended"
    NOT_REGISTERED = "not_registered"
    NOT_CONFIRMED = "not_confirmed"
    APPLIED = "applied"
    NO_TEXT = "no_text"
    NOT_NOW = "not_now"


@bp.route("/apply/<int:participation_id>", methods=["GET", "POST"], endpoint="apply")
@requires(Permission.OWN_PAGE)
def apply_to_employer(participation_id: int) -> Answer:
    """Ask one employer for an interview, consenting to give it what it needs for that."""
    participation = get_public_participation(participation_id)
    registration = find_registration_at(participation.fair_id, current_user.id)
    text = current_texts(participation.fair_id).get(Purpose.THIRD_PARTY)
    application = find_application(registration, participation) if registration else None
    obstacle = _obstacle(participation, registration, application, text)
    if obstacle or registration is None or text is None:
        page = render_template(
            "interviews/seeker_obstacle.html",
            participation=participation,
            fair=participation.fair,
            obstacle=obstacle,
            when=_when(participation) if obstacle is Obstacle.NOT_NOW else "",
            application=application,
            pills=APPLICATION_PILLS,
        )
        return page, 409 if request.method == "POST" else 200
    return _ask(registration, participation, text)


@bp.post("/applications/<int:application_id>/withdraw")
@requires(Permission.OWN_PAGE)
def withdraw(application_id: int) -> Response:
    """Take an application back, and the employer's sight of one's data with it."""
    application = db.session.get(Application, application_id)
    if application is None:
        raise NotFound
    authorise(Permission.OWN_PAGE, application)
    leave_employer(application, acting())
    name = application.participation.employer.name
    db.session.commit()
    flash(
        _("%(employer)s 신청을 취소했어요. 이 기업은 이제 내 정보를 볼 수 없어요.", employer=name),
        "ok",
    )
    return redirect(url_for("seekers.my_page"), 303)


@bp.post("/interviews/<int:booking_id>/cancel")
@requires(Permission.OWN_PAGE)
def cancel(booking_id: int) -> Response:
    """Call an interview off."""
    booking = db.session.get(Booking, booking_id)
    if booking is None:
        raise NotFound
    authorise(Permission.OWN_PAGE, booking)
    call_off(booking, acting())
    name = booking.participation.employer.name
    db.session.commit()
    flash(_("%(employer)s 면접을 취소했어요.", employer=name), "ok")
    return redirect(url_for("seekers.my_page"), 303)


def _ask(registration: Registration, participation: Participation, text: ConsentText) -> Answer:
    """The form, and what becomes of it."""
    name = participation.employer.name
    jobs = [job for job in jobs_of(participation) if job.state is JobState.POSTED]
    relayed = is_relayed(participation.mode, participation.state)
    label = (
        _("%(employer)s에 내 정보와 이력서를 제공하는 데 동의해요", employer=name)
        if relayed
        else _("%(employer)s에 내 정보를 제공하는 데 동의해요", employer=name)
    )
    questions = questions_of(participation)
    kind = with_questions(ApplyWithFilesForm if relayed else ApplyForm, questions)
    form = apply_form(kind, jobs, request.args.get("job", type=int), label)
    status = 422
    if form.validate_on_submit():
        chosen = next((job for job in jobs if job.id == form.job.data), None)
        asked = ApplyCommand(registration, participation, form.agreed, chosen)
        try:
            said = said_in(form, questions)
            if not _has_file(form):
                return _apply(asked, text, said)
            judged = form.judged()  # type: ignore[attr-defined]
            if judged is not None:
                return _apply(asked, text, said, judged)
        except Refused as refusal:
            form.consent.errors = [refusal.sentence]
            status = 422 if refusal.reason is ApplicationRefusal.CONSENT_NEEDED else 409
    page = render_template(
        "interviews/seeker_apply.html",
        form=form,
        jobs=jobs,
        text=text,
        participation=participation,
        fair=participation.fair,
        relayed=relayed,
        choose_again=_has_file(form),
        answers=[form[field_name(one)] for one in questions],
    )
    return page, status if form.errors else 200


def _has_file(form: ApplyForm) -> bool:
    return isinstance(form, ApplyWithFilesForm) and form.has_file


def _apply(
    asked: ApplyCommand,
    text: ConsentText,
    answers: dict[Question, str],
    judged: Judged | None = None,
) -> Response:
    application = apply(asked, text, acting())
    keep_answers(application, answers, acting())
    resume = hand_in(application, judged, acting()) if judged is not None else None
    part = asked.participation
    name = part.employer.name
    db.session.commit()
    if resume is not None:
        flash(_("%(employer)s에 신청하고 이력서를 전했어요.", employer=name), "ok")
        return redirect(url_for("seeker_resumes.receipt", resume_id=resume.id), 303)
    if is_relayed(part.mode, part.state):
        flash(
            _("%(employer)s에 신청했어요. 이력서도 내 주시면 바로 전해 드려요.", employer=name),
            "ok",
        )
        return redirect(url_for("seeker_resumes.hand_in", application_id=application.id), 303)
    said = _("%(employer)s에 면접을 신청했어요. 답이 오면 이 화면에 보여 드려요.", employer=name)
    flash(said, "ok")
    return redirect(url_for("seekers.my_page"), 303)


def _when(participation: Participation) -> str:
    """When applying opens, or that it is over."""
    span = window(participation.fair, Step.APPLICATION)
    return sentence(Step.APPLICATION, span, span.at(clock.now()))


def _obstacle(
    participation: Participation,
    registration: Registration | None,
    application: Application | None,
    text: ConsentText | None,
) -> Obstacle | None:
    """What keeps this seeker from asking this employer, before anything is written."""
    if standing(participation.fair, clock.now()) in ENDED:
        return Obstacle.FAIR_ENDED
    if registration is None or registration.state not in STANDING:
        return Obstacle.NOT_REGISTERED
    if registration.state is not RegistrationState.CONFIRMED:
        return Obstacle.NOT_CONFIRMED
    if application is not None and application.state is not ApplicationState.WITHDRAWN:
        return Obstacle.APPLIED
    if window(participation.fair, Step.APPLICATION).at(clock.now()) is not Standing.OPEN:
        return Obstacle.NOT_NOW
    return Obstacle.NO_TEXT if text is None else None
