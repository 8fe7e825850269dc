"""Employers at each fair: who takes part, their jobs and booths, their tables and slots."""

from datetime import datetime, timedelta
from typing import Any

from festa.accounts.models import Account
from festa.audit.actor import Actor, ActorKind
from festa.demo.applying import Filed, file_application
from festa.demo.companies import ABOUT, TRADES
from festa.demo.stage import Company, Part, Play, Stage
from festa.employers.lint_words.grounds import Ground
from festa.employers.models import (
    Booth,
    Employer,
    Job,
    JobState,
    Participation,
    ParticipationState,
    Recruiter,
    RecruiterRole,
)
from festa.employers.participation import Mode
from festa.fairs.lifecycle import OVER, FairState
from festa.permissions import Role

S = ParticipationState
IN_REVIEW = (S.APPLIED, S.UNDER_REVIEW, S.NEEDS_FIX, S.REJECTED)
BY_FORM = 3  # so many of a fair's employers that are in came by the form themselves
REVIEWED = timedelta(days=2)
TRIAL_JOBS = 2
BARRED = "20~35세"  # what no posting may ask for: it waits until it is mended
KNOWN = 0.4  # so many of a fair's employers came to an earlier one too


def make_employers(play: Play, stage: Stage) -> None:
    """Everybody who takes part in a fair, those in the hall first, and those still in review."""
    floor, chance = stage.size.floor, play.chance
    wanted = floor.onsite + floor.posting_only + floor.in_review
    known = min(round(wanted * KNOWN), len(play.pool) - 1)
    guests = [play.pool[0], *chance.sample(play.pool[1:], known)]
    while len(guests) < wanted:
        play.pool.append(_make_company(play, stage))
        guests.append(play.pool[-1])
    for number, company in enumerate(guests):
        mode = Mode.ONSITE if number < floor.onsite else Mode.POSTING_ONLY
        if number < floor.onsite + floor.posting_only:
            stage.parts.append(_take_part(play, stage, company, mode, number))
        else:
            _apply(play, stage, company, mode, number)
    _post_jobs(play, stage)
    if stage.fair.state is FairState.BOOKING_OPEN:
        _leave_words_waiting(play, stage)


def start_pool(play: Play, stage: Stage) -> None:
    """The company that can be tried out, which takes part everywhere."""
    first = _make_company(play, stage)
    play.pool.append(first)
    first.recruiter = play.recruiter
    _recruit(play, first, play.recruiter.id or 0, stage)


def _make_company(play: Play, stage: Stage) -> Company:
    trade = play.chance.randrange(len(TRADES))
    name = play.companies.name(TRADES[trade])
    founded = stage.fair.day.replace(
        year=stage.fair.day.year - play.chance.randint(3, 30),
        month=play.chance.randint(1, 12),
        day=2,
    )
    at = stage.fair.registration_opens_at - timedelta(days=play.chance.randint(5, 20))
    at = min(at, play.now - timedelta(days=10))
    facts: dict[str, Any] = {
        "business_number": play.companies.business_number(),
        "name": name,
        "chief": play.people.name(),
        "founded_on": founded,
        "industry": TRADES[trade].industry,
        "address": f"{play.chance.choice(stage.place.regions)} 예시로 {play.chance.randint(1, 200)}",
    }
    about = ABOUT.format(industry=TRADES[trade].industry)
    number = play.rows.add(Employer, about=about, created_at=at, **facts)
    play.rows.log("employer.made", Employer, number, play.organiser, at, employer_id=number)
    return Company(number, name, trade, facts=facts)


def _take_part(play: Play, stage: Stage, company: Company, mode: Mode, number: int) -> Part:
    at = _applied_at(play, stage)
    if mode is Mode.ONSITE and company.recruiter is None:
        _invite_recruiter(play, company, stage)
    state = _state(stage, mode, special=number in (0, stage.size.floor.onsite - 1))
    part_id = _participation(play, stage, company, mode, state, at)
    by = company.recruiter or play.organiser
    applied = at
    _log_part(play, stage, (part_id, company.id), S.APPLIED, None, by, at)
    steps = (S.APPROVED,) if state is S.APPROVED else (S.APPROVED, state)
    before = S.APPLIED
    for step in steps:
        at = min(play.chance.later(at, 3_600, 172_800), stage.until)
        _log_part(play, stage, (part_id, company.id), step, before, play.organiser, at)
        before = step
    if 0 < number <= BY_FORM:
        file_application(play, stage, company, Filed(part_id, mode, state, applied))
    if mode is Mode.ONSITE:
        hall = stage.fair.halls[0]
        play.rows.add(
            Booth,
            fair_id=stage.fair.id,
            hall_id=hall.id,
            number=f"A{number + 1:02}",
            participation_id=part_id,
        )
    return Part(part_id, company, mode, by, owes=state is S.REPORTING)


def _apply(play: Play, stage: Stage, company: Company, mode: Mode, number: int) -> None:
    """Apply, and wait for the organisers' word."""
    at = play.chance.moment(play.now - timedelta(days=4), play.now - timedelta(hours=2))
    state = IN_REVIEW[number % len(IN_REVIEW)]
    part_id = _participation(play, stage, company, mode, state, at)
    _log_part(play, stage, (part_id, company.id), S.APPLIED, None, play.organiser, at)
    file_application(play, stage, company, Filed(part_id, mode, state, at))
    if state is not S.APPLIED:
        at = play.chance.later(at, 1_800, 7_200)
        _log_part(play, stage, (part_id, company.id), state, S.APPLIED, play.organiser, at)


