"""What each number of the console and of the reports means, in words for people.

One definition each (rule 10 of the house): the sentence here is shown beside the number, the
function of the same name in reports/queries.py counts it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l


class Count(StrEnum):
    """Everything that is counted."""

    REGISTERED = "registered"
    CONFIRMED = "confirmed"
    WAITING = "waiting"
    CANCELLED = "cancelled"
    ATTENDED = "attended"
    IN_HALL = "in_hall"
    EMPLOYERS = "employers"
    ONSITE = "onsite"
    TO_REVIEW = "to_review"
    BOOKED = "booked"
    INTERVIEWED = "interviewed"
    NO_SHOWS = "no_shows"
    OUTCOMES = "outcomes"
    OUTCOMES_MISSING = "outcomes_missing"
    EMPLOYERS_OWING = "employers_owing"
    HIRED = "hired"
    REEMPLOYED = "reemployed"
    PEOPLE_INTERVIEWED = "people_interviewed"
    PEOPLE_OFFERED = "people_offered"
    PEOPLE_HIRED = "people_hired"
    PEOPLE_STARTED = "people_started"
    PEOPLE_1M = "people_1m"
    PEOPLE_3M = "people_3m"
    PEOPLE_6M = "people_6m"
    PEOPLE_SAID_ONLY = "people_said_only"
    PEOPLE_DISPUTED = "people_disputed"
    FILL_RATE = "fill_rate"
    ARRIVALS = "arrivals"
    REFUSED_SCANS = "refused_scans"
    QUEUE = "queue"
    CONFLICTS = "conflicts"


@dataclass(frozen=True)
class Meaning:
    """A number's name, its unit and what exactly it counts."""

    label: Any
    unit: Any
    definition: Any


PEOPLE, PLACES, CASES, TIMES = _l("명"), _l("곳"), _l("건"), _l("회")

