"""Everything that Festa holds about one person, as plain data that they may take away.

개인정보 보호법 §35 (열람) and §35의2 (전송요구): whoever asks gets what is kept, in a form that
programs read. What interviewers noted about them is in it, too: no page shows it, but it is theirs.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from festa import clock
from festa.badges.models import Badge
from festa.certificates.models import Certificate
from festa.consents.queries import consents_of
from festa.employers.models import Employer, Participation
from festa.extensions import db
from festa.follow_ups.models import FollowUp
from festa.gates.models import CheckIn
from festa.interviews.answer_models import Answer
from festa.interviews.models import Application, Booking, Outcome
from festa.interviews.note_models import InterviewNote
from festa.interviews.recommendation_models import Recommendation
from festa.interviews.seeker_queries import applications_of, bookings_of
from festa.interviews.statement_models import OutcomeStatement
from festa.messages.models import OutboxMessage
from festa.queues.models import Ticket
from festa.registrations.models import Registration
from festa.registrations.proxy_models import Proxy
from festa.registrations.seeker_queries import registrations_of
from festa.resumes.models import Delivery
from festa.resumes.number import show_number
from festa.resumes.queries import deliveries_of_seeker
from festa.seekers.merge_models import Merge
from festa.seekers.models import Seeker
from festa.surveys.models import SurveyAnswer
from festa.surveys.words import QUESTIONS

MOST = 1_000
ABOUT = (
    "name",
    "phone",
    "birth_year",
    "region",
    "email",
    "wished_work",
    "experience_years",
    "courses",
    "support_needs",
    "locale",
)


def personal_copy(seeker: Seeker) -> dict[str, Any]:
    """What is kept of a seeker, by kind; moments are in Korean time."""
    registrations = registrations_of(seeker.id)
    ids = [one.id for one in registrations]
    return {
        "made_at": _when(clock.now()),
        "person": {column: getattr(seeker, column) for column in ABOUT},
        "registrations": [_registration(one) for one in registrations],
        "badges": [_badge(one) for one in _rows(Badge, Badge.registration_id, ids)],
        "entries": [_entry(one) for one in _rows(CheckIn, CheckIn.registration_id, ids)],
        "applications": [
            {
                "employer": one.participation.employer.name,
                "job": one.job.title if one.job else None,
                "state": one.state,
                "applied_at": _when(one.applied_at),
            }
            for one in applications_of(ids)
        ],
        "resumes": [_resume(one) for one in deliveries_of_seeker(seeker.id)],
        "answers": [_answer(one, of) for one, of in _answers(ids)],
        "outcomes": [_statement(one) for one in _statements(ids)],
        "follow_ups": [
            {"occasion": one.occasion, "asked_at": _when(one.asked_at), "answer": one.answer}
            for one in _rows(FollowUp, FollowUp.registration_id, ids)
        ],
        "interviews": [_interview(one) for one in bookings_of(ids)],
        "interview_notes": [
            _note(one) for one in _rows(InterviewNote, InterviewNote.registration_id, ids)
        ],
        "numbers": [_number(one) for one in _rows(Ticket, Ticket.registration_id, ids)],
        "recommendations": [
            {
                "employer": one.job.participation.employer.name,
                "job": one.job.title,
                "note": one.sentence,
                "state": one.state,
                "made_at": _when(one.made_at),
            }
            for one in _rows(Recommendation, Recommendation.registration_id, ids)
        ],
        "consents": [
            {
                "title": one.text.title,
                "version": one.text.version,
                "employer": one.employer.name if one.employer else None,
                "state": one.state,
                "decided_at": _when(one.decided_at),
                "withdrawn_at": _when(one.withdrawn_at),
            }
            for one in consents_of(seeker.id)
        ],
        "messages": [_message(one) for one in _messages(seeker)],
        "registered_by_others": [
            {"asked_by": one.asked_by, "note": one.note, "made_at": _when(one.made_at)}
            for one in _rows(Proxy, Proxy.registration_id, ids)
        ],
        "certificates": [
            {"number": one.number, "kind": one.kind, "issued_at": _when(one.issued_at)}
            for one in _rows(Certificate, Certificate.registration_id, ids)
        ],
        "surveys": [_survey(one) for one in _rows(SurveyAnswer, SurveyAnswer.registration_id, ids)],
        "merged": [
            {"made_at": _when(one.made_at), "undone_at": _when(one.undone_at), "why": one.reason}
            for one in _rows(Merge, Merge.kept_id, [seeker.id])
        ],
    }


def _number(one: Ticket) -> dict[str, Any]:
    return {
        "employer": one.participation.employer.name,
        "number": one.label,
        "state": one.state,
        "arrived_at": _when(one.arrived_at),
        "called_at": _when(one.called_at),
        "ended_at": _when(one.ended_at),
        "why": one.end_reason,
    }


def _answers(ids: Sequence[int]) -> Sequence[Any]:
    """What this person answered employers' questions, with whom they answered."""
    query = (
        select(Answer, Employer.name)
        .join(Application, Application.id == Answer.application_id)
        .join(Application.participation)
        .join(Participation.employer)
        .where(Application.registration_id.in_(ids))
        .order_by(Answer.id)
        .limit(MOST)
    )
    return db.session.execute(query).all()


