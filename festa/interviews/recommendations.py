"""A consultant recommends somebody: nothing about the person reaches the employer before their yes."""

from collections.abc import Collection, Sequence
from enum import StrEnum
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import contains_eager, joinedload

from festa import clock
from festa.accounts.models import Account, StaffDuty
from festa.audit.actor import Actor
from festa.audit.service import record
from festa.consents.models import ConsentText
from festa.employers.lint_words.grounds import Reading
from festa.employers.models import TAKING_PART, Job, JobState, Participation
from festa.employers.screening import refuse_words
from festa.errors import Refused
from festa.extensions import db
from festa.fairs.models import Fair
from festa.interviews.applications import ApplyCommand, apply, find_application
from festa.interviews.locks import lock
from festa.interviews.models import Application
from festa.interviews.recommendation_models import Recommendation, RecommendationState
from festa.interviews.states import ApplicationState
from festa.links import site_link
from festa.messages.service import About, send_sms
from festa.registrations.models import Registration
from festa.registrations.states import RegistrationState

CONSULTING = (StaffDuty.CONSULTANT, StaffDuty.SUPERVISOR)


class RecommendationRefusal(StrEnum):
    """Why nobody is recommended, or nobody answers."""

    NOT_CONFIRMED = "not_confirmed"
    JOB_GONE = "job_gone"
    RECOMMENDED = "recommended"
    APPLIED = "applied"
    ANSWERED = "answered"
    WORDING = "wording"


SENTENCES: dict[RecommendationRefusal, Any] = {
    RecommendationRefusal.NOT_CONFIRMED: _l(
        "참가가 확정된 분만 추천할 수 있어요. 먼저 참가 상태를 확인해 주세요."
    ),
    RecommendationRefusal.JOB_GONE: _l(
        "지금은 지원을 받지 않는 공고예요. 다른 공고를 골라 주세요."
    ),
    RecommendationRefusal.RECOMMENDED: _l(
        "이미 이 공고에 추천한 분이에요. 본인의 답을 기다리거나 다른 공고를 골라 주세요."
    ),
    RecommendationRefusal.APPLIED: _l("이미 이 기업에 지원한 분이에요. 다른 기업을 골라 주세요."),
    RecommendationRefusal.ANSWERED: _l(
        "이미 답하신 추천이에요. 내 페이지에서 지원 상태를 확인해 주세요."
    ),
    RecommendationRefusal.WORDING: _l(
        "나이·성별·외모·출신지역·혼인·가족·건강처럼 채용에 쓸 수 없는 내용은 추천하는 말에 적을 수 없어요. "
        "지우고 다시 보내 주세요."
    ),
}


def consults(account: Account, fair: Fair) -> bool:
    """Whether somebody may recommend at this fair: its consultants, supervisors and organisers."""
    return account.serves_as(fair.id, *CONSULTING)


