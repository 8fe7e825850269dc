"""An employer's application as its applicant writes it: begun, written, sent in, put right."""

from typing import Any

from flask import current_app, flash, redirect, render_template, request, session, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from festa.employers.business_number import show_business_number
from festa.employers.words import EMPLOYMENT_WORDS, PARTICIPATION_KINDS, PARTICIPATION_WORDS
from festa.errors import Refused
from festa.extensions import db
from festa.fairs.forms import complain
from festa.fairs.queries import find_fair
from festa.forbidden import has_forbidden_number
from festa.onboarding import applying, paper_routes
from festa.onboarding.applicant_pages import (
    BY_ADDRESS,
    LINKS_BY_ADDRESS,
    Answer,
    bp,
    door_of,
    is_owner_here,
    my_application,
    remember,
)
from festa.onboarding.forms import (
    CompanyForm,
    JobWishForm,
    NumberForm,
    StartForm,
    TakingPartForm,
    on_one_line,
)
from festa.onboarding.links import find_by_word
from festa.onboarding.models import EmployerApplication
from festa.onboarding.parts import FIELDS, PART_OF, Field, Part, unanswered
from festa.onboarding.queries import fairs_to_come
from festa.onboarding.sending import send_in
from festa.onboarding.tax_office import tax_office_of
from festa.onboarding.words import APPLICANT_EVIDENCE_WORDS
from festa.permissions import acting, public

__all__ = ["bp", "paper_routes"]

PILLS = {
    state: (PARTICIPATION_WORDS[state], PARTICIPATION_KINDS[state]) for state in PARTICIPATION_WORDS
}


@bp.route("", methods=["GET", "POST"])
@public
@LINKS_BY_ADDRESS
def start() -> Answer:
    """Which fair, which company; a link to go on with goes to the address."""
    fairs = [fair for fair in fairs_to_come() if applying.is_open(fair)]
    asked = request.args.get("fair")
    form = StartForm(fair=asked if asked in {fair.slug for fair in fairs} else None).offer(fairs)
    if form.validate_on_submit():
        fair = find_fair(form.fair.data)
        try:
            assert fair is not None
            applying.begin(fair, form.number, form.email.data or "", str(get_locale()), acting())
            db.session.commit()
        except Refused as refused:
            db.session.rollback()
            complain(form.email, refused.sentence)
        else:
            session["applied_with"] = form.email.data
            return redirect(url_for("applying.sent"), 303)
    page = render_template("onboarding/start.html", form=form, fairs=fairs)
    return page, 422 if form.errors else 200


@bp.post("/number")
@public
@BY_ADDRESS
def check_number() -> str:
    """The field of a business number, with what is wrong with it: before anything else is written."""
    form = NumberForm()
    form.validate()
    if not form.business_number.errors:
        form.business_number.data = show_business_number(form.number)
    return render_template("onboarding/number.html", form=form)


@bp.get("/sent")
@public
def sent() -> Answer:
    """Where to look for the link."""
    if "applied_with" not in session:
        return redirect(url_for("applying.start"), 303)
    return render_template(
        "onboarding/sent.html",
        email=session["applied_with"],
        on_console=current_app.config["EMAIL_CHANNEL"] == "console",
    )


@bp.route("/again", methods=["GET", "POST"])
@public
@LINKS_BY_ADDRESS
def again() -> Answer:
    """Send the link once more; what is said does not tell whether there was an application."""
    form = NumberForm()
    if form.validate_on_submit():
        applying.send_link_again(form.email.data or "", form.number, acting())
        db.session.commit()
        session["applied_with"] = form.email.data
        return redirect(url_for("applying.sent"), 303)
    page = render_template("onboarding/again.html", form=form)
    return page, 422 if form.errors else 200


@bp.get("/link/<word>")
@public
@BY_ADDRESS
def open_link(word: str) -> Answer:
    """The link of the mail: from here on this browser knows the application."""
    application = find_by_word(word)
    if application is None:
        flash(_("기간이 지났거나 알아볼 수 없는 링크예요. 새 링크를 받아 주세요."), "wait")
        return redirect(url_for("applying.again"), 303)
    remember(application)
    return redirect(url_for("applying.show", application_id=application.id), 303)


@bp.get("/<int:application_id>")
@public
def show(application_id: int) -> str:
    """How far the application is, and what the organisers say."""
    return _show(my_application(application_id))


def _show(application: EmployerApplication) -> str:
    missing = applying.missing_of(application) if application.may_be_changed else []
    remarks = application.open_remarks
    return render_template(
        "onboarding/show.html",
        application=application,
        doors={part: door_of(application, part) for part in Part},
        missing=missing,
        lacking={PART_OF[field] for field in missing},
        asked={PART_OF[field] for field in remarks},
        owed=unanswered(application, remarks),
        part_of=PART_OF,
        evidence=APPLICANT_EVIDENCE_WORDS[applying.evidence_of(application)],
        pills=PILLS,
        at_home=is_owner_here(application),
    )


