"""Scanning a badge: decide, store the scan whatever the answer, admit at most once."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from babel import Locale
from flask_babel import get_locale
from sqlalchemy import select

from festa import clock
from festa.audit.actor import Actor
from festa.audit.service import record
from festa.badges.models import Badge, BadgeKind
from festa.errors import SENTENCES, TITLES, Stopped
from festa.extensions import db
from festa.fairs.models import Fair, Gate
from festa.gates.answer import Answer, Holder, Place, ScanRequest, Taken
from festa.gates.batch import decide_all
from festa.gates.decision import ScanOutcome
from festa.gates.facts import Facts, facts_of
from festa.gates.gone_already import came_in_late, let_out
from festa.gates.ledger import Part, write_at_once, write_together
from festa.gates.ledger_plain import write_in_turn
from festa.gates.models import Scan
from festa.gates.passing import note_passed
from festa.gates.queries import find_check_in
from festa.gates.said import Saying, said
from festa.gates.statement import go_by_index, on_postgresql
from festa.gates.undoing import lock_people, undo

TRIES = 8
KINDS = {kind.value: kind for kind in BadgeKind}


class GateBusy(Stopped):
    """Other gates kept deciding on the same badges; nothing was stored, asking again helps."""

    status = 503
    title = TITLES[503]
    sentence = SENTENCES[503]


def admit(gate: Gate, asked: ScanRequest, by: Actor) -> Answer:
    """Answer one scan at a gate and store it. The same scan id again gives the first answer."""
    go_by_index()
    taken = take_scans(Place.at(gate), [asked], by)[0]
    return answer_of(db.session.get_one(Scan, taken.id, populate_existing=True))


def take_scans(
    place: Place,
    asked: Sequence[ScanRequest],
    by: Actor,
    *,
    language: Locale | None = None,
) -> list[Taken]:
    """Answer scans in their order and store each of them once; many cost as few statements as one.

    The same scan id again, in this list or an earlier one, gives the first answer. GateBusy when
    other gates kept deciding on the same badges. They are answered in the reader's language unless
    one is given.
    """
    language = language or get_locale()
    unique: dict[uuid.UUID, ScanRequest] = {}
    for one in asked:
        unique.setdefault(one.id, one)
    answers: dict[uuid.UUID, Taken] = {}
    for undoes, run in groupby(unique.values(), key=lambda one: one.undoes):
        if undoes is None:
            answers |= _take_run(place, list(run), by, language)
        else:
            answers |= {one.id: _take_undo(place, one, by) for one in run}
    return [answers[one.id] for one in asked]


class Attempt(NamedTuple):
    """A scan with all that has to be known to decide it."""

    place: Place
    asked: ScanRequest
    facts: Facts
    by: Actor
    language: Locale | None


def take_attempts(attempts: Sequence[Attempt]) -> list[Taken | None]:
    """Answer single scans of several devices and store them in one statement, on PostgreSQL.

    None, with nothing stored, for a scan that has to be taken by itself: it was stored before, it
    tells late of a way in, one before it here is of the same holder, or it met another gate's.
    """
    now = clock.now()
    parts: dict[int, Part] = {}
    scans, holders = set[uuid.UUID](), set[int]()
    for place, one in enumerate(attempts):
        holder = one.facts.registration_id
        if one.facts.stored is None and one.asked.id not in scans and holder not in holders:
            part = _part(one, now)
            if came_in_late(part.batch):
                continue  # what has been seen since then counts (see gone_already)
            parts[place] = part
            scans.add(one.asked.id)
            if holder is not None:
                holders.add(holder)
    stored = write_together(list(parts.values()), now) if parts else set()
    taken = {place: _taken(part) for place, part in parts.items()}
    return [
        taken[place] if place in taken and taken[place].id in stored else None
        for place in range(len(attempts))
    ]


def _part(attempt: Attempt, now: datetime) -> Part:
    batch = decide_all(attempt.place, [attempt.asked], [attempt.facts], now)
    saying = Saying(attempt.language)
    saying.look_for_blanks(attempt.place, batch.scans)
    return Part(batch, [saying.of(scan) for scan in batch.scans], attempt.by)


def _taken(part: Part) -> Taken:
    [scan], [sentence] = part.batch.scans, part.said
    return Taken(scan.id, scan.outcome, sentence, _holder(part.batch.place, scan.facts))


def answer_of(scan: Scan) -> Answer:
    """The whole answer that belongs to a stored scan."""
    badge = db.session.get(Badge, scan.badge_id) if scan.badge_id else None
    registration = scan.registration
    standing = find_check_in(registration) if registration is not None else None
    elsewhere = badge is not None and badge.fair_id != scan.fair_id
    other_fair = db.session.get(Fair, badge.fair_id) if elsewhere and badge else None
    return Answer(scan, badge, registration, standing, other_fair)


def _take_run(
    place: Place,
    run: list[ScanRequest],
    by: Actor,
    language: Locale | None,
) -> dict[uuid.UUID, Taken]:
    """Answer scans that take nothing back; those that met another gate's are decided again."""
    write = write_at_once if on_postgresql() else write_in_turn
    saying = Saying(language)
    answers: dict[uuid.UUID, Taken] = {}
    wanted = len(run)
    for _attempt in range(TRIES):
        facts = facts_of(place, run)
        answers |= {
            one.id: _as_stored(place, one, row, language)
            for one, row in zip(run, facts, strict=True)
            if row.stored is not None
        }
        note_passed(place, run, facts, by)
        batch = decide_all(place, run, facts, clock.now())
        saying.look_for_blanks(place, batch.scans)
        told = [saying.of(scan) for scan in batch.scans]
        stored = write(batch, told, by) if batch.scans else set()
        let_out(place.fair_id, came_in_late(batch))
        for scan, sentence in zip(batch.scans, told, strict=True):
            if scan.id in stored:
                holder = _holder(place, scan.facts)
                answers[scan.id] = Taken(scan.id, scan.outcome, sentence, holder)
        if len(answers) == wanted:
            return answers
        run = [one for one in run if one.id not in answers]
    raise GateBusy


