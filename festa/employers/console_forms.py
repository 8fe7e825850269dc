"""What organisers type about employers."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField, RadioField, SelectField, StringField
from wtforms.validators import (
    DataRequired,
    Email,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    ValidationError,
)

from festa.accounts.console_forms import PersonForm, as_address, named, on_one_line
from festa.employers.business_number import EXPLAINED, NumberProblem, parse_business_number
from festa.employers.console_queries import WantedEmployers
from festa.employers.contact import parse_contact_phone
from festa.employers.models import ParticipationState, RecruiterRole
from festa.employers.participation import Mode
from festa.employers.service import Contact, EmployerDetails
from festa.employers.states import TO_REVIEW
from festa.employers.words import MODE_WORDS, PARTICIPATION_WORDS
from festa.fairs.models import Fair, Hall
from festa.forbidden import has_forbidden_number

RECRUITER_WORDS: dict[RecruiterRole, Any] = {
    RecruiterRole.OWNER: _l("책임자"),
    RecruiterRole.RECRUITER: _l("담당자"),
}


def at_most(letters: int) -> Length:
    """No longer than the column."""
    return Length(max=letters, message=_l("%(max)d자 안으로 적어 주세요."))


def text(label: Any, letters: int, needed: Any = None, **more: Any) -> StringField:
    """A text on one line, which must be filled where a sentence says so."""
    checks = [DataRequired(needed)] if needed else [Optional()]
    return StringField(label, [*checks, at_most(letters)], filters=[on_one_line], **more)


class EmployerFilters(FlaskForm):
    """Filters in the address."""

    TO_REVIEW = "to_review"

    class Meta:
        """Filters change nothing, so they need no token."""

        csrf = False

    state = SelectField(_l("상태"), validate_choice=False)
    mode = SelectField(_l("참가 형태"), validate_choice=False)
    words = StringField(_l("기업 이름, 번호, 부스"), filters=[on_one_line])

    def offer(self, counts: Mapping[ParticipationState, int]) -> None:
        """Give the choices: the states that occur with their numbers, and both modes."""
        states = [(one, counts[one]) for one in ParticipationState if one in counts]
        shown = [(one.value, f"{PARTICIPATION_WORDS[one]} {count}") for one, count in states]
        waiting = sum(counts.get(one, 0) for one in TO_REVIEW)
        review = [(self.TO_REVIEW, f"{_('심사 대기')} {waiting}")] if waiting else []
        self.state.choices = [("", _("모두")), *review, *shown]
        self.mode.choices = [("", _("모두")), *((mode.value, MODE_WORDS[mode]) for mode in Mode)]

    def wanted(self) -> WantedEmployers:
        """The filters; what was not offered counts for nothing."""
        state, mode = self.state.data, self.mode.data
        return WantedEmployers(
            states=self._states(state),
            mode=Mode(mode) if mode in set(Mode) else None,
            words=(self.words.data or "")[:60],
        )

    def _states(self, chosen: str | None) -> frozenset[ParticipationState]:
        if chosen == self.TO_REVIEW:
            return TO_REVIEW
        return frozenset(one for one in ParticipationState if one.value == chosen)


class EmployerForm(FlaskForm):
    """A company, and how it takes part in a fair."""

    business_number = StringField(
        _l("사업자등록번호"),
        [InputRequired(str(EXPLAINED[NumberProblem.NUMBER_MISSING]))],
        description=_l("예: 123-45-67890"),
    )
    name = text(_l("기업 이름"), 100, _l("사업자등록증의 상호를 적어 주세요."))
    chief = text(_l("대표자"), 60)
    industry = text(_l("업종"), 60)
    address = text(_l("주소"), 160)
    mode = RadioField(
        _l("참가 형태"),
        [InputRequired(_l("현장 면접과 채용게시대 가운데 하나를 골라 주세요."))],
        choices=[(mode.value, MODE_WORDS[mode]) for mode in Mode],
        coerce=Mode,
    )
    tables_wanted = IntegerField(
        _l("면접 테이블 수"),
        [Optional(), NumberRange(1, 20, _l("1개부터 20개까지 적을 수 있어요."))],
        default=1,
    )
    branch = text(
        _l("지점 이름"),
        40,
        description=_l("같은 사업자등록번호로 지점이 따로 참가할 때만 적어 주세요."),
    )
    contact_name = text(_l("담당자 이름"), 60)
    contact_phone = StringField(
        _l("담당자 전화"), filters=[on_one_line], description=_l("예: 010-1234-5678, 042-123-4567")
    )
    contact_email = StringField(
        _l("담당자 이메일"),
        [
            Optional(),
            Email(_l("이메일 주소를 읽을 수 없어요. name@example.com처럼 적어 주세요.")),
            at_most(254),
        ],
        filters=[as_address],
    )

    def validate_business_number(self, field: StringField) -> None:
        """Say which digits are missing or wrong."""
        number = parse_business_number(field.data)
        if isinstance(number, NumberProblem):
            if has_forbidden_number(field.data or ""):
                field.data = ""
            raise ValidationError(str(EXPLAINED[number]))

    def validate_contact_phone(self, field: StringField) -> None:
        """A number that rings in Korea, or nothing."""
        if field.data and not parse_contact_phone(field.data):
            raise ValidationError(
                _("전화번호를 읽을 수 없어요. 042-123-4567처럼 번호 하나만 적어 주세요.")
            )

    def details(self) -> EmployerDetails:
        """The company; only after validate()."""
        return EmployerDetails(
            business_number=str(parse_business_number(self.business_number.data)),
            name=self.name.data or "",
            chief=self.chief.data or "",
            industry=self.industry.data or "",
            address=self.address.data or "",
        )

    def contact(self) -> Contact:
        """Whom to call."""
        return Contact(
            name=self.contact_name.data or "",
            phone=parse_contact_phone(self.contact_phone.data),
            email=self.contact_email.data or "",
        )


class MoveForm(FlaskForm):
    """To which state an employer's part in a fair is to go."""

    state = SelectField(
        choices=[(state.value, state.value) for state in ParticipationState],
        coerce=ParticipationState,
    )


class BoothForm(FlaskForm):
    """Where an employer sits."""

    number = text(_l("부스 번호"), 12, _l("부스 번호를 적어 주세요. 예: A-12"))
    hall = SelectField(_l("홀"))

    def offer(self, halls: Iterable[Hall]) -> "BoothForm":
        """Give the halls of the fair."""
        named_halls = [(str(hall.id), hall.name) for hall in halls]
        self.hall.choices = [("", _("정하지 않음")), *named_halls]
        return self

    @property
    def hall_id(self) -> int | None:
        """The chosen hall."""
        return int(self.hall.data) if self.hall.data else None


class RecruiterForm(PersonForm):
    """Somebody who is to act for an employer."""

    role = SelectField(
        _l("역할"),
        choices=[(role.value, RECRUITER_WORDS[role]) for role in RecruiterRole],
        coerce=RecruiterRole,
        default=RecruiterRole.RECRUITER,
    )


class FairForm(FlaskForm):
    """To which other fair an employer goes along."""

    fair = SelectField(_l("박람회"))

    def offer(self, fairs: Iterable[Fair]) -> "FairForm":
        """Give the fairs to choose from."""
        self.fair.choices = [(fair.slug, named(fair)) for fair in fairs]
        return self
