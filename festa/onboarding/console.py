"""Applications for organisers: what was sent in, what is proven, what is decided."""

from collections.abc import Callable
from typing import Any

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from festa.audit.looks import looked_at_thing
from festa.employers.contact import show_contact_phone
from festa.employers.words import (
    EMPLOYMENT_WORDS,
    MODE_KINDS,
    MODE_WORDS,
    PARTICIPATION_KINDS,
    PARTICIPATION_WORDS,
)
from festa.errors import Refused
from festa.extensions import db
from festa.fairs.asked import asked_fair
from festa.onboarding import applying, reviewing
from festa.onboarding.console_forms import FixForm, RejectForm, StateFilter
from festa.onboarding.documents import get_document
from festa.onboarding.evidence import ENOUGH
from festa.onboarding.models import EmployerApplication
from festa.onboarding.papers import ENDINGS, MIME_TYPES
from festa.onboarding.parts import FIELDS, Field, value_of
from festa.onboarding.queries import applications, count_applications, get_application
from festa.onboarding.tax_office import tax_office_of
from festa.onboarding.words import (
    EVIDENCE_WORDS,
    FIELD_WORDS,
    MATCH_WORDS,
    PART_WORDS,
    TAX_WORDS,
)
from festa.paging import asked_page
from festa.permissions import Permission, acting, authorise, requires

bp = Blueprint("applications_console", __name__, url_prefix="/console/applications")

PILLS = {
    state: (PARTICIPATION_WORDS[state], PARTICIPATION_KINDS[state]) for state in PARTICIPATION_WORDS
}
MODE_PILLS = {mode: (word, MODE_KINDS[mode]) for mode, word in MODE_WORDS.items()}


@bp.context_processor
def words() -> dict[str, Any]:
    """How everything is called, for every page here."""
    return {
        "pills": PILLS,
        "mode_pills": MODE_PILLS,
        "tax_pills": TAX_WORDS,
        "match_pills": MATCH_WORDS,
        "field_words": FIELD_WORDS,
        "part_words": PART_WORDS,
        "employment": EMPLOYMENT_WORDS,
    }


def _get(application_id: int) -> EmployerApplication:
    application = get_application(application_id)
    authorise(Permission.MANAGE_EMPLOYERS, application)
    return application


def _see(application: EmployerApplication) -> None:
    """Write down that somebody looked at what an applicant said of themselves."""
    looked_at_thing("employer_application.seen", application, acting())


@bp.get("")
@requires(Permission.MANAGE_EMPLOYERS)
def index() -> Any:
    """What was sent in for a fair, the longest waiting first."""
    fair, fairs = asked_fair(request.args.get("fair"))
    if fair is None:
        return redirect(url_for("fairs_console.season"), 303)
    authorise(Permission.MANAGE_EMPLOYERS, fair)
    counts = count_applications(fair)
    form = StateFilter(request.args).offer(counts)
    return render_template(
        "onboarding/console_index.html",
        fair=fair,
        fairs=fairs,
        form=form,
        counts=counts,
        page=applications(fair, form.wanted, asked_page()),
        is_open=applying.is_open(fair),
    )


@bp.get("/<int:application_id>")
@requires(Permission.MANAGE_EMPLOYERS)
def show(application_id: int) -> Any:
    """One application: what it says, what is proven, what can be done."""
    return _show(_get(application_id), RejectForm(formdata=None))


def _show(application: EmployerApplication, form: RejectForm) -> Any:
    evidence = applying.evidence_of(application)
    _see(application)
    page = render_template(
        "onboarding/console_show.html",
        application=application,
        participation=application.participation,
        fair=application.fair,
        form=form,
        phone=show_contact_phone(application.contact_phone),
        evidence=evidence,
        evidence_words=EVIDENCE_WORDS[evidence],
        proven=evidence in ENOUGH,
        deciding=application.state in reviewing.IN_REVIEW,
        owner=application.employer is not None and applying.has_owner(application.employer),
    )
    return page, 422 if form.errors else 200


@bp.post("/<int:application_id>/start")
@requires(Permission.MANAGE_EMPLOYERS)
def start(application_id: int) -> BaseResponse:
    """Begin to look at it."""
    return _attempt(application_id, reviewing.start_review, _("심사를 시작했어요."))


