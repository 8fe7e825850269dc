"""What the rows say about codes that were read: one statement for any number of scans."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Date, Uuid

from festa.badges.code import FullCode, Malformed, ShortCode, parse
from festa.columns import UtcDateTime
from festa.gates.answer import Place, ScanRequest
from festa.gates.bearer import WHO_ASKS, Bearer
from festa.gates.statement import Statement, on_postgresql


class Facts(NamedTuple):
    """What is known about one scan before it is decided. Words are as the database keeps them.

    Of a badge's fair the number alone is told, and the rest only where it is another than ours.
    """

    number: int
    stored: str | None
    stored_said: str | None
    stored_fair_id: int | None
    badge_id: int | None
    badge_fair_id: int | None
    badge_state: str | None
    badge_kind: str | None
    registration_id: int | None
    registration_state: str | None
    seeker_id: int | None
    name: str | None
    check_in_id: int | None
    check_in_scan_id: uuid.UUID | None
    check_in_device_id: int | None
    check_in_method: str | None
    at: datetime | None
    last_in_at: datetime | None
    left_at: datetime | None
    gate_name: str | None
    fair_slug: str | None
    fair_city: str | None
    fair_city_en: str | None
    fair_day: date | None
    readable: bool = True


SELECTED = """
SELECT a.n AS n, s.outcome, s.said, s.fair_id, b.id, b.fair_id, b.state, b.kind,
  r.id, r.state, r.seeker_id, coalesce(p.name, acc.name, b.guest_name),
  c.id, c.scan_id AS c_scan_id, cs.device_id, cs.method,
  c.at AS c_at, c.last_in_at AS c_last_in_at, c.left_at AS c_left_at, g.name,
  f.slug, f.city, f.city_en, f.day AS f_day
"""

# A typed code of the tour's other fairs, if only one of their badges has it: short codes are given
# out anew at each fair.
OF_ANOTHER_FAIR = """SELECT max(elsewhere.id) FROM fair here
        JOIN fair other ON other.tour_id = here.tour_id AND other.id <> here.id
        JOIN badge elsewhere ON elsewhere.fair_id = other.id AND elsewhere.short_code = a.short
        WHERE here.id = :fair_id HAVING count(*) = 1"""

# What badge and registration are found by when nobody gave anything but a code, as the camera
# does, and by whatever may be given: what does not have to be looked up costs nothing.
OF_CODE = "s.badge_id, (SELECT id FROM badge WHERE code = a.code)"
OF_BADGE = "b.registration_id, s.registration_id"
BY_CODE = (f"b.id = coalesce({OF_CODE})", f"r.id = coalesce({OF_BADGE})")
BY_ANYTHING = (
    f"""b.id = coalesce({OF_CODE},
        (SELECT id FROM badge WHERE fair_id = :fair_id AND short_code = a.short),
        (SELECT id FROM badge WHERE registration_id = a.registration_id
            AND fair_id = :fair_id AND state = 'active'),
        (SELECT id FROM badge WHERE id = a.badge_id AND fair_id = :fair_id),
        ({OF_ANOTHER_FAIR}))""",  # noqa: S608
    f"""r.id = coalesce({OF_BADGE}, (SELECT id FROM registration
        WHERE id = a.registration_id AND fair_id = :fair_id AND state <> 'merged'),
        (SELECT k.id FROM registration g
            JOIN merge m ON m.gone_id = g.seeker_id AND m.undone_at IS NULL
            JOIN registration k ON k.seeker_id = m.kept_id AND k.fair_id = g.fair_id
            WHERE g.id = a.registration_id AND g.fair_id = :fair_id))""",  # noqa: S608
)


def _joined(found_by: tuple[str, str], postgresql: bool, here: str = ":fair_id") -> str:
    """Everything that is looked up, each by an index; a badge's fair only if it is not the one here.

    PostgreSQL's planner must not choose how. While it believes that a table holds one row, going
    through all of it seems to be as short a way as the index, and a plan once made is kept: for
    each of two hundred codes all of 37,000 scans were gone through. OFFSET 0 leaves each table to
    a plan of its own, in which the row is known.
    """
    badge, registration = found_by
    joins = (
        ("scan s", "s.id = a.id"),
        ("badge b", badge),
        ("registration r", registration),
        ("seeker p", "p.id = r.seeker_id"),
        ("account acc", "acc.id = b.account_id"),
        ("check_in c", "c.registration_id = r.id AND c.undone_at IS NULL"),
        ("gate g", "g.id = c.gate_id"),
        ("scan cs", "cs.id = c.scan_id"),
        ("fair f", f"f.id = CASE WHEN b.fair_id <> {here} THEN b.fair_id END"),
    )
    if not postgresql:
        return "".join(f"LEFT JOIN {table} ON {condition}\n" for table, condition in joins)
    return "".join(
        f"LEFT JOIN LATERAL (SELECT * FROM {table} WHERE {condition} OFFSET 0)"  # noqa: S608
        f" AS {table.split()[1]} ON true\n"
        for table, condition in joins
    )


ASKED_ON_POSTGRESQL = """
FROM json_to_recordset(CAST(:asked AS json))
  AS a(n int, id uuid, code text, short text, registration_id int, badge_id int)
