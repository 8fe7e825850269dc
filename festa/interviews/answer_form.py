"""The fields in which an applicant answers an employer's questions."""

from collections.abc import Sequence
from typing import TypeVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, TextAreaField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from festa.employers.question_models import Question
from festa.forbidden import has_forbidden_number
from festa.interviews.answer_models import LONGEST_ANSWER
from festa.text import seen

Form = TypeVar("Form", bound=FlaskForm)


def with_questions(kind: type[Form], questions: Sequence[Question]) -> type[Form]:
    """The form with one field more for each question."""
    fields = {field_name(one): _field(one) for one in questions}
    asking: type[Form] = type(f"Asking{kind.__name__}", (kind,), fields)
    return asking


def said_in(form: FlaskForm, questions: Sequence[Question]) -> dict[Question, str]:
    """What was answered; empty where nothing was."""
    return {one: form[field_name(one)].data or "" for one in questions}


def field_name(question: Question) -> str:
    """The name of a question's field."""
    return f"answer_{question.id}"


def _field(question: Question) -> Field:
    needed = InputRequired(_l("이 질문에 답해 주세요.")) if question.required else Optional()
    too_long = _l("%(letters)s자 안으로 적어 주세요.", letters=LONGEST_ANSWER)
    return TextAreaField(
        question.words,
        [needed, Length(max=LONGEST_ANSWER, message=too_long), _no_number],
        filters=[lambda text: seen(text or "").strip()],
    )


def _no_number(_form: FlaskForm, field: Field) -> None:
    if field.data and has_forbidden_number(field.data):
        field.data = ""
        raise ValidationError(_("주민등록번호는 적을 수 없어요. 지우고 다시 적어 주세요."))
