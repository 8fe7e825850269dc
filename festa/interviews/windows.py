"""When each step towards an interview is open: applying, shortlisting, booking."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _

from festa.errors import Refused
from festa.fairs.models import Fair
from festa.formats import moment


class Step(StrEnum):
    """The steps that have a window of their own at each fair."""

    APPLICATION = "application"
    SHORTLISTING = "shortlisting"
    BOOKING = "booking"


class Standing(StrEnum):
    """How a moment lies to a window."""

    AHEAD = "ahead"
    OPEN = "open"
    OVER = "over"


@dataclass(frozen=True)
class Window:
    """From `opens` until before `closes`, both in UTC."""

    opens: datetime
    closes: datetime

    def at(self, now: datetime) -> Standing:
        """Whether the window is ahead, open or over at this moment."""
        if now < self.opens:
            return Standing.AHEAD
        return Standing.OPEN if now < self.closes else Standing.OVER


def window(fair: Fair, step: Step) -> Window:
    """The window of a step: what organisers set, else from registration to the end of the day."""
    opens, closes = fair.registration_opens_at, fair.closes_at
    if step is Step.APPLICATION:
        return Window(fair.application_opens_at or opens, fair.application_closes_at or closes)
    if step is Step.SHORTLISTING:
        return Window(fair.shortlist_opens_at or opens, fair.shortlist_closes_at or closes)
    return Window(fair.booking_opens_at, fair.booking_closes_at)


def sentence(step: Step, span: Window, standing: Standing) -> str:
    """When the step opens or closed, and what to do instead."""
    ahead = standing is Standing.AHEAD
    when = {"when": moment(span.opens if ahead else span.closes)}
    sentences: dict[tuple[Step, bool], Any] = {
        (Step.APPLICATION, True): _(
            "면접 신청은 %(when)s부터 할 수 있어요. 그때 다시 찾아 주세요.", **when
        ),
        (Step.APPLICATION, False): _(
            "면접 신청은 %(when)s에 마감했어요. 박람회 날 부스에서 현장 대기로 만날 수 있어요.",
            **when,
        ),
        (Step.SHORTLISTING, True): _(
            "서류 결과는 %(when)s부터 남길 수 있어요. 그때까지 지원 내용을 먼저 살펴봐 주세요.",
            **when,
        ),
        (Step.SHORTLISTING, False): _(
            "서류 결과를 남기는 기간이 %(when)s에 끝났어요. 더 필요하면 운영사무국에 알려 주세요.",
            **when,
        ),
        (Step.BOOKING, True): _("면접 예약은 %(when)s부터 할 수 있어요.", **when),
        (Step.BOOKING, False): _(
            "면접 예약은 %(when)s에 마감했어요. 박람회 날 부스에서 현장 대기로 만날 수 있어요.",
            **when,
        ),
    }
    return str(sentences[(step, ahead)])


def keep_to(fair: Fair, step: Step, now: datetime, reason: StrEnum) -> None:
    """Refused for this reason, with the sentence that says when, unless the step is open."""
    span = window(fair, step)
    standing = span.at(now)
    if standing is not Standing.OPEN:
        raise Refused(sentence(step, span, standing), reason)