def recommend(registration: Registration, job: Job, sentence: str, by: Actor) -> Recommendation:
    """Ask somebody whether they may be recommended for this job; the employer hears nothing yet.

    Once for each job: the unique index decides where two consultants press at once.
    """
    _check(registration, job)
    reason = RecommendationRefusal.WORDING
    refuse_words(sentence, Reading.NOTE, SENTENCES[reason], reason)
    assert by.id is not None
    recommendation = Recommendation(
        registration=registration,
        job=job,
        sentence=sentence,
        made_by_id=by.id,
        made_at=clock.now(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(recommendation)
            db.session.flush()
    except IntegrityError as twice:
        raise _refuse(RecommendationRefusal.RECOMMENDED) from twice
    _record("recommendation.asked", recommendation, by)
    _ask(recommendation)
    return recommendation


def agree(recommendation: Recommendation, text: ConsentText, by: Actor) -> Application:
    """Say yes: the consent that names the employer and the application go in together."""
    _open(recommendation)
    job = recommendation.job
    asked = ApplyCommand(recommendation.registration, job.participation, True, job)
    application = apply(asked, text, by)
    _answer(recommendation, RecommendationState.AGREED, by)
    return application


def turn_down(recommendation: Recommendation, by: Actor) -> None:
    """Say no; nobody but the consultants ever hears of it."""
    _open(recommendation)
    _answer(recommendation, RecommendationState.TURNED_DOWN, by)


def recommended_to(
    participation: Participation, registration_ids: Collection[int]
) -> dict[int, Recommendation]:
    """What this employer may read: the sentences to which these people said yes, by registration."""
    query = (
        select(Recommendation)
        .join(Recommendation.job)
        .where(
            Job.participation_id == participation.id,
            Recommendation.registration_id.in_(registration_ids),
            Recommendation.state == RecommendationState.AGREED,
        )
        .options(contains_eager(Recommendation.job))
        .order_by(Recommendation.id)
    )
    return {one.registration_id: one for one in db.session.scalars(query)}


def open_recommendations(seeker_id: int) -> Sequence[Recommendation]:
    """The recommendations that wait for somebody's answer, newest first."""
    query = (
        select(Recommendation)
        .join(Recommendation.registration)
        .join(Recommendation.job)
        .join(Job.participation)
        .where(
            Registration.seeker_id == seeker_id,
            Registration.state == RegistrationState.CONFIRMED,
            Recommendation.state == RecommendationState.ASKED,
            Job.state == JobState.POSTED,
            Participation.state.in_(TAKING_PART),
        )
        .options(
            contains_eager(Recommendation.job)
            .contains_eager(Job.participation)
            .joinedload(Participation.employer)
        )
        .order_by(Recommendation.id.desc())
    )
    return db.session.scalars(query).all()


def recommendations_about(registration: Registration) -> Sequence[Recommendation]:
    """What was recommended to this person, with their answers, for consultants."""
    query = (
        select(Recommendation)
        .where(Recommendation.registration_id == registration.id)
        .options(
            joinedload(Recommendation.job)
            .joinedload(Job.participation)
            .joinedload(Participation.employer)
        )
        .order_by(Recommendation.id)
    )
    return db.session.scalars(query).all()


def jobs_to_recommend(fair: Fair) -> Sequence[Job]:
    """The postings of a fair, by employer."""
    query = (
        select(Job)
        .join(Job.participation)
        .where(
            Participation.fair_id == fair.id,
            Participation.state.in_(TAKING_PART),
            Job.state == JobState.POSTED,
        )
        .options(contains_eager(Job.participation).joinedload(Participation.employer))
        .order_by(Participation.employer_id, Job.id)
    )
    return db.session.scalars(query).all()


def _check(registration: Registration, job: Job) -> None:
    if registration.state is not RegistrationState.CONFIRMED:
        raise _refuse(RecommendationRefusal.NOT_CONFIRMED)
    part = job.participation
    same_fair = part.fair_id == registration.fair_id
    if not same_fair or not part.takes_part or job.state is not JobState.POSTED:
        raise _refuse(RecommendationRefusal.JOB_GONE)
    application = find_application(registration, part)
    if application is not None and application.state is not ApplicationState.WITHDRAWN:
        raise _refuse(RecommendationRefusal.APPLIED)


def _open(recommendation: Recommendation) -> None:
    lock(Recommendation, recommendation)
    if recommendation.state is not RecommendationState.ASKED:
        raise _refuse(RecommendationRefusal.ANSWERED)


def _answer(recommendation: Recommendation, state: RecommendationState, by: Actor) -> None:
    recommendation.state, recommendation.answered_at = state, clock.now()
    db.session.flush()
    _record(f"recommendation.{state}", recommendation, by)


def _ask(recommendation: Recommendation) -> None:
    registration, job = recommendation.registration, recommendation.job
    with force_locale(registration.seeker.locale):
        body = _(
            "[JOB 매칭 페스타] 상담사가 %(employer)s ‘%(job)s’에 추천하고 싶어 해요. "
            "동의하시기 전에는 기업에 아무것도 알리지 않아요. %(link)s",
            employer=job.participation.employer.name,
            job=job.title,
            link=site_link("recommended.answer", recommendation_id=recommendation.id),
        )
    about = About(
        registration.seeker_id, registration.fair_id, recommendation.id, registration.fair.day
    )
    send_sms(registration.seeker.phone, "recommendation_asked", body, about)


def _record(action: str, recommendation: Recommendation, by: Actor) -> None:
    # Not under the employer's number: it has no part in this before the yes.
    record(
        action,
        recommendation,
        by,
        seeker_id=recommendation.registration.seeker_id,
        fair_id=recommendation.registration.fair_id,
        job_id=recommendation.job_id,
    )


def _refuse(reason: RecommendationRefusal) -> Refused:
    return Refused(SENTENCES[reason], reason)
