"""A seeker's own pages: what comes next, the badge, consents, and what is known of them."""

import json
from collections.abc import Sequence

from flask import Response, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user, logout_user
from werkzeug.wrappers import Response as BaseResponse

from festa import clock
from festa.badges import fonts
from festa.badges.queries import active_badge
from festa.badges.svg import qr_svg
from festa.consents.models import (
    ASKED_AT_REGISTRATION,
    Consent,
    ConsentMethod,
    ConsentState,
    ConsentText,
    Purpose,
)
from festa.consents.queries import consents_of, current_texts_of
from festa.consents.service import decide
from festa.errors import NotFound
from festa.extensions import db
from festa.fairs.lifecycle import OVER
from festa.follow_ups.answering import open_questions_of
from festa.interviews.countdown import until
from festa.interviews.departures import leave_fair, withdraw_consent
from festa.interviews.pool import pool_offers
from festa.interviews.recommendations import open_recommendations
from festa.interviews.seeker_queries import MOVABLE, my_page_of
from festa.interviews.seeker_words import APPLICATION_PILLS, BOOKING_PILLS
from festa.interviews.states import BEFORE_THE_TALK
from festa.paper.personal import draw_personal_copy
from festa.permissions import Permission, acting, authorise, public, requires
from festa.queues.person_numbers import numbers_of
from festa.queues.words import eta_words
from festa.registrations.details import keep_details
from festa.registrations.forms import details_form
from festa.registrations.models import Registration
from festa.registrations.queries import find_registration, granted_purposes
from festa.registrations.seeker_queries import registrations_of
from festa.registrations.service import STANDING
from festa.registrations.steps import DETAILS_NEED
from festa.registrations.words import PILLS as REGISTRATION_PILLS
from festa.reports.personal_copy import personal_copy
from festa.resumes.queries import standing_resumes
from festa.resumes.service import takes_resume
from festa.retention.erasing import erase
from festa.seekers.choices import shown
from festa.seekers.forms import CorrectForm, EraseForm
from festa.seekers.service import correct
from festa.seekers.sign_in import bp
from festa.surveys.service import surveys_due
from festa.surveys.words import SHORT

__all__ = ["bp"]


@bp.app_template_filter()
def chosen(kept: Sequence[str]) -> str:
    """What somebody chose, in the reader's language: Data Labeller, Content Marketer."""
    return ", ".join(shown(word) for word in kept)


@bp.get("")
@requires(Permission.OWN_PAGE)
def my_page() -> str:
    """The next fair with its badge, the day's interviews, applications and other fairs."""
    page = my_page_of(current_user.id, clock.today())
    return render_template(
        "seekers/my_page.html",
        page=page,
        now=clock.now(),
        until=until,
        bookings_pills=BOOKING_PILLS,
        application_pills=APPLICATION_PILLS,
        registration_pills=REGISTRATION_PILLS,
        BEFORE_THE_TALK=BEFORE_THE_TALK,
        MOVABLE=MOVABLE,
        STANDING=STANDING,
        surveys=surveys_due(current_user.id),
        recommended=open_recommendations(current_user.id),
        resumes=standing_resumes([one.id for one in page.applications]),
        takes_resume=takes_resume,
        questions=open_questions_of(current_user.id),
        numbers=numbers_of(current_user.id),
        eta_words=eta_words,
    )


@bp.get("/badge/<int:registration_id>")
@requires(Permission.OWN_PAGE)
def badge(registration_id: int) -> str:
    """The badge as large as the screen: QR, short code, name."""
    registration = _own_registration(registration_id)
    return render_template(
        "seekers/badge.html",
        registration=registration,
        fair=registration.fair,
        badge=active_badge(registration.id),
    )


@bp.get("/badge/<int:registration_id>/qr.svg")
@requires(Permission.OWN_PAGE)
def badge_qr(registration_id: int) -> Response:
    """The QR of the badge that opens the door now."""
    badge = active_badge(_own_registration(registration_id).id)
    if badge is None:
        raise NotFound
    answer = Response(qr_svg(badge.code), mimetype="image/svg+xml")
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.post("/registrations/<int:registration_id>/cancel")
@requires(Permission.OWN_PAGE)
def cancel_registration(registration_id: int) -> BaseResponse:
    """Leave a fair, with everything planned there."""
    registration = _own_registration(registration_id)
    leave_fair(registration, acting())
    db.session.commit()
    flash(_("%(city)s 참가 신청을 취소했어요.", city=registration.fair.city), "ok")
    return redirect(url_for("seekers.my_page"), 303)


@bp.get("/consents")
@requires(Permission.OWN_PAGE)
def consents() -> str:
    """Every consent that was asked for, with its text and the way back."""
    said = consents_of(current_user.id)
    fairs = {one.fair_id: one.fair for one in registrations_of(current_user.id)}
    standing = [one for one in said if one.state is ConsentState.GRANTED]
    given = {(one.fair_id, one.purpose) for one in standing}
    return render_template(
        "seekers/consents.html",
        fairs=fairs,
        standing=standing,
        past=[one for one in said if one.state is not ConsentState.GRANTED],
        pools=pool_offers(current_user.id),
        offered=[text for text in _askable() if (text.fair_id, text.purpose) not in given],
    )


