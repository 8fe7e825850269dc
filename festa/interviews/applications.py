"""Applying to an employer: the consent that names it and the application go in together."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from festa import clock
from festa.audit.actor import Actor
from festa.audit.service import record
from festa.consents.models import ConsentMethod, ConsentText
from festa.consents.service import decide
from festa.employers.lint_words.grounds import Reading
from festa.employers.models import Job, Mode, Participation
from festa.employers.screening import refuse_words
from festa.errors import Refused
from festa.extensions import db
from festa.fairs.lifecycle import OVER, FairState, IllegalMove
from festa.interviews.alternates import own_place_again, pass_on_place, put_last
from festa.interviews.application_notices import tell_declined
from festa.interviews.booking import FIRM, BookingAnswer, Terms, book, line_up
from festa.interviews.following import tell_application_moved
from festa.interviews.holds import invite
from festa.interviews.locks import lock
from festa.interviews.models import Application, Booking, Slot
from festa.interviews.refusals import BookingRefusal, refuse
from festa.interviews.states import BEFORE_THE_TALK, ApplicationState, move_application
from festa.interviews.windows import Step, keep_to
from festa.registrations.models import Registration
from festa.registrations.states import RegistrationState

MOST_EMPLOYERS = 5
# Whoever leaves the shortlist for one of these leaves a place.
STEPPED_BACK = (ApplicationState.WITHDRAWN, ApplicationState.DECLINED)
PASSED_OR_GONE = (ApplicationState.SHORTLISTED, ApplicationState.WITHDRAWN)


class ApplicationRefusal(StrEnum):
    """Why an application was not taken."""

    CONSENT_NEEDED = "consent_needed"
    NOT_REGISTERED = "not_registered"
    NOT_TAKING_PART = "not_taking_part"
    FAIR_OVER = "fair_over"
    TOO_MANY = "too_many"
    HAS_INTERVIEW = "has_interview"
    MOVED_ON = "moved_on"
    NOT_NOW = "not_now"
    ANSWERS_NOT_NOW = "answers_not_now"
    WORDING = "wording"


SENTENCES: dict[ApplicationRefusal, Any] = {
    ApplicationRefusal.CONSENT_NEEDED: _l(
        "면접을 신청하려면 이 기업에 정보를 제공하는 데 동의해 주세요. 동의하지 않아도 박람회에는 참가할 수 있어요."
    ),
    ApplicationRefusal.NOT_REGISTERED: _l("먼저 이 박람회에 참가를 신청해 주세요."),
    ApplicationRefusal.NOT_TAKING_PART: _l(
        "이 기업은 지금 신청을 받지 않아요. 다른 기업을 골라 주세요."
    ),
    ApplicationRefusal.FAIR_OVER: _l(
        "이 박람회의 신청은 끝났어요. 다른 도시의 일자리를 찾아보세요."
    ),
    ApplicationRefusal.TOO_MANY: _l(
        "한 박람회에서 기업 다섯 곳까지 신청할 수 있어요. 하나를 취소하고 다시 신청해 주세요."
    ),
    ApplicationRefusal.HAS_INTERVIEW: _l(
        "면접 예약이 있는 지원자예요. 먼저 예약을 취소한 뒤에 미선정으로 바꿔 주세요."
    ),
    ApplicationRefusal.MOVED_ON: _l(
        "그사이 지원 상태가 바뀌었어요. 새로 고친 화면에서 다시 확인해 주세요."
    ),
    ApplicationRefusal.NOT_NOW: _l("지금은 면접 신청을 받는 기간이 아니에요."),
    ApplicationRefusal.ANSWERS_NOT_NOW: _l("지금은 서류 결과를 남기는 기간이 아니에요."),
    ApplicationRefusal.WORDING: _l(
        "나이·성별·외모·출신지역·혼인·가족·건강처럼 채용에 쓸 수 없는 내용은 지원자에게 전할 수 없어요. "
        "지우고 다시 보내 주세요."
    ),
}


def _refuse(reason: ApplicationRefusal) -> Refused:
    return Refused(SENTENCES[reason], reason)


@dataclass(frozen=True)
class ApplyCommand:
    """What a seeker says when applying; `at_any_time` when an employer that left is the reason."""

    registration: Registration
    participation: Participation
    consented: bool
    job: Job | None = None
    method: ConsentMethod = ConsentMethod.WEB
    at_any_time: bool = False


def apply(asked: ApplyCommand, text: ConsentText, by: Actor) -> Application:
    """Apply to an employer, giving it the consent that names it (개인정보 보호법 §17).

    Two applications of one seeker wait for each other, so that nobody gets beyond five.
    """
    line_up(asked.registration)
    reason = _forbidden(asked)
    if reason is not None:
        raise _refuse(reason)
    fair = asked.registration.fair
    if not asked.at_any_time:
        keep_to(fair, Step.APPLICATION, clock.now(), ApplicationRefusal.NOT_NOW)
    registration, participation = asked.registration, asked.participation
    decide(
        registration.seeker_id,
        text,
        True,
        asked.method,
        by,
        employer_id=participation.employer_id,
    )
    application = find_application(registration, participation)
    if application is None:
        application = Application(
            registration=registration,
            participation=participation,
            job=asked.job,
            applied_at=clock.now(),
        )
        db.session.add(application)
    elif application.state is ApplicationState.WITHDRAWN:
        application.state = move_application(application.state, ApplicationState.APPLIED)
        application.job, application.answer = asked.job, ""
        application.applied_at = clock.now()
    db.session.flush()
    _record("application.made", application, by)
    return application


def set_application(application: Application, state: ApplicationState, by: Actor) -> None:
    """Shortlist, decline or withdraw an application; Refused when it has moved on meanwhile."""
    lock(Application, application)
    if state is ApplicationState.DECLINED and _has_interview(application):
        raise _refuse(ApplicationRefusal.HAS_INTERVIEW)
    before = application.state
    try:
        application.state = move_application(before, state)
    except IllegalMove as illegal:
        raise _refuse(ApplicationRefusal.MOVED_ON) from illegal
    application.alternate_rank = None
    if state is ApplicationState.ALTERNATE:
        put_last(application)
    db.session.flush()
    _record(f"application.{state}", application, by)
    tell_application_moved(application, by)
    if state is ApplicationState.SHORTLISTED:
        own_place_again(application)
    elif before is ApplicationState.SHORTLISTED and state in STEPPED_BACK:
        pass_on_place(application)


def answer_application(
    application: Application, state: ApplicationState, by: Actor, words: str = ""
) -> None:
    """Give a seeker the employer's answer; Refused outside the time for it.

    A refusal is told in `words`, or in courteous ones of the house; it may be given at any time,
    and an employer on the posting board alone takes the time that it needs. Reasons that the law
    forbids are not passed on.
    """
    if state is ApplicationState.DECLINED:
        _check_words(words)
    in_hall = application.participation.mode is Mode.ONSITE
    if state is not ApplicationState.DECLINED and in_hall:
        fair = application.registration.fair
        keep_to(fair, Step.SHORTLISTING, clock.now(), ApplicationRefusal.ANSWERS_NOT_NOW)
    set_application(application, state, by)
    application.answer = words if state is ApplicationState.DECLINED else ""
    if state is ApplicationState.DECLINED:
        tell_declined(application)


def _check_words(words: str) -> None:
    reason = ApplicationRefusal.WORDING
    refuse_words(words, Reading.DECLINE, SENTENCES[reason], reason)


def book_applicant(
    application: Application, slot: Slot, by: Actor, terms: Terms = FIRM
) -> BookingAnswer:
    """Book whoever applied into a slot; an interview says that the application has passed."""
    answer = book(slot, application.registration, by, terms)
    if answer.booking is not None and application.state not in PASSED_OR_GONE:
        set_application(application, ApplicationState.SHORTLISTED, by)
    return answer


def invite_applicant(application: Application, slot: Slot, by: Actor) -> BookingAnswer:
    """Hold a time for whoever applied and ask them; an invitation says that they have passed."""
    answer = invite(slot, application.registration, by)
    if answer.booking is not None and application.state not in PASSED_OR_GONE:
        set_application(application, ApplicationState.SHORTLISTED, by)
    return answer


def pick_time(application: Application, slot: Slot, by: Actor) -> BookingAnswer:
    """Let a seeker who passed choose a time of the employer's; Refused before they passed.

    One talk with each employer: where one stands they move it, and a second is offered to them.
    """
    if slot.table.participation_id != application.participation_id:
        raise refuse(BookingRefusal.SLOT_CLOSED)
    if application.state is not ApplicationState.SHORTLISTED:
        raise refuse(BookingRefusal.NOT_SHORTLISTED)
    return book(slot, application.registration, by, Terms(own_choice=True))


def find_application(
    registration: Registration, participation: Participation
) -> Application | None:
    """What a seeker has asked of an employer at a fair."""
    query = select(Application).where(
        Application.registration_id == registration.id,
        Application.participation_id == participation.id,
    )
    return db.session.scalar(query)


def _forbidden(asked: ApplyCommand) -> ApplicationRefusal | None:
    if not asked.consented:
        return ApplicationRefusal.CONSENT_NEEDED
    if asked.registration.state is not RegistrationState.CONFIRMED:
        return ApplicationRefusal.NOT_REGISTERED
    same_fair = asked.participation.fair_id == asked.registration.fair_id
    if not same_fair or not asked.participation.takes_part:
        return ApplicationRefusal.NOT_TAKING_PART
    if asked.registration.fair.state in OVER | {FairState.CANCELLED}:
        return ApplicationRefusal.FAIR_OVER
    live = db.session.scalar(
        select(func.count(Application.id)).where(
            Application.registration_id == asked.registration.id,
            Application.participation_id != asked.participation.id,
            Application.state != ApplicationState.WITHDRAWN,
        )
    )
    return ApplicationRefusal.TOO_MANY if (live or 0) >= MOST_EMPLOYERS else None


def _has_interview(application: Application) -> bool:
    query = select(Booking.id).where(
        Booking.registration_id == application.registration_id,
        Booking.participation_id == application.participation_id,
        Booking.state.in_(BEFORE_THE_TALK),
    )
    return db.session.scalar(query.limit(1)) is not None


def _record(action: str, application: Application, by: Actor) -> None:
    record(
        action,
        application,
        by,
        seeker_id=application.registration.seeker_id,
        fair_id=application.registration.fair_id,
        employer_id=application.participation.employer_id,
    )
