"""Paper slips: printed with numbers, and entered once with the moment that stands on the paper."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from festa import clock
from festa.audit.actor import Actor
from festa.audit.service import record
from festa.consents.models import Consent, ConsentMethod, ConsentText, Purpose
from festa.consents.service import adds, decide, note_told
from festa.errors import Refused
from festa.extensions import db
from festa.fairs.models import Fair
from festa.formats import moment
from festa.registrations.models import Registration, Via
from festa.registrations.service import Registered, register
from festa.registrations.slip_ledger import EnteredBefore, Said, enter, lock_ledger
from festa.registrations.slip_models import (
    Slip,
    SlipEntry,
    SlipKind,
    SlipOutcome,
    SlipSeries,
    VoidReason,
)
from festa.registrations.slip_number import SlipFlaw, read_number
from festa.seekers.service import SeekerDetails, keep_seeker

TRIES = 5
MOST_AT_ONCE = 300


class SlipRefusal(StrEnum):
    """Why a slip was not entered."""

    UNREADABLE = "unreadable"
    CHECK_FAILED = "check_failed"
    OTHER_FAIR = "other_fair"
    UNKNOWN = "unknown"
    DONE = "done"


SENTENCES: dict[SlipRefusal, Any] = {
    SlipRefusal.UNREADABLE: _l("신청서 번호 여섯 자리를 적거나 QR을 비춰 주세요."),
    SlipRefusal.CHECK_FAILED: _l("번호 한 자리가 틀린 것 같아요. 종이의 번호를 다시 봐 주세요."),
    SlipRefusal.OTHER_FAIR: _l("다른 박람회의 신청서예요. 그 박람회의 데스크에서 입력해 주세요."),
    SlipRefusal.UNKNOWN: _l("이 박람회에서 뽑은 적이 없는 번호예요. 종이를 다시 확인해 주세요."),
}


def print_slips(fair: Fair, walk_ins: int, consents: int, by: Actor) -> list[Slip]:
    """Make the rows of a series of slips with the next numbers of the fair, walk-ins first."""
    kinds = [SlipKind.WALK_IN] * walk_ins + [SlipKind.CONSENT] * consents
    for attempt in range(TRIES):
        try:
            with db.session.begin_nested():
                return _print(fair, kinds, by) if kinds else []
        except IntegrityError:  # somebody else took the same numbers at this moment
            if attempt == TRIES - 1:
                raise
    raise AssertionError("unreachable: the last attempt raises")


def _print(fair: Fair, kinds: Sequence[SlipKind], by: Actor) -> list[Slip]:
    series = SlipSeries(fair_id=fair.id, at=clock.now(), by_label=by.label)
    db.session.add(series)
    db.session.flush()
    last = db.session.scalar(select(func.max(Slip.serial)).where(Slip.fair_id == fair.id)) or 0
    slips = [
        Slip(fair_id=fair.id, series_id=series.id, serial=last + place, kind=kind)
        for place, kind in enumerate(kinds, start=1)
    ]
    db.session.add_all(slips)
    db.session.flush()
    record("slip_series.printed", series, by, first=last + 1, last=last + len(slips))
    return slips


def get_slip(typed: str, fair_id: int) -> Slip:
    """The slip with this number that waits to be entered; Refused with what is wrong otherwise."""
    serial = read_number(typed, fair_id)
    if isinstance(serial, SlipFlaw):
        raise _refused(SlipRefusal(serial.value))
    query = select(Slip).where(Slip.fair_id == fair_id, Slip.serial == serial)
    slip = db.session.scalar(query.options(joinedload(Slip.entry), joinedload(Slip.series)))
    if slip is None:
        raise _refused(SlipRefusal.UNKNOWN)
    if slip.entry is not None:
        raise done_before(slip.entry)
    return slip


def key_walk_in(
    fair: Fair,
    slip: Slip,
    details: SeekerDetails,
    choices: Mapping[Purpose, bool],
    written_at: datetime,
    by: Actor,
) -> Registered:
    """Register the person of a walk-in slip as of the moment on the paper; each slip once."""
    _begin(slip)
    seeker = keep_seeker(details)
    answer = register(fair, seeker, Via.WALK_IN, by, tell=False)
    if answer.new:
        answer.registration.registered_at = written_at
    note_told(texts_on(slip).get(Purpose.NOTICE), seeker.id, by)
    _keep_choices(slip, answer.registration, choices, written_at, by)
    _enter(slip, Said(SlipOutcome.KEYED, answer.registration.id, written_at), by)
    return answer


def key_consents(
    slip: Slip,
    registration: Registration,
    choices: Mapping[Purpose, bool],
    written_at: datetime,
    by: Actor,
) -> None:
    """Write down what somebody who is registered said on a consent slip; each slip once."""
    _begin(slip)
    _keep_choices(slip, registration, choices, written_at, by)
    _enter(slip, Said(SlipOutcome.KEYED, registration.id, written_at), by)


def void_slip(slip: Slip, reason: VoidReason, by: Actor) -> None:
    """Strike out a slip that will never be entered."""
    _begin(slip)
    _enter(slip, Said(SlipOutcome.VOID, reason=reason), by)


def void_unused(fair_id: int, by: Actor) -> int:
    """Strike out every slip that is still blank at the end of the day; returns how many."""
    lock_ledger(fair_id)
    left = unkeyed(fair_id)
    for slip in left:
        _enter(slip, Said(SlipOutcome.VOID, reason=VoidReason.UNUSED), by)
    return len(left)


def unkeyed(fair_id: int) -> Sequence[Slip]:
    """The slips of a fair that were printed and neither entered nor struck out, by number."""
    query = select(Slip).outerjoin(SlipEntry, SlipEntry.slip_id == Slip.id)
    query = query.where(Slip.fair_id == fair_id, SlipEntry.id.is_(None))
    return db.session.scalars(query.order_by(Slip.serial)).all()


def texts_on(slip: Slip) -> dict[Purpose, ConsentText]:
    """The consent texts that stood on the paper: the newest when it was printed."""
    query = (
        select(ConsentText)
        .where(
            ConsentText.fair_id == slip.fair_id,
            ConsentText.published_at <= slip.series.at,
        )
        .order_by(ConsentText.version)
    )
    return {text.purpose: text for text in db.session.scalars(query)}


def done_before(entry: SlipEntry) -> Refused:
    """The refusal that says who entered the slip, and when."""
    who, when = entry.by_label or _("다른 분"), moment(entry.at)
    if entry.outcome is SlipOutcome.VOID:
        sentence = _("%(when)s에 %(who)s 님이 무효로 적은 번호예요.", when=when, who=who)
    else:
        sentence = _("%(when)s에 %(who)s 님이 이미 입력한 신청서예요.", when=when, who=who)
    return Refused(sentence, SlipRefusal.DONE)


def _begin(slip: Slip) -> None:
    lock_ledger(slip.fair_id)
    entry = db.session.scalar(select(SlipEntry).where(SlipEntry.slip_id == slip.id))
    if entry is not None:
        raise done_before(entry)


def _enter(slip: Slip, said: Said, by: Actor) -> None:
    try:
        entry = enter(slip, said, by)
    except EnteredBefore:
        stored = select(SlipEntry).where(SlipEntry.slip_id == slip.id)
        raise done_before(db.session.scalars(stored).one()) from None
    seeker_id = _seeker_of(entry)
    action = f"slip.{said.outcome}"
    record(action, slip, by, seeker_id=seeker_id, serial=slip.serial, reason=said.reason)


def _seeker_of(entry: SlipEntry) -> int | None:
    registration = db.session.get(Registration, entry.registration_id or 0)
    return registration.seeker_id if registration is not None else None


def _keep_choices(
    slip: Slip,
    registration: Registration,
    choices: Mapping[Purpose, bool],
    written_at: datetime,
    by: Actor,
) -> None:
    """Keep what was ticked on the paper. A box left empty takes back no older yes, and what
    somebody said after they wrote the paper stands.
    """
    seeker_id = registration.seeker_id
    texts, later = texts_on(slip), _said_later(registration, written_at)
    for purpose, granted in choices.items():
        if purpose not in texts or purpose in later:
            continue
        if adds(seeker_id, slip.fair_id, purpose, granted):
            consent = decide(seeker_id, texts[purpose], granted, ConsentMethod.PAPER, by)
            consent.decided_at = min(consent.decided_at, written_at)


def _said_later(registration: Registration, written_at: datetime) -> set[Purpose]:
    query = select(Consent.purpose).where(
        Consent.seeker_id == registration.seeker_id,
        Consent.fair_id == registration.fair_id,
        Consent.employer_id.is_(None),
        (Consent.decided_at > written_at) | (Consent.withdrawn_at > written_at),
    )
    return set(db.session.scalars(query))


def _refused(reason: SlipRefusal) -> Refused:
    return Refused(SENTENCES[reason], reason)
