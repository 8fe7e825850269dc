"""The list that a device keeps so that it can decide alone: whole at first, then what changed.

It holds what the door needs and no more: hashes of codes, a masked name, its initial consonants,
the phone's last four digits, states. No whole number, no year of birth.
"""

import base64
import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, select

from festa import clock
from festa.accounts.models import Account
from festa.badges.models import Badge, BadgeKind, BadgeState
from festa.extensions import db
from festa.fairs.models import Fair, Gate
from festa.gates.bearer import Bearer
from festa.gates.models import CheckIn
from festa.gates.queries import Occupancy, occupancy
from festa.registrations.models import Registration
from festa.registrations.states import GONE, RegistrationState
from festa.seekers.identity import initial_consonants, last_four, mask_name
from festa.seekers.models import Seeker

FORMAT = 1
HASH_BYTES = 12  # 96 bits: nobody makes a code that meets one of them
COLUMNS = (
    "holder", "name", "initials", "last_four", "class", "state", "in_at", "in_gate", "inside",
    "badges",
)  # fmt: skip
BADGE_COLUMNS = ("code", "short", "state")
# A row's time is taken when it is written and seen by others when its transaction ends.
LONGEST_TRANSACTION = timedelta(minutes=1)
OLDEST_CURSOR = timedelta(hours=12)
MOST_CHANGED = 2_000  # beyond that the whole is as cheap
CURSOR = re.compile(r"[0-9]{1,12}")
# A run of Hangul syllables, or of anything else without a space.
PARTS = re.compile(r"[\uac00-\ud7a3]+|[^\s\uac00-\ud7a3]+")
# Whoever never finished registering has nothing to do with the door; whoever was erased is named
# only to those who may still hold the row.
AT_THE_DOOR = frozenset(RegistrationState) - GONE - {RegistrationState.DRAFT}


class Roster(NamedTuple):
    """What a device is given: the text that is signed, and whether it holds everybody."""

    payload: str
    whole: bool


def roster_for(bearer: Bearer, since: str | None) -> Roster:
    """The roster of a device's fair; what changed in it for a known cursor, if that is little."""
    now = clock.now()
    start = _read_cursor(since, now)
    changed = _changed_registrations(bearer.fair_id, start) if start is not None else []
    if len(changed) > MOST_CHANGED:
        start = None
    payload = {
        "format": FORMAT,
        "device": bearer.device_id,
        "whole": start is None,
        "made_at": iso(now),
        "cursor": _cursor(now),
        "wipe_at": iso(bearer.ends_at),
        "fair": fair_facts(bearer),
        "gate": gate_facts(bearer),
        "occupancy": occupancy_facts(bearer),
        "fairs": _fairs(bearer.tour_id),
        "columns": COLUMNS,
        "badge_columns": BADGE_COLUMNS,
        "people": [
            *_seekers(bearer.fair_id, changed if start is not None else None),
            *_others(bearer.fair_id, start),
        ],
        "elsewhere": _elsewhere(bearer, start),
    }
    text = json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
    return Roster(text, start is None)


def _read_cursor(since: str | None, now: datetime) -> datetime | None:
    """From when on changes are wanted; None, for everything, when the cursor says nothing."""
    if since is None or CURSOR.fullmatch(since) is None:
        return None
    # Compared as a number: not every one of twelve digits is a moment that can be made.
    seconds, oldest = int(since), now - OLDEST_CURSOR
    known = oldest.timestamp() <= seconds <= now.timestamp()
    return datetime.fromtimestamp(seconds, UTC) if known else None


def fair_facts(bearer: Bearer) -> dict[str, Any]:
    """The fair of a device, as the API tells of it."""
    return {
        "id": bearer.fair_id,
        "slug": bearer.slug,
        "city": bearer.city,
        "title": bearer.title,
        "day": bearer.fair_day.isoformat(),
        "state": bearer.fair_state,
        "opens_at": iso(clock.at(bearer.fair_day, bearer.opens)),
        "closes_at": iso(clock.at(bearer.fair_day, bearer.closes)),
    }


def gate_facts(bearer: Bearer) -> dict[str, Any]:
    """The gate of a device, as the API tells of it."""
    return {
        "id": bearer.gate_id,
        "name": bearer.gate_name,
        "hall": bearer.hall_name,
        "people_limit": bearer.people_limit,
    }


def occupancy_facts(bearer: Bearer) -> dict[str, Any]:
    """How full the device's hall is, as the API tells of it."""
    full: Occupancy = occupancy(bearer.fair_id, bearer.hall_id)
    return {"inside": full.inside, "admitted": full.admitted, "limit": bearer.people_limit}


def hash_code(digits: str) -> str:
    """What a device keeps of a code: 16 characters."""
    return base64.urlsafe_b64encode(hashlib.sha256(digits.encode()).digest()[:HASH_BYTES]).decode()


def initials(name: str) -> str:
    """ㄱㅁㅅ for 김민수. Letters that have no initial consonant would give the name away: of
    names in other scripts, alone or beside Hangul, only the first letter of each word stays.
    """
    parts = PARTS.findall(name)
    return "".join(
        initial_consonants(part) if "가" <= part[0] <= "힣" else part[0] for part in parts
    ).casefold()


