"""Badges of guests: made from a name, good at the door each time, taken back with a reason."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from festa.audit.actor import SYSTEM
from festa.badges.guest_lines import Guest
from festa.badges.guests import issue_guests
from festa.badges.models import Badge, BadgeKind, BadgeState, ReissueReason, RevokeReason
from festa.extensions import db
from festa.fairs.models import Fair
from festa.gates.answer import ScanRequest
from festa.gates.decision import ScanOutcome
from festa.gates.service import admit
from tests.factories import make_account, make_fair, make_registration, make_staff, sign_in
from tests.statements import asked_by
from tests.threads import Together

CONSOLE = "/console/badges"


@pytest.fixture
def fair(app: Flask) -> Fair:
    """A live fair."""
    return make_fair()


@pytest.fixture
def organiser(client: FlaskClient) -> FlaskClient:
    """An organiser's browser."""
    return sign_in(client, make_account())


def guests() -> list[Badge]:
    """All badges, in the order in which they were made."""
    return list(db.session.scalars(select(Badge).order_by(Badge.id)))


def test_a_guest_needs_a_name_and_perhaps_an_organisation(
    organiser: FlaskClient, fair: Fair
) -> None:
    answer = organiser.post(
        f"{CONSOLE}/{fair.slug}/guests",
        data={"name": "남궁연사", "organisation": "대전시청", "kind": "guest"},
        follow_redirects=True,
    )
    assert "남궁연사" in answer.text
    (badge,) = guests()
    assert (badge.guest_organisation, badge.kind) == ("대전시청", BadgeKind.GUEST)
    assert badge.registration_id is badge.account_id is None


@pytest.mark.parametrize("unseen", ["\u3164", "\u115f\u1160", "1 \u3164"])
def test_letters_that_nobody_sees_are_no_name(
    organiser: FlaskClient, fair: Fair, unseen: str
) -> None:
    asked = {"name": unseen, "kind": "guest"}
    assert organiser.post(f"{CONSOLE}/{fair.slug}/guests", data=asked).status_code == 422
    assert guests() == []


def test_a_pasted_list_makes_a_badge_for_each_line_once(organiser: FlaskClient, fair: Fair) -> None:
    pasted = {"lines": "남궁하나, 시청\n남궁둘\n남궁하나, 시청", "list_kind": "staff"}
    organiser.post(f"{CONSOLE}/{fair.slug}/guests/list", data=pasted)
    assert {badge.guest_name for badge in guests()} == {"남궁하나", "남궁둘"}
    again = organiser.post(f"{CONSOLE}/{fair.slug}/guests/list", data=pasted, follow_redirects=True)
    assert "2명은 이미 명찰이 있어서" in again.text
    assert len(guests()) == 2


def test_a_list_with_an_unreadable_line_makes_nothing_and_is_kept(
    organiser: FlaskClient, fair: Fair
) -> None:
    answer = organiser.post(
        f"{CONSOLE}/{fair.slug}/guests/list",
        data={"lines": "남궁하나\n12345", "list_kind": "guest"},
    )
    assert answer.status_code == 422
    assert "2번째 줄을 읽지 못했어요" in answer.text
    assert "남궁하나\n12345" in answer.text.replace("\r", "")
    assert guests() == []


def test_a_name_that_is_too_long_is_said_to_be_too_long(organiser: FlaskClient, fair: Fair) -> None:
    pasted = {"lines": f"남궁하나\n{'가' * 61}", "list_kind": "guest"}
    answer = organiser.post(f"{CONSOLE}/{fair.slug}/guests/list", data=pasted)
    assert answer.status_code == 422
    assert "2번째 줄이 명찰에 찍기에는 너무 길어요. 이름은 60자" in answer.text
    assert guests() == []


