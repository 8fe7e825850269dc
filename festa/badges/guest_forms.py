"""What organisers write about people who need a badge and no registration."""

from collections.abc import Iterable, Sequence
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField, TextAreaField, ValidationError
from wtforms.validators import InputRequired, Length

from festa.badges import fonts
from festa.badges.guest_lines import (
    LONGEST_NAME,
    LONGEST_ORGANISATION,
    MOST_LINES,
    Guest,
    read_lines,
)
from festa.badges.models import BadgeKind, RevokeReason
from festa.text import clean

KINDS: list[tuple[str, Any]] = [
    (BadgeKind.GUEST.value, _l("손님")),
    (BadgeKind.STAFF.value, _l("운영 스태프")),
    (BadgeKind.RECRUITER.value, _l("기업 채용담당")),
]
REVOKE_WORDS: dict[RevokeReason, Any] = {
    RevokeReason.NOT_COMING: _l("오지 않음"),
    RevokeReason.WORK_ENDED: _l("일이 끝남"),
    RevokeReason.SHARED: _l("다른 사람이 씀"),
    RevokeReason.LOST: _l("잃어버림"),
    RevokeReason.MISTAKE: _l("잘못 만듦"),
}


class GuestForm(FlaskForm):
    """One person."""

    name = StringField(
        _l("이름"), [InputRequired(_l("이름을 적어 주세요.")), Length(max=LONGEST_NAME)]
    )
    organisation = StringField(_l("소속"), [Length(max=LONGEST_ORGANISATION)])
    kind = SelectField(_l("구분"), choices=KINDS, coerce=BadgeKind)

    def validate_name(self, field: StringField) -> None:
        """A badge needs a letter to be read."""
        if not any(sign.isalpha() for sign in clean(field.data or "")):
            raise ValidationError(str(_l("이름을 글자로 적어 주세요.")))
        _check_letters([field.data or ""])

    def validate_organisation(self, field: StringField) -> None:
        """It stands on the badge as well."""
        _check_letters([field.data or ""])

    def guest(self) -> Guest:
        """The person; only after validate()."""
        return Guest(clean(self.name.data or ""), clean(self.organisation.data or ""))


class GuestListForm(FlaskForm):
    """Many people, one on each line."""

    lines = TextAreaField(_l("명단"), [InputRequired(_l("한 줄에 한 명씩 적어 주세요."))])
    list_kind = SelectField(_l("구분"), choices=KINDS, coerce=BadgeKind)

    def validate_lines(self, field: TextAreaField) -> None:
        """Name the lines that cannot be read, so that nobody is left out unseen."""
        read = read_lines(field.data or "")
        if read.unreadable:
            raise ValidationError(
                _(
                    "%(numbers)s번째 줄을 읽지 못했어요. 한 줄에 ‘이름, 소속’만, "
                    "%(most)s줄까지 적어 주세요.",
                    numbers=_some(read.unreadable),
                    most=MOST_LINES,
                )
            )
        if read.too_long:
            raise ValidationError(
                _(
                    "%(numbers)s번째 줄이 명찰에 찍기에는 너무 길어요. 이름은 %(name)s자, "
                    "소속은 %(organisation)s자까지 적어 주세요.",
                    numbers=_some(read.too_long),
                    name=LONGEST_NAME,
                    organisation=LONGEST_ORGANISATION,
                )
            )
        if not read.guests:
            raise ValidationError(_("한 줄에 한 명씩 적어 주세요."))
        _check_letters(word for guest in read.guests for word in (guest.name, guest.organisation))

    def guests(self) -> Sequence[Guest]:
        """The people; only after validate()."""
        return read_lines(self.lines.data or "").guests


class RevokeForm(FlaskForm):
    """Why a badge is taken back."""

    reason = SelectField(
        _l("거두는 이유"),
        choices=[(reason.value, word) for reason, word in REVOKE_WORDS.items()],
        coerce=RevokeReason,
    )


def _some(found: Sequence[object]) -> str:
    return ", ".join(str(one) for one in found[:10])


def _check_letters(words: Iterable[str]) -> None:
    """Name the words that would come out of the printer with marks instead of letters."""
    fonts.register(current_app.config["PDF_FONTS"])
    missing = [clean(word) for word in words if fonts.undrawable(word)]
    if missing:
        raise ValidationError(
            _(
                "명찰에 찍을 수 없는 글자가 있어요: %(words)s. "
                "한글이나 영문으로 적으면 그대로 나와요.",
                words=_some(missing),
            )
        )
