"""A consent text as its organisers write it."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from festa.consents.models import ConsentText
from festa.consents.starting import WRITTEN, written
from festa.text import seen


def tidy(typed: str | None) -> str:
    """What was typed, with its lines but without what nobody sees."""
    return seen(typed or "").replace("\r\n", "\n").strip()


def written_in(label: Any, what: Any, length: int) -> dict[str, Any]:
    """A field that must say something, within the length of its column."""
    too_long = _l("%(max)d자 안으로 적어 주세요.")
    return {
        "label": label,
        "validators": [DataRequired(what), Length(max=length, message=too_long)],
        "filters": [tidy],
    }


TITLE = _l("제목을 적어 주세요.")
RECIPIENT = _l("받는 곳의 이름을 모두 적어 주세요.")
ITEMS = _l("어떤 정보를 받는지 적어 주세요.")
USE = _l("어디에 쓰는지 적어 주세요.")
RETENTION = _l("언제까지 보관하는지 적어 주세요.")
REFUSAL = _l("거부할 수 있다는 것과 그 불이익을 적어 주세요.")


class ConsentTextForm(FlaskForm):
    """All that the law wants said before somebody agrees (개인정보 보호법 §15②, §17②)."""

    title = StringField(**written_in(_l("제목"), TITLE, 120))
    title_en = StringField(**written_in(_l("제목(영어)"), TITLE, 160))
    recipient = TextAreaField(**written_in(_l("받는 곳"), RECIPIENT, 1000))
    recipient_en = TextAreaField(
        **written_in(_l("받는 곳(영어)"), RECIPIENT, 1000)
        | {"validators": [Length(max=1000, message=_l("%(max)d자 안으로 적어 주세요."))]}
    )
    items = TextAreaField(**written_in(_l("항목"), ITEMS, 300))
    items_en = TextAreaField(**written_in(_l("항목(영어)"), ITEMS, 300))
    use = TextAreaField(**written_in(_l("이용 목적"), USE, 300))
    use_en = TextAreaField(**written_in(_l("이용 목적(영어)"), USE, 300))
    retention = StringField(**written_in(_l("보유 기간"), RETENTION, 160))
    retention_en = StringField(**written_in(_l("보유 기간(영어)"), RETENTION, 160))
    refusal = TextAreaField(**written_in(_l("거부할 권리와 불이익"), REFUSAL, 2000))
    refusal_en = TextAreaField(**written_in(_l("거부할 권리와 불이익(영어)"), REFUSAL, 2000))

    def words(self) -> dict[str, str]:
        """What was typed, by column."""
        return {name: self[name].data or "" for name in WRITTEN}

    def changes(self, text: ConsentText | None) -> bool:
        """Whether anything differs from the text that counts now."""
        return text is None or written(text) != self.words()
