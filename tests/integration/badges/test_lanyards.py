"""Numbered lanyards: worth nothing until they are bound, bound once, then a badge like any other."""

from io import BytesIO

import pypdfium2
import pytest
import zxingcpp
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from festa.audit.actor import SYSTEM
from festa.badges.face import Layout
from festa.badges.lanyard_models import Lanyard
from festa.badges.lanyards import LanyardRefusal, lanyards_of, make_lanyards
from festa.badges.models import Badge, BadgeState, ReissueReason
from festa.badges.printing import count_badges
from festa.badges.queries import active_badge
from festa.errors import Refused
from festa.extensions import db
from festa.fairs.models import Fair
from festa.gates.answer import ScanRequest
from festa.gates.decision import ScanOutcome
from festa.gates.service import admit
from festa.registrations.lanyards import give_lanyard
from festa.registrations.models import Registration
from tests.factories import make_account, make_fair, make_registration, make_staff, sign_in
from tests.threads import Together


@pytest.fixture
def fair(app: Flask) -> Fair:
    """A live fair."""
    return make_fair()


def make_blanks(fair: Fair, count: int = 1) -> list[Lanyard]:
    """So many lanyards without a name."""
    return list(lanyards_of(make_lanyards(fair, count, Layout.A6, SYSTEM).id))


def test_blanks_are_numbered_on_from_where_the_last_run_ended(fair: Fair) -> None:
    assert [one.number for one in make_blanks(fair, 3)] == [1, 2, 3]
    assert [one.number for one in make_blanks(fair, 2)] == [4, 5]
    assert [one.number for one in make_blanks(make_fair(), 1)] == [1]


def test_the_paper_carries_number_and_code_and_room_for_a_name(
    client: FlaskClient, fair: Fair
) -> None:
    sign_in(client, make_account())
    data = {"count": "5", "layout": "a4_sheet"}
    answer = client.post(f"/console/badges/{fair.slug}/lanyards", data=data)
    with pypdfium2.PdfDocument(BytesIO(answer.data)) as document:
        words = document[0].get_textpage().get_text_range()
        pictures = [page.render(scale=100 / 72).to_pil() for page in document]
    read = [code.text for picture in pictures for code in zxingcpp.read_barcodes(picture)]
    assert sorted(read) == sorted(db.session.scalars(select(Lanyard.code)))
    assert "#0001" in words
    assert "이름" in words


def test_a_blank_opens_no_door_and_the_gate_says_why(fair: Fair) -> None:
    (blank,) = make_blanks(fair)
    for text in (blank.code, blank.short_code):
        answer = admit(fair.gates[0], ScanRequest(text), SYSTEM)
        assert answer.scan.outcome is ScanOutcome.UNKNOWN
        assert "아직 이름이 없는 목걸이예요" in answer.scan.said


def test_a_blank_of_another_fair_is_simply_unknown(fair: Fair) -> None:
    (blank,) = make_blanks(make_fair(tour=fair.tour))
    answer = admit(fair.gates[0], ScanRequest(blank.code), SYSTEM)
    assert answer.scan.outcome is ScanOutcome.UNKNOWN
    assert "목걸이" not in answer.scan.said


def test_blanks_count_as_badges_only_when_they_are_bound(fair: Fair) -> None:
    (blank,) = make_blanks(fair)
    assert sum(count.active for count in count_badges(fair.id).values()) == 0
    give_lanyard(make_registration(fair), blank.code, SYSTEM)
    counts = count_badges(fair.id)
    assert sum(count.active for count in counts.values()) == 1
    assert sum(count.unprinted for count in counts.values()) == 0  # it is on paper already


def test_one_scan_makes_the_lanyard_the_badge_and_ends_the_old_one(fair: Fair) -> None:
    registration = make_registration(fair)
    old = active_badge(registration.id)
    assert old is not None
    (blank,) = make_blanks(fair)
    badge = give_lanyard(registration, f"]Q1{blank.code}", SYSTEM)
    assert active_badge(registration.id) == badge
    assert (badge.code, badge.version) == (blank.code, 2)
    assert badge.reissue_reason is ReissueReason.LANYARD
    assert old.state is BadgeState.SUPERSEDED
    gate = fair.gates[0]
    assert admit(gate, ScanRequest(old.code), SYSTEM).scan.outcome is ScanOutcome.SUPERSEDED
    assert admit(gate, ScanRequest(blank.code), SYSTEM).scan.outcome is ScanOutcome.ADMITTED


@pytest.mark.parametrize(
    ("typed", "reason"),
    [("12", LanyardRefusal.UNREADABLE), ("badge", LanyardRefusal.UNKNOWN)],
)
def test_what_is_no_lanyard_is_refused(fair: Fair, typed: str, reason: LanyardRefusal) -> None:
    registration = make_registration(fair)
    badge = active_badge(registration.id)
    assert badge is not None
    with pytest.raises(Refused) as refused:
        give_lanyard(registration, badge.code if typed == "badge" else typed, SYSTEM)
    assert refused.value.reason is reason
    assert active_badge(registration.id) == badge


