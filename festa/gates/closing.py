"""Closing the day of a fair: once, by a person, with a reason when something is left open."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from festa import clock
from festa.audit.actor import Actor, ActorKind
from festa.audit.service import record
from festa.errors import Refused
from festa.extensions import db
from festa.fairs.lifecycle import OVER
from festa.fairs.models import Fair
from festa.gates.closing_models import DayClosing
from festa.gates.closing_queries import day_end


class ClosingRefusal(StrEnum):
    """Why a day cannot be closed."""

    NOT_OVER = "not_over"
    REASON_NEEDED = "reason_needed"
    CLOSED_BEFORE = "closed_before"


SENTENCES: dict[ClosingRefusal, Any] = {
    ClosingRefusal.NOT_OVER: _l(
        "아직 행사가 끝나지 않았어요. 끝나는 시각이 지나거나 ‘행사 종료’로 바꾼 뒤 마감해 주세요."
    ),
    ClosingRefusal.REASON_NEEDED: _l(
        "아직 정리되지 않은 것이 있어요. 그대로 마감하는 까닭을 적어 주세요."
    ),
    ClosingRefusal.CLOSED_BEFORE: _l("다른 분이 먼저 마감했어요."),
}


def is_over(fair: Fair, now: datetime) -> bool:
    """Whether a fair's day can be closed: its doors have closed, by the clock or by hand."""
    return fair.state in OVER or now >= fair.closes_at


def close_day(fair: Fair, by: Actor, reason: str = "") -> DayClosing:
    """Close the day with how it stands now; Refused while it runs, or without a needed reason.

    Nobody is marked as having left: those who are counted inside went home unseen, and the
    record does not pretend otherwise. Of two who close at once the database lets one.
    """
    now = clock.now()
    if not is_over(fair, now):
        raise _refused(ClosingRefusal.NOT_OVER)
    end = day_end(fair, now)
    if not end.is_settled and not reason:
        raise _refused(ClosingRefusal.REASON_NEEDED)
    closing = DayClosing(
        fair_id=fair.id,
        closed_at=now,
        closed_by_id=by.id if by.kind is ActorKind.ACCOUNT else None,
        reason=reason,
        unsent=end.unsent,
        silent_devices=len(end.silent),
        conflicts=end.conflicts,
        slips=end.slips,
        never_scanned=end.never_scanned,
        inside=end.inside,
    )
    try:
        with db.session.begin_nested():
            db.session.add(closing)
    except IntegrityError as before:
        raise _refused(ClosingRefusal.CLOSED_BEFORE) from before
    record("day_closing.made", closing, by, settled=end.is_settled, inside=end.inside)
    return closing


def reopen_day(closing: DayClosing, by: Actor) -> None:
    """Take a closing back, once: the day goes on, and the log keeps both."""
    gone = db.session.scalar(
        delete(DayClosing)
        .where(DayClosing.id == closing.id)
        .returning(DayClosing.id)
        .execution_options(synchronize_session=False)
    )
    db.session.expunge(closing)
    if gone is not None:
        record("day_closing.reopened", closing, by)


def _refused(reason: ClosingRefusal) -> Refused:
    return Refused(SENTENCES[reason], reason)
