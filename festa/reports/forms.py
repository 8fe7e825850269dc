"""What organisers say before a list of people leaves."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.validators import DataRequired, Length

from festa.fairs.models import Fair
from festa.formats import in_language
from festa.reports.exports import LIST_WORDS, PersonalList
from festa.text import clean


class ExportForm(FlaskForm):
    """Which list of which fair, and why (안전성 확보조치 기준 고시 §8: 다운로드 사유)."""

    fair = SelectField(_l("박람회"))
    which = SelectField(
        _l("명단"),
        choices=[(one.value, word) for one, word in LIST_WORDS.items()],
        coerce=PersonalList,
    )
    reason = StringField(
        _l("내려받는 까닭"),
        [
            DataRequired(_l("왜 내려받는지 적어 주세요. 예: 10월 5일 후원사 결과 보고")),
            Length(5, 200, _l("까닭을 5자에서 200자 사이로 적어 주세요.")),
        ],
        filters=[lambda typed: clean(typed or "")],
        description=_l("누가 언제 왜 내려받았는지 기록과 파일 첫 줄에 남아요."),
    )

    def __init__(self, fairs: Sequence[Fair], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fair.choices = [(fair.slug, in_language(fair.city, fair.city_en)) for fair in fairs]
