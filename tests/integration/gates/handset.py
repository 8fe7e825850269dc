"""A phone at the gate, as tests hold it: it speaks nothing but the API."""

import json
import uuid
from datetime import datetime
from typing import Any

from flask import current_app
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from festa import clock
from festa.badges.models import Badge
from festa.badges.queries import active_badge
from festa.extensions import db
from festa.fairs.models import Fair, Gate
from festa.gates.device_models import Device
from festa.gates.models import CheckIn, Scan
from festa.registrations.models import Registration
from tests.factories import make_device

Fields = dict[str, Any]


class Phone:
    """A paired device and its token; every call is a request of its own."""

    def __init__(self, client: FlaskClient, token: str, device_id: int) -> None:
        self.client, self.token, self.id = client, token, device_id

    def ask(self, method: str, path: str, **options: Any) -> TestResponse:
        """One request with the token; `headers` are added to it."""
        headers = {"Authorization": f"Bearer {self.token}"} | options.pop("headers", {})
        return self.client.open(f"/api/v1/{path}", method=method, headers=headers, **options)

    def me(self, **headers: str) -> TestResponse:
        """Who the device is."""
        return self.ask("GET", "me", headers=named(headers))

    def send(self, *scans: Fields, **headers: str) -> TestResponse:
        """Send scans in one request."""
        return self.ask("POST", "scans", json={"scans": scans}, headers=named(headers))

    def results(self, *scans: Fields, **headers: str) -> list[Fields]:
        """The answers to scans of one request."""
        answer = self.send(*scans, **headers)
        assert answer.status_code == 200, answer.text
        results: list[Fields] = answer.json["results"]  # type: ignore[index]
        return results

    def outcomes(self, *scans: Fields, **headers: str) -> list[str]:
        """The outcomes of scans of one request."""
        return [result["outcome"] for result in self.results(*scans, **headers)]

    def roster(self, since: str | None = None) -> Fields:
        """The payload of a roster, unpacked."""
        answer = self.ask("GET", "roster", query_string={"since": since} if since else {})
        assert answer.status_code == 200, answer.text
        payload: Fields = json.loads(answer.json["payload"])  # type: ignore[index]
        return payload

    def again(self) -> "Phone":
        """The same device for another thread."""
        return Phone(current_app.test_client(), self.token, self.id)

    @property
    def row(self) -> Device:
        """What is written down about it."""
        return db.session.get_one(Device, self.id, populate_existing=True)


def named(headers: dict[str, str]) -> dict[str, str]:
    """festa_unsent="3" as the header Festa-Unsent."""
    return {name.replace("_", "-"): value for name, value in headers.items()}


def make_phone(fair: Fair, gate: Gate | None = None) -> Phone:
    """A phone, just paired."""
    device, token = make_device(fair, gate)
    return Phone(current_app.test_client(), token, device.id)


def a_scan(code: str = "", at: datetime | None = None, **fields: Any) -> Fields:
    """One attempt at the door, online and on the way in unless said."""
    moment = (at or clock.now()).isoformat()
    base = {"id": str(uuid.uuid4()), "code": code, "direction": "in", "offline": False}
    return base | {"scanned_at": moment} | fields


def badge_of(registration: Registration) -> Badge:
    """The badge with which somebody comes."""
    badge = active_badge(registration.id)
    assert badge is not None
    return badge


def stored(scan: Fields) -> Scan:
    """The row of a scan."""
    return db.session.get_one(Scan, uuid.UUID(scan["id"]), populate_existing=True)


def stored_scans() -> int:
    """How many scans there are."""
    return db.session.scalar(select(func.count(Scan.id))) or 0


def standing_check_ins() -> list[CheckIn]:
    """The check-ins that stand, in the order of their times."""
    query = select(CheckIn).where(CheckIn.undone_at.is_(None)).order_by(CheckIn.at)
    return list(db.session.scalars(query))