@bp.route("/<int:application_id>/company", methods=["GET", "POST"])
@public
@BY_ADDRESS
def company(application_id: int) -> Answer:
    """What stands on the certificate; the tax office is asked when it was kept."""
    application = my_application(application_id)
    form = CompanyForm(obj=application)
    if form.validate_on_submit():
        before = applying.business_of(application)
        kept = _keep(application, form, Part.COMPANY)
        if kept is None:
            business = applying.business_of(application)
            new = business != before or application.tax_checked_at is None
            db.session.commit()
            if new:
                _ask_tax_office(application_id)
            return redirect(url_for("applying.show", application_id=application_id), 303)
    return _part_page(application, form, Part.COMPANY)


def _ask_tax_office(application_id: int) -> None:
    """Ask between two transactions: nobody's lock waits for somebody else's server."""
    application = my_application(application_id)
    business = applying.business_of(application)
    db.session.rollback()
    told = tax_office_of(current_app.config).ask(business)
    applying.keep_tax_answer(my_application(application_id), told, acting())
    db.session.commit()


@bp.route("/<int:application_id>/taking-part", methods=["GET", "POST"])
@public
@BY_ADDRESS
def taking_part(application_id: int) -> Answer:
    """How the company takes part, and whom to call."""
    application = my_application(application_id)
    form = TakingPartForm.of(application)
    if form.validate_on_submit() and _keep(application, form, Part.TAKING_PART) is None:
        db.session.commit()
        return redirect(url_for("applying.show", application_id=application_id), 303)
    return _part_page(application, form, Part.TAKING_PART)


@bp.route("/<int:application_id>/jobs", methods=["GET", "POST"])
@public
@BY_ADDRESS
def jobs(application_id: int) -> Answer:
    """The jobs for which people are sought, one after the other."""
    application = my_application(application_id)
    form = JobWishForm()
    if form.validate_on_submit():
        try:
            applying.add_job(application, form.wish(), acting())
            db.session.commit()
        except Refused as refused:
            db.session.rollback()
            complain(form.title, refused.sentence)
            application = my_application(application_id)
        else:
            flash(_("일자리를 더했어요. 더 있으면 이어서 적어 주세요."), "ok")
            return redirect(url_for("applying.jobs", application_id=application_id), 303)
    return _part_page(application, form, Part.JOBS)


@bp.post("/<int:application_id>/jobs/<int:number>/remove")
@public
@BY_ADDRESS
def remove_job(application_id: int, number: int) -> Answer:
    """Take a job away."""
    applying.remove_job(my_application(application_id), number, acting())
    db.session.commit()
    flash(_("일자리를 지웠어요."), "ok")
    return redirect(url_for("applying.jobs", application_id=application_id), 303)


@bp.post("/<int:application_id>/answers/<part>")
@public
@BY_ADDRESS
def answers(application_id: int, part: str) -> Answer:
    """Answer the organisers' sentences about a part that has no form of its own."""
    application = my_application(application_id)
    fields = FIELDS[Part(part)] if part in set(Part) else ()
    applying.answer(application, _typed_answers(fields), acting())
    db.session.commit()
    flash(_("답을 적어 두었어요. 모두 고쳤으면 ‘다시 보내기’를 눌러 주세요."), "ok")
    return redirect(url_for("applying.show", application_id=application_id), 303)


@bp.post("/<int:application_id>/send")
@public
@BY_ADDRESS
def send(application_id: int) -> Answer:
    """Hand it in."""
    application = my_application(application_id)
    try:
        send_in(application, acting())
        db.session.commit()
    except Refused as refused:
        db.session.rollback()
        flash(str(refused.sentence), "stop")
    else:
        flash(_("신청서를 보냈어요. 결과는 이메일로 알려 드려요."), "ok")
    return redirect(url_for("applying.show", application_id=application_id), 303)


def _typed_answers(fields: Any) -> dict[Field, str]:
    """The answers beside the fields; a resident number is never kept."""
    typed = {
        field: on_one_line(request.form.get(f"answer-{field.value}"))[:300] for field in fields
    }
    return {field: "" if has_forbidden_number(text) else text for field, text in typed.items()}


def _keep(application: EmployerApplication, form: Any, part: Part) -> Any:
    """Write a part and its answers; None when it was kept, else why not."""
    try:
        applying.write(application, form.values(), acting())
        applying.answer(application, _typed_answers(FIELDS[part]), acting())
    except Refused as refused:
        db.session.rollback()
        flash(str(refused.sentence), "stop")
        return refused
    return None


def _part_page(application: EmployerApplication, form: Any, part: Part) -> Answer:
    page = render_template(
        f"onboarding/{part.value}.html",
        application=application,
        form=form,
        part=part,
        remarks={field.value: one for field, one in application.open_remarks.items()},
        employment=EMPLOYMENT_WORDS,
    )
    return page, 422 if form.errors else 200
