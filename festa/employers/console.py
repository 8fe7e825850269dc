"""Employers for organisers: who takes part in a fair, in which state, where they sit."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from festa.employers import import_console, recruiter_console
from festa.employers.booths import assign_booth, leave_booth
from festa.employers.console_forms import (
    BoothForm,
    EmployerFilters,
    EmployerForm,
    FairForm,
    MoveForm,
)
from festa.employers.console_queries import (
    count_states,
    elsewhere,
    halls_of,
    participations,
    recruiters_of,
)
from festa.employers.contact import show_contact_phone
from festa.employers.models import Participation, ParticipationState
from festa.employers.service import Contact, find_employer, keep_employer, take_part
from festa.employers.side_queries import get_participation, jobs_of, posted_jobs
from festa.employers.states import WAYS
from festa.employers.words import (
    JOB_KINDS,
    JOB_WORDS,
    MODE_KINDS,
    MODE_WORDS,
    PARTICIPATION_CONSEQUENCES,
    PARTICIPATION_KINDS,
    PARTICIPATION_MOVES,
    PARTICIPATION_WORDS,
)
from festa.errors import Refused
from festa.extensions import db
from festa.fairs.asked import asked_fair
from festa.fairs.forms import complain
from festa.fairs.lifecycle import OVER, FairState, IllegalMove
from festa.fairs.models import Fair
from festa.fairs.queries import get_fair
from festa.interviews.employer_leaves import move_employer
from festa.interviews.trouble import Leaving, close_slots, end_consents, leave
from festa.onboarding.queries import application_of
from festa.onboarding.reviewing import DECIDED_HERE, IN_REVIEW
from festa.paging import asked_page
from festa.permissions import Permission, acting, authorise, requires

bp = Blueprint("employers_console", __name__, url_prefix="/console/employers")
bp.register_blueprint(recruiter_console.bp)
bp.register_blueprint(import_console.bp)

PILLS = {
    state: (PARTICIPATION_WORDS[state], PARTICIPATION_KINDS[state]) for state in ParticipationState
}
MODE_PILLS = {mode: (word, MODE_KINDS[mode]) for mode, word in MODE_WORDS.items()}
JOB_PILLS = {state: (word, JOB_KINDS[state]) for state, word in JOB_WORDS.items()}
# Behind one more look: they tell people, or take a page away.
GRAVE = (ParticipationState.REJECTED, ParticipationState.ABSENT, ParticipationState.CANCELLED)
# The booth's own form moves into this state.
BY_OTHER_MEANS = frozenset({ParticipationState.BOOTH_ASSIGNED})


@bp.context_processor
def words() -> dict[str, Any]:
    """How states and modes are called, for every page here."""
    return {"pills": PILLS, "mode_pills": MODE_PILLS, "job_pills": JOB_PILLS}


def _fair() -> tuple[Fair | None, Any]:
    fair, fairs = asked_fair(request.args.get("fair"))
    if fair is not None:
        authorise(Permission.MANAGE_EMPLOYERS, fair)
    return fair, fairs


def _get(participation_id: int) -> Participation:
    participation = get_participation(participation_id)
    authorise(Permission.MANAGE_EMPLOYERS, participation)
    return participation


def _back(participation: Participation) -> Response:
    return redirect(url_for("employers_console.show", participation_id=participation.id), 303)


@bp.get("")
@requires(Permission.MANAGE_EMPLOYERS)
def index() -> Any:
    """The employers of a fair, with filters."""
    fair, fairs = _fair()
    if fair is None:
        return redirect(url_for("fairs_console.season"), 303)
    counts = count_states(fair)
    form = EmployerFilters(request.args)
    form.offer(counts)
    page = participations(fair, form.wanted(), asked_page())
    return render_template(
        "employers/console_index.html",
        fair=fair,
        fairs=fairs,
        form=form,
        page=page,
        counts=counts,
        jobs=posted_jobs([one.id for one in page.items]),
        filtered=form.state.data or form.mode.data or form.words.data,
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.MANAGE_EMPLOYERS)
def new() -> Any:
    """Make an employer by hand and let it apply for a fair."""
    fair, fairs = _fair()
    if fair is None:
        return redirect(url_for("fairs_console.season"), 303)
    form = EmployerForm()
    if form.validate_on_submit():
        try:
            participation = _make(form, fair)
        except Refused as refused:
            db.session.rollback()
            complain(form.business_number, refused.sentence)
        else:
            db.session.commit()
            return _back(participation)
    page = render_template("employers/console_new.html", form=form, fair=fair, fairs=fairs)
    return page, 422 if form.errors else 200


def _make(form: EmployerForm, fair: Fair) -> Participation:
    details = form.details()
    known = find_employer(details.business_number)
    employer = keep_employer(details, acting())
    participation = take_part(
        employer,
        fair,
        form.mode.data,
        acting(),
        branch=form.branch.data or "",
        tables_wanted=form.tables_wanted.data or 1,
        contact=form.contact(),
    )
    if known is None:
        flash(_("기업을 만들고 참가를 신청했어요."), "ok")
    else:
        said = _("이미 있는 기업이라 이 박람회에 더했어요: %(name)s", name=known.name)
        flash(said, "info")
    return participation


@bp.get("/<int:participation_id>")
@requires(Permission.MANAGE_EMPLOYERS)
def show(participation_id: int) -> Any:
    """One employer at a fair: what it says, what can be done."""
    return _show(_get(participation_id), BoothForm(formdata=None))


def _show(participation: Participation, form: BoothForm) -> Any:
    fair, booth = participation.fair, participation.booth
    form.offer(halls_of(fair))
    if booth is not None and not form.is_submitted():
        form.number.data, form.hall.data = booth.number, str(booth.hall_id or "")
    others = elsewhere(participation)
    application = application_of(participation)
    page = render_template(
        "employers/console_show.html",
        participation=participation,
        employer=participation.employer,
        phone=show_contact_phone(participation.contact_phone),
        fair=fair,
        form=form,
        to_fair=FairForm(formdata=None).offer(_other_fairs(participation, others)),
        others=others,
        jobs=jobs_of(participation),
        recruiters=recruiters_of(participation.employer),
        ways=_ways(participation, application is not None),
        over=fair.state in OVER | {FairState.CANCELLED},
        application=application,
        grave=GRAVE,
        moves=PARTICIPATION_MOVES,
        consequences=PARTICIPATION_CONSEQUENCES,
    )
    return page, 422 if form.errors else 200


def _ways(participation: Participation, applied: bool) -> list[ParticipationState]:
    """The ways from here. What was applied for is decided where its papers are."""
    state = participation.state
    ways = WAYS[state] - BY_OTHER_MEANS
    if applied and state in IN_REVIEW:
        ways -= DECIDED_HERE
    if state is ParticipationState.BOOTH_ASSIGNED:
        ways -= {ParticipationState.APPROVED}
    return [one for one in PARTICIPATION_MOVES if one in ways]


def _other_fairs(participation: Participation, others: Any) -> list[Fair]:
    """Fairs of the same season to which the employer may go along."""
    taken = {participation.fair_id} | {
        one.fair_id for one in others if one.branch == participation.branch
    }
    over = OVER | {FairState.CANCELLED}
    fairs = asked_fair(participation.fair.slug)[1]
    return [fair for fair in fairs if fair.id not in taken and fair.state not in over]


@bp.post("/<int:participation_id>/state")
@requires(Permission.MANAGE_EMPLOYERS)
def move(participation_id: int) -> Response:
    """Move an employer's part in the fair on; interviews end where it takes part no more."""
    participation = _get(participation_id)
    form = MoveForm()
    try:
        if not form.validate_on_submit() or form.state.data in BY_OTHER_MEANS:
            raise Refused(_("지금은 할 수 없는 일이에요. 화면을 새로 고쳐 확인해 주세요."))
        if form.state.data in DECIDED_HERE and application_of(participation) is not None:
            raise Refused(_("신청서로 들어온 기업이에요. ‘신청서 심사’ 화면에서 결정해 주세요."))
        took_part = participation.takes_part
        ended = move_employer(participation, form.state.data, acting())
        if took_part and form.state.data is ParticipationState.CANCELLED:
            close_slots(participation)
            end_consents(participation, acting())
    except IllegalMove as illegal:
        said = _("그사이 상태가 바뀌었어요. 새로 고친 화면에서 다시 확인해 주세요.")
        raise Refused(said) from illegal
    db.session.commit()
    flash(_("상태를 바꿨어요: %(state)s", state=PILLS[participation.state][0]), "ok")
    if ended:
        flash(
            ngettext(
                "면접 %(num)s건을 취소하고 구직자에게 문자를 보냈어요.",
                "면접 %(num)s건을 취소하고 구직자에게 문자를 보냈어요.",
                ended,
            ),
            "info",
        )
    return _back(participation)