@bp.post("/consents/<int:consent_id>/withdraw")
@requires(Permission.OWN_PAGE)
def withdraw(consent_id: int) -> BaseResponse:
    """Take one consent back, and what was kept or planned because of it."""
    consent = db.session.get(Consent, consent_id)
    if consent is None:
        raise NotFound
    authorise(Permission.OWN_PAGE, consent)
    withdraw_consent(consent, acting())
    db.session.commit()
    flash(_("동의를 철회했어요. 이제 그 정보를 쓰지 않아요."), "ok")
    return redirect(url_for("seekers.consents"), 303)


@bp.post("/consents/texts/<int:text_id>/give")
@requires(Permission.OWN_PAGE)
def give(text_id: int) -> BaseResponse:
    """Agree after all to something that was left open or taken back."""
    text = next((text for text in _askable() if text.id == text_id), None)
    if text is None:
        raise NotFound
    decide(current_user.id, text, True, ConsentMethod.WEB, acting())
    db.session.commit()
    flash(_("동의해 주셔서 고마워요. 언제든 다시 철회할 수 있어요."), "ok")
    return redirect(url_for("seekers.consents"), 303)


@bp.route("/data", methods=["GET", "POST"])
@requires(Permission.OWN_PAGE)
def data() -> str | tuple[str, int] | BaseResponse:
    """What is kept of the person; year of birth and home can be corrected here."""
    known = {"birth_year": current_user.birth_year or "", "region": current_user.region}
    form = CorrectForm(data=known)
    if form.validate_on_submit():
        correct(current_user, form.year, form.place, acting())
        db.session.commit()
        flash(_("고친 내용을 저장했어요."), "ok")
        return redirect(url_for("seekers.data"), 303)
    page = render_template("seekers/data.html", form=form, granted=_granted(), Purpose=Purpose)
    return (page, 422) if form.errors else page


@bp.route("/data/details", methods=["GET", "POST"])
@requires(Permission.OWN_PAGE)
def details() -> str | tuple[str, int] | BaseResponse:
    """Correct what was added of one's own accord, as far as the consent for it stands."""
    granted = _granted()
    if not granted & DETAILS_NEED:
        return redirect(url_for("seekers.data"), 303)
    form = details_form(current_user, granted)
    if form.validate_on_submit():
        keep_details(current_user, form.details(), granted, acting())
        db.session.commit()
        flash(_("고친 내용을 저장했어요."), "ok")
        return redirect(url_for("seekers.data"), 303)
    page = render_template("seekers/details.html", form=form)
    return (page, 422) if form.errors else page


@bp.get("/data.json")
@requires(Permission.OWN_PAGE)
def download() -> Response:
    """Everything that is kept of the person, to take away."""
    body = json.dumps(personal_copy(current_user), ensure_ascii=False, indent=2)
    answer = Response(body, mimetype="application/json")
    answer.headers["Content-Disposition"] = 'attachment; filename="festa-my-data.json"'
    return answer


@bp.get("/data.pdf")
@requires(Permission.OWN_PAGE)
def download_pdf() -> Response:
    """The same to read: for people rather than programs."""
    fonts.register(current_app.config["PDF_FONTS"])
    drawn = draw_personal_copy(personal_copy(current_user), SHORT)
    answer = Response(drawn, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = 'attachment; filename="festa-my-data.pdf"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.route("/data/erase", methods=["GET", "POST"])
@requires(Permission.OWN_PAGE)
def erase_me() -> str | tuple[str, int] | BaseResponse:
    """Destroy everything that names the person, once they have read what that means."""
    form = EraseForm()
    if form.validate_on_submit():
        erase(current_user, acting())
        db.session.commit()
        logout_user()
        return redirect(url_for("seekers.erased"), 303)
    coming = [one for one in registrations_of(current_user.id) if _lies_ahead(one)]
    page = render_template("seekers/erase.html", form=form, coming=coming)
    return (page, 422) if form.errors else page


@bp.get("/erased")
@public
def erased() -> str:
    """Say that it is done; it knows nobody."""
    return render_template("seekers/erased.html")


def _lies_ahead(registration: Registration) -> bool:
    return registration.state in STANDING and registration.fair.state not in OVER


def _granted() -> set[Purpose]:
    """What the seeker has agreed to at any fair."""
    fair_ids = [one.fair_id for one in registrations_of(current_user.id)]
    return granted_purposes(current_user.id, fair_ids)


def _askable() -> list[ConsentText]:
    """The texts in force that a seeker may agree to: of the fairs at which they stand."""
    fair_ids = [
        one.fair_id
        for one in registrations_of(current_user.id)
        if one.state in STANDING and one.fair.state not in OVER
    ]
    texts = current_texts_of(fair_ids)
    return [
        texts[fair_id][purpose]
        for fair_id in fair_ids
        for purpose in ASKED_AT_REGISTRATION
        if purpose in texts.get(fair_id, {})
    ]


def _own_registration(registration_id: int) -> Registration:
    registration = find_registration(registration_id)
    if registration is None:
        raise NotFound
    authorise(Permission.OWN_PAGE, registration)
    return registration
