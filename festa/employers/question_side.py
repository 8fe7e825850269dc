"""The employer's page of questions to applicants."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import BooleanField, StringField

from festa.employers.forms import at_most, needed, no_resident_number, on_one_line, typed
from festa.employers.lint import lint
from festa.employers.lint_explained import LAWS, NAMES, REASONS
from festa.employers.lint_words.grounds import Reading
from festa.employers.models import Participation
from festa.employers.question_models import LONGEST_QUESTION, MOST_QUESTIONS, Question
from festa.employers.questions import (
    Asked,
    change_question,
    get_question,
    questions_of,
    remove_question,
    write_question,
)
from festa.employers.side_queries import get_participation
from festa.errors import Refused
from festa.extensions import db
from festa.permissions import Permission, acting, authorise, requires

bp = Blueprint("employer_questions", __name__, url_prefix="/employer")


class QuestionForm(FlaskForm):
    """One question."""

    words = StringField(
        _l("질문"),
        [*needed(_l("질문을 적어 주세요.")), at_most(LONGEST_QUESTION), no_resident_number],
        description=_l("일에 필요한 경험과 조건을 물어봐 주세요. 예: 지게차를 몰아 보셨나요?"),
        filters=[on_one_line],
    )
    required = BooleanField(
        _l("꼭 답해야 해요"),
        description=_l("켜 두지 않으면 지원자가 건너뛸 수 있어요."),
    )

    @property
    def asked(self) -> Asked:
        """What was typed, once it is valid."""
        return Asked(typed(self.words), bool(self.required.data))


@bp.route("/<int:participation_id>/questions", methods=["GET", "POST"])
@requires(Permission.RECRUIT)
def index(participation_id: int) -> Any:
    """The questions, and one more."""
    own = _own(participation_id)
    form = QuestionForm()
    if form.validate_on_submit():
        try:
            write_question(own, form.asked, acting())
            db.session.commit()
            flash(_("질문을 더했어요. 이제 지원하는 분께 물어봐요."), "ok")
            return redirect(url_for(".index", participation_id=own.id), 303)
        except Refused as refused:
            db.session.rollback()
            form.words.errors = [str(refused.sentence)]
    return _page(_own(participation_id), form)


@bp.route("/<int:participation_id>/questions/<int:question_id>", methods=["GET", "POST"])
@requires(Permission.RECRUIT)
def change(participation_id: int, question_id: int) -> Any:
    """Ask it in other words."""
    own = _own(participation_id)
    question = get_question(own, question_id)
    form = QuestionForm(obj=question)
    if form.validate_on_submit():
        try:
            change_question(question, form.asked, acting())
            db.session.commit()
            flash(_("질문을 고쳤어요. 이미 받은 답에는 그때의 질문이 남아 있어요."), "ok")
            return redirect(url_for(".index", participation_id=own.id), 303)
        except Refused as refused:
            db.session.rollback()
            form.words.errors = [str(refused.sentence)]
    return _page(own, form, question)


@bp.post("/<int:participation_id>/questions/<int:question_id>/remove")
@requires(Permission.RECRUIT)
def remove(participation_id: int, question_id: int) -> Response:
    """Ask it no more."""
    own = _own(participation_id)
    remove_question(get_question(own, question_id), acting())
    db.session.commit()
    flash(_("질문을 지웠어요. 이미 받은 답은 지원자 화면에 남아 있어요."), "ok")
    return redirect(url_for(".index", participation_id=own.id), 303)


def _own(participation_id: int) -> Participation:
    own = get_participation(participation_id)
    authorise(Permission.RECRUIT, own)
    return own


def _page(own: Participation, form: QuestionForm, question: Question | None = None) -> Any:
    found = lint(typed(form.words), Reading.QUESTION) if form.is_submitted() else []
    page = render_template(
        "employer/questions.html",
        participation=own,
        form=form,
        question=question,
        questions=[] if question else questions_of(own),
        most=MOST_QUESTIONS,
        notes=[
            {
                "name": NAMES[one.ground],
                "words": one.words,
                "why": REASONS[one.ground],
                "law": LAWS[one.ground],
                "instead": one.instead,
            }
            for one in found
        ],
    )
    return (page, 422) if form.errors else page
