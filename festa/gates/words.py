"""What the gate says for each answer: the word on the screen, its colour, and what to do next."""

from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from festa.formats import day, hour, in_language
from festa.gates.answer import Answer
from festa.gates.decision import TURNS_AWAY, Direction, ScanOutcome

O = ScanOutcome  # noqa: E741

WORDS: dict[ScanOutcome, Any] = {
    O.ADMITTED: _l("입장"),
    O.READMITTED: _l("재입장"),
    O.ALREADY_IN: _l("이미 입장"),
    O.LEFT: _l("퇴장"),
    O.NOT_IN: _l("장내에 없음"),
    O.OTHER_FAIR: _l("다른 도시 명찰"),
    O.SUPERSEDED: _l("재발급으로 무효"),
    O.REVOKED: _l("사용 중지"),
    O.EXPIRED: _l("기간 만료"),
    O.CANCELLED: _l("신청 취소됨"),
    O.WAITLISTED: _l("대기"),
    O.UNKNOWN: _l("미등록"),
    O.UNREADABLE: _l("읽을 수 없음"),
    O.FAIR_NOT_LIVE: _l("행사 시간 아님"),
    O.UNDONE: _l("되돌림"),
}

KINDS: dict[ScanOutcome, str] = {
    O.ADMITTED: "admitted",
    O.READMITTED: "admitted",
    O.ALREADY_IN: "attention",
    O.LEFT: "admitted",
    O.NOT_IN: "attention",
    O.OTHER_FAIR: "other_city",
    O.SUPERSEDED: "refused",
    O.REVOKED: "refused",
    O.EXPIRED: "refused",
    O.CANCELLED: "refused",
    O.WAITLISTED: "waiting",
    O.UNKNOWN: "refused",
    O.UNREADABLE: "attention",
    O.FAIR_NOT_LIVE: "attention",
    O.UNDONE: "attention",
}

NEXT_STEPS: dict[ScanOutcome, Any] = {
    O.ADMITTED: _l("안으로 안내해 주세요."),
    O.READMITTED: _l("다시 오신 걸 환영해 주세요."),
    O.ALREADY_IN: _l("다시 오셨다면 ‘재입장’을 누르세요."),
    O.LEFT: _l("오늘 안에 다시 들어오실 수 있어요."),
    O.NOT_IN: _l("지금 안에 계신 것으로 적혀 있지 않아요. 그대로 나가셔도 괜찮아요."),
    O.OTHER_FAIR: _l("오늘 박람회로 등록하면 바로 들어오실 수 있어요."),
    O.SUPERSEDED: _l(
        "새 명찰이 따로 있어요. 새 명찰을 보여 달라고 하거나 안내 데스크로 모셔 주세요."
    ),
    O.REVOKED: _l("안내 데스크로 모셔 주세요."),
    O.EXPIRED: _l("지난 박람회의 명찰이에요. 안내 데스크에서 오늘 등록을 도와주세요."),
    O.CANCELLED: _l("취소된 신청이에요. 안내 데스크에서 다시 등록할 수 있어요."),
    O.WAITLISTED: _l("아직 대기 중이에요. 안내 데스크에서 자리를 확인해 주세요."),
    O.UNKNOWN: _l("등록되지 않은 명찰이에요. 현장등록으로 모셔 주세요."),
    O.UNREADABLE: _l("명찰 QR을 다시 비추거나 아래 숫자 여덟 자리를 눌러 주세요."),
    O.FAIR_NOT_LIVE: _l("지금은 입장 시간이 아니에요. 운영사무국에 확인해 주세요."),
    O.UNDONE: _l("방금 처리한 것을 되돌렸어요."),
}

# On the way out nobody is held up for what is wrong with their badge.
GOES_ALL_THE_SAME = TURNS_AWAY - {O.UNREADABLE}
ON_THE_WAY_OUT = _l("나가시는 길이면 그대로 보내 드리세요.")

# A code that nobody has yet: told by the server alone, no roster knows these.
BLANK_LANYARD = _l(
    "아직 이름이 없는 목걸이예요. 안내 데스크에서 이름을 연결하면 바로 들어오실 수 있어요."
)


def goes_all_the_same(outcome: ScanOutcome, direction: Direction) -> bool:
    """Whether somebody on the way out is let go although their badge would not let them in."""
    return direction is Direction.OUT and outcome in GOES_ALL_THE_SAME


def sentences(
    outcome: ScanOutcome,
    first_in: tuple[datetime, str] | None = None,
    elsewhere: tuple[str, str, date] | None = None,
) -> list[str]:
    """What is said under the word: when and where it was, then what to do.

    `first_in` is the moment and gate of the first way in; `elsewhere` the city (Korean and
    English) and day of another fair whose badge this is.
    """
    said = []
    if outcome is O.ALREADY_IN and first_in is not None:
        when, gate = first_in
        said.append(
            _(
                "%(when)s에 %(gate)s에서 입장하셨어요.",
                when=hour(when),
                gate=gate or _("다른 곳"),
            )
        )
    if elsewhere is not None:
        city, city_en, fair_day = elsewhere
        city = in_language(city, city_en)
        said.append(_("%(city)s %(day)s 박람회 명찰이에요.", city=city, day=day(fair_day)))
    said.append(str(NEXT_STEPS[outcome]))
    return said


def lines(answer: Answer) -> list[str]:
    """The sentences under the word on a page of staff."""
    if answer.scan.outcome is ScanOutcome.UNKNOWN and answer.scan.said:
        return [answer.scan.said]
    if goes_all_the_same(answer.scan.outcome, answer.scan.direction):
        return [str(ON_THE_WAY_OUT)]
    entry, fair = answer.check_in, answer.other_fair
    return sentences(
        answer.scan.outcome,
        (entry.at, entry.gate.name) if entry is not None else None,
        (fair.city, fair.city_en, fair.day) if fair is not None else None,
    )


def shown_name(answer: Answer) -> str:
    """The masked name of whoever holds the badge, as a hall may see it."""
    if answer.registration is not None:
        return _("%(name)s 님", name=answer.registration.seeker.masked_name)
    return ""
