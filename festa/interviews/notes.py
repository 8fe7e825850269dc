"""Writing an interviewer's note, reading the notes of an employer, and destroying them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import joinedload

from festa import clock
from festa.accounts.models import Account
from festa.audit.actor import Actor
from festa.audit.service import record
from festa.consents.models import Purpose
from festa.consents.service import find_standing
from festa.employers.lint_words.grounds import Reading
from festa.employers.models import Participation
from festa.employers.screening import refuse_words
from festa.errors import Refused
from festa.extensions import db
from festa.forbidden import has_forbidden_number
from festa.interviews.note_models import LONGEST_NOTE, MOST_STARS, InterviewNote
from festa.registrations.models import Registration
from festa.text import clean


class NoteRefusal(StrEnum):
    """Why a note was not written."""

    NO_CONSENT = "no_consent"
    NUMBER = "number"
    TOO_LONG = "too_long"
    WORDING = "wording"


SENTENCES: dict[NoteRefusal, Any] = {
    NoteRefusal.NO_CONSENT: _l(
        "정보 제공에 동의하지 않았거나 동의를 철회한 분이라 메모를 남길 수 없어요. 지금까지의 메모도 지워졌어요."
    ),
    NoteRefusal.NUMBER: _l(
        "주민등록번호처럼 받을 수 없는 번호가 들어 있어요. 번호를 지우고 다시 저장해 주세요."
    ),
    NoteRefusal.WORDING: _l(
        "나이·외모·가족·혼인·출신지역처럼 채용에 쓸 수 없는 내용은 메모에 남길 수 없어요. 지우고 다시 저장해 주세요."
    ),
    NoteRefusal.TOO_LONG: _l("메모는 1,000자까지 적을 수 있어요. 조금 줄여서 다시 저장해 주세요."),
}


@dataclass(frozen=True)
class Note:
    """Stars from one to five, or none, and words; both empty takes the note away."""

    stars: int | None = None
    words: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to keep."""
        return self.stars is None and not self.words


def write_note(
    participation: Participation, registration: Registration, author: Account, note: Note, by: Actor
) -> InterviewNote | None:
    """Keep what a recruiter noted, in place of what they noted before; None when it is empty.

    Refused without the person's live consent to this employer, and for numbers that nobody may
    collect (개인정보 보호법 §24의2).
    """
    note = Note(note.stars, "\n".join(clean(line) for line in note.words.splitlines()).strip())
    _check(participation, registration, note)
    who = (
        InterviewNote.participation_id == participation.id,
        InterviewNote.registration_id == registration.id,
        InterviewNote.account_id == author.id,
    )
    if note.is_empty:
        gone = db.session.execute(
            delete(InterviewNote).where(*who).returning(InterviewNote.id)
        ).first()
        if gone is not None:
            _record("interview_note.removed", participation, registration, by)
        return None
    _put(participation.id, registration.id, author.id, note)
    _record("interview_note.written", participation, registration, by)
    query = select(InterviewNote).where(*who).execution_options(populate_existing=True)
    return db.session.scalars(query).one()


def notes_about(
    participation: Participation, registration_ids: Collection[int]
) -> dict[int, Sequence[InterviewNote]]:
    """The notes of an employer's people about these, by registration, the newest first."""
    query = (
        select(InterviewNote)
        .where(
            InterviewNote.participation_id == participation.id,
            InterviewNote.registration_id.in_(registration_ids),
        )
        .options(joinedload(InterviewNote.account))
        .order_by(InterviewNote.written_at.desc(), InterviewNote.id.desc())
    )
    found: dict[int, list[InterviewNote]] = {}
    for note in db.session.scalars(query):
        found.setdefault(note.registration_id, []).append(note)
    return dict(found)


def forget_notes(registration_id: int, employer_id: int | None, by: Actor) -> int:
    """Destroy an employer's notes about somebody who took their consent back; how many."""
    parts = select(Participation.id).where(Participation.employer_id == employer_id)
    gone = db.session.execute(
        delete(InterviewNote)
        .where(
            InterviewNote.registration_id == registration_id,
            InterviewNote.participation_id.in_(parts),
        )
        .returning(InterviewNote.id)
        .execution_options(synchronize_session=False)
    ).all()
    if gone:
        registration = db.session.get_one(Registration, registration_id)
        record(
            "interview_note.destroyed",
            registration,
            by,
            seeker_id=registration.seeker_id,
            employer_id=employer_id,
            rows=len(gone),
        )
    return len(gone)


def _check(participation: Participation, registration: Registration, note: Note) -> None:
    standing = find_standing(
        registration.seeker_id,
        participation.fair_id,
        Purpose.THIRD_PARTY,
        participation.employer_id,
    )
    here = registration.fair_id == participation.fair_id
    if standing is None or not here:
        raise _refuse(NoteRefusal.NO_CONSENT)
    if len(note.words) > LONGEST_NOTE:
        raise _refuse(NoteRefusal.TOO_LONG)
    if has_forbidden_number(note.words):
        raise _refuse(NoteRefusal.NUMBER)
    reason = NoteRefusal.WORDING
    refuse_words(note.words, Reading.NOTE, SENTENCES[reason], reason)
    assert note.stars is None or 1 <= note.stars <= MOST_STARS


def _put(participation_id: int, registration_id: int, account_id: int, note: Note) -> None:
    """One statement: a recruiter with two tablets has one note all the same."""
    dialect = postgresql if db.session.get_bind().dialect.name == "postgresql" else sqlite
    said = {"stars": note.stars, "words": note.words, "written_at": clock.now()}
    statement = dialect.insert(InterviewNote).values(
        participation_id=participation_id,
        registration_id=registration_id,
        account_id=account_id,
        **said,
    )
    db.session.execute(
        statement.on_conflict_do_update(
            index_elements=["participation_id", "registration_id", "account_id"], set_=said
        )
    )


def _record(
    action: str, participation: Participation, registration: Registration, by: Actor
) -> None:
    record(
        action,
        registration,
        by,
        seeker_id=registration.seeker_id,
        fair_id=participation.fair_id,
        employer_id=participation.employer_id,
    )


def _refuse(reason: NoteRefusal) -> Refused:
    return Refused(SENTENCES[reason], reason)