def test_a_lanyard_of_another_fair_is_refused(fair: Fair) -> None:
    (blank,) = make_blanks(make_fair(tour=fair.tour))
    with pytest.raises(Refused) as refused:
        give_lanyard(make_registration(fair), blank.code, SYSTEM)
    assert refused.value.reason is LanyardRefusal.OTHER_FAIR


def test_the_same_lanyard_given_to_the_same_person_again_is_done(fair: Fair) -> None:
    registration = make_registration(fair)
    blank, other = make_blanks(fair, 2)
    badge = give_lanyard(registration, blank.code, SYSTEM)
    assert give_lanyard(registration, blank.short_code, SYSTEM) == badge
    assert (badge.version, badge.state) == (2, BadgeState.ACTIVE)
    with pytest.raises(Refused) as refused:
        give_lanyard(make_registration(fair), blank.code, SYSTEM)
    assert refused.value.reason is LanyardRefusal.TAKEN
    give_lanyard(registration, other.code, SYSTEM)  # the first one opens no door any more
    with pytest.raises(Refused):
        give_lanyard(registration, blank.code, SYSTEM)


def test_a_lanyard_tapped_twice_at_once_is_one_badge(
    app: Flask, together: Together, fair: Fair
) -> None:
    registration_id = make_registration(fair).id
    code = make_blanks(fair)[0].code

    def bind(_number: int) -> int:
        badge = give_lanyard(db.session.get_one(Registration, registration_id), code, SYSTEM)
        found = badge.id
        db.session.commit()
        return found

    assert len(set(together(4, bind))) == 1


def test_whoever_waits_gets_no_lanyard(app: Flask) -> None:
    fair = make_fair(capacity=1)
    make_registration(fair)
    (blank,) = make_blanks(fair)
    with pytest.raises(Refused):
        give_lanyard(make_registration(fair), blank.code, SYSTEM)
    assert blank.badge_id is None


def test_many_desks_bind_one_lanyard_to_one_person(
    app: Flask, together: Together, fair: Fair
) -> None:
    people = [make_registration(fair).id for _each in range(8)]
    code = make_blanks(fair)[0].code

    def bind(number: int) -> bool:
        try:
            give_lanyard(db.session.get_one(Registration, people[number]), code, SYSTEM)
        except Refused as refused:
            assert refused.reason is LanyardRefusal.TAKEN
            db.session.rollback()
            return False
        db.session.commit()
        return True

    assert together(8, bind).count(True) == 1
    bound = db.session.scalars(select(Badge).where(Badge.code == code)).one()
    assert db.session.scalars(select(Lanyard)).one().badge_id == bound.id
    active = db.session.scalars(select(Badge).where(Badge.state == BadgeState.ACTIVE)).all()
    assert len(active) == 8  # whoever was refused keeps the badge they had


def test_many_desks_give_one_person_one_badge(app: Flask, together: Together, fair: Fair) -> None:
    registration_id = make_registration(fair).id
    codes = [one.code for one in make_blanks(fair, 6)]

    def bind(number: int) -> bool:
        try:
            give_lanyard(db.session.get_one(Registration, registration_id), codes[number], SYSTEM)
        except Refused:
            db.session.rollback()
            return False
        db.session.commit()
        return True

    assert any(together(6, bind))
    held = select(Badge).where(
        Badge.registration_id == registration_id, Badge.state == BadgeState.ACTIVE
    )
    assert len(db.session.scalars(held).all()) == 1


def test_two_who_make_lanyards_at_once_share_no_number(
    app: Flask, together: Together, fair: Fair
) -> None:
    fair_id = fair.id

    def make(number: int) -> None:
        make_lanyards(db.session.get_one(Fair, fair_id), 5, Layout.A6, SYSTEM)
        db.session.commit()

    together(3, make)
    numbers = db.session.scalars(select(Lanyard.number)).all()
    assert sorted(numbers) == list(range(1, 16))


def test_the_desk_binds_by_one_scan_and_says_what_is_wrong(client: FlaskClient, fair: Fair) -> None:
    registration = make_registration(fair)
    (blank,) = make_blanks(fair)
    sign_in(client, make_staff(fair))
    address = f"/desk/{fair.slug}/people/{registration.id}"
    wrong = client.post(f"{address}/lanyard", data={"lanyard": "1234"})
    assert wrong.status_code == 422
    assert "목걸이 번호를 읽지 못했어요" in wrong.text
    done = client.post(
        f"{address}/lanyard", data={"lanyard": blank.short_code}, follow_redirects=True
    )
    assert "목걸이를 연결했어요" in done.text
    assert f"{blank.short_code[:4]} {blank.short_code[4:]}" in done.text
    other = make_registration(fair)
    taken = client.post(
        f"/desk/{fair.slug}/people/{other.id}/lanyard", data={"lanyard": blank.short_code}
    )
    assert taken.status_code == 422
    assert "이미 다른 분께 드린 목걸이예요" in taken.text
