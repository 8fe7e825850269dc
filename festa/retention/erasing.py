"""Erasing a person on request (개인정보 보호법 §36): what names them goes, what was counted stays.

The rows of what happened (registrations, check-ins, interviews, consents) stay where they were,
behind a person without a name: reports count on. What is still to come is cancelled first, with
its notices. The numbers in the audit log outlive the person, as the law wants (고시 §8).
"""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, or_, select, update

from festa import clock
from festa.audit.actor import Actor
from festa.audit.models import AuditEntry
from festa.audit.service import record
from festa.badges.models import Badge, BadgeState
from festa.badges.service import end_badge
from festa.consents.models import Consent, ConsentState
from festa.consents.service import withdraw
from festa.extensions import db
from festa.fairs.lifecycle import OVER
from festa.follow_ups.keeping import destroy_follow_ups
from festa.gates.device_models import ScanConflict
from festa.gates.models import CheckIn
from festa.interviews.answer_models import Answer
from festa.interviews.booking import line_up
from festa.interviews.departures import call_off, leave_fair
from festa.interviews.following import tell_left_fair
from festa.interviews.models import Application, Booking, BookingChange
from festa.interviews.note_models import InterviewNote
from festa.interviews.recommendation_models import Recommendation
from festa.interviews.states import BEFORE_THE_TALK
from festa.messages.models import MessageState, OutboxMessage
from festa.registrations.models import Registration, RegistrationDraft
from festa.registrations.proxy_models import Proxy
from festa.registrations.service import STANDING
from festa.resumes.ending import destroy_resumes_of
from festa.seekers.identity import ERASED, parse_mobile, parse_name, show_mobile
from festa.seekers.merge_models import Merge
from festa.seekers.models import Seeker, SignInCode
from festa.surveys.models import SurveyAnswer

NAMELESS = "○○○"
NOT_SENT_YET = frozenset({MessageState.WAITING, MessageState.FAILED})


def erase(seeker: Seeker, by: Actor) -> None:
    """Destroy everything that names this person, in this transaction; there is no way back.

    Fairs that lie ahead are left first, as by the seeker's own hand: places and tables become
    free and employers are told. A badge ends; a check-in of today stays counted.
    """
    people = _rows_of(seeker)
    ids = [person.id for person in people]
    registrations = _registrations(ids)
    destroy_resumes_of(ids, by)
    words = [word for person in people for word in _words(person)]
    for registration in registrations:
        _leave(registration, by)
    _end_consents(ids, by)
    db.session.flush()
    _empty_messages(ids)
    _empty_what_others_wrote([one.id for one in registrations], ids, words)
    destroy_follow_ups([one.id for one in registrations])
    _forget_codes_and_drafts(people)
    for person in people:
        _unname(person)
    record("seeker.erased", seeker, by, seeker_id=seeker.id)
    db.session.flush()


def _rows_of(seeker: Seeker) -> list[Seeker]:
    """The person's row, and those which were merged with it, locked as a merge locks them: one
    that is under way is waited for, and its other row goes as well.
    """
    numbers: set[int] = set()
    while numbers != (known := _numbers_of(seeker.id)):
        numbers = known
        query = select(Seeker).where(Seeker.id.in_(numbers)).order_by(Seeker.id)
        query = query.with_for_update(key_share=True).execution_options(populate_existing=True)
        people = list(db.session.scalars(query))
    return people


def _numbers_of(seeker_id: int) -> set[int]:
    known, new = {seeker_id}, {seeker_id}
    while new:
        pairs = db.session.execute(
            select(Merge.kept_id, Merge.gone_id).where(
                or_(Merge.kept_id.in_(new), Merge.gone_id.in_(new)), Merge.undone_at.is_(None)
            )
        ).all()
        new = {number for pair in pairs for number in pair} - known
        known |= new
    return known


def _registrations(seeker_ids: Sequence[int]) -> Sequence[Registration]:
    query = select(Registration).where(Registration.seeker_id.in_(seeker_ids))
    return db.session.scalars(query.order_by(Registration.id)).all()


def _leave(registration: Registration, by: Actor) -> None:
    """Cancel what is still to come; whoever came stays counted, but their badges open no door."""
    inside = select(CheckIn.id).where(
        CheckIn.registration_id == registration.id, CheckIn.undone_at.is_(None)
    )
    came = db.session.scalar(inside.limit(1)) is not None
    if registration.state in STANDING and registration.fair.state not in OVER:
        if came:
            _call_off_interviews(registration, by)
        else:
            leave_fair(registration, by)
    badges = select(Badge).where(
        Badge.registration_id == registration.id, Badge.state == BadgeState.ACTIVE
    )
    for badge in db.session.scalars(badges).all():
        end_badge(badge, BadgeState.REVOKED, by)
    registration.changed_at = clock.now()  # so that the phones at the door hear of it