"""
ASKED_ON_SQLITE = """
FROM (SELECT value ->> 'n' AS n, value ->> 'id' AS id, value ->> 'code' AS code,
  value ->> 'short' AS short, value ->> 'registration_id' AS registration_id,
  value ->> 'badge_id' AS badge_id FROM json_each(:asked)) AS a
"""


def _facts(found_by: tuple[str, str]) -> Statement[Facts]:
    return Statement(
        Facts,
        postgresql=SELECTED + ASKED_ON_POSTGRESQL + _joined(found_by, postgresql=True),
        sqlite=SELECTED + ASKED_ON_SQLITE + _joined(found_by, postgresql=False),
        columns={
            "c_scan_id": Uuid(),
            "c_at": UtcDateTime(),
            "c_last_in_at": UtcDateTime(),
            "c_left_at": UtcDateTime(),
            "f_day": Date(),
        },
    )


FACTS, FACTS_BY_CODE = _facts(BY_ANYTHING), _facts(BY_CODE)


class Look(NamedTuple):
    """Who asks, and what is known about the one scan that they send."""

    bearer: Bearer
    facts: Facts


class Sight(NamedTuple):
    """What a `Look` is looked up by: the token's hash, the scan's number, the digits of a code."""

    token_hash: str
    scan_id: uuid.UUID
    code: str


WIDTH = len(Bearer._fields)
# On a direct line alone: there a plan goes by the indexes without being told (see BY_INDEX).
LOOKS = Statement[tuple[Any, ...]](
    None,
    postgresql=SELECTED.replace("SELECT", "SELECT w.*,", 1)
    + """
FROM json_to_recordset(CAST(:asked AS json)) AS a(n int, id uuid, code text, token_hash text)
CROSS JOIN LATERAL ("""
    + WHO_ASKS.replace(":token_hash", "a.token_hash")
    + ") AS w\n"
    + _joined(BY_CODE, postgresql=True, here="w.fair_id"),
)


def looks_at(sights: Sequence[Sight]) -> dict[int, Look]:
    """Who asks and what is known, for several requests with one scan each, in one statement.

    By their places; none for a token that nobody knows.
    """
    asked = [
        {"n": place, "id": sight.scan_id, "code": sight.code, "token_hash": sight.token_hash}
        for place, sight in enumerate(sights)
    ]
    found = LOOKS.rows(asked=asked)
    looks = (Look(Bearer(*row[:WIDTH]), Facts(*row[WIDTH:])) for row in found)
    return {look.facts.number: look for look in looks}


def facts_of(place: Place, asked: Sequence[ScanRequest]) -> list[Facts]:
    """What is known about each scan, in the order in which they were asked."""
    postgresql = on_postgresql()
    wanted = [_wanted(number, one, postgresql) for number, one in enumerate(asked)]
    statement = FACTS_BY_CODE if all("code" in wish for wish in wanted) else FACTS
    found = sorted(statement.rows(asked=wanted, fair_id=place.fair_id))
    return [
        row if wish["readable"] else row._replace(readable=False)
        for row, wish in zip(found, wanted, strict=True)
    ]


def whole_code(asked: ScanRequest) -> str | None:
    """The digits of the code that was read; None for a short one, a name, or what is no code."""
    named = asked.registration_id is not None or asked.badge_id is not None
    read = None if named else parse(asked.text)
    return read.digits if isinstance(read, FullCode) else None


def _wanted(number: int, asked: ScanRequest, postgresql: bool) -> dict[str, Any]:
    """One scan as the statement looks it up; people found by name carry no code."""
    scan_id: Any = asked.id if postgresql else asked.id.hex
    wish: dict[str, Any] = {"n": number, "id": scan_id, "readable": True}
    if asked.registration_id is not None:
        wish["registration_id"] = asked.registration_id
    elif asked.badge_id is not None:
        wish["badge_id"] = asked.badge_id
    else:
        match parse(asked.text):
            case FullCode(digits=digits):
                wish["code"] = digits
            case ShortCode(digits=digits):
                wish["short"] = digits
            case Malformed():
                wish["readable"] = False
    return wish
