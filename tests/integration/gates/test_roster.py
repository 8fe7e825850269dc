"""What a device is given to decide alone: signed, masked, and afterwards only what changed."""

import base64
import hashlib
import json
import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from flask import Flask
from sqlalchemy import select

from festa.audit.actor import SYSTEM
from festa.audit.models import AuditEntry
from festa.badges.models import BadgeKind, BadgeState, ReissueReason
from festa.badges.service import end_badge, issue_badge, reissue_badge
from festa.extensions import db
from festa.fairs.models import Fair
from festa.registrations.service import cancel
from festa.registrations.states import RegistrationState
from tests.factories import make_fair, make_gate, make_people, make_registration, make_seeker
from tests.integration.gates.handset import Phone, a_scan, badge_of, make_phone
from tests.statements import statements_sent

AN_OVERLAP = timedelta(minutes=2)


@pytest.fixture
def fair(app: Flask) -> Fair:
    """A fair whose doors are open."""
    return make_fair()


@pytest.fixture
def phone(fair: Fair) -> Phone:
    """A phone at its gate."""
    return make_phone(fair)


def unpadded(text: str) -> bytes:
    """The bytes of base64url without padding."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def as_documented(digits: str) -> str:
    """The hash of a code as the document describes it."""
    return base64.urlsafe_b64encode(hashlib.sha256(digits.encode("ascii")).digest()[:12]).decode()


def people(payload: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The rows of a roster by their holders."""
    rows = [dict(zip(payload["columns"], row, strict=True)) for row in payload["people"]]
    return {row["holder"]: row for row in rows}


