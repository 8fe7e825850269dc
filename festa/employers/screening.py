"""Screening: no posting goes up before the lint has nothing left to say, or organisers let it stand.

직업안정법과 고령자고용법 hold whoever publishes a posting to account, too, so the way up leads
through here for pages, programs and lists alike.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from festa import clock
from festa.audit.actor import Actor
from festa.audit.service import record
from festa.employers.lint import Finding, Posting, lint, lint_posting, take
from festa.employers.lint_words.grounds import Ground, Reading
from festa.employers.models import Job, JobState
from festa.employers.states import move_job
from festa.employers.wording_models import LONGEST_WORDS, WordingPass
from festa.errors import Refused
from festa.extensions import db

Passes = dict[int, set[tuple[str, str, str]]]


class WordingRefusal(StrEnum):
    """Why a wording was neither changed nor let stand."""

    CHANGED_MEANWHILE = "changed_meanwhile"
    NOTHING_LEFT = "nothing_left"
    REASON_NEEDED = "reason_needed"


SENTENCES: dict[WordingRefusal, Any] = {
    WordingRefusal.CHANGED_MEANWHILE: _l(
        "그사이 공고 내용이 바뀌었어요. 새로 고친 화면에서 다시 확인해 주세요."
    ),
    WordingRefusal.NOTHING_LEFT: _l(
        "이 말을 지우면 꼭 있어야 할 칸이 비어요. ‘고치기’에서 새로 적어 주세요."
    ),
    WordingRefusal.REASON_NEEDED: _l("그대로 두는 까닭을 적어 주세요. 기록에 남아요."),
}
NEVER_EMPTY = frozenset({"title", "duty", "workplace"})


def year_of(job: Job) -> int:
    """The year whose minimum wage holds: the fair's, or this one once that is past."""
    return max(clock.today().year, job.participation.fair.day.year)


def findings_of(job: Job) -> list[Finding]:
    """Everything that the lint has to say about a posting, let stand or not."""
    return lint_posting(_posting(job), year_of(job))


def open_findings(job: Job, passes: Passes | None = None) -> list[Finding]:
    """What has to be changed before the posting may go up; `passes` spares a look-up."""
    found = findings_of(job)
    if not found:
        return []
    standing = (passes if passes is not None else passes_of([job.id])).get(job.id, set())
    return [one for one in found if _key(one) not in standing]


def refuse_words(text: str, reading: Reading, sentence: Any, reason: StrEnum) -> None:
    """Refused with this sentence and the words at fault, where a text says what may not be used in
    hiring (채용절차법 §4조의3).
    """
    found = lint(text, reading)
    if found:
        named = ", ".join(f"‘{one.words}’" for one in found)
        raise Refused(f"{sentence} ({named})", reason)


def passes_of(job_ids: Iterable[int]) -> Passes:
    """The wordings that organisers let stand, by posting."""
    found: Passes = {}
    query = select(WordingPass).where(WordingPass.job_id.in_(list(job_ids)))
    for one in db.session.scalars(query):
        found.setdefault(one.job_id, set()).add((one.field, one.ground.value, one.words))
    return found


def screen(job: Job, by: Actor) -> list[Finding]:
    """Let the posting go up when nothing is left to change; else it waits with what is found."""
    left = open_findings(job)
    state = JobState.SCREENING if left else JobState.POSTED
    if job.state is JobState.POSTED and not left:
        return left
    if job.state is not JobState.SCREENING:
        job.state = move_job(job.state, JobState.SCREENING)
    if state is JobState.POSTED:
        job.state = move_job(job.state, state)
    db.session.flush()
    _record(f"job.{state}", job, by, findings=[one.ground for one in left])
    return left


def let_stand(job: Job, reason: str, seen: str, by: Actor) -> None:
    """Let everything stand that an organiser saw (`seen` is its seal), and put the posting up."""
    locked(job)
    if not reason.strip():
        raise _refuse(WordingRefusal.REASON_NEEDED)
    left = open_findings(job)
    if job.state is not JobState.SCREENING or not left or seal(left) != seen:
        raise _refuse(WordingRefusal.CHANGED_MEANWHILE)
    now = clock.now()
    db.session.add_all(
        WordingPass(
            job_id=job.id,
            field=field,
            ground=Ground(ground),
            words=words,
            reason=reason.strip(),
            given_at=now,
            given_by_id=by.id,
        )
        for field, ground, words in {_key(one) for one in left}
    )
    db.session.flush()
    _record("job.wording_passed", job, by, grounds=[one.ground for one in left], reason=reason)
    screen(job, by)


def take_suggestion(job: Job, number: int, seen: str, by: Actor) -> None:
    """Take what is offered for the finding of this number (from 0) among those seen."""
    locked(job)
    left = open_findings(job)
    if seal(left) != seen or not 0 <= number < len(left):
        raise _refuse(WordingRefusal.CHANGED_MEANWHILE)
    finding = left[number]
    if finding.field == "pay":
        if finding.least is None:
            raise _refuse(WordingRefusal.CHANGED_MEANWHILE)
        job.pay_amount = finding.least
    else:
        text = take(getattr(job, finding.field), finding)
        if not text and finding.field in NEVER_EMPTY:
            raise _refuse(WordingRefusal.NOTHING_LEFT)
        setattr(job, finding.field, text)
    db.session.flush()
    _record("job.changed", job, by)
    rescreen(job, by)


def rescreen(job: Job, by: Actor) -> list[Finding]:
    """Judge a posting again that was changed while it waited or while people could see it."""
    if job.state in {JobState.SCREENING, JobState.POSTED} or (
        job.state is JobState.FILLED and open_findings(job)
    ):
        return screen(job, by)
    return []


def seal(findings: Sequence[Finding]) -> str:
    """A short name of exactly these findings: it tells whether somebody saw what is there now."""
    said = "\n".join("\t".join((*_key(one), str(one.start))) for one in findings)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def locked(job: Job) -> None:
    """Wait for whoever else changes this posting, and see what they wrote."""
    db.session.flush()
    db.session.refresh(job, with_for_update={"of": Job})


def _posting(job: Job) -> Posting:
    return Posting(
        title=job.title,
        duty=job.duty,
        employment_type=job.employment_type,
        workplace=job.workplace,
        pay_amount=job.pay_amount,
        pay_unit=job.pay_unit,
        hours=job.hours,
        preferred=job.preferred,
        about=job.about,
    )


def _key(finding: Finding) -> tuple[str, str, str]:
    return replace(finding, words=finding.words[:LONGEST_WORDS]).key


def _refuse(reason: WordingRefusal) -> Refused:
    return Refused(SENTENCES[reason], reason)


def _record(action: str, job: Job, by: Actor, **detail: Any) -> None:
    at = job.participation
    record(action, job, by, employer_id=at.employer_id, fair_id=at.fair_id, **detail)