def test_names_that_the_typeface_cannot_print_are_named_before_a_badge_is_made(
    organiser: FlaskClient, fair: Fair
) -> None:
    said = "명찰에 찍을 수 없는 글자가 있어요: สมชาย, 한빛😀."
    lines = {"lines": "남궁하나\nสมชาย, 한빛😀\nŁukasz, Café", "list_kind": "guest"}
    one = {"name": "สมชาย", "organisation": "한빛", "kind": "guest"}
    answer = organiser.post(f"{CONSOLE}/{fair.slug}/guests/list", data=lines)
    assert answer.status_code == 422
    assert said in answer.text
    refused = organiser.post(f"{CONSOLE}/{fair.slug}/guests", data=one)
    assert "명찰에 찍을 수 없는 글자가 있어요: สมชาย." in refused.text
    assert guests() == []
    readable = {"lines": "남궁하나\nSomchai, 한빛\nŁukasz, Café", "list_kind": "guest"}
    organiser.post(f"{CONSOLE}/{fair.slug}/guests/list", data=readable)
    assert len(guests()) == 3


def test_the_same_list_sent_at_once_makes_each_badge_once(
    app: Flask, together: Together, fair: Fair
) -> None:
    fair_id = fair.id
    people = [Guest(f"남궁{chr(0xAC00 + n)}") for n in range(10)]

    def send(number: int) -> int:
        here = db.session.get_one(Fair, fair_id)
        turned = people[::-1] if number % 2 else people
        made = issue_guests(here, BadgeKind.GUEST, turned, SYSTEM).made
        db.session.commit()
        return made

    assert sum(together(4, send)) == 10
    assert len(guests()) == 10


def test_a_guest_walks_in_as_often_as_they_come(fair: Fair) -> None:
    issue_guests(fair, BadgeKind.GUEST, [Guest("남궁손님")], SYSTEM)
    (badge,) = guests()
    for _each in range(2):
        answer = admit(fair.gates[0], ScanRequest(badge.code), SYSTEM)
        assert answer.scan.outcome is ScanOutcome.ADMITTED


def test_a_badge_taken_back_is_refused_and_the_reason_stays(
    organiser: FlaskClient, fair: Fair
) -> None:
    issue_guests(fair, BadgeKind.GUEST, [Guest("남궁손님")], SYSTEM)
    (badge,) = guests()
    organiser.post(f"{CONSOLE}/guests/{badge.id}/revoke", data={"reason": "not_coming"})
    assert badge.state is BadgeState.REVOKED
    assert badge.revoke_reason is RevokeReason.NOT_COMING
    answer = admit(fair.gates[0], ScanRequest(badge.short_code), SYSTEM)
    assert answer.scan.outcome is ScanOutcome.REVOKED
    assert "오지 않음" in organiser.get(f"{CONSOLE}/guests?fair={fair.slug}").text


def test_a_badge_made_anew_kills_the_old_one(organiser: FlaskClient, fair: Fair) -> None:
    issue_guests(fair, BadgeKind.GUEST, [Guest("남궁손님", "시청")], SYSTEM)
    organiser.post(f"{CONSOLE}/guests/{guests()[0].id}/reissue", data={"reason": "lost"})
    old, new = guests()
    assert old.state is BadgeState.SUPERSEDED
    assert (new.guest_name, new.guest_organisation) == ("남궁손님", "시청")
    assert new.reissue_reason is ReissueReason.LOST


def test_a_seekers_badge_is_no_guests(organiser: FlaskClient, fair: Fair) -> None:
    make_registration(fair)
    (badge,) = guests()
    answer = organiser.post(f"{CONSOLE}/guests/{badge.id}/revoke", data={"reason": "mistake"})
    assert answer.status_code == 404
    assert badge.state is BadgeState.ACTIVE


def test_the_list_of_guests_asks_the_same_however_long_it_is(
    organiser: FlaskClient, fair: Fair
) -> None:
    issue_guests(fair, BadgeKind.GUEST, [Guest("남궁손님")], SYSTEM)
    few = asked_by(organiser, f"{CONSOLE}/guests?fair={fair.slug}")
    issue_guests(fair, BadgeKind.STAFF, [Guest(f"남궁{n}번째") for n in range(9)], SYSTEM)
    assert asked_by(organiser, f"{CONSOLE}/guests?fair={fair.slug}") == few


def test_staff_issue_no_badges(client: FlaskClient, fair: Fair) -> None:
    sign_in(client, make_staff(fair))
    assert client.get(f"{CONSOLE}/guests?fair={fair.slug}").status_code == 403
