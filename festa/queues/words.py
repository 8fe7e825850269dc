"""What the states and reasons of the queue are called, and how a waiting time is told."""

from collections.abc import Collection, Iterable
from datetime import timedelta
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from festa.queues.eta import Eta
from festa.queues.policy import Rules, Turn
from festa.queues.states import EndReason, OverrideReason, TicketKind, TicketState

WORDS: dict[StrEnum, Any] = {
    TicketKind.BOOKED: _l("예약"),
    TicketKind.WALK_IN: _l("현장"),
    TicketState.ISSUED: _l("번호 받음"),
    TicketState.WAITING: _l("대기 중"),
    TicketState.CALLED: _l("호출"),
    TicketState.SERVING: _l("면접 중"),
    TicketState.SERVED: _l("마침"),
    TicketState.ON_HOLD: _l("보류"),
    TicketState.LEFT: _l("줄에서 나감"),
    TicketState.EXPIRED: _l("종료"),
    OverrideReason.DISTRESS: _l("몸이 불편함"),
    OverrideReason.MOBILITY: _l("이동이 어려움"),
    OverrideReason.CHILD_CARE: _l("아이를 돌보아야 함"),
    OverrideReason.OUR_MISTAKE: _l("안내를 잘못함"),
    OverrideReason.TABLE_IDLE: _l("면접관이 기다림"),
    EndReason.DONE: _l("면접을 마침"),
    EndReason.STEPPED_BACK: _l("스스로 나감"),
    EndReason.MISSED_TWICE: _l("두 번 불렀으나 없음"),
    EndReason.BOOKING_ENDED: _l("예약이 끝남"),
    EndReason.CONSENT_WITHDRAWN: _l("동의 철회"),
    EndReason.LEFT_FAIR: _l("참가 취소"),
    EndReason.EMPLOYER_LEFT: _l("기업 사정"),
    EndReason.EXCHANGED: _l("다른 번호로 바꿈"),
    EndReason.DAY_OVER: _l("하루 마감"),
}

# Beside the word at a table, for status_pill(state, PILLS).
PILLS: dict[StrEnum, tuple[Any, str]] = {
    TicketState.ISSUED: (WORDS[TicketState.ISSUED], "info"),
    TicketState.WAITING: (WORDS[TicketState.WAITING], "info"),
    TicketState.CALLED: (WORDS[TicketState.CALLED], "today"),
    TicketState.SERVING: (WORDS[TicketState.SERVING], "today"),
    TicketState.SERVED: (WORDS[TicketState.SERVED], "ok"),
    TicketState.ON_HOLD: (WORDS[TicketState.ON_HOLD], "wait"),
    TicketState.LEFT: (WORDS[TicketState.LEFT], "plain"),
    TicketState.EXPIRED: (WORDS[TicketState.EXPIRED], "plain"),
}

# Why this one is next, or why nobody is, and what to do.
TURN_WORDS: dict[Turn, Any] = {
    Turn.BOOKED: _l("예약 시간이 되었어요"),
    Turn.WALK_IN: _l("먼저 온 현장 순서예요"),
    Turn.LONG_WAIT: _l("오래 기다린 현장 순서예요"),
    Turn.SHARE: _l("예약 사이에 현장 순서를 부를 차례예요"),
    Turn.RECALL: _l("보류했던 분을 다시 불러요"),
    Turn.OVERRIDE: _l("사정이 있어 먼저 불러요"),
    Turn.NOBODY: _l("기다리는 분이 없어요. 번호를 받은 분이 오면 여기에 나타나요."),
    Turn.PAUSED: _l("잠시 멈춘 테이블이에요. 다시 시작하면 부를 수 있어요."),
    Turn.TAKEN: _l("부르고 있거나 면접 중인 분이 있어요. 마치면 다음 분을 부를 수 있어요."),
    Turn.ALL_BUSY: _l("기다리는 분이 모두 다른 테이블에 있어요. 순서는 그대로예요."),
    Turn.KEPT_FOR_BOOKED: _l(
        "다음 예약까지 시간이 모자라 예약한 분을 기다려요. 늦어지고 있다면 지연을 알려 주세요."
    ),
    Turn.TOO_EARLY: _l("아직 부를 시간이 아니에요. 예약 시각이 가까워지면 부를 수 있어요."),
}


def eta_words(eta: Eta) -> str:
    """약 15~25분, or 곧 when it is nearly their turn."""
    if eta.low == 0:
        return _("곧") if eta.ahead == 0 else _("약 %(high)s분 안", high=eta.high)
    return _("약 %(low)s~%(high)s분", low=eta.low, high=eta.high)


def booked_words(rules: Collection[Rules]) -> str:
    """How booked times are kept, where employers or tables may each have their own minutes."""
    early, late = [one.early for one in rules], [one.late_window for one in rules]
    said = [
        _("예약한 분은 예약 %(early)s분 전부터 불러요.", early=_minutes(early))
        if any(early)
        else _("예약한 분은 예약 시각부터 불러요."),
        _(
            "%(late)s분까지 늦어도 먼저 모시고, 더 늦으면 오신 순서대로 기다려요.",
            late=_minutes(late),
        )
        if any(late)
        else _("늦으면 오신 순서대로 기다려요."),
    ]
    if len(set(early)) > 1 or len(set(late)) > 1:
        said.append(_("시간은 기업이나 테이블마다 달라요."))
    return " ".join(said)


def _minutes(spans: Iterable[timedelta]) -> str:
    """5, or 5~15 where they differ."""
    minutes = {round(span.total_seconds() / 60) for span in spans}
    least, most = min(minutes), max(minutes)
    return str(most) if least == most else f"{least}~{most}"
