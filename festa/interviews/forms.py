"""The forms of the employer's interview floor."""

from collections.abc import Sequence
from datetime import time
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, ValidationError

from festa.employers.forms import no_resident_number, on_one_line
from festa.fairs.grid import Grid
from festa.formats import hour
from festa.interviews.models import TableMode
from festa.interviews.painting import Brush
from festa.interviews.states import (
    AT_THE_TABLE,
    ApplicationState,
    BookingState,
    OutcomeResult,
    SlotState,
)
from festa.interviews.words import WORDS

LONGEST_SLOT = 12
LONGEST_GAP = 3
NO_PAUSE = -1
WALK_IN_EVERY = 4
REMOVE = "remove"
SLOT_ACTIONS = (SlotState.OPEN, SlotState.BLOCKED, SlotState.RELEASED, REMOVE)
ANSWERS = (
    ApplicationState.SHORTLISTED,
    ApplicationState.ALTERNATE,
    ApplicationState.DECLINED,
)


CHOSEN = [InputRequired(_l("시간을 골라 주세요."))]
LUNCH = (time(12), time(13))


def clock_choices(grid: Grid, first: int, last: int) -> list[tuple[int, str]]:
    """The units from first to last with their hours: (0, 오전 10:00), (1, 오전 10:10) …"""
    return [(unit, hour(grid.hour_of(unit))) for unit in range(first, last + 1)]


class PaintForm(FlaskForm):
    """From when to when a table offers slots, and when it rests."""

    first = SelectField(_l("시작"), CHOSEN, coerce=int)
    last = SelectField(_l("끝"), CHOSEN, coerce=int)
    pause_first = SelectField(_l("쉬는 시간 시작"), coerce=int, default=NO_PAUSE)
    pause_last = SelectField(_l("쉬는 시간 끝"), coerce=int, default=NO_PAUSE)
    gap = SelectField(
        _l("면접과 면접 사이"),
        coerce=int,
        default=0,
        description=_l("면접관이 메모하거나 숨 돌리는 시간이에요."),
    )
    walk_ins = BooleanField(
        _l("네 칸마다 한 칸은 현장 대기자에게 비워 두기"),
        description=_l("예약 없이 온 구직자도 면접할 수 있어요."),
    )

    def on(self, grid: Grid) -> "PaintForm":
        """The same form with the hours of a fair's day; the whole day where nothing was chosen."""
        self.first.choices = clock_choices(grid, 0, grid.units - 1)
        self.last.choices = clock_choices(grid, 1, grid.units)
        hours = [(NO_PAUSE, _("없음")), *clock_choices(grid, 0, grid.units)]
        self.pause_first.choices = self.pause_last.choices = hours
        self.gap.choices = [
            (units, _("%(minutes)s분", minutes=units * grid.unit_minutes) if units else _("없음"))
            for units in range(LONGEST_GAP + 1)
        ]
        if not self.is_submitted():
            self.first.data, self.last.data, self.gap.data = 0, grid.units, 0
            self.walk_ins.data = True
        return self

    def validate_last(self, field: SelectField) -> None:
        """The end lies behind the start."""
        if isinstance(self.first.data, int) and field.data <= self.first.data:
            raise ValidationError(_("끝 시각을 시작 시각보다 뒤로 골라 주세요."))

    def validate_pause_last(self, field: SelectField) -> None:
        """A pause has both ends or none, and the end lies behind the start."""
        ends = (self.pause_first.data, field.data)
        if ends.count(NO_PAUSE) == 1 or (NO_PAUSE not in ends and ends[1] <= ends[0]):
            raise ValidationError(
                _(
                    "쉬는 시간의 시작과 끝을 함께, 끝을 더 뒤로 골라 주세요. 없으면 둘 다 ‘없음’으로 두세요."
                )
            )

    @property
    def brush(self) -> Brush:
        """What was chosen, once it is valid."""
        pause = range(self.pause_first.data, self.pause_last.data)
        every = WALK_IN_EVERY if self.walk_ins.data else 0
        return Brush(self.first.data, self.last.data, pause, every, self.gap.data or 0)


