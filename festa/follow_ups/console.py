"""The organisers' chase: who owes an answer, whom to ring, and where two words contradict."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from festa import clock
from festa.audit.looks import looked_at
from festa.audit.service import record
from festa.employers.contact import show_contact_phone
from festa.employers.models import Participation
from festa.employers.side_queries import get_participation
from festa.errors import NotFound
from festa.extensions import db
from festa.fairs.asked import asked_fair
from festa.follow_ups.chase_form import SAYABLE, RetractForm, SayForm, SettleForm
from festa.follow_ups.chase_queries import asked_at, disputed_at, get_talk, owing_at
from festa.follow_ups.due_queries import talks_of
from festa.follow_ups.reminders import remind
from festa.interviews.employer_pages import attempt
from festa.interviews.evidence import Side, Source, standing_statements
from festa.interviews.hire_words import (
    GRADE_WORDS,
    PROOF_WORDS,
    QUESTION_WORDS,
    SIDE_WORDS,
    SOURCE_WORDS,
    STANDING_PILLS,
    STANDING_WORDS,
    VIA_WORDS,
)
from festa.interviews.models import Booking
from festa.interviews.statement_models import OutcomeStatement, ProofKind, SaidVia
from festa.interviews.statements import Claim, retract, say, settle, statements_of
from festa.permissions import Permission, acting, authorise, requires
from festa.reports.definitions import MEANINGS, Count, meanings
from festa.reports.hires import FUNNEL, funnel

bp = Blueprint("chase_console", __name__, url_prefix="/console/outcomes")


@bp.get("")
@requires(Permission.MANAGE_REGISTRATIONS)
def index() -> Any:
    """One fair: the way from interview to work, who owes what, and what is disputed."""
    fair, fairs = asked_fair(request.args.get("fair"))
    if fair is None:
        return redirect(url_for("fairs_console.season"), 303)
    authorise(Permission.MANAGE_REGISTRATIONS, fair)
    owing, disputed = owing_at(fair), disputed_at(fair)
    people = [one.registration.seeker_id for one in disputed]
    looked_at("console.outcomes", people, acting(), fair_id=fair.id)
    return render_template(
        "follow_ups/console.html",
        fair=fair,
        fairs=fairs,
        owing=owing,
        disputed=disputed,
        counted=funnel([fair]),
        asked=asked_at(fair),
        funnel=FUNNEL,
        Count=Count,
        meaning=MEANINGS,
        definitions_of_funnel=meanings(*FUNNEL, Count.PEOPLE_SAID_ONLY, Count.PEOPLE_DISPUTED),
        show_phone=show_contact_phone,
        questions=QUESTION_WORDS,
        today=clock.today(),
    )


@bp.get("/employers/<int:participation_id>")
@requires(Permission.MANAGE_REGISTRATIONS)
def employer(participation_id: int) -> str:
    """The talks of one employer, to go through on the phone."""
    participation = _participation(participation_id)
    talks = talks_of([participation.id])
    people = [talk.booking.registration.seeker_id for talk in talks]
    looked_at("console.outcomes", people, acting(), fair_id=participation.fair_id)
    return render_template(
        "follow_ups/console_employer.html",
        participation=participation,
        fair=participation.fair,
        talks=talks,
        pills=STANDING_PILLS,
        questions=QUESTION_WORDS,
        show_phone=show_contact_phone,
        grid=participation.fair.grid,
    )


@bp.post("/employers/<int:participation_id>/remind")
@requires(Permission.MANAGE_REGISTRATIONS)
def remind_now(participation_id: int) -> Response:
    """Remind one employer today; a second wish on the same day sends nothing more."""
    participation = _participation(participation_id)
    owed = sum(talk.asked is not None for talk in talks_of([participation.id]))
    sent = remind(participation, owed) if owed else 0
    if sent:
        record("outcome.reminded", participation, acting(), owed=owed)
        flash(_("알림을 보냈어요."), "ok")
    elif owed:
        flash(_("오늘 이미 알렸거나 보낼 이메일과 휴대전화가 없어요."), "wait")
    else:
        flash(_("이 기업은 남길 결과가 없어요."), "info")
    db.session.commit()
    return redirect(url_for(".index", fair=participation.fair.slug), 303)


@bp.get("/talks/<int:booking_id>")
@requires(Permission.MANAGE_REGISTRATIONS)
def talk(booking_id: int) -> Any:
    """Both words about one talk, side by side, and all that was said."""
    return _page(_talk(booking_id))


@bp.post("/talks/<int:booking_id>/say")
@requires(Permission.MANAGE_REGISTRATIONS)
def write(booking_id: int) -> Any:
    """Write down what the employer said on the phone, or a paper that was seen."""
    booking = _talk(booking_id)
    form = SayForm()
    if not form.validate_on_submit():
        return _page(booking, say_form=form)

    def act() -> str:
        source = Source(form.source.data)
        proof = ProofKind(form.proof.data) if source is Source.DOCUMENT else None
        via = SaidVia.PHONE if source is Source.EMPLOYER else SaidVia.DESK
        standing = next(one for one in SAYABLE if one == form.standing.data)
        say(booking, Claim(standing, source, via, form.day.data, proof=proof), acting())
        return _("들은 대로 남겼어요.")

    return attempt(act, url_for(".talk", booking_id=booking_id))


@bp.post("/talks/<int:booking_id>/settle")
@requires(Permission.MANAGE_REGISTRATIONS)
def decide(booking_id: int) -> Any:
    """Say whose word stands, and why."""
    booking = _talk(booking_id)
    form = SettleForm()
    if not form.validate_on_submit() or booking.outcome is None:
        return _page(booking, settle_form=form)
    outcome = booking.outcome

    def act() -> str:
        settle(outcome, Side(form.side.data), form.reason.data or "", acting())
        return _("어느 말이 맞는지 정리했어요. 누가 새로 말하면 다시 알려 드려요.")

    return attempt(act, url_for(".talk", booking_id=booking_id))


@bp.post("/talks/<int:booking_id>/retract")
@requires(Permission.MANAGE_REGISTRATIONS)
def take_back(booking_id: int) -> Any:
    """Take back one statement, with a reason."""
    booking = _talk(booking_id)
    form = RetractForm()
    if not form.validate_on_submit():
        return _page(booking, retract_form=form)
    statement = db.session.get(OutcomeStatement, form.statement.data)
    if statement is None or booking.outcome is None or statement.outcome_id != booking.outcome.id:
        raise NotFound

    def act() -> str:
        retract(statement, form.reason.data or "", acting())
        return _("기록을 취소했어요. 취소한 까닭과 함께 남아 있어요.")

    return attempt(act, url_for(".talk", booking_id=booking_id))


def _participation(participation_id: int) -> Participation:
    participation = get_participation(participation_id)
    authorise(Permission.MANAGE_REGISTRATIONS, participation)
    return participation


def _talk(booking_id: int) -> Booking:
    booking = get_talk(booking_id)
    authorise(Permission.MANAGE_REGISTRATIONS, booking)
    return booking


def _page(
    booking: Booking,
    say_form: SayForm | None = None,
    settle_form: SettleForm | None = None,
    retract_form: RetractForm | None = None,
) -> Any:
    refused = any((say_form, settle_form, retract_form))
    said = statements_of(booking.outcome) if booking.outcome else []
    looked_at(
        "console.outcome", [booking.registration.seeker_id], acting(), fair_id=booking.fair_id
    )
    page = render_template(
        "follow_ups/console_talk.html",
        booking=booking,
        fair=booking.registration.fair,
        outcome=booking.outcome,
        said=said,
        standing_ids={one.id for one in standing_statements(said)},
        say_form=say_form or SayForm(formdata=None),
        settle_form=settle_form or SettleForm(formdata=None),
        retract_form=retract_form or RetractForm(formdata=None),
        pills=STANDING_PILLS,
        words=STANDING_WORDS,
        sources=SOURCE_WORDS,
        vias=VIA_WORDS,
        proofs=PROOF_WORDS,
        sides=SIDE_WORDS,
        grades=GRADE_WORDS,
        Source=Source,
        Side=Side,
    )
    return page, 422 if refused else 200
