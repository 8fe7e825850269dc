"""What is said about devices: their states and roles, their clocks, when they were heard."""

from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from festa.formats import moment
from festa.gates.device_models import ConflictReason, DeviceRole
from festa.gates.device_state import DeviceState

S = DeviceState

STATE_PILLS: dict[DeviceState, tuple[Any, str]] = {
    S.CONNECTED: (_l("연결"), "ok"),
    S.SILENT: (_l("응답 없음"), "wait"),
    S.ENDED: (_l("기간 끝남"), "plain"),
    S.REVOKED: (_l("사용 중지"), "stop"),
    S.WIPED: (_l("지움 확인"), "plain"),
}
STATE_SENTENCES: dict[DeviceState, Any] = {
    S.CONNECTED: _l("명단을 받고 스캔을 보내고 있어요."),
    S.SILENT: _l("2분 넘게 소식이 없어요. 화면이 꺼졌거나 인터넷이 끊겼을 수 있어요."),
    S.ENDED: _l(
        "박람회가 끝나 연결이 풀렸어요. 남은 스캔이 있으면 새 번호로 다시 연결해 보낼 수 있어요."
    ),
    S.REVOKED: _l(
        "명단을 받을 수 없어요. 인터넷에 닿으면 명단을 지우고, 중지하기 전에 찍은 스캔을 넘긴 뒤 비워요."
    ),
    S.WIPED: _l("명단과 연결 정보를 모두 지웠다고 기기가 알려 왔어요."),
}
ROLE_WORDS: dict[DeviceRole, Any] = {
    DeviceRole.IN: _l("입장하는 곳"),
    DeviceRole.OUT: _l("퇴장하는 곳"),
    DeviceRole.DESK: _l("안내 데스크"),
}
ROLE_HINTS: dict[str, Any] = {
    DeviceRole.IN: _l("들어오는 분의 명찰을 읽어요."),
    DeviceRole.OUT: _l("나가는 분의 명찰을 읽어, 장내 인원이 맞아요."),
    DeviceRole.DESK: _l("이름으로 찾고 두 방향 모두 처리해요."),
}
REASON_WORDS: dict[ConflictReason, Any] = {
    ConflictReason.SAME_PERSON: _l("같은 분이 두 번 찍음"),
    ConflictReason.SHARED_BADGE: _l("다른 사람이 명찰을 씀"),
    ConflictReason.MISTAKE: _l("잘못 찍음"),
    ConflictReason.OTHER: _l("그 밖의 이유"),
}
REASON_HINTS: dict[str, Any] = {
    ConflictReason.SAME_PERSON: _l("나갔다 다시 들어왔거나, 두 곳에서 연달아 찍었어요."),
    ConflictReason.SHARED_BADGE: _l("명찰을 다시 발급하면 이전 명찰은 들어올 수 없어요."),
    ConflictReason.MISTAKE: _l("다른 분의 명찰을 찍었거나 기기를 잘못 다뤘어요."),
}
RIGHT = timedelta(seconds=30)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def clock_in_words(offset_ms: int) -> str:
    """How wrong a device's clock is: 맞음, 7분 느림. `offset_ms` is what must be added to it."""
    off = timedelta(milliseconds=abs(offset_ms))
    if off < RIGHT:
        return _("맞음")
    if off < HOUR:
        long = ngettext("%(num)s분", "%(num)s분", max(1, round(off / MINUTE)))
    elif off < DAY:
        long = ngettext("%(num)s시간", "%(num)s시간", round(off / HOUR))
    else:
        long = ngettext("%(num)s일", "%(num)s일", round(off / DAY))
    return _("%(long)s 느림", long=long) if offset_ms > 0 else _("%(long)s 빠름", long=long)


def heard_in_words(at: datetime, now: datetime) -> str:
    """When a device was heard last: 방금, 3분 전, else the day and hour."""
    ago = now - at
    if ago < MINUTE:
        return _("방금")
    if ago < HOUR:
        return ngettext("%(num)s분 전", "%(num)s분 전", int(ago / MINUTE))
    return moment(at)
