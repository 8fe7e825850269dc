"""What an interviewer, or somebody of the staff for them, does with a number; and what is said."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l

from festa.audit.actor import Actor
from festa.errors import NotFound
from festa.queues import service
from festa.queues.models import Ticket
from festa.queues.walk_in_talks import finish_talk


class TicketStep(StrEnum):
    """One button beside a number."""

    PAGE = "page"
    PUT_BACK = "put-back"
    ABSENT = "absent"
    START = "start"
    FINISH = "finish"
    HOLD = "hold"
    COME_BACK = "come-back"
    RECALL = "recall"
    LEAVE = "leave"


VERBS: dict[TicketStep, Callable[[Ticket, Actor], Any]] = {
    TicketStep.PAGE: service.page_again,
    TicketStep.PUT_BACK: service.put_back,
    TicketStep.ABSENT: service.mark_absent,
    TicketStep.START: service.start,
    TicketStep.FINISH: finish_talk,
    TicketStep.HOLD: service.hold,
    TicketStep.COME_BACK: service.come_back,
    TicketStep.RECALL: service.recall,
    TicketStep.LEAVE: service.leave,
}
STEP_WORDS: dict[TicketStep, Any] = {
    TicketStep.PAGE: _l("다시 부르기"),
    TicketStep.PUT_BACK: _l("호출 취소"),
    TicketStep.ABSENT: _l("오지 않음"),
    TicketStep.START: _l("면접 시작"),
    TicketStep.FINISH: _l("면접 완료"),
    TicketStep.HOLD: _l("잠시 보류"),
    TicketStep.COME_BACK: _l("줄로 돌아옴"),
    TicketStep.RECALL: _l("다시 호출"),
    TicketStep.LEAVE: _l("대기 끝내기"),
}
SAID: dict[TicketStep, Any] = {
    TicketStep.PAGE: _l("%(number)s번을 한 번 더 불렀어요."),
    TicketStep.PUT_BACK: _l("%(number)s번 호출을 취소했어요. 순서는 그대로예요."),
    TicketStep.ABSENT: _l("%(number)s번을 오지 않은 것으로 남겼어요. 다음 분을 불러 주세요."),
    TicketStep.START: _l("%(number)s번 면접을 시작했어요."),
    TicketStep.FINISH: _l("%(number)s번 면접을 마쳤어요. 결과를 남겨 주세요."),
    TicketStep.HOLD: _l("%(number)s번을 잠시 보류했어요. 자리는 지켜 드려요."),
    TicketStep.COME_BACK: _l("%(number)s번이 줄로 돌아왔어요. 순서는 그대로예요."),
    TicketStep.RECALL: _l("%(number)s번을 다시 불렀어요."),
    TicketStep.LEAVE: _l("%(number)s번 대기를 끝냈어요."),
}


def step_named(name: str) -> TicketStep:
    """The step of that name in an address; NotFound for every other word."""
    if name not in set(TicketStep):
        raise NotFound
    return TicketStep(name)


def take(ticket: Ticket, step: TicketStep, by: Actor) -> str:
    """Take the step; the sentence for whoever took it. Refused as the verb refuses."""
    VERBS[step](ticket, by)
    return str(SAID[step]) % {"number": ticket.label}