def _as_stored(
    place: Place, asked: ScanRequest, facts: Facts, language: Locale | None = None
) -> Taken:
    """The first answer to a scan that is stored; another fair's scans are nobody's business."""
    if facts.stored_fair_id != place.fair_id:
        return Taken(asked.id, ScanOutcome.UNKNOWN, said(ScanOutcome.UNKNOWN, language), None)
    told = facts.stored_said or ""
    return Taken(asked.id, ScanOutcome(str(facts.stored)), told, _holder(place, facts))


def _holder(place: Place, facts: Facts) -> Holder | None:
    if facts.badge_id is None and facts.registration_id is None:
        return None
    kind = KINDS[facts.badge_kind] if facts.badge_kind else BadgeKind.SEEKER
    slug = facts.fair_slug or place.fair_slug
    return Holder(facts.name or "", kind, facts.registration_id, facts.badge_id, slug)


def _take_undo(place: Place, asked: ScanRequest, by: Actor) -> Taken:
    """Take back the scan that a device names; one that nobody knows is stored as such."""
    whose = db.session.scalar(select(Scan.registration_id).where(Scan.id == asked.undoes))
    if whose is not None:
        lock_people([whose])  # before the scan, in the order of `undo`
    # Locked before the undoing is looked for: the same one, sent twice at once, waits its turn.
    target = db.session.get(Scan, asked.undoes, with_for_update=True)
    stored = db.session.get(Scan, asked.id)
    if stored is None and target is not None and target.fair_id == place.fair_id:
        stored = undo(target, by, asked, place)
    elif stored is None:
        stored = _store_vain_undo(place, asked, by)
    known = facts_of(place, [ScanRequest("", id=stored.id)])[0]
    return _as_stored(place, asked, known)


def _store_vain_undo(place: Place, asked: ScanRequest, by: Actor) -> Scan:
    now = clock.now()
    scan = Scan(
        id=asked.id,
        fair_id=place.fair_id,
        gate_id=place.gate_id,
        device_id=place.device_id,
        direction=asked.direction,
        method=asked.method,
        outcome=ScanOutcome.UNKNOWN,
        scanned_at=asked.scanned_at or now,
        received_at=now,
        device_clock=asked.device_clock,
        offline=asked.offline,
        said=said(ScanOutcome.UNKNOWN),
    )
    db.session.add(scan)
    db.session.flush()
    record(f"scan.{scan.outcome}", scan, by)
    return scan