@bp.post("/<int:participation_id>/leave-hall")
@requires(Permission.MANAGE_EMPLOYERS)
def leave_hall(participation_id: int) -> Response:
    """Call off the employer's interviews, and keep its postings on the board."""
    participation = _get(participation_id)
    ended = leave(participation, Leaving.KEEP_POSTINGS, acting())
    db.session.commit()
    flash(
        ngettext(
            "간접참여로 바꾸고 면접 %(num)s건을 취소했어요. 구직자에게 문자로 알렸어요.",
            "간접참여로 바꾸고 면접 %(num)s건을 취소했어요. 구직자에게 문자로 알렸어요.",
            ended,
        ),
        "ok",
    )
    return _back(participation)


@bp.post("/<int:participation_id>/booth")
@requires(Permission.MANAGE_EMPLOYERS)
def booth(participation_id: int) -> Any:
    """Seat the employer at a booth."""
    participation = _get(participation_id)
    form = BoothForm().offer(halls_of(participation.fair))
    if not form.validate_on_submit():
        return _show(participation, form)
    try:
        assign_booth(participation, form.number.data or "", form.hall_id, acting())
    except Refused as refused:
        db.session.rollback()
        complain(form.number, refused.sentence)
        return _show(_get(participation_id), form)
    db.session.commit()
    flash(_("부스를 정했어요."), "ok")
    return _back(participation)


@bp.post("/<int:participation_id>/booth/leave")
@requires(Permission.MANAGE_EMPLOYERS)
def free_booth(participation_id: int) -> Response:
    """Free the employer's booth."""
    participation = _get(participation_id)
    leave_booth(participation, acting())
    db.session.commit()
    flash(_("부스를 비웠어요."), "ok")
    return _back(participation)


@bp.post("/<int:participation_id>/fairs")
@requires(Permission.MANAGE_EMPLOYERS)
def take_along(participation_id: int) -> Response:
    """Let the employer apply for another fair in the same way."""
    participation = _get(participation_id)
    fair = get_fair(request.form.get("fair", ""))
    authorise(Permission.MANAGE_EMPLOYERS, fair)
    contact = Contact(
        participation.contact_name, participation.contact_phone, participation.contact_email
    )
    copy = take_part(
        participation.employer,
        fair,
        participation.mode,
        acting(),
        branch=participation.branch,
        tables_wanted=participation.tables_wanted,
        contact=contact,
    )
    db.session.commit()
    flash(_("이 박람회에 참가를 신청했어요. 채용공고는 새로 올려야 해요."), "ok")
    return _back(copy)
