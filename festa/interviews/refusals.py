"""Why a booking is not made or not changed, in a name and a sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l

from festa import clock
from festa.errors import Refused
from festa.fairs.models import Fair
from festa.interviews.models import Booking, Slot
from festa.interviews.windows import Standing, Step, sentence, window


class BookingRefusal(StrEnum):
    """Why a booking was not made."""

    SLOT_TAKEN = "slot_taken"
    SEEKER_BUSY = "seeker_busy"
    SLOT_CLOSED = "slot_closed"
    NOT_REGISTERED = "not_registered"
    NO_CONSENT = "no_consent"
    NOT_NOW = "not_now"
    PAST = "past"
    MOVED_ON = "moved_on"
    NOT_TODAY = "not_today"
    NOT_YET = "not_yet"
    TOO_MANY = "too_many"
    ALREADY_BOOKED = "already_booked"
    LAPSED = "lapsed"
    EXTENDED = "extended"
    NOT_SHORTLISTED = "not_shortlisted"
    NOT_A_PAIR = "not_a_pair"
    NOT_A_COLLEAGUE = "not_a_colleague"
    NOT_LEFT = "not_left"


SENTENCES: dict[BookingRefusal, Any] = {
    BookingRefusal.SLOT_TAKEN: _l(
        "방금 다른 분이 먼저 예약했어요. 아래에서 가까운 시간을 골라 주세요."
    ),
    BookingRefusal.SEEKER_BUSY: _l(
        "이 시간 앞뒤로 이 분의 다른 면접이 있어요(이동 시간 포함). 아래에서 다른 시간을 골라 주세요."
    ),
    BookingRefusal.SLOT_CLOSED: _l(
        "예약을 받지 않는 시간이에요. 아래에서 다른 시간을 골라 주세요."
    ),
    BookingRefusal.NOT_REGISTERED: _l("이 박람회에 참가가 확정된 분만 예약할 수 있어요."),
    BookingRefusal.NO_CONSENT: _l(
        "이 기업에 정보를 제공하는 데 동의하지 않은 분이에요. 구직자가 면접을 신청하면 예약할 수 있어요."
    ),
    BookingRefusal.NOT_NOW: _l("지금은 면접 예약 기간이 아니에요. 예약 기간을 확인해 주세요."),
    BookingRefusal.PAST: _l("이미 지난 시간이에요. 아래에서 다른 시간을 골라 주세요."),
    BookingRefusal.MOVED_ON: _l(
        "그사이 예약 상태가 바뀌었어요. 새로 고친 화면에서 다시 확인해 주세요."
    ),
    BookingRefusal.NOT_TODAY: _l("면접은 박람회 당일에 진행할 수 있어요."),
    BookingRefusal.NOT_YET: _l(
        "면접 시간이 지나면 미응시로 남길 수 있어요. 조금 더 기다려 주세요."
    ),
    BookingRefusal.TOO_MANY: _l(
        "한 박람회에서 동시에 잡아 둘 수 있는 면접 수를 다 채웠어요. 하나를 마치거나 취소하면 다시 예약할 수 있어요."
    ),
    BookingRefusal.ALREADY_BOOKED: _l(
        "같은 기업의 면접을 하나 더 고를 수는 없어요. 시간을 바꾸려면 내 페이지에서 ‘시간 바꾸기’를 눌러 주세요."
    ),
    BookingRefusal.LAPSED: _l(
        "답할 수 있는 시간이 지나 초대가 끝났어요. 아직 비어 있는 다른 시간을 골라 주세요."
    ),
    BookingRefusal.EXTENDED: _l("이미 한 번 늘린 초대예요. 남은 시간 안에 답해 주세요."),
    BookingRefusal.NOT_SHORTLISTED: _l(
        "서류를 통과하면 면접 시간을 직접 고를 수 있어요. 기업의 답을 기다려 주세요."
    ),
    BookingRefusal.NOT_A_COLLEAGUE: _l(
        "같은 시간에 비어 있는 동료 테이블로만 넘길 수 있어요. 시간을 바꾸려면 ‘다른 시간으로 옮기기’를 써 주세요."
    ),
    BookingRefusal.NOT_LEFT: _l(
        "기업의 사정으로 취소된 면접이 아니에요. 내 페이지에서 면접 일정을 확인해 주세요."
    ),
    BookingRefusal.NOT_A_PAIR: _l(
        "서로 바꿀 수 없는 예약이에요. 이 기업의 시작하지 않은 예약 두 개를 골라 주세요."
    ),
}


@dataclass(frozen=True)
class BookingAnswer:
    """A booking, or why there is none and which free slots are nearest (three at most)."""

    booking: Booking | None
    refusal: BookingRefusal | None = None
    nearest: Sequence[Slot] = ()


def said_at(fair: Fair, refusal: BookingRefusal | None) -> Any:
    """The sentence of a refusal at this fair: outside the time for booking it says when."""
    span = window(fair, Step.BOOKING)
    standing = span.at(clock.now())
    if refusal is BookingRefusal.NOT_NOW and standing is not Standing.OPEN:
        return sentence(Step.BOOKING, span, standing)
    return SENTENCES[refusal] if refusal is not None else None


def refuse(reason: BookingRefusal) -> Refused:
    """The refusal of this name with its sentence."""
    return Refused(SENTENCES[reason], reason)
