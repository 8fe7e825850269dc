"""Merging two rows that are one person, and taking that back exactly.

Nothing is deleted: what belonged to the one moves to the other, the emptied rows stay and stand
for it, and the Merge row lists every column that was changed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import or_, select, update
from sqlalchemy.exc import IntegrityError

from festa import clock
from festa.audit.actor import Actor, ActorKind
from festa.audit.service import record
from festa.badges.models import BadgeKind
from festa.badges.queries import active_badges
from festa.badges.service import issue_badge
from festa.errors import Refused
from festa.extensions import db
from festa.fairs.models import Fair
from festa.formats import hour
from festa.merging import collisions
from festa.merging.moves import move_person, move_registration
from festa.merging.steps import Steps, take_back
from festa.registrations.models import Registration
from festa.registrations.service import take_place
from festa.registrations.states import RegistrationState
from festa.seekers.identity import is_erased
from festa.seekers.merge_models import Merge, MergeReason
from festa.seekers.models import Seeker
from festa.seekers.service import GAPS

LONGEST_NOTE = 200


class MergeRefusal(StrEnum):
    """Why two people are not merged, or a merge is not taken back."""

    SAME_ROW = "same_row"
    ALREADY_GONE = "already_gone"
    BOOKINGS_MEET = "bookings_meet"
    CHANGED_MEANWHILE = "changed_meanwhile"
    UNDONE_BEFORE = "undone_before"
    NEWER_FIRST = "newer_first"


SENTENCES: dict[MergeRefusal, Any] = {
    MergeRefusal.SAME_ROW: _l("두 신청이 이미 같은 분의 것이에요. 합칠 것이 없어요."),
    MergeRefusal.ALREADY_GONE: _l(
        "둘 가운데 하나는 이미 다른 신청에 합쳐졌어요. 다시 찾아서 지금 쓰는 신청으로 합쳐 주세요."
    ),
    MergeRefusal.CHANGED_MEANWHILE: _l(
        "합치는 동안 두 신청 가운데 하나가 바뀌었어요. 화면을 새로 열어 다시 합쳐 주세요."
    ),
    MergeRefusal.UNDONE_BEFORE: _l("이미 되돌린 합치기예요. 화면을 새로 열어 확인해 주세요."),
    MergeRefusal.NEWER_FIRST: _l(
        "이 분의 신청을 그 뒤에 또 합쳤어요. 나중에 한 합치기부터 되돌려 주세요."
    ),
}


@dataclass(frozen=True)
class MergeWish:
    """Whose row stays, whose goes, at which fair that was decided, and why."""

    kept: Seeker
    gone: Seeker
    fair: Fair
    reason: MergeReason
    note: str = ""


@dataclass(frozen=True)
class Merged:
    """The merge that stands, and whether it had stood before."""

    merge: Merge
    new: bool


def merge(wish: MergeWish, by: Actor) -> Merged:
    """Make one person of two. The same pair twice, in either direction, is one merge.

    Refused, with nothing changed, when interviews of the two take the same time, or when
    one of them was merged away before.
    """
    if (made := _open(wish, by)) is None:
        return Merged(_standing_of(wish), new=False)
    _lock(wish.kept, wish.gone)
    _refuse_if_gone(made)
    steps = Steps()
    try:
        with db.session.begin_nested():
            places = _join(wish, steps, by)
    except IntegrityError as error:
        raise _refuse(MergeRefusal.CHANGED_MEANWHILE) from error
    filled = _fill_gaps(wish.kept, wish.gone)
    wish.gone.session_number += 1
    made.moved = {"steps": steps.made, "places": places, "filled": filled}
    db.session.flush()
    db.session.expire_all()
    record("merge.made", made, by, seeker_id=made.kept_id, gone=made.gone_id, reason=made.reason)
    record("seeker.merged", made.gone, by, seeker_id=made.gone_id, fair_id=made.fair_id)
    return Merged(made, new=True)


def undo_merge(merge: Merge, by: Actor) -> int:
    """Make two people of one again; how many rows stay as they are because they changed since.

    What happened after the merge stays with the person who was kept.
    """
    claimed = db.session.scalar(
        update(Merge)
        .where(Merge.id == merge.id, Merge.undone_at.is_(None))
        .values(undone_at=clock.now(), undone_by_id=_account(by))
        .returning(Merge.id)
    )
    if claimed is None:
        raise _refuse(MergeRefusal.UNDONE_BEFORE)
    if _merged_since(merge):
        raise _refuse(MergeRefusal.NEWER_FIRST)
    _lock(merge.kept, merge.gone)
    left = take_back(merge.moved["steps"])
    db.session.expire_all()
    _empty_gaps(merge.kept, merge.gone, merge.moved["filled"])
    _take_places(merge.moved["places"])
    _issue_missing([merge.kept_id, merge.gone_id], by)
    record("merge.undone", merge, by, seeker_id=merge.kept_id, gone=merge.gone_id, left=left)
    return left


def _open(wish: MergeWish, by: Actor) -> Merge | None:
    """The row of a new merge; None when the database knows the pair already."""
    if wish.kept.id == wish.gone.id:
        raise _refuse(MergeRefusal.SAME_ROW)
    if is_erased(wish.kept.phone) or is_erased(wish.gone.phone):
        raise _refuse(MergeRefusal.ALREADY_GONE)  # nobody can say any more who that was
    made = Merge(
        fair_id=wish.fair.id,
        kept_id=wish.kept.id,
        gone_id=wish.gone.id,
        low_id=min(wish.kept.id, wish.gone.id),
        high_id=max(wish.kept.id, wish.gone.id),
        reason=wish.reason,
        note=wish.note[:LONGEST_NOTE],
        made_at=clock.now(),
        made_by_id=_account(by),
    )
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError:
        return None
    return made


def _standing_of(wish: MergeWish) -> Merge:
    low, high = sorted([wish.kept.id, wish.gone.id])
    query = select(Merge).where(
        Merge.low_id == low, Merge.high_id == high, Merge.undone_at.is_(None)
    )
    standing = db.session.scalar(query)
    if standing is None:  # it was the other index: whoever goes has gone elsewhere
        raise _refuse(MergeRefusal.ALREADY_GONE)
    return standing


def _lock(*people: Seeker) -> None:
    """Lock both people, then their registrations, each in order, and read them anew.

    Whole rows of registrations: a scan that is about to check one of them in waits, and then
    finds out that it was merged (see gates.ledger).
    """
    db.session.flush()
    ids = [person.id for person in people]
    for model, column in ((Seeker, Seeker.id), (Registration, Registration.seeker_id)):
        query = select(model).where(column.in_(ids)).order_by(model.id)
        whole = model is Registration
        query = query.with_for_update(of=model, key_share=not whole)
        db.session.scalars(query.execution_options(populate_existing=True)).all()


def _refuse_if_gone(made: Merge) -> None:
    query = select(Merge.id).where(
        Merge.gone_id.in_([made.kept_id, made.gone_id]),
        Merge.undone_at.is_(None),
        Merge.id != made.id,
    )
    if db.session.scalar(query.limit(1)) is not None:
        raise _refuse(MergeRefusal.ALREADY_GONE)


def _join(wish: MergeWish, steps: Steps, by: Actor) -> list[int]:
    """Move everything; the registrations whose place became free."""
    mine, theirs = _registrations(wish.kept), _registrations(wish.gone)
    meeting = [(mine[fair_id], one) for fair_id, one in theirs.items() if fair_id in mine]
    for pair in meeting:
        _refuse_meeting_bookings(*pair)
    places = []
    for kept, gone in meeting:
        if collisions.join_states(kept, gone, steps, by):
            places.append(gone.id)
        collisions.join_check_ins(kept, gone, steps)
        collisions.join_badges(kept, gone, steps)
        collisions.join_tickets(kept, gone, steps)
        stay = collisions.join_applications(kept, gone, steps)
        move_registration(kept, gone, stay, steps)
    for fair_id, one in theirs.items():
        if fair_id not in mine:
            steps.set(one, "seeker_id", wish.kept.id)
    collisions.join_consents(wish.kept.id, wish.gone.id, steps)
    move_person(wish.kept, wish.gone, steps)
    return places


def _registrations(person: Seeker) -> Mapping[int, Registration]:
    query = select(Registration).where(
        Registration.seeker_id == person.id, Registration.state != RegistrationState.ERASED
    )
    return {one.fair_id: one for one in db.session.scalars(query.order_by(Registration.id))}


def _refuse_meeting_bookings(mine: Registration, theirs: Registration) -> None:
    bookings = collisions.meeting_bookings(mine, theirs)
    if not bookings:
        return
    grid = mine.fair.grid
    named = ", ".join(
        f"{hour(grid.hour_of(one.slot.start_unit))} {one.participation.employer.name}"
        for one in bookings
    )
    sentence = _(
        "두 신청의 면접 시간이 겹쳐서 합칠 수 없어요: %(interviews)s. "
        "하나를 취소하거나 시간을 옮긴 뒤 다시 합쳐 주세요.",
        interviews=named,
    )
    raise Refused(sentence, MergeRefusal.BOOKINGS_MEET)


def _fill_gaps(kept: Seeker, gone: Seeker) -> list[str]:
    """Take over what only the other row knew; the names of the columns."""
    filled = []
    for column in GAPS:
        known, other = getattr(kept, column), getattr(gone, column)
        if other not in (None, "", []) and known in (None, "", []):
            setattr(kept, column, other)
            filled.append(column)
    return filled


def _empty_gaps(kept: Seeker, gone: Seeker, filled: Sequence[str]) -> None:
    for column in filled:
        if getattr(kept, column) == getattr(gone, column):
            setattr(kept, column, GAPS[column])


def _take_places(registration_ids: Sequence[int]) -> None:
    """Give freed places back while some are left; beyond that people come in uncounted."""
    for number in registration_ids:
        registration = db.session.get_one(Registration, number)
        confirmed = registration.state is RegistrationState.CONFIRMED
        if confirmed and take_place(registration.fair):
            registration.holds_place = True


def _issue_missing(seeker_ids: Sequence[int], by: Actor) -> None:
    """Whoever is confirmed has a badge, even if it was made anew while the two were one."""
    db.session.flush()
    query = select(Registration).where(
        Registration.seeker_id.in_(seeker_ids),
        Registration.state == RegistrationState.CONFIRMED,
    )
    found = db.session.scalars(query).all()
    badges = active_badges([one.id for one in found])
    for one in found:
        if one.id not in badges:
            issue_badge(one.fair_id, BadgeKind.SEEKER, by, registration_id=one.id)


def _merged_since(merge: Merge) -> bool:
    pair = [merge.kept_id, merge.gone_id]
    query = select(Merge.id).where(
        Merge.id > merge.id,
        Merge.undone_at.is_(None),
        or_(Merge.kept_id.in_(pair), Merge.gone_id.in_(pair)),
    )
    return db.session.scalar(query.limit(1)) is not None


def _account(by: Actor) -> int | None:
    return by.id if by.kind is ActorKind.ACCOUNT else None


def _refuse(reason: MergeRefusal) -> Refused:
    return Refused(SENTENCES[reason], reason)
