"""What is done with a whole table from its screen, and the sentence that says what came of it."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from festa.audit.actor import Actor
from festa.errors import Refused
from festa.interviews.models import InterviewTable
from festa.queues.models import Ticket
from festa.queues.policy import Turn
from festa.queues.queries import line_of
from festa.queues.service import call_next, call_out_of_turn, pause, resume, run_late
from festa.queues.states import OverrideReason
from festa.queues.words import TURN_WORDS
from festa.text import clean

NO_REASON = _l("순서를 바꾸는 까닭을 골라 주세요. 기록에 남아요.")


def next_one(table: InterviewTable, by: Actor) -> str:
    """Call whom the policy names, or say why nobody is called."""
    called = call_next(table, by)
    if called.ticket is None:
        raise Refused(TURN_WORDS[called.turn], called.turn)
    why = TURN_WORDS[called.turn]
    return _("%(number)s번을 불렀어요. %(why)s.", number=called.ticket.label, why=why)


def delay(table: InterviewTable, minutes: int, by: Actor) -> str:
    """So many minutes of delay altogether, or none any more.

    A button that is pressed twice says the same twice, and nobody hears of it twice; one on an old
    page takes nothing back.
    """
    if minutes > 0:
        minutes = max(minutes, line_of(table).late_minutes)
    told = run_late(table, minutes, by)
    if not minutes:
        return _("지연을 풀었어요. 예상 시간을 다시 맞췄어요.")
    said = ngettext("%(num)s명에게 문자로 알렸어요.", "%(num)s명에게 문자로 알렸어요.", told)
    return _("지금 %(minutes)s분 늦어진다고 표시했어요.", minutes=minutes) + " " + said


def stop_or_go(table: InterviewTable, going_on: bool, reason: str, by: Actor) -> str:
    """Pause the table, or call people again."""
    if going_on:
        resume(table, by)
        return _("다시 시작했어요. 다음 분을 부를 수 있어요.")
    pause(table, clean(reason), by)
    return _("잠시 멈췄어요. 기다리는 분들의 순서는 그대로예요.")


def call_this(ticket: Ticket, reason: str, by: Actor) -> str:
    """Call somebody out of turn; Refused without one of the reasons."""
    if reason not in set(OverrideReason):
        raise Refused(NO_REASON, Turn.OVERRIDE)
    call_out_of_turn(ticket, OverrideReason(reason), by)
    return _("%(number)s번을 먼저 불렀어요. 까닭을 기록했어요.", number=ticket.label)