def iso(moment: datetime) -> str:
    """A moment as the API writes it: UTC with milliseconds and a Z."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _cursor(now: datetime) -> str:
    return str(int((now - LONGEST_TRANSACTION).timestamp()))


def _fairs(tour_id: int) -> dict[str, Any]:
    query = select(Fair.id, Fair.slug, Fair.city, Fair.day, Fair.title).where(
        Fair.tour_id == tour_id
    )
    return {
        str(fair.id): {
            "slug": fair.slug,
            "city": fair.city,
            "day": fair.day.isoformat(),
            "title": fair.title,
        }
        for fair in db.session.execute(query.order_by(Fair.day))
    }


def _seekers(fair_id: int, changed: Sequence[int] | None) -> list[list[Any]]:
    """The rows of these registrations, or of all that matter at the door."""
    query = (
        select(
            Registration.id,
            Registration.state,
            Seeker.name,
            Seeker.phone,
            CheckIn.at,
            CheckIn.left_at,
            Gate.name.label("gate_name"),
        )
        .join(Seeker, Seeker.id == Registration.seeker_id)
        .outerjoin(
            CheckIn, (CheckIn.registration_id == Registration.id) & CheckIn.undone_at.is_(None)
        )
        .outerjoin(Gate, Gate.id == CheckIn.gate_id)
        .where(Registration.fair_id == fair_id)
        .order_by(Registration.id)
    )
    badges = select(Badge.registration_id, Badge.code, Badge.short_code, Badge.state).where(
        Badge.fair_id == fair_id, Badge.registration_id.is_not(None)
    )
    if changed is None:
        query = query.where(Registration.state.in_(AT_THE_DOOR))
    else:
        query = query.where(Registration.id.in_(changed))
        badges = badges.where(Badge.registration_id.in_(changed))
    held = _by_registration(badges)
    return [_seeker(row, held[row.id]) for row in db.session.execute(query)]


def _changed_registrations(fair_id: int, start: datetime) -> list[int]:
    """The registrations of which anything that a roster tells was written since."""
    # One small statement for each table: each goes by an index on when its rows changed.
    asked: Iterable[Any] = (
        select(Registration.id).where(
            Registration.fair_id == fair_id, Registration.changed_at >= start
        ),
        select(Badge.registration_id).where(
            Badge.fair_id == fair_id,
            Badge.changed_at >= start,
            Badge.registration_id.is_not(None),
        ),
        select(CheckIn.registration_id).where(
            CheckIn.fair_id == fair_id, CheckIn.changed_at >= start
        ),
        select(Registration.id)
        .join(Seeker, Seeker.id == Registration.seeker_id)
        .where(Registration.fair_id == fair_id, Seeker.changed_at >= start),
    )
    return sorted({found for query in asked for found in db.session.scalars(query)})


def _by_registration(query: Any) -> defaultdict[int, list[list[str]]]:
    held: defaultdict[int, list[list[str]]] = defaultdict(list)
    for row in db.session.execute(query.order_by(Badge.id)):
        held[row.registration_id].append(_badge(row))
    return held


def _badge(row: Any) -> list[str]:
    # To the door, the second badge of somebody who was registered twice is like the first.
    state = BadgeState.ACTIVE if row.state is BadgeState.ALSO_VALID else row.state
    return [hash_code(row.code), hash_code(row.short_code), state]


def _seeker(row: Any, badges: Sequence[list[str]]) -> list[Any]:
    gone = row.state in GONE
    return [
        f"r{row.id}",
        "" if gone else mask_name(row.name),
        "" if gone else initials(row.name),
        "" if gone else last_four(row.phone),
        BadgeKind.SEEKER,
        RegistrationState.ERASED if gone else row.state,
        iso(row.at) if row.at is not None else None,
        row.gate_name,
        row.at is not None and row.left_at is None,
        badges,
    ]


def _others(fair_id: int, start: datetime | None) -> list[list[Any]]:
    """Recruiters, staff and guests: a badge each, no phone, no check-in."""
    conditions: list[ColumnElement[bool]] = [
        Badge.fair_id == fair_id,
        Badge.registration_id.is_(None),
    ]
    if start is not None:
        conditions.append(Badge.changed_at >= start)
    query = (
        select(
            Badge.id, Badge.kind, Badge.code, Badge.short_code, Badge.state, Badge.guest_name,
            Account.name,
        )
        .outerjoin(Account, Account.id == Badge.account_id)
        .where(*conditions)
        .order_by(Badge.id)
    )  # fmt: skip
    rows = []
    for row in db.session.execute(query):
        name = row.name or row.guest_name
        who = [f"b{row.id}", mask_name(name), initials(name), ""]
        rows.append([*who, row.kind, None, None, None, False, [_badge(row)]])
    return rows


def _elsewhere(bearer: Bearer, start: datetime | None) -> dict[str, str]:
    """The codes of the tour's other fairs, so that a wrong city is known from a forged code."""
    conditions = [Fair.tour_id == bearer.tour_id, Badge.fair_id != bearer.fair_id]
    if start is not None:
        conditions.append(Badge.changed_at >= start)
    query = select(Badge.fair_id, Badge.code).join(Fair, Fair.id == Badge.fair_id)
    codes: defaultdict[int, list[str]] = defaultdict(list)
    for fair_id, code in db.session.execute(query.where(*conditions).order_by(Badge.id)):
        codes[fair_id].append(hash_code(code))
    return {str(fair_id): "".join(hashes) for fair_id, hashes in codes.items()}