def _participation(
    play: Play, stage: Stage, company: Company, mode: Mode, state: S, at: datetime
) -> int:
    return play.rows.add(
        Participation,
        fair_id=stage.fair.id,
        employer_id=company.id,
        mode=mode,
        state=state,
        tables_wanted=1 if mode is Mode.ONSITE else 0,
        contact_name=play.people.name(),
        contact_phone=play.people.phone(),
        contact_email=f"company{company.id}@example.com",
        created_at=at,
    )


def _applied_at(play: Play, stage: Stage) -> datetime:
    opened = min(stage.fair.registration_opens_at, play.now - timedelta(days=4))
    return play.chance.moment(opened - timedelta(days=12), opened - timedelta(hours=4))


def _state(stage: Stage, mode: Mode, *, special: bool) -> S:
    """Where a part stands: set up on the day; results in after it, but for two that owe some."""
    if stage.fair.state in OVER:
        return S.REPORTING if special else S.COMPLETED
    if mode is Mode.POSTING_ONLY:
        return S.APPROVED
    if stage.fair.state is FairState.LIVE:
        return S.SET_UP
    return S.BOOTH_ASSIGNED if stage.size.floor.slots else S.APPROVED


def _log_part(
    play: Play,
    stage: Stage,
    ids: tuple[int, int],
    state: S,
    before: S | None,
    by: Actor,
    at: datetime,
) -> None:
    detail: dict[str, Any] = {"before": before} if before else {}
    play.rows.log(
        f"participation.{state}",
        Participation,
        ids[0],
        by,
        at,
        fair_id=stage.fair.id,
        employer_id=ids[1],
        **detail,
    )


def _invite_recruiter(play: Play, company: Company, stage: Stage) -> None:
    name = play.people.name()
    account = play.rows.add(
        Account,
        email=f"hr{company.id}@example.com",
        name=name,
        role=Role.RECRUITER,
        created_at=play.now - timedelta(days=90),
    )
    company.recruiter = Actor(
        ActorKind.ACCOUNT, account, name, f"203.0.113.{company.id % 200 + 20}"
    )
    _recruit(play, company, account, stage)


def _recruit(play: Play, company: Company, account: int, stage: Stage) -> None:
    number = play.rows.add(
        Recruiter, account_id=account, employer_id=company.id, role=RecruiterRole.OWNER
    )
    at = min(_applied_at(play, stage), play.now - timedelta(days=3))
    play.rows.log(
        "recruiter.made",
        Recruiter,
        number,
        play.organiser,
        at,
        employer_id=company.id,
        role=RecruiterRole.OWNER,
    )


def _post_jobs(play: Play, stage: Stage) -> None:
    """The jobs of a fair, shared out so that every employer has one at least."""
    parts, chance = stage.parts, play.chance
    first = parts[:1] * TRIAL_JOBS  # the employer that can be tried out
    extra = stage.size.floor.jobs - len(parts) - len(first)
    takers = [*parts, *(first if extra >= 0 else ()), *chance.choices(parts, k=max(extra, 0))]
    for part in takers:
        works = TRADES[part.company.trade].works
        work = works[len(part.jobs) % len(works)]
        at = min(_applied_at(play, stage) + REVIEWED, play.now)
        job = play.rows.add(
            Job,
            participation_id=part.id,
            title=work.title,
            duty=work.duty,
            employment_type=chance.choice(work.types),
            workplace=chance.choice(stage.place.regions),
            pay_amount=play.companies.pay(work) if chance.random() < 0.93 else None,
            pay_unit=work.unit,
            hours=work.hours,
            openings=chance.roll({1: 5, 2: 3, 3: 1, 5: 1}),
            preferred=work.preferred,
            about="경력과 관계없이 처음 2주 동안 일을 익힐 시간을 드려요.",
            impact_family=work.family,
            state=JobState.POSTED,
            created_at=at,
        )
        part.jobs.append(job)
        _log_job(play, stage, part, job, JobState.POSTED, at)


def _leave_words_waiting(play: Play, stage: Stage) -> None:
    """One posting that the screening holds back, of the employer that can be tried out."""
    part = stage.parts[0]
    work = TRADES[part.company.trade].works[-1]
    at = play.now - timedelta(hours=3)
    job = play.rows.add(
        Job,
        participation_id=part.id,
        title=f"{BARRED} {work.title}",
        duty=work.duty,
        employment_type=work.types[0],
        workplace=stage.place.regions[0],
        pay_amount=work.pay[1],
        pay_unit=work.unit,
        hours=work.hours,
        openings=1,
        preferred=work.preferred,
        about="경력과 관계없이 처음 2주 동안 일을 익힐 시간을 드려요.",
        impact_family=work.family,
        state=JobState.SCREENING,
        created_at=at,
    )
    _log_job(play, stage, part, job, JobState.SCREENING, at, findings=[Ground.AGE])


def _log_job(
    play: Play, stage: Stage, part: Part, job: int, state: JobState, at: datetime, **more: Any
) -> None:
    """That a posting has come to this state, as the audit log tells it."""
    play.rows.log(
        f"job.{state}",
        Job,
        job,
        part.by,
        at,
        fair_id=stage.fair.id,
        employer_id=part.company.id,
        **more,
    )