@bp.post("/<int:application_id>/approve")
@requires(Permission.MANAGE_EMPLOYERS)
def approve(application_id: int) -> BaseResponse:
    """Let the employer take part."""
    said = _("참가를 확정했어요. 이메일로 알려 드려요.")
    return _attempt(application_id, reviewing.approve, said)


@bp.post("/<int:application_id>/invite")
@requires(Permission.MANAGE_EMPLOYERS)
def invite(application_id: int) -> BaseResponse:
    """Send the owner's link once more."""
    said = _("책임자 초대 링크를 다시 보냈어요. 전에 보낸 링크는 쓸 수 없어요.")
    return _attempt(application_id, reviewing.invite_owner_again, said)


@bp.post("/<int:application_id>/reject")
@requires(Permission.MANAGE_EMPLOYERS)
def reject(application_id: int) -> Any:
    """Turn it away with a reason."""
    application = _get(application_id)
    form = RejectForm()
    if not form.validate_on_submit():
        return _show(application, form)
    said = _("반려하고 이유를 이메일로 알렸어요.")
    reason = form.reason.data or ""
    return _attempt(application_id, lambda one, by: reviewing.reject(one, reason, by), said)


@bp.route("/<int:application_id>/fix", methods=["GET", "POST"])
@requires(Permission.MANAGE_EMPLOYERS)
def fix(application_id: int) -> Any:
    """A sentence for each field that is to be put right."""
    application = _get(application_id)
    form = FixForm()
    if form.validate_on_submit():
        try:
            reviewing.ask_fix(application, form.sentences(), acting())
            db.session.commit()
        except Refused as refused:
            db.session.rollback()
            flash(str(refused.sentence), "stop")
            return redirect(url_for(".fix", application_id=application_id), 303)
        flash(_("보완을 요청하고 이메일로 알렸어요."), "ok")
        return redirect(url_for(".show", application_id=application_id), 303)
    _see(application)
    page = render_template(
        "onboarding/console_fix.html",
        application=application,
        form=form,
        fields=FIELDS,
        said=_said(application),
    )
    return page, 422 if form.errors else 200


def _said(application: EmployerApplication) -> dict[Field, str]:
    """What stands in each field, in words."""
    values = {field: value_of(application, field) for field in Field}
    if application.mode is not None:
        values[Field.MODE] = str(MODE_WORDS[application.mode])
    values[Field.CONTACT_PHONE] = show_contact_phone(application.contact_phone)
    values[Field.JOBS] = ", ".join(job["title"] for job in application.jobs)
    values[Field.PAPERS] = _("%(count)s개", count=len(application.kept_documents))
    return values


@bp.post("/<int:application_id>/check")
@requires(Permission.MANAGE_EMPLOYERS)
def check(application_id: int) -> BaseResponse:
    """Ask the tax office once more; between two transactions, since it may be slow."""
    business = applying.business_of(_get(application_id))
    db.session.rollback()
    told = tax_office_of(current_app.config).ask(business)

    def keep(application: EmployerApplication, by: Any) -> None:
        applying.keep_tax_answer(application, told, by)

    return _attempt(application_id, keep, _("국세청에 다시 물어봤어요."))


@bp.get("/<int:application_id>/papers/<int:document_id>")
@requires(Permission.MANAGE_EMPLOYERS)
def paper(application_id: int, document_id: int) -> Response:
    """A paper as a file to save: never shown by the browser as a page of this site."""
    application = _get(application_id)
    document = get_document(application, document_id, content=True)
    looked_at_thing(
        "employer_document.seen",
        document,
        acting(),
        fair_id=application.fair_id,
        employer_id=application.employer_id,
    )
    answer = Response(document.content, mimetype=MIME_TYPES[document.kind])
    name = f"certificate-{application.business_number}-{document.id}.{ENDINGS[document.kind]}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _attempt(
    application_id: int, act: Callable[[EmployerApplication, Any], object], said: str
) -> BaseResponse:
    """Do it, commit and say so, or say why not; back to the page either way."""
    application = _get(application_id)
    try:
        act(application, acting())
        db.session.commit()
        flash(said, "ok")
    except Refused as refused:
        db.session.rollback()
        flash(str(refused.sentence), "stop")
    return redirect(url_for(".show", application_id=application_id), 303)
