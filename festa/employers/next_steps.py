"""What an employer has to do next for a fair: numbers in, steps out, the most urgent first."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l

from festa.employers.models import ParticipationState
from festa.employers.participation import Mode

S = ParticipationState
REVIEWED = frozenset({S.APPLIED, S.UNDER_REVIEW})
ENDED = frozenset({S.REJECTED, S.CANCELLED, S.ABSENT})


class Step(StrEnum):
    """One thing to do, or to wait for."""

    ENDED = "ended"
    FIX = "fix"
    WAIT = "wait"
    RUN_DAY = "run_day"
    RECORD_OUTCOMES = "record_outcomes"
    FIX_WORDING = "fix_wording"
    POST_JOB = "post_job"
    OPEN_TABLE = "open_table"
    PAINT_SLOTS = "paint_slots"
    READ_APPLICATIONS = "read_applications"
    BOOK = "book"
    READY = "ready"


SENTENCES: dict[Step, Any] = {
    Step.ENDED: _l("이 박람회에는 참가하지 않아요. 궁금한 점은 운영사무국에 물어봐 주세요."),
    Step.FIX: _l("운영사무국이 신청 내용의 보완을 요청했어요. 안내받은 내용을 고쳐 알려 주세요."),
    Step.WAIT: _l("운영사무국이 신청을 살펴보고 있어요. 그동안 채용공고를 미리 써 둘 수 있어요."),
    Step.RUN_DAY: _l("오늘 면접을 진행해 주세요."),
    Step.RECORD_OUTCOMES: _l("마친 면접의 결과를 남겨 주세요."),
    Step.FIX_WORDING: _l("문구 점검에 걸린 공고를 고쳐 주세요. 고치면 바로 게시돼요."),
    Step.POST_JOB: _l("채용공고를 올려 주세요. 공고가 있어야 구직자가 지원할 수 있어요."),
    Step.OPEN_TABLE: _l("면접 테이블을 열고 시간을 정해 주세요."),
    Step.PAINT_SLOTS: _l("면접 시간을 더 열어 주세요. 예약할 수 있는 시간이 없어요."),
    Step.READ_APPLICATIONS: _l("새 지원자를 살펴봐 주세요."),
    Step.BOOK: _l("서류를 통과한 지원자의 면접 시간을 잡아 주세요."),
    Step.READY: _l("지금 하실 일이 없어요. 새 지원이 오면 여기에서 알려 드려요."),
}


@dataclass(frozen=True)
class Progress:
    """How far an employer is with a fair. `slots` counts those that can still be booked,
    `applicants` those who wait for an answer, `unbooked` those who passed and have no time."""

    mode: Mode
    state: ParticipationState
    today: bool = False
    over: bool = False
    jobs: int = 0
    screening: int = 0
    tables: int = 0
    slots: int = 0
    applicants: int = 0
    unbooked: int = 0
    bookings: int = 0
    outcomes_due: int = 0


def next_steps(progress: Progress) -> list[Step]:
    """What to do next, the most urgent first; never empty."""
    if progress.state in ENDED:
        return [Step.ENDED]
    if progress.state is S.NEEDS_FIX:
        return [Step.FIX]
    steps = [step for step, due in _due(progress) if due]
    return steps or [Step.READY]


def _due(progress: Progress) -> list[tuple[Step, bool]]:
    ahead = not progress.over
    onsite = progress.mode is Mode.ONSITE and progress.state not in REVIEWED
    return [
        (Step.WAIT, progress.state in REVIEWED),
        (Step.RUN_DAY, progress.today and onsite and progress.bookings > 0),
        (Step.RECORD_OUTCOMES, progress.outcomes_due > 0),
        (Step.FIX_WORDING, ahead and progress.screening > 0),
        (Step.POST_JOB, ahead and progress.jobs + progress.screening == 0),
        (Step.OPEN_TABLE, ahead and onsite and progress.tables == 0),
        (
            Step.PAINT_SLOTS,
            ahead and onsite and progress.tables > 0 and progress.slots + progress.bookings == 0,
        ),
        (Step.READ_APPLICATIONS, ahead and progress.applicants > 0),
        (Step.BOOK, ahead and onsite and progress.unbooked > 0 and progress.slots > 0),
    ]