class TableForm(FlaskForm):
    """What a table is called, how long its slots are and who may sit down."""

    label = StringField(
        _l("테이블 이름"),
        [
            InputRequired(_l("테이블 이름을 적어 주세요.")),
            Length(max=20, message=_l("20자 안으로 적어 주세요.")),
            no_resident_number,
        ],
        description=_l("예: 1번 테이블, 물류팀"),
        filters=[on_one_line],
    )
    slot_units = SelectField(_l("한 사람 면접 시간"), CHOSEN, coerce=int)
    mode = RadioField(
        _l("누구를 면접하나요?"),
        choices=[
            (mode, WORDS[mode]) for mode in (TableMode.MIXED, TableMode.BOOKED, TableMode.WALK_IN)
        ],
        default=TableMode.MIXED,
    )

    def lengths_of(self, grid: Grid, usual: int) -> None:
        """Offer lengths in whole units of the fair's day; `usual` where nothing was chosen."""
        most = min(LONGEST_SLOT, grid.units)
        self.slot_units.choices = [
            (units, _("%(minutes)s분", minutes=units * grid.unit_minutes))
            for units in range(1, most + 1)
        ]
        if not self.is_submitted():
            self.slot_units.data = min(usual, most)


class NewTableForm(TableForm, PaintForm):
    """A table together with its first hours."""

    def on(self, grid: Grid) -> "NewTableForm":
        """The same form with the hours and lengths of a fair's day: twenty minutes if possible."""
        PaintForm.on(self, grid)
        if not self.is_submitted() and grid.opens < LUNCH[0] and LUNCH[1] < grid.closes:
            self.pause_first.data, self.pause_last.data = (grid.unit_at(hour) for hour in LUNCH)
        self.lengths_of(grid, max(1, 20 // grid.unit_minutes))
        return self


class SlotsForm(FlaskForm):
    """What to do with the slots that were marked."""

    slot = SelectMultipleField(_l("시간"), coerce=int, validate_choice=False)
    action = SelectField(choices=[(action, action) for action in SLOT_ACTIONS])
    reason = StringField(
        _l("차단하는 까닭"),
        [Length(max=80, message=_l("80자 안으로 적어 주세요.")), no_resident_number],
        description=_l("차단할 때만 적어 주세요. 예: 점심, 면접관 교대"),
        filters=[on_one_line],
    )

    def validate_slot(self, field: SelectMultipleField) -> None:
        """At least one."""
        if not field.data:
            raise ValidationError(_("바꿀 시간을 먼저 골라 주세요."))


class OneSlotForm(FlaskForm):
    """Into which slot."""

    slot = IntegerField(validators=[InputRequired(_l("면접 시간을 골라 주세요."))])


class BookForm(OneSlotForm):
    """Into which slot, and whether the applicant is asked first."""

    ask = BooleanField()


class SwapForm(FlaskForm):
    """With which other interview the time is exchanged."""

    other = IntegerField(validators=[InputRequired(_l("시간을 바꿀 예약을 골라 주세요."))])


class AnswerForm(FlaskForm):
    """What an applicant is answered, and in which words where they are not chosen."""

    state = SelectField(choices=[(state, state) for state in ANSWERS])
    words = TextAreaField(
        _l("지원자에게 전할 말"),
        [Length(max=300, message=_l("300자 안으로 적어 주세요.")), no_resident_number],
        description=_l(
            "문자와 지원자의 내 페이지에 그대로 보여요. 나이나 외모 이야기는 적지 말아 주세요."
        ),
        filters=[on_one_line],
    )


class LineForm(FlaskForm):
    """Which way an alternate goes in the line."""

    way = SelectField(choices=[("forward", "forward"), ("back", "back")])


class CancelForm(FlaskForm):
    """Why an interview is called off."""

    reason = StringField(
        _l("취소하는 까닭"),
        [
            InputRequired(_l("취소하는 까닭을 적어 주세요. 예: 면접관 사정")),
            Length(max=200, message=_l("200자 안으로 적어 주세요.")),
            no_resident_number,
        ],
        description=_l("변경 기록에 남아요. 구직자에게는 취소되었다는 안내만 가요."),
        filters=[on_one_line],
    )


class StepForm(FlaskForm):
    """The next step of an interview."""

    state = SelectField(choices=[(state, state) for state in BookingState if state in AT_THE_TABLE])


class OutcomeForm(FlaskForm):
    """What the interviewer decided."""

    result = SelectField(choices=[(result, result) for result in OutcomeResult])


def first_message(form: FlaskForm) -> str:
    """The first thing that is wrong, for forms that are a single button."""
    messages: Sequence[Any] = [text for texts in form.errors.values() for text in texts]
    return str(messages[0]) if messages else ""
