"""Saying to organisers how many were told of what they have just done."""

from flask import flash
from flask_babel import gettext as _
from flask_babel import ngettext

from festa.interviews.fair_changes import Told


def say_told(told: Told) -> None:
    """How many seekers and employers get a message, and how many interviews ended."""
    if not told.seekers and not told.employers:
        return
    flash(
        _(
            "구직자 %(seekers)s명과 기업 %(employers)s곳에 알려요. 취소된 면접 예약 %(interviews)s건.",
            seekers=told.seekers,
            employers=told.employers,
            interviews=told.interviews,
        ),
        "info",
    )


def say_moved_up(moved_up: int) -> None:
    """How many came in from the waiting list."""
    if not moved_up:
        return
    flash(
        ngettext(
            "대기하던 %(num)s명이 참가 확정으로 바뀌고 문자를 받았어요.",
            "대기하던 %(num)s명이 참가 확정으로 바뀌고 문자를 받았어요.",
            moved_up,
        ),
        "info",
    )
