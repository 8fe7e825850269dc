"""Numbered lanyards: made ahead without a name, and bound to a person by one scan."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from enum import StrEnum
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, or_, select
from sqlalchemy.exc import IntegrityError

from festa import clock
from festa.audit.actor import Actor
from festa.audit.service import record
from festa.badges.code import FullCode, ShortCode, make_code, make_lanyard_short_code, parse
from festa.badges.face import BadgeFace, Layout, RoleKind, Stop, StopState
from festa.badges.lanyard_models import Lanyard
from festa.badges.models import Badge, BadgeKind, BadgeState, ReissueReason
from festa.badges.print_models import PrintRun, Which
from festa.badges.printing import write_down
from festa.badges.service import end_badge
from festa.errors import Refused
from festa.extensions import db
from festa.fairs.models import Fair
from festa.formats import day, in_language

MOST_AT_ONCE = 500
TRIES = 5


class LanyardRefusal(StrEnum):
    """Why a lanyard was not bound."""

    UNREADABLE = "unreadable"
    UNKNOWN = "unknown"
    OTHER_FAIR = "other_fair"
    TAKEN = "taken"


SENTENCES: dict[LanyardRefusal, Any] = {
    LanyardRefusal.UNREADABLE: _l(
        "목걸이 번호를 읽지 못했어요. QR을 다시 비추거나 숫자 여덟 자리를 적어 주세요."
    ),
    LanyardRefusal.UNKNOWN: _l("번호 목걸이가 아니에요. 이름 없는 목걸이의 번호를 적어 주세요."),
    LanyardRefusal.OTHER_FAIR: _l("다른 박람회의 목걸이예요. 오늘 박람회의 목걸이를 써 주세요."),
    LanyardRefusal.TAKEN: _l("이미 다른 분께 드린 목걸이예요. 새 목걸이를 꺼내 주세요."),
}


def make_lanyards(fair: Fair, count: int, layout: Layout, by: Actor) -> PrintRun:
    """Make `count` blanks with the next numbers of the fair, and the run that prints them."""
    for attempt in range(TRIES):
        try:
            with db.session.begin_nested():
                return _make(fair, count, layout, by)
        except IntegrityError:  # somebody else took the same numbers at this moment
            if attempt == TRIES - 1:
                raise
    raise AssertionError("unreachable: the last attempt raises")


def _make(fair: Fair, count: int, layout: Layout, by: Actor) -> PrintRun:
    run = write_down(fair, BadgeKind.SEEKER, Which.BLANK, layout, count, by)
    last = db.session.scalar(select(func.max(Lanyard.number)).where(Lanyard.fair_id == fair.id))
    first = (last or 0) + 1
    shorts = _free_shorts(fair.id, count)
    db.session.add_all(
        Lanyard(
            fair_id=fair.id,
            run_id=run.id,
            number=first + offset,
            code=make_code(fair.id),
            short_code=short,
        )
        for offset, short in enumerate(shorts)
    )
    db.session.flush()
    record("lanyard.printed", run, by, layout=layout, first=first, last=first + count - 1)
    return run


def _free_shorts(fair_id: int, count: int) -> list[str]:
    """Short codes that neither a badge nor a lanyard of the fair has."""
    taken = set(db.session.scalars(select(Badge.short_code).where(Badge.fair_id == fair_id)))
    taken |= set(db.session.scalars(select(Lanyard.short_code).where(Lanyard.fair_id == fair_id)))
    shorts: list[str] = []
    while len(shorts) < count:
        if (short := make_lanyard_short_code()) not in taken:
            taken.add(short)
            shorts.append(short)
    return shorts


def lanyards_of(run_id: int) -> Sequence[Lanyard]:
    """The lanyards of a run by number."""
    query = select(Lanyard).where(Lanyard.run_id == run_id).order_by(Lanyard.number)
    return db.session.scalars(query).all()


def count_lanyards(fair_id: int) -> tuple[int, int]:
    """How many lanyards a fair has, and how many of them are bound."""
    query = select(func.count(), func.count(Lanyard.badge_id)).where(Lanyard.fair_id == fair_id)
    made, bound = db.session.execute(query).one()
    return made, bound


def find_lanyard(typed: str, fair_id: int) -> Lanyard | None:
    """The lanyard with this code: a full one of any fair, a short one of this fair."""
    match parse(typed):
        case FullCode(digits=digits):
            return db.session.scalar(select(Lanyard).where(Lanyard.code == digits))
        case ShortCode(digits=digits):
            query = select(Lanyard).where(Lanyard.fair_id == fair_id, Lanyard.short_code == digits)
            return db.session.scalar(query)
    return None


def blanks_among(typed: Collection[str], fair_id: int) -> frozenset[str]:
    """Those of the texts that are codes of lanyards of this fair that nobody has yet."""
    digits = {
        text: parsed.digits
        for text in typed
        if isinstance(parsed := parse(text), FullCode | ShortCode)
    }
    if not digits:
        return frozenset()
    asked = set(digits.values())
    query = select(Lanyard.code, Lanyard.short_code).where(
        Lanyard.fair_id == fair_id,
        or_(Lanyard.code.in_(asked), Lanyard.short_code.in_(asked)),
        Lanyard.badge_id.is_(None),
    )
    blank = {code for row in db.session.execute(query) for code in row}
    return frozenset(text for text, code in digits.items() if code in blank)


def bind_lanyard(registration_id: int, fair_id: int, typed: str, by: Actor) -> Badge:
    """Make the lanyard the badge of a registration; the badge it had opens no door any more.

    Refused when the text is no lanyard of this fair or the lanyard is somebody else's. Two desks
    that bind the same one meet in the unique codes of badges: the second is refused, unless both
    give it to the same person, for whom it is done.
    """
    if not isinstance(parse(typed), FullCode | ShortCode):
        raise _refused(LanyardRefusal.UNREADABLE)
    lanyard = find_lanyard(typed, fair_id)
    if lanyard is None:
        raise _refused(LanyardRefusal.UNKNOWN)
    if lanyard.fair_id != fair_id:
        raise _refused(LanyardRefusal.OTHER_FAIR)
    if lanyard.badge_id is None:
        with suppress(IntegrityError), db.session.begin_nested():
            return _bind(lanyard, registration_id, by)
    badge = _already_bound(lanyard, registration_id)
    if badge is None:
        raise _refused(LanyardRefusal.TAKEN)
    return badge


def _already_bound(lanyard: Lanyard, registration_id: int) -> Badge | None:
    """The badge that the lanyard is, if it is this person's and opens the door for them."""
    return db.session.scalar(
        select(Badge).where(
            Badge.code == lanyard.code,
            Badge.registration_id == registration_id,
            Badge.state == BadgeState.ACTIVE,
        )
    )