def test_the_signature_holds_for_the_payload_and_for_nothing_else(phone: Phone, fair: Fair) -> None:
    make_registration(fair)
    key_told = phone.me().json["key"]
    body = phone.ask("GET", "roster").json
    key = Ed25519PublicKey.from_public_bytes(unpadded(key_told["public"]))
    signature, signed = unpadded(body["signature"]), body["payload"].encode()
    assert body["key_id"] == key_told["id"]
    key.verify(signature, signed)
    for place in (0, len(signed) // 2, len(signed) - 1):
        changed = bytearray(signed)
        changed[place] ^= 1
        with pytest.raises(InvalidSignature):
            key.verify(signature, bytes(changed))


def test_it_names_its_device_its_fair_and_when_it_must_be_gone(phone: Phone, fair: Fair) -> None:
    payload = phone.roster()
    assert (payload["format"], payload["device"], payload["whole"]) == (1, phone.id, True)
    assert payload["fair"]["slug"] == fair.slug
    assert payload["wipe_at"] == "2026-11-24T07:00:00.000Z"
    assert payload["badge_columns"] == ["code", "short", "state"]


def test_it_holds_nobodys_number_year_name_or_code(phone: Phone, fair: Fair) -> None:
    seeker = make_seeker(name="남궁가람", phone="+821098761234", birth_year=1961)
    badge = badge_of(make_registration(fair, seeker))
    guest = issue_badge(fair.id, BadgeKind.GUEST, SYSTEM, guest_name="제갈도담")
    text = phone.ask("GET", "roster").json["payload"]
    row, guest_row = json.loads(text)["people"]
    assert row[1:4] == ["남**람", "ㄴㄱㄱㄹ", "1234"]
    assert guest_row[1:5] == ["제**담", "ㅈㄱㄷㄷ", "", "guest"]
    secret = ("남궁가람", "제갈도담", "98761234", "9876-1234", "1961", seeker.region)
    codes = (badge.code, badge.short_code, guest.code, guest.short_code)
    assert not [word for word in (*secret, *codes) if word in text]
    assert not re.search(r"\d{8}", text.replace(json.loads(text)["cursor"], ""))


def test_codes_are_hashed_as_documented(phone: Phone, fair: Fair) -> None:
    registration = make_registration(fair)
    badge = badge_of(registration)
    row = people(phone.roster())[f"r{registration.id}"]
    assert row["badges"] == [[as_documented(badge.code), as_documented(badge.short_code), "active"]]


def test_the_waiting_are_on_it_without_a_badge(app: Flask) -> None:
    fair = make_fair(capacity=1)
    make_registration(fair)
    waiting = make_registration(fair)
    row = people(make_phone(fair).roster())[f"r{waiting.id}"]
    assert (row["state"], row["badges"]) == ("waitlisted", [])


def test_codes_of_the_tours_other_fairs_are_told_apart_from_forged_ones(
    phone: Phone, fair: Fair
) -> None:
    elsewhere = make_fair(city="부산", city_en="Busan", tour=fair.tour)
    codes = [badge_of(make_registration(elsewhere)).code for _person in range(2)]
    make_registration(make_fair())  # of another tour
    payload = phone.roster()
    assert payload["elsewhere"] == {str(elsewhere.id): "".join(map(as_documented, codes))}
    assert payload["fairs"][str(elsewhere.id)]["city"] == "부산"
    assert payload["people"] == []


def test_without_changes_a_delta_is_empty(
    phone: Phone, fair: Fair, clock_stands: time_machine.Traveller
) -> None:
    make_registration(fair)
    make_registration(make_fair(tour=fair.tour))
    clock_stands.shift(AN_OVERLAP)
    delta = phone.roster(phone.roster()["cursor"])
    assert (delta["whole"], delta["people"], delta["elsewhere"]) == (False, [], {})


def test_a_delta_repeats_the_last_minute(phone: Phone, fair: Fair) -> None:
    registration = make_registration(fair)
    delta = phone.roster(phone.roster()["cursor"])
    assert list(people(delta)) == [f"r{registration.id}"]


def cancelled(phone: Phone, registration: Any) -> dict[str, Any]:
    """The person cancels."""
    cancel(registration, SYSTEM, tell=False)
    return {"state": "cancelled", "badge_states": ["revoked"]}


def reissued(phone: Phone, registration: Any) -> dict[str, Any]:
    """The person lost the badge."""
    reissue_badge(badge_of(registration), ReissueReason.LOST, SYSTEM)
    return {"state": "confirmed", "badge_states": ["superseded", "active"]}


def revoked(phone: Phone, registration: Any) -> dict[str, Any]:
    """The badge is taken out of use."""
    end_badge(badge_of(registration), BadgeState.REVOKED, SYSTEM)
    return {"state": "confirmed", "badge_states": ["revoked"]}


def came_in_elsewhere(phone: Phone, registration: Any) -> dict[str, Any]:
    """Another gate lets the person in."""
    other = make_phone(registration.fair, make_gate(registration.fair))
    other.results(a_scan(badge_of(registration).code))
    return {"in_gate": "정문 2", "inside": True}


def came_and_went(phone: Phone, registration: Any) -> dict[str, Any]:
    """Another gate sees the person come and go."""
    other = make_phone(registration.fair, make_gate(registration.fair))
    code = badge_of(registration).code
    other.results(a_scan(code), a_scan(code, direction="out"))
    return {"in_gate": "정문 2", "inside": False}


def was_undone(phone: Phone, registration: Any) -> dict[str, Any]:
    """Another gate lets the person in and takes it back."""
    scan = a_scan(badge_of(registration).code)
    make_phone(registration.fair).results(scan, a_scan(undoes=scan["id"]))
    return {"in_at": None, "in_gate": None, "inside": False}


def renamed(phone: Phone, registration: Any) -> dict[str, Any]:
    """The name was misspelt."""
    registration.seeker.name = "마바사"
    return {"name": "마*사", "initials": "ㅁㅂㅅ"}


def erased(phone: Phone, registration: Any) -> dict[str, Any]:
    """The person's data are destroyed."""
    registration.state, registration.holds_place = RegistrationState.ERASED, False
    return {"state": "erased", "name": "", "initials": "", "last_four": ""}


@pytest.mark.parametrize(
    "change",
    [cancelled, reissued, revoked, came_in_elsewhere, came_and_went, was_undone, renamed, erased],
    ids=lambda change: change.__name__,
)
def test_a_delta_holds_whoever_changed_and_nobody_else(
    phone: Phone, fair: Fair, clock_stands: time_machine.Traveller, change: Any
) -> None:
    registration = make_registration(fair)
    make_registration(fair)
    clock_stands.shift(AN_OVERLAP)
    cursor = phone.roster()["cursor"]
    expected = change(phone, registration)
    delta = phone.roster(cursor)
    assert list(people(delta)) == [f"r{registration.id}"]
    row = people(delta)[f"r{registration.id}"]
    row["badge_states"] = [state for _code, _short, state in row["badges"]]
    assert {name: row[name] for name in expected} == expected


def test_new_people_and_new_badges_come_with_the_next_delta(
    phone: Phone, fair: Fair, clock_stands: time_machine.Traveller
) -> None:
    elsewhere = make_fair(tour=fair.tour)
    clock_stands.shift(AN_OVERLAP)
    cursor = phone.roster()["cursor"]
    registration = make_registration(fair)
    guest = issue_badge(fair.id, BadgeKind.GUEST, SYSTEM, guest_name="제갈도담")
    stranger = badge_of(make_registration(elsewhere))
    delta = phone.roster(cursor)
    assert set(people(delta)) == {f"r{registration.id}", f"b{guest.id}"}
    assert delta["elsewhere"] == {str(elsewhere.id): as_documented(stranger.code)}


def test_whoever_was_erased_is_on_no_new_roster(phone: Phone, fair: Fair) -> None:
    erased(phone, make_registration(fair))
    assert phone.roster()["people"] == []


# The last two are no moments: the calendar ends before them.
STRAY_CURSORS = ["x", "-1", "1", "99999999999", "9" * 40, "가", "1.5", " "]
STRAY_CURSORS += ["253402300800", "9" * 12]


@pytest.mark.parametrize("cursor", STRAY_CURSORS)
def test_a_cursor_that_nobody_gave_brings_the_whole(phone: Phone, fair: Fair, cursor: str) -> None:
    make_registration(fair)
    payload = phone.roster(cursor)
    assert payload["whole"] is True
    assert len(payload["people"]) == 1


def test_a_cursor_of_yesterday_brings_the_whole(
    phone: Phone, clock_stands: time_machine.Traveller
) -> None:
    cursor = phone.roster()["cursor"]
    clock_stands.shift(timedelta(hours=11, minutes=58))
    assert phone.roster(cursor)["whole"] is False
    clock_stands.shift(timedelta(minutes=2))
    assert phone.roster(cursor)["whole"] is True


def test_two_hundred_people_take_as_many_statements_as_ten(phone: Phone, fair: Fair) -> None:
    def statements() -> int:
        db.session.commit()
        with statements_sent(db.engine) as sent:
            phone.roster()
        # The driver forgets what it had prepared after a rollback, at some later time.
        return sum("DEALLOCATE" not in one for one in sent)

    make_people(fair, 10)
    phone.roster()
    few = statements()
    make_people(fair, 190)
    assert len(phone.roster()["people"]) == 200
    assert 0 < statements() <= few


def test_taking_the_whole_roster_away_is_in_the_log_and_deltas_are_not(phone: Phone) -> None:
    phone.roster(phone.roster()["cursor"])
    (sent,) = rosters_sent()
    assert sent.detail["device"] == phone.id


def test_a_whole_roster_that_is_sent_because_much_changed_is_in_the_log_too(
    phone: Phone, fair: Fair, monkeypatch: pytest.MonkeyPatch
) -> None:
    cursor = phone.roster()["cursor"]
    make_people(fair, 3)
    db.session.commit()
    monkeypatch.setattr("festa.gates.roster.MOST_CHANGED", 3)
    assert phone.roster(cursor)["whole"] is False
    assert len(rosters_sent()) == 1
    monkeypatch.setattr("festa.gates.roster.MOST_CHANGED", 2)
    assert phone.roster(cursor)["whole"] is True
    assert len(rosters_sent()) == 2


def rosters_sent() -> Sequence[AuditEntry]:
    """What the log says of rosters taken away."""
    return db.session.scalars(select(AuditEntry).where(AuditEntry.action == "roster.sent")).all()


def test_how_full_the_hall_is_comes_with_every_roster(phone: Phone, fair: Fair) -> None:
    codes = [badge_of(make_registration(fair)).code for _person in range(3)]
    phone.results(*map(a_scan, codes), a_scan(codes[0], direction="out"))
    full = {"inside": 2, "admitted": 3, "limit": 500}
    assert phone.roster()["occupancy"] == phone.me().json["occupancy"] == full
