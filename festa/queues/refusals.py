"""Why the queue does not do what was asked, in a name and a sentence."""

from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l

from festa.errors import Refused


class QueueRefusal(StrEnum):
    """Why a number was not given, or did not move."""

    NOT_TODAY = "not_today"
    NOT_REGISTERED = "not_registered"
    NO_CONSENT = "no_consent"
    NO_WALK_INS = "no_walk_ins"
    NOT_TAKING_PART = "not_taking_part"
    HAS_NUMBER = "has_number"
    MOVED_ON = "moved_on"
    ENGAGED = "engaged"
    TABLE_TAKEN = "table_taken"
    PAUSED = "paused"
    TOO_SOON = "too_soon"
    PAGED = "paged"
    NOT_YET_RECALLED = "not_yet_recalled"
    TALK_BEGAN = "talk_began"
    OUT_OF_BOUNDS = "out_of_bounds"


SENTENCES: dict[QueueRefusal, Any] = {
    QueueRefusal.NOT_TODAY: _l("번호표는 박람회 당일, 문을 닫기 전까지 드려요."),
    QueueRefusal.NOT_REGISTERED: _l(
        "이 박람회에 참가가 확정된 분만 번호표를 받을 수 있어요. 안내 데스크에서 현장 등록을 해 주세요."
    ),
    QueueRefusal.NO_CONSENT: _l(
        "이 기업에 정보를 제공하는 데 동의해야 번호표를 드릴 수 있어요. "
        "내 페이지나 안내 데스크에서 먼저 면접을 신청해 주세요."
    ),
    QueueRefusal.NO_WALK_INS: _l(
        "예약한 분만 면접하는 테이블이에요. 이 기업의 다른 테이블이나 예약 가능한 시간을 확인해 주세요."
    ),
    QueueRefusal.NOT_TAKING_PART: _l(
        "지금은 면접을 하지 않는 기업이에요. 다른 기업의 대기 줄을 확인해 주세요."
    ),
    QueueRefusal.HAS_NUMBER: _l(
        "이 기업의 번호표를 이미 가지고 계세요. 가지고 있는 번호로 기다려 주세요."
    ),
    QueueRefusal.MOVED_ON: _l("그사이 번호의 상태가 바뀌었어요. 새로 고친 화면에서 확인해 주세요."),
    QueueRefusal.ENGAGED: _l(
        "지금 다른 테이블에서 부르고 있거나 면접 중인 분이에요. 순서는 그대로 두고 다음 분을 불러 주세요."
    ),
    QueueRefusal.TABLE_TAKEN: _l(
        "이 테이블에서 부르고 있거나 면접 중인 분이 있어요. 먼저 마친 뒤 불러 주세요."
    ),
    QueueRefusal.PAUSED: _l("잠시 멈춘 테이블이에요. 다시 시작한 뒤 불러 주세요."),
    QueueRefusal.TOO_SOON: _l(
        "두 번 부르고 기다리는 시간이 지나야 자리에 없다고 표시할 수 있어요. 한 번 더 부르고 잠시 기다려 주세요."
    ),
    QueueRefusal.PAGED: _l("이미 두 번 불렀어요. 조금 더 기다렸다가 자리에 없다고 표시해 주세요."),
    QueueRefusal.NOT_YET_RECALLED: _l(
        "보류한 분은 세 분을 더 부른 뒤 다시 불러요. 먼저 불러야 할 사정이 있으면 순서 바꾸기를 이용해 주세요."
    ),
    QueueRefusal.TALK_BEGAN: _l("이미 시작한 면접이에요. 끝나면 면접 완료를 눌러 주세요."),
    QueueRefusal.OUT_OF_BOUNDS: _l("정해진 범위 안의 숫자를 적어 주세요."),
}


def refuse(reason: QueueRefusal) -> Refused:
    """The refusal of this name with its sentence."""
    return Refused(SENTENCES[reason], reason)