MEANINGS: dict[Count, Meaning] = {
    Count.REGISTERED: Meaning(
        _l("신청"),
        PEOPLE,
        _l("지금 유효한 참가 신청. 접수·확정·대기를 모두 세고 취소·반려·파기는 빼요."),
    ),
    Count.CONFIRMED: Meaning(
        _l("확정"), PEOPLE, _l("참가가 확정되어 명찰을 받은 신청. 현장 등록과 명단 등록도 세요.")
    ),
    Count.WAITING: Meaning(
        _l("대기"),
        PEOPLE,
        _l("정원이 차서 자리를 기다리는 신청. 시즌 화면은 끝났거나 취소된 박람회를 빼요."),
    ),
    Count.CANCELLED: Meaning(_l("취소"), PEOPLE, _l("본인이나 운영사무국이 취소한 신청.")),
    Count.ATTENDED: Meaning(
        _l("입장"),
        PEOPLE,
        _l("그날 한 번이라도 입장한 참가자. 한 사람은 한 번만 세고, 되돌린 입장은 빼요."),
    ),
    Count.IN_HALL: Meaning(
        _l("장내"), PEOPLE, _l("입장한 뒤 퇴장 확인이 없는 참가자. 퇴장을 찍지 않으면 남아 있어요.")
    ),
    Count.EMPLOYERS: Meaning(
        _l("참가 기업"),
        PLACES,
        _l("참가가 확정된 기업(직접·간접). 신청·심사·반려·취소·불참은 빼요."),
    ),
    Count.ONSITE: Meaning(_l("현장 면접 기업"), PLACES, _l("참가 기업 가운데 직접참여하는 기업.")),
    Count.TO_REVIEW: Meaning(
        _l("심사 대기"),
        PLACES,
        _l("아직 열리지 않은 박람회에 참가를 신청해 심사를 기다리는 기업. 보완 중인 곳은 빼요."),
    ),
    Count.BOOKED: Meaning(
        _l("면접 예약"),
        CASES,
        _l(
            "유효한 면접 예약. 끝난 면접은 현장 대기에서 한 것까지 세고 취소·시간 변경·미응시는 빼요."
        ),
    ),
    Count.INTERVIEWED: Meaning(_l("면접"), CASES, _l("면접관이 완료로 표시한 면접.")),
    Count.NO_SHOWS: Meaning(_l("미응시"), CASES, _l("예약했지만 오지 않아 미응시로 표시된 면접.")),
    Count.OUTCOMES: Meaning(
        _l("결과 제출"), CASES, _l("끝난 면접 가운데 기업이 결과를 낸 것. ‘결과 대기’는 빼요.")
    ),
    Count.OUTCOMES_MISSING: Meaning(
        _l("결과 없음"), CASES, _l("끝난 면접 가운데 결과가 없거나 ‘결과 대기’인 것.")
    ),
    Count.EMPLOYERS_OWING: Meaning(
        _l("결과 미제출"),
        PLACES,
        _l("끝난 박람회에서 결과 없는 면접이 하나라도 있는 기업. 박람회마다 따로 세요."),
    ),
    Count.HIRED: Meaning(
        _l("채용"),
        PEOPLE,
        _l(
            "이 박람회의 면접 뒤 180일 안에 채용된 사람. 취업 여부 확인에 동의하고, 입사일을 알고, "
            "근거가 E1(기업 확인) 이상일 때만 세요. 박람회마다 한 사람은 한 번만 세고, "
            "기업과 구직자의 말이 다르면 정리될 때까지 빼요."
        ),
    ),
    Count.REEMPLOYED: Meaning(
        _l("재취업(누적)"),
        PEOPLE,
        _l(
            "이 시즌 박람회의 면접 뒤 180일 안에 채용된 사람. 취업 여부 확인에 동의하고, 입사일을 알고, "
            "근거가 E1(기업 확인) 이상일 때만 세요. 여러 도시나 기업에서 채용되거나 두 번 신청해도 "
            "한 사람은 한 번만 세고, 기업과 구직자의 말이 다르면 정리될 때까지 빼요."
        ),
    ),
    Count.PEOPLE_INTERVIEWED: Meaning(
        _l("면접 본 사람"), PEOPLE, _l("면접을 하나라도 마친 사람. 여러 번 보아도 한 번만 세요.")
    ),
    Count.PEOPLE_OFFERED: Meaning(
        _l("합격"), PEOPLE, _l("기업이 합격이라고 남긴 사람과 채용된 사람. 한 번만 세요.")
    ),
    Count.PEOPLE_HIRED: Meaning(
        _l("재취업"), PEOPLE, _l("재취업(누적)과 같은 기준으로 센 사람. 퇴사한 사람도 세요.")
    ),
    Count.PEOPLE_STARTED: Meaning(
        _l("출근"), PEOPLE, _l("재취업한 사람 가운데 출근이 확인된 사람. 그 뒤 퇴사한 사람도 세요.")
    ),
    Count.PEOPLE_1M: Meaning(
        _l("1개월 근무"), PEOPLE, _l("재취업한 사람 가운데 입사 1개월 뒤에도 다닌다고 확인된 사람.")
    ),
    Count.PEOPLE_3M: Meaning(
        _l("3개월 근무"), PEOPLE, _l("재취업한 사람 가운데 입사 3개월 뒤에도 다닌다고 확인된 사람.")
    ),
    Count.PEOPLE_6M: Meaning(
        _l("6개월 근무"), PEOPLE, _l("재취업한 사람 가운데 입사 6개월 뒤에도 다닌다고 확인된 사람.")
    ),
    Count.PEOPLE_SAID_ONLY: Meaning(
        _l("구직자만 말함"),
        PEOPLE,
        _l("구직자는 취업했다고 했지만 기업이나 서류로 확인되지 않은 사람(E0). 재취업에서 빼요."),
    ),
    Count.PEOPLE_DISPUTED: Meaning(
        _l("말이 다름"),
        PEOPLE,
        _l("기업과 구직자의 말이 서로 달라 운영사무국이 확인하는 사람. 재취업에서 빼요."),
    ),
    Count.FILL_RATE: Meaning(
        _l("예약률"),
        "%",
        _l("예약을 받는 시간 가운데 유효한 예약이 있는 비율. 차단·현장 전환·지운 시간은 빼요."),
    ),
    Count.ARRIVALS: Meaning(
        _l("분당 입장"),
        PEOPLE,
        _l("처음 입장한 사람을 5분씩 묶어 1분 평균으로 나타낸 수. 재입장과 되돌린 입장은 빼요."),
    ),
    Count.REFUSED_SCANS: Meaning(
        _l("거절된 스캔"),
        TIMES,
        _l("입장·재입장·퇴장·되돌리기가 아닌 모든 스캔. 같은 명찰을 여러 번 찍으면 모두 세요."),
    ),
    Count.QUEUE: Meaning(
        _l("대기 중"),
        PEOPLE,
        _l("면접하러 왔고 아직 시작하지 않은 사람(도착·대기·호출·호출 보류)."),
    ),
    Count.CONFLICTS: Meaning(
        _l("겹친 입장"),
        CASES,
        _l("연결이 끊긴 사이 두 기기가 같은 명찰을 들여보내, 아직 아무도 확인하지 않은 기록."),
    ),
}


def meanings(*counts: Count) -> list[tuple[Any, Any]]:
    """Label and definition of these numbers, for `definition_list`."""
    return [(MEANINGS[count].label, MEANINGS[count].definition) for count in counts]


def labels(counts: Iterable[Count]) -> dict[str, Meaning]:
    """The meanings by the number's own name, for templates."""
    return {count.value: MEANINGS[count] for count in counts}
