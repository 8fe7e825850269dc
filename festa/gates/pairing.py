"""Making a phone a device of the gate, hearing from it, and taking it out of service."""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta
from typing import NamedTuple

from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from festa import clock
from festa.audit.actor import Actor, ActorKind
from festa.audit.service import record
from festa.columns import UtcDateTime
from festa.errors import Stopped
from festa.extensions import db
from festa.fairs.models import Gate
from festa.gates.bearer import Bearer, DeviceRefusal, hash_token
from festa.gates.device_clock import measured_offset
from festa.gates.device_models import Device, DeviceRole, PairingCode
from festa.gates.statement import Statement

DIGITS = 8
CODE_LIFE = timedelta(minutes=10)
# A device sends what it still holds after the doors have closed; one that is paired late for
# just that gets at least this long.
AFTER_THE_FAIR = timedelta(days=1)
AT_LEAST = timedelta(hours=2)
# How often a device's contact is written down: each time would be a statement for every scan.
NOTED_EVERY = timedelta(seconds=10)
TRIES = 5
TOKEN_BYTES = 32


class _Noted(NamedTuple):
    id: int


CONTACT = Statement(
    _Noted,
    postgresql="""
UPDATE device SET last_contact_at = :now, roster_at = coalesce(:roster_at, roster_at),
  clock_offset_ms = coalesce(:offset_ms, clock_offset_ms), unsent = coalesce(:unsent, unsent)
WHERE id = :id RETURNING id""",
    values={"now": UtcDateTime(), "roster_at": UtcDateTime()},
)


class PairingRefused(Stopped):
    """The code is wrong, used already or too old; which of them is nobody's business."""

    status = 403
    title = _l("연결 번호를 쓸 수 없어요")
    sentence = _l(
        "번호가 다르거나 이미 쓰였거나 10분이 지났어요. 운영사무국에서 새 번호를 받아 주세요."
    )

    def __init__(self) -> None:
        super().__init__(reason=DeviceRefusal.PAIRING_REFUSED)


def open_pairing(gate: Gate, role: DeviceRole, by: Actor) -> tuple[PairingCode, str]:
    """Open a code for one device at this gate; the digits are known now and never again."""
    now = clock.now()
    for attempt in range(TRIES):
        digits = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
        code = PairingCode(
            fair_id=gate.fair_id,
            gate_id=gate.id,
            role=role,
            code_hash=_hash_code(digits),
            opened_by_id=by.id if by.kind is ActorKind.ACCOUNT else None,
            opened_at=now,
            expires_at=now + CODE_LIFE,
        )
        try:
            with db.session.begin_nested():
                db.session.add(code)
        except IntegrityError:  # somebody drew the same eight digits
            if attempt == TRIES - 1:
                raise
            continue
        record("pairing.opened", code, by, role=role)
        return code, digits
    raise AssertionError("unreachable: the last attempt raises")


def pair(digits: str, name: str, device_clock: datetime | None, by: Actor) -> tuple[Device, str]:
    """Make a device of whoever has the code; its token is known now and never again.

    The code is used up. PairingRefused when it is wrong, used or older than ten minutes.
    """
    now = clock.now()
    opened = db.session.scalar(
        update(PairingCode)
        .where(
            PairingCode.code_hash == _hash_code(digits),
            PairingCode.used_at.is_(None),
            PairingCode.expires_at > now,
        )
        .values(used_at=now)
        .returning(PairingCode)
    )
    if opened is None:
        raise PairingRefused
    token = secrets.token_urlsafe(TOKEN_BYTES)
    gate, fair = opened.gate, opened.fair
    device = Device(
        fair_id=opened.fair_id,
        gate_id=opened.gate_id,
        role=opened.role,
        name=name or gate.name,
        token_hash=hash_token(token),
        paired_at=now,
        ends_at=max(fair.closes_at + AFTER_THE_FAIR, now + AT_LEAST),
        last_contact_at=now,
        clock_offset_ms=measured_offset(now, device_clock, None) or 0,
    )
    db.session.add(device)
    db.session.flush()
    record("device.paired", device, by, role=device.role)
    return device, token


def revoke(device: Device, by: Actor) -> None:
    """Take a device out of service: from now on its token reads nothing, and it wipes itself."""
    if device.revoked_at is not None:
        return
    device.revoked_at = clock.now()
    db.session.flush()
    record("device.revoked", device, by, unsent=device.unsent)


def note_contact(
    bearer: Bearer, offset_ms: int | None, unsent: int | None, *, roster: bool = False
) -> None:
    """Write down that a device was heard: at most every ten seconds unless something changed.

    `offset_ms` and `unsent` are None when the device did not say.
    """
    now = clock.now()
    emptied = unsent is not None and (unsent == 0) != (bearer.unsent == 0)
    if not (roster or emptied or now - bearer.last_contact_at >= NOTED_EVERY):
        return
    CONTACT.rows(
        id=bearer.device_id,
        now=now,
        offset_ms=offset_ms,
        unsent=unsent,
        roster_at=now if roster else None,
    )


def note_wiped(token: str, unsent: int | None, by: Actor) -> bool:
    """A device says that it holds nothing any more: its token is done, whatever it was worth.

    `unsent` is how many scans it had that nobody took. False for a token that nobody knows.
    """
    device = db.session.scalar(select(Device).where(Device.token_hash == hash_token(token)))
    if device is None or device.wiped_at is not None:
        return device is not None
    device.wiped_at = clock.now()
    device.revoked_at = device.revoked_at or device.wiped_at
    device.unsent, device.lost = 0, unsent or 0
    db.session.flush()
    record("device.wiped", device, _itself(device, by), lost=unsent or 0)
    return True


def note_handed_over(bearer: Bearer, kept: int, late: int, by: Actor) -> None:
    """A device whose time is over hands over what it held: so many in time, so many too late."""
    record(
        "device.handed_over",
        None,
        by,
        fair_id=bearer.fair_id,
        device=bearer.device_id,
        kept=kept,
        late=late,
    )


def _itself(device: Device, by: Actor) -> Actor:
    return Actor(ActorKind.DEVICE, device.id, device.name, by.address)


def _hash_code(digits: str) -> str:
    """Eight digits are soon tried out: without the secret the hash in the database is no use."""
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(secret, b"pairing:" + digits.encode(), hashlib.sha256).hexdigest()