def _call_off_interviews(registration: Registration, by: Actor) -> None:
    ahead = select(Booking).where(
        Booking.registration_id == registration.id, Booking.state.in_(BEFORE_THE_TALK)
    )
    line_up(registration)
    for booking in db.session.scalars(ahead).all():
        call_off(booking, by)
    tell_left_fair(registration, by)


def _end_consents(seeker_ids: Sequence[int], by: Actor) -> None:
    standing = select(Consent).where(
        Consent.seeker_id.in_(seeker_ids), Consent.state == ConsentState.GRANTED
    )
    for consent in db.session.scalars(standing).all():
        withdraw(consent, by)
    db.session.execute(
        update(Consent)
        .where(Consent.seeker_id.in_(seeker_ids))
        .values(state=ConsentState.DESTROYED)
        .execution_options(synchronize_session=False)
    )


def _empty_messages(seeker_ids: Sequence[int]) -> None:
    """What waits does not leave any more; of what left, only that it left is kept."""
    mine = OutboxMessage.seeker_id.in_(seeker_ids)
    db.session.execute(
        update(OutboxMessage)
        .where(mine, OutboxMessage.state.in_(NOT_SENT_YET))
        .values(state=MessageState.DROPPED)
        .execution_options(synchronize_session=False)
    )
    db.session.execute(
        update(OutboxMessage)
        .where(mine)
        .values(recipient="", subject="", body="", problem="", emptied_at=clock.now())
        .execution_options(synchronize_session=False)
    )


def _empty_what_others_wrote(
    registration_ids: Sequence[int], seeker_ids: Sequence[int], words: Sequence[str]
) -> None:
    """Free text about the person, and the person's words in the details of the log."""
    bookings = select(Booking.id).where(Booking.registration_id.in_(registration_ids))
    applications = select(Application.id).where(Application.registration_id.in_(registration_ids))
    for statement in (
        delete(Answer).where(Answer.application_id.in_(applications)),
        delete(Recommendation).where(Recommendation.registration_id.in_(registration_ids)),
        delete(InterviewNote).where(InterviewNote.registration_id.in_(registration_ids)),
        update(Application)
        .where(Application.registration_id.in_(registration_ids))
        .values(answer=""),
        update(BookingChange).where(BookingChange.booking_id.in_(bookings)).values(reason=""),
        update(Proxy).where(Proxy.registration_id.in_(registration_ids)).values(note=""),
        update(SurveyAnswer)
        .where(SurveyAnswer.registration_id.in_(registration_ids))
        .values(words=""),
        update(ScanConflict)
        .where(ScanConflict.registration_id.in_(registration_ids))
        .values(note=""),
        update(Merge)
        .where(or_(Merge.kept_id.in_(seeker_ids), Merge.gone_id.in_(seeker_ids)))
        .values(note="", moved={}),
    ):
        db.session.execute(statement.execution_options(synchronize_session=False))
    entries = select(AuditEntry).where(AuditEntry.seeker_id.in_(seeker_ids))
    for entry in db.session.scalars(entries).all():
        if _names(entry.detail, words):
            entry.detail = {key: _blank(value) for key, value in entry.detail.items()}


def _forget_codes_and_drafts(people: Sequence[Seeker]) -> None:
    phones = {person.phone for person in people}
    db.session.execute(delete(SignInCode).where(SignInCode.phone.in_(phones)))
    for draft in db.session.scalars(select(RegistrationDraft)).all():  # a day's worth at most
        if any(_is_of(draft, person) for person in people):
            db.session.delete(draft)


def _is_of(draft: RegistrationDraft, person: Seeker) -> bool:
    """Whether a draft is this person's: many have the same name, or a name that is in others'
    answers, and families share phones.
    """
    name, phone = draft.answers.get("name"), draft.answers.get("phone")
    same_phone = not phone or parse_mobile(phone) == person.phone
    return same_phone and parse_name(name) == person.name


def _unname(person: Seeker) -> None:
    """Empty the row but for the year of birth and the province, which statistics keep."""
    person.name, person.phone = NAMELESS, f"{ERASED}{person.id}"
    person.region = person.region.partition(" ")[0]
    person.email, person.support_needs = None, ""
    person.wished_work, person.courses, person.experience_years = [], [], None
    person.session_number += 1


def _words(person: Seeker) -> list[str]:
    """What must not be found any more: the name, and the number however it is written."""
    shown = show_mobile(person.phone)
    return [
        word
        for word in (person.name, person.phone, shown, shown.replace("-", ""), person.email or "")
        if word
    ]


def _names(value: Any, words: Sequence[str]) -> bool:
    text = json.dumps(value, ensure_ascii=False)
    return any(word in text for word in words)


def _blank(value: Any) -> Any:
    return NAMELESS if isinstance(value, str) else value