def _answer(one: Answer, employer: str) -> dict[str, Any]:
    return {
        "employer": employer,
        "asked": one.asked,
        "said": one.said,
        "answered_at": _when(one.said_at),
    }


def _statements(registration_ids: Sequence[int]) -> Sequence[OutcomeStatement]:
    """What was said of the person's interviews; decisions of organisers and retractions apart."""
    query = (
        select(OutcomeStatement)
        .join(OutcomeStatement.outcome)
        .join(Outcome.booking)
        .where(
            Booking.registration_id.in_(registration_ids),
            OutcomeStatement.settles.is_(None),
            OutcomeStatement.retracts_id.is_(None),
        )
        .options(
            contains_eager(OutcomeStatement.outcome)
            .contains_eager(Outcome.booking)
            .joinedload(Booking.participation)
            .joinedload(Participation.employer)
        )
        .order_by(OutcomeStatement.id)
        .limit(MOST)
    )
    return db.session.scalars(query).all()


def _statement(one: OutcomeStatement) -> dict[str, Any]:
    return {
        "employer": one.elsewhere or one.outcome.booking.participation.employer.name,
        "who": one.source,
        "via": one.via,
        "state": one.standing,
        "on_day": one.on_day.isoformat() if one.on_day else None,
        "said_at": _when(one.said_at),
    }


def _survey(one: SurveyAnswer) -> dict[str, Any]:
    points = {name: getattr(one, name) for name in QUESTIONS}
    return points | {"words": one.words, "via": one.via, "answered_at": _when(one.answered_at)}


def _rows(model: Any, column: Any, ids: Sequence[int]) -> Sequence[Any]:
    return db.session.scalars(
        select(model).where(column.in_(ids)).order_by(model.id).limit(MOST)
    ).all()


def _messages(seeker: Seeker) -> Sequence[OutboxMessage]:
    query = (
        select(OutboxMessage)
        .where(OutboxMessage.seeker_id == seeker.id, OutboxMessage.secret.is_(False))
        .order_by(OutboxMessage.id.desc())
        .limit(MOST)
    )
    return db.session.scalars(query).all()


def _registration(one: Registration) -> dict[str, Any]:
    return {
        "fair": one.fair.title,
        "day": one.fair.day.isoformat(),
        "state": one.state,
        "via": one.via,
        "waiting_number": one.waiting_number,
        "registered_at": _when(one.registered_at),
        "confirmed_at": _when(one.confirmed_at),
        "ended_at": _when(one.ended_at),
    }


def _badge(one: Badge) -> dict[str, Any]:
    return {
        "short_code": one.short_code,
        "version": one.version,
        "state": one.state,
        "issued_at": _when(one.issued_at),
        "printed": one.times_printed,
    }


def _entry(one: CheckIn) -> dict[str, Any]:
    return {"at": _when(one.at), "left_at": _when(one.left_at), "undone_at": _when(one.undone_at)}


def _interview(one: Booking) -> dict[str, Any]:
    return {
        "employer": one.participation.employer.name,
        "starts_at": _when(one.registration.fair.grid.moment_of(one.slot.start_unit)),
        "state": one.state,
    }


def _note(one: InterviewNote) -> dict[str, Any]:
    return {
        "employer": one.participation.employer.name,
        "stars": one.stars,
        "words": one.words,
        "written_at": _when(one.written_at),
    }


def _resume(one: Delivery) -> dict[str, Any]:
    """What went to whom; the file itself is with its receipt."""
    return {
        "employer": one.participation.employer.name,
        "number": show_number(one.number),
        "kind": one.resume.kind,
        "state": one.state,
        "handed_in_at": _when(one.resume.handed_in_at),
        "collected_at": _when(one.collected_at),
        "answered_at": _when(one.answered_at),
        "ended_at": _when(one.ended_at),
        "kept_until": _when(one.kept_until),
        "sha256": one.resume.sha256,
    }


def _message(one: OutboxMessage) -> dict[str, Any]:
    return {
        "channel": one.channel,
        "text": one.body,
        "state": one.state,
        "written_at": _when(one.written_at),
        "sent_at": _when(one.sent_at),
    }


def _when(moment: datetime | None) -> str | None:
    return None if moment is None else clock.local(moment).isoformat(timespec="seconds")
