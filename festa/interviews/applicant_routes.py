"""Who applied, what they are answered, and booking them."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from festa import clock
from festa.employers.models import Participation
from festa.employers.participation import Mode
from festa.errors import Refused
from festa.extensions import db
from festa.formats import moment
from festa.interviews import booking as bookings
from festa.interviews.alternates import move_in_line, positions
from festa.interviews.answers import answers_of
from festa.interviews.applicant_queries import (
    applications,
    counts_by_state,
    free_tables,
    get_application,
    live_bookings_of,
)
from festa.interviews.application_notices import default_decline
from festa.interviews.applications import (
    ApplicationRefusal,
    answer_application,
    book_applicant,
    invite_applicant,
)
from festa.interviews.booking import BookingAnswer, booking_now
from festa.interviews.employer_pages import applicants_of, attempt, bp, floor_of, people_on
from festa.interviews.forms import ANSWERS, AnswerForm, BookForm, LineForm, first_message
from festa.interviews.models import Application
from festa.interviews.queries import unit_now
from festa.interviews.recommendations import recommended_to
from festa.interviews.refusals import said_at
from festa.interviews.states import APPLICATION_WAYS, ApplicationState
from festa.interviews.table_queries import get_slot
from festa.interviews.words import PILLS, WORDS
from festa.permissions import Permission, acting, requires
from festa.resumes.queries import standing_resumes
from festa.resumes.words import described


@bp.get("/<int:participation_id>/candidates")
@requires(Permission.RECRUIT)
def candidates(participation_id: int) -> str:
    """Those who applied and stand open to this employer."""
    participation = applicants_of(participation_id)
    asked = request.args.get("state", "")
    state = ApplicationState(asked) if asked in SHOWN else None
    page = applications(participation, state, request.args.get("page", 1, type=int))
    return render_template(
        "interviews/candidates.html",
        participation=participation,
        page=page,
        state=state,
        counts=counts_by_state(participation),
        people=people_on(
            "employer_candidates",
            participation,
            [one.registration.seeker_id for one in page.items],
        ),
        booked=live_bookings_of(participation, [one.registration_id for one in page.items]),
        line=positions([participation.id]),
        recommended=recommended_to(participation, [one.registration_id for one in page.items]),
        **_words(),
    )


@bp.get("/<int:participation_id>/candidates/<int:application_id>")
@requires(Permission.RECRUIT)
def candidate(participation_id: int, application_id: int) -> str:
    """One applicant, and the times into which they may be booked."""
    participation = applicants_of(participation_id)
    return _candidate_page(participation, get_application(participation, application_id))


@bp.post("/<int:participation_id>/candidates/<int:application_id>/state")
@requires(Permission.RECRUIT)
def answer(participation_id: int, application_id: int) -> Any:
    """Shortlist an applicant, keep them as alternate, or decline; refused words stay typed."""
    participation = applicants_of(participation_id)
    application = get_application(participation, application_id)
    form = AnswerForm()
    back = request.form.get("from") == "list"
    address = (
        url_for(".candidates", participation_id=participation.id)
        if back
        else url_for(".candidate", participation_id=participation.id, application_id=application.id)
    )
    if not form.validate_on_submit():
        if form.words.errors:
            return _candidate_page(participation, application, form=form), 422
        if form.errors:
            flash(first_message(form), "stop")
        return redirect(address, 303)
    state = ApplicationState(form.state.data)
    try:
        answer_application(application, state, acting(), form.words.data or "")
        db.session.commit()
    except Refused as refused:
        db.session.rollback()
        if refused.reason is ApplicationRefusal.WORDING:
            form.words.errors = [str(refused.sentence)]
            return _candidate_page(participation, application, form=form), 422
        flash(str(refused.sentence), "stop")
        return redirect(address, 303)
    if state is ApplicationState.DECLINED:
        flash(_("‘미선정’으로 바꾸고 지원자에게 문자로 알렸어요."), "ok")
    else:
        flash(_("상태를 바꿨어요: %(state)s", state=WORDS[state]), "ok")
    return redirect(address, 303)


@bp.post("/<int:participation_id>/candidates/<int:application_id>/line")
@requires(Permission.RECRUIT)
def move_alternate(participation_id: int, application_id: int) -> Response:
    """Let an alternate change places with the one before or behind."""
    participation = applicants_of(participation_id)
    application = get_application(participation, application_id)
    form = LineForm()
    back = url_for(
        ".candidates", participation_id=participation.id, state=ApplicationState.ALTERNATE
    )
    if not form.validate_on_submit():
        return redirect(back, 303)

    def act() -> str:
        moved = move_in_line(application, form.way.data == "forward", acting())
        return _("예비 순번을 바꿨어요.") if moved else _("더 옮길 곳이 없어요.")

    return attempt(act, back)


@bp.post("/<int:participation_id>/candidates/<int:application_id>/bookings")
@requires(Permission.RECRUIT)
def book(participation_id: int, application_id: int) -> Any:
    """Book an applicant into a slot, or say why not and where it is free."""
    participation = floor_of(participation_id)
    application = get_application(participation, application_id)
    form = BookForm()
    if not form.validate_on_submit():
        flash(first_message(form), "stop")
        return _to_candidate(application)
    slot = get_slot(participation, form.slot.data or 0)
    give = invite_applicant if form.ask.data else book_applicant
    answered = give(application, slot, acting())
    db.session.commit()
    if answered.booking is None:
        return _candidate_page(participation, application, answered), 409
    when = moment(participation.fair.grid.moment_of(slot.start_unit))
    if form.ask.data:
        flash(
            _("%(when)s 면접에 초대했어요. 답이 올 때까지 이 시간은 비워 둘게요.", when=when), "ok"
        )
    else:
        flash(_("%(when)s 면접을 예약하고 지원자에게 알렸어요.", when=when), "ok")
    return _to_candidate(application)


SHOWN = (ApplicationState.APPLIED, *ANSWERS)


def _to_candidate(application: Application) -> Response:
    address = url_for(
        ".candidate",
        participation_id=application.participation_id,
        application_id=application.id,
    )
    return redirect(address, 303)


def _candidate_page(
    participation: Participation,
    application: Application,
    answered: BookingAnswer | None = None,
    form: AnswerForm | None = None,
) -> str:
    registration = application.registration
    people = people_on("employer_candidate", participation, [registration.seeker_id])
    person = people.get(registration.seeker_id)
    if person is None:  # the consent was taken back between two statements
        raise Refused(bookings.SENTENCES[bookings.BookingRefusal.NO_CONSENT])
    onsite = participation.mode is Mode.ONSITE
    first = max(0, unit_now(participation.fair) + 1)
    booked = live_bookings_of(participation, [registration.id])
    return render_template(
        "interviews/candidate.html",
        participation=participation,
        application=application,
        person=person,
        booked=booked.get(registration.id, []),
        resume=standing_resumes([application.id]).get(application.id),
        described=described,
        onsite=onsite,
        booking_now=booking_now(participation.fair),
        free=free_tables(participation, registration, first) if onsite else [],
        refused=answered,
        sentence=said_at(participation.fair, answered.refusal) if answered else None,
        said=answers_of([application.id]).get(application.id, []),
        now=clock.now(),
        line=positions([participation.id]),
        recommended=recommended_to(participation, [registration.id]).get(registration.id),
        form=form or AnswerForm(formdata=None, words=default_decline()),
        **_words(),
    )


def _words() -> dict[str, Any]:
    return {
        "pills": PILLS,
        "words": WORDS,
        "ways": APPLICATION_WAYS,
        "answers": ANSWERS,
        "shown": SHOWN,
    }
