"""An employer's outcomes that are due: many talks closed on one screen."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from festa import clock
from festa.employers.models import Participation
from festa.errors import Refused
from festa.extensions import db
from festa.follow_ups.due_form import Answer, read_answers
from festa.follow_ups.due_queries import Talk, talks_of
from festa.interviews.booking_queries import get_booking
from festa.interviews.due import ANSWERS, WITH_DAY, Question
from festa.interviews.employer_pages import attempt, met_by, people_on
from festa.interviews.evidence import Source
from festa.interviews.hire_words import (
    ANSWER_WORDS,
    QUESTION_LEADS,
    QUESTION_WORDS,
    STANDING_PILLS,
    STANDING_WORDS,
)
from festa.interviews.outcomes import record_outcome
from festa.interviews.statements import Claim, retract, say
from festa.interviews.states import OutcomeResult
from festa.permissions import Permission, acting, requires

bp = Blueprint("outcomes_due", __name__, url_prefix="/employer")

# A slip of the finger is seen within a day; what stands longer others have read.
TAKEN_BACK_WITHIN = timedelta(days=1)


@bp.get("/<int:participation_id>/outcomes")
@requires(Permission.RECRUIT)
def due(participation_id: int) -> str:
    """Every talk of which something is to be said, by question, and those that are closed."""
    participation = met_by(participation_id)
    return _page(participation, talks_of([participation.id]))


@bp.post("/<int:participation_id>/outcomes")
@requires(Permission.RECRUIT)
def close(participation_id: int) -> Any:
    """Keep everything that was chosen; what cannot be kept stays on the page with its reason."""
    participation = met_by(participation_id)
    answers, problems = read_answers(request.form, talks_of([participation.id]))
    kept = 0
    for answer in answers:
        try:
            with db.session.begin_nested():
                _keep(answer)
            kept += 1
        except Refused as refused:
            problems[answer.talk.booking.id] = refused.sentence
    db.session.commit()
    if kept:
        flash(ngettext("%(num)s건을 남겼어요.", "%(num)s건을 남겼어요.", kept), "ok")
    elif not problems:
        flash(_("고른 답이 없어요. 한 분이라도 결과를 고르고 저장해 주세요."), "wait")
    if not problems:
        return redirect(url_for(".due", participation_id=participation.id), 303)
    db.session.expire_all()
    return _page(participation, talks_of([participation.id]), problems), 422


@bp.post("/<int:participation_id>/outcomes/<int:booking_id>/undo")
@requires(Permission.RECRUIT)
def undo(participation_id: int, booking_id: int) -> Response:
    """Take back the last word about one talk, within a day."""
    participation = met_by(participation_id)
    own = get_booking(participation, booking_id)
    talk = next((one for one in talks_of([participation.id]) if one.booking.id == own.id), None)

    def act() -> str:
        if talk is None or talk.last is None or not _is_fresh(talk):
            raise Refused(
                _("하루가 지난 기록은 되돌릴 수 없어요. 틀렸다면 운영사무국에 알려 주세요.")
            )
        retract(talk.last, "", acting())
        return _("되돌렸어요. 다시 골라 주세요.")

    return attempt(act, url_for(".due", participation_id=participation.id))


def _keep(answer: Answer) -> None:
    booking, standing = answer.talk.booking, answer.standing
    if isinstance(standing, OutcomeResult):
        record_outcome(booking, standing, acting())
    else:
        say(booking, Claim(standing, Source.EMPLOYER, on_day=answer.on_day), acting())


def _is_fresh(talk: Talk) -> bool:
    return talk.last is not None and clock.now() - talk.last.said_at < TAKEN_BACK_WITHIN


def _page(participation: Participation, talks: Any, problems: Any = None) -> str:
    seekers = [talk.booking.registration.seeker_id for talk in talks]
    people = people_on("employer_outcomes", participation, seekers)
    asked = {
        question: [one for one in talks if one.asked and one.asked.question is question]
        for question in Question
    }
    return render_template(
        "follow_ups/due.html",
        participation=participation,
        asked={question: some for question, some in asked.items() if some},
        closed=[one for one in talks if one.asked is None],
        open_count=sum(map(len, asked.values())),
        people=people,
        problems=problems or {},
        answers=ANSWERS,
        with_day=WITH_DAY,
        answer_words={**STANDING_WORDS, **ANSWER_WORDS},
        questions=QUESTION_WORDS,
        leads=QUESTION_LEADS,
        pills=STANDING_PILLS,
        fresh=_is_fresh,
        grid=participation.fair.grid,
        today=clock.today(),
        chosen=request.form,
    )
