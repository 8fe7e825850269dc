"""Who holds a token: one statement tells the device, its gate, its fair and whether it may go on."""

import hashlib
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple

from flask_babel import lazy_gettext as _l
from sqlalchemy import Date, Time

from festa import clock
from festa.audit.actor import Actor, ActorKind
from festa.columns import UtcDateTime
from festa.errors import Stopped
from festa.fairs.lifecycle import FairState
from festa.gates.answer import Place
from festa.gates.statement import BY_INDEX, Statement
from festa.permissions import Scope

# After the end of its fair, or of its service; what comes later nobody waits for any more.
HANDED_OVER_WITHIN = timedelta(days=3)


class DeviceRefusal(StrEnum):
    """Why a device is turned away; it acts on the name."""

    DEVICE_UNKNOWN = "device_unknown"
    DEVICE_REVOKED = "device_revoked"
    DEVICE_EXPIRED = "device_expired"
    PAIRING_REFUSED = "pairing_refused"


class DeviceRefused(Stopped):
    """A device whose token is not, or no longer, good."""

    status = 401
    title = _l("연결되지 않은 기기예요")
    sentence = _l("운영사무국에서 연결 번호를 받아 이 기기를 다시 연결해 주세요.")


class StillAtWork(Stopped):
    """A device whose time is not over has nothing to hand over: it sends its scans as ever."""

    status = 409
    title = _l("아직 쓰고 있는 기기예요")
    sentence = _l("스캔은 늘 하던 대로 보내 주세요.")


SENTENCES = {
    DeviceRefusal.DEVICE_UNKNOWN: DeviceRefused.sentence,
    DeviceRefusal.DEVICE_REVOKED: _l(
        "이 기기는 사용이 중지됐어요. 담긴 명단을 지우고 운영사무국에 돌려주세요."
    ),
    DeviceRefusal.DEVICE_EXPIRED: _l(
        "박람회가 끝나 연결이 끊겼어요. 보내지 못한 스캔이 있으면 기기를 다시 연결해 주세요."
    ),
}


class Bearer(NamedTuple):
    """A device at work, with its gate and fair as they stand now."""

    device_id: int
    name: str
    role: str
    ends_at: datetime
    revoked_at: datetime | None
    wiped_at: datetime | None
    last_contact_at: datetime
    unsent: int
    clock_offset_ms: int
    gate_id: int
    gate_name: str
    hall_id: int | None
    hall_name: str | None
    people_limit: int | None
    fair_id: int
    fair_state: str
    fair_day: date
    opens: time
    closes: time
    slug: str
    city: str
    title: str
    tour_id: int

    @property
    def place(self) -> Place:
        """Where this device scans."""
        return Place(
            self.fair_id,
            self.slug,
            FairState(self.fair_state),
            self.fair_day,
            self.gate_id,
            self.gate_name,
            self.device_id,
        )

    @property
    def scope(self) -> Scope:
        """A device belongs to its fair."""
        return Scope(fair_id=self.fair_id)

    @property
    def ended_at(self) -> datetime | None:
        """Since when it may not go on; None while it may."""
        if self.revoked_at is not None:
            return self.revoked_at
        return self.ends_at if self.ends_at <= clock.now() else None

    def as_actor(self, address: str | None = None) -> Actor:
        """The name under which the audit log knows this device."""
        return Actor(ActorKind.DEVICE, self.device_id, self.name, address)


WHO_ASKS = """
SELECT d.id AS device_id, d.name, d.role, d.ends_at AS ends_at, d.revoked_at AS revoked_at,
  d.wiped_at AS wiped_at,
  d.last_contact_at AS last_contact_at, d.unsent, d.clock_offset_ms,
  g.id, g.name, h.id, h.name, h.people_limit,
  f.id AS fair_id, f.state, f.day AS fair_day, f.opens AS opens, f.closes AS closes,
  f.slug, f.city, f.title, f.tour_id
FROM device d
JOIN gate g ON g.id = d.gate_id
JOIN fair f ON f.id = d.fair_id
LEFT JOIN hall h ON h.id = g.hall_id
WHERE d.token_hash = :token_hash"""

BEARER = Statement(
    Bearer,
    postgresql=f"{WHO_ASKS} AND {BY_INDEX}",
    sqlite=WHO_ASKS,
    columns={
        "ends_at": UtcDateTime(),
        "revoked_at": UtcDateTime(),
        "wiped_at": UtcDateTime(),
        "last_contact_at": UtcDateTime(),
        "fair_day": Date(),
        "opens": Time(),
        "closes": Time(),
    },
)


def hash_token(token: str) -> str:
    """What is kept of a token: it has 256 random bits, so a plain hash is enough."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def bearer_of(token: str) -> Bearer:
    """The device with this token; DeviceRefused, with the reason's name, when it may not go on."""
    found = BEARER.rows(token_hash=hash_token(token))
    reason = refusal_of(found[0]) if found else DeviceRefusal.DEVICE_UNKNOWN
    if reason is not None:
        raise refusal(reason)
    return found[0]


def leaving_bearer_of(token: str) -> Bearer:
    """A device whose time is over, not emptied yet, that may still hand over what it held.

    StillAtWork for one that may go on; DeviceRefused when its end is long ago, or it is empty.
    """
    found = BEARER.rows(token_hash=hash_token(token))
    if not found:
        raise refusal(DeviceRefusal.DEVICE_UNKNOWN)
    bearer = found[0]
    ended_at = bearer.ended_at
    if ended_at is None:
        raise StillAtWork
    if bearer.wiped_at is not None:
        raise refusal(DeviceRefusal.DEVICE_REVOKED)
    if clock.now() > max(ended_at, bearer.ends_at) + HANDED_OVER_WITHIN:
        raise refusal(DeviceRefusal.DEVICE_EXPIRED)
    return bearer


def refusal_of(bearer: Bearer) -> DeviceRefusal | None:
    """Why this device may not go on; None if it may."""
    if bearer.revoked_at is not None:
        return DeviceRefusal.DEVICE_REVOKED
    if bearer.ends_at <= clock.now():
        return DeviceRefusal.DEVICE_EXPIRED
    return None


def refusal(reason: DeviceRefusal) -> DeviceRefused:
    """The refusal of this name with its sentence."""
    return DeviceRefused(SENTENCES[reason], reason)