def _bind(lanyard: Lanyard, registration_id: int, by: Actor) -> Badge:
    held = select(Badge).where(
        Badge.registration_id == registration_id, Badge.state == BadgeState.ACTIVE
    )
    old = db.session.scalar(held.with_for_update(key_share=True))
    if old is not None:
        end_badge(old, BadgeState.SUPERSEDED, by)
    now = clock.now()
    badge = Badge(
        fair_id=lanyard.fair_id,
        kind=BadgeKind.SEEKER,
        registration_id=registration_id,
        code=lanyard.code,
        short_code=lanyard.short_code,
        version=old.version + 1 if old is not None else 1,
        reissue_reason=ReissueReason.LANYARD,
        issued_at=now,
        printed_at=now,
        times_printed=1,
    )
    db.session.add(badge)
    db.session.flush()
    lanyard.badge_id, lanyard.bound_at = badge.id, now
    db.session.flush()
    record("lanyard.bound", badge, by, number=lanyard.number, version=badge.version)
    return badge


def lanyard_faces(
    fair: Fair, line: tuple[Stop, ...], found: Sequence[Lanyard]
) -> Iterator[BadgeFace]:
    """What is printed on lanyards: a number and room for a name instead of the name."""
    here = [index for index, stop in enumerate(line) if stop.state is StopState.TODAY]
    for one in found:
        yield BadgeFace(
            kind=RoleKind.SEEKER,
            role=_("구직자"),
            name="",
            number=f"{one.number:04d}",
            number_label=_("이름"),
            fair_title=in_language(fair.title, fair.title_en),
            date_text=day(fair.day, long=True),
            code=one.code,
            short_code=one.short_code,
            code_label=_("명찰 번호"),
            stops=line,
            current=here[0] if here else None,
        )


def _refused(reason: LanyardRefusal) -> Refused:
    return Refused(SENTENCES[reason], reason)
