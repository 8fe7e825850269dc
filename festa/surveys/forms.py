"""The survey as people fill it in; whatever they do not want to answer they leave out."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, TextAreaField, ValidationError
from wtforms.validators import Length, Optional

from festa.forbidden import has_forbidden_number
from festa.surveys.models import LONGEST_WORDS
from festa.surveys.words import POINTS, QUESTIONS


def _question(name: str) -> RadioField:
    return RadioField(
        QUESTIONS[name],
        [Optional()],
        choices=[(str(points), words) for points, words in POINTS.items()],
    )


class SurveyForm(FlaskForm):
    """Five questions and a few words."""

    overall = _question("overall")
    employers = _question("employers")
    interviews = _question("interviews")
    programmes = _question("programmes")
    staff = _question("staff")
    words = TextAreaField(
        _l("더 하고 싶은 말씀"),
        [Length(max=LONGEST_WORDS, message=_l("1,000자 안으로 적어 주세요."))],
        description=_l("좋았던 점, 불편했던 점. 이름이나 연락처는 적지 않으셔도 돼요."),
    )

    def validate_words(self, field: Any) -> None:
        """No resident registration number, wherever it is typed."""
        if has_forbidden_number(field.data or ""):
            field.data = ""
            raise ValidationError(_l("주민등록번호는 받지 않아요. 지우고 다시 적어 주세요."))

    def validate(self, extra_validators: Any = None) -> bool:
        """At least one answer, or some words."""
        if not super().validate(extra_validators):
            return False
        if not self.points() and not (self.words.data or "").strip():
            self.overall.errors = [_("하나 이상 골라 주세요.")]
            return False
        return True

    def points(self) -> dict[str, int]:
        """The questions that were answered."""
        return {name: int(self[name].data) for name in QUESTIONS if self[name].data}
