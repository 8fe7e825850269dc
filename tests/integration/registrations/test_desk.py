"""The desk with people: found by whatever they say, registered in one form, printed with a reason."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from festa import clock
from festa.audit.actor import SYSTEM
from festa.audit.models import AuditEntry
from festa.badges.queries import active_badge
from festa.consents.models import Consent, ConsentMethod, ConsentState, Purpose
from festa.consents.queries import current_texts
from festa.extensions import db
from festa.fairs.lifecycle import FairState
from festa.fairs.models import Fair
from festa.messages.models import OutboxMessage
from festa.permissions import Role
from festa.registrations.models import Registration, Via
from festa.registrations.proxy_models import Asker, Proxy
from festa.registrations.service import cancel, register
from festa.registrations.states import RegistrationState
from festa.seekers.models import Seeker
from tests.factories import (
    make_account,
    make_fair,
    make_registration,
    make_seeker,
    make_staff,
    sign_in,
)
from tests.statements import statements
from tests.threads import Together

WALK_IN = {
    "name": "홍길동",
    "phone": "010-2000-7777",
    "birth_year": "1968",
    "region": "대전 유성구",
    "method": "paper",
}


@pytest.fixture
def fair(app: Flask) -> Fair:
    """A fair whose doors are open."""
    return make_fair()


@pytest.fixture
def staff(client: FlaskClient, fair: Fair) -> FlaskClient:
    """A volunteer of this fair, signed in."""
    return sign_in(client, make_staff(fair))


def person() -> Seeker:
    """The only person there is."""
    return db.session.scalars(select(Seeker)).one()


@pytest.mark.parametrize("words", ["김민수", "민수", "ㄱㅁㅅ", "김ㅁㅅ", "1234", "010-2000-1234"])
def test_people_are_found_by_whatever_they_say(staff: FlaskClient, fair: Fair, words: str) -> None:
    make_registration(fair, make_seeker(name="김민수", phone="+821020001234"))
    make_registration(fair, make_seeker(name="이영희", phone="+821020005678"))
    page = staff.post(f"/desk/{fair.slug}", data={"words": words}).text
    assert "김민수</th>" in page
    assert "이영희</th>" not in page
    looks = db.session.scalars(
        select(AuditEntry.seeker_id).where(AuditEntry.action == "personal_data.seen")
    ).all()
    assert len(looks) == 1, "one look for each person shown, none for the others"


@pytest.mark.parametrize("words", ["Nguyen", "nguyễn thị", "NGUYEN THI MINH", "khai"])
def test_a_foreign_name_is_found_however_it_is_typed_at_the_desk_and_in_the_console(
    client: FlaskClient, staff: FlaskClient, fair: Fair, words: str
) -> None:
    make_registration(fair, make_seeker(name="Nguyễn Thị Minh Khải"))
    make_registration(fair, make_seeker(name="Minsu Kim"))
    page = staff.post(f"/desk/{fair.slug}", data={"words": words}).text
    assert "Khải</th>" in page
    assert "Kim</th>" not in page
    sign_in(client, make_account(Role.ORGANISER))
    found = client.post(f"/console/registrations?fair={fair.slug}", data={"words": words}).text
    assert "Nguyễn Thị Minh Khải" in found
    assert "Minsu Kim" not in found


def test_a_second_registration_without_the_accents_is_found_as_alike(
    staff: FlaskClient, fair: Fair
) -> None:
    person = {"phone": "+821020001234", "birth_year": 1990}
    first = make_registration(fair, make_seeker(name="Nguyễn Thị Minh Khải", **person))
    again = make_registration(fair, make_seeker(name="Nguyen Thi Minh Khai", **person))
    page = staff.get(f"/desk/{fair.slug}/people/{again.id}").text
    assert "같은 분의 신청이 또 있는 것 같아요" in page
    assert "번호 같음 · 이름 비슷함" in staff.get(f"/desk/{fair.slug}/people/{first.id}/same").text


def told() -> list[int | None]:
    """Whom the log says that what registering needs was told to."""
    query = select(AuditEntry.seeker_id).where(AuditEntry.action == "consent_text.shown")
    return list(db.session.scalars(query))


def test_what_registering_needs_is_told_before_it_is_asked(staff: FlaskClient, fair: Fair) -> None:
    page = staff.get(f"/desk/{fair.slug}/walk-in").text
    notice = current_texts(fair.id)[Purpose.NOTICE]
    assert page.index(notice.title) < page.index(">이름<")
    staff.post(f"/desk/{fair.slug}/walk-in", data=WALK_IN)
    assert told() == [person().id]


def test_on_a_tablet_it_is_read_by_whom_it_is_about(staff: FlaskClient, fair: Fair) -> None:
    registration = make_registration(fair)
    address = f"/desk/{fair.slug}/people/{registration.id}/consents"
    assert current_texts(fair.id)[Purpose.NOTICE].title in staff.get(address).text
    staff.post(address)
    assert told() == [registration.seeker_id]


def test_on_the_road_of_the_tablet_it_is_told_before_that(staff: FlaskClient, fair: Fair) -> None:
    staff.post(f"/desk/{fair.slug}/walk-in", data=WALK_IN | {"tablet": "y"})
    assert told() == [person().id]


def test_whoever_waits_and_stands_at_the_desk_is_let_in(client: FlaskClient, app: Flask) -> None:
    fair = make_fair(capacity=1)
    make_registration(fair)
    waiting = make_registration(fair)
    staff = sign_in(client, make_staff(fair))
    address = f"/desk/{fair.slug}/people/{waiting.id}"
    assert f"{address}/let-in" in staff.get(address).text
    page = staff.get(staff.post(f"{address}/let-in").location).text
    assert "대기하시던 분이라 바로 확정했어요." in page
    assert f"{address}/let-in" not in page
    assert active_badge(waiting.id) is not None


def test_an_old_page_lets_in_nobody_who_has_cancelled(client: FlaskClient, app: Flask) -> None:
    fair = make_fair(capacity=1)
    make_registration(fair)
    waiting = make_registration(fair)
    staff = sign_in(client, make_staff(fair))
    cancel(waiting, SYSTEM, tell=False)
    db.session.commit()
    address = f"/desk/{fair.slug}/people/{waiting.id}"
    page = staff.get(staff.post(f"{address}/let-in").location).text
    assert "지금은 확정할 수 없는 신청이에요." in page
    db.session.refresh(waiting)
    assert waiting.state is RegistrationState.CANCELLED


def test_whoever_waits_is_let_in_or_offered_a_place_and_never_both(
    app: Flask, together: Together, fair: Fair
) -> None:
    fair.capacity, fair.offers_places = 1, True
    first = make_registration(fair)
    waiting = make_registration(fair)
    ids = first.id, waiting.id
    db.session.commit()

    def act(number: int) -> None:
        one = db.session.get_one(Registration, ids[number])
        if number:
            register(one.fair, one.seeker, Via.WALK_IN, SYSTEM, tell=False)
        else:
            cancel(one, SYSTEM, tell=False)
        db.session.commit()

    together(2, act)
    db.session.refresh(waiting)
    assert waiting.state is RegistrationState.CONFIRMED
    assert waiting.offered_until is None
    db.session.refresh(fair)
    assert fair.places_taken == int(waiting.holds_place)


def test_a_place_that_is_kept_for_somebody_is_theirs_when_they_come(app: Flask) -> None:
    fair = make_fair(capacity=1)
    make_registration(fair)
    waiting = make_registration(fair)
    waiting.offered_until = clock.now() + timedelta(hours=1)  # of the fair's one place
    answer = register(fair, waiting.seeker, Via.WALK_IN, SYSTEM)
    assert (answer.new, answer.let_in) == (False, True)
    assert answer.registration.holds_place
    assert answer.registration.offered_until is None


def test_what_staff_read_out_is_kept_as_read_out(staff: FlaskClient, fair: Fair) -> None:
    page = staff.get(f"/desk/{fair.slug}/walk-in").text
    assert page.index("읽어 드리고 답을 들었어요") < page.index("태블릿에서 직접")
    staff.post(f"/desk/{fair.slug}/walk-in", data=WALK_IN | {"method": "spoken", "marketing": "y"})
    methods = set(db.session.scalars(select(Consent.method)))
    assert methods == {ConsentMethod.SPOKEN}


def test_people_are_found_by_their_badge_and_only_at_their_own_fair(
    staff: FlaskClient, fair: Fair
) -> None:
    here, elsewhere = make_registration(fair), make_registration(make_fair(tour=fair.tour))
    for registration, seen in ((here, True), (elsewhere, False)):
        badge = active_badge(registration.id)
        assert badge is not None
        page = staff.post(f"/desk/{fair.slug}", data={"words": badge.short_code}).text
        assert (f"{registration.seeker.name}</th>" in page) is seen


@pytest.mark.parametrize("words", ["김", "ㄱ"])
def test_finding_many_takes_as_many_statements_as_finding_one(
    staff: FlaskClient, fair: Fair, words: str
) -> None:
    def asked() -> int:
        with statements() as sent:
            assert staff.post(f"/desk/{fair.slug}", data={"words": words}).status_code == 200
        return len(sent)

    make_registration(fair, make_seeker(name="김하나"))
    one = asked()
    for number in range(12):
        make_registration(fair, make_seeker(name="김" + "가나다라마바사아자차카타"[number]))
    assert asked() == one


@pytest.mark.parametrize("field", ["name", "phone", "birth_year", "region"])
def test_a_resident_number_is_neither_kept_nor_shown_nor_logged(
    staff: FlaskClient, fair: Fair, field: str
) -> None:
    typed = WALK_IN | {field: "680301-1234567"}
    answer = staff.post(f"/desk/{fair.slug}/walk-in", data=typed)
    assert answer.status_code == 422
    assert "1234567" not in answer.text
    kept = {key: value for key, value in WALK_IN.items() if key not in (field, "method")}
    assert all(f'value="{value}"' in answer.text for value in kept.values())
    assert db.session.scalar(select(func.count(Seeker.id))) == 0
    assert "1234567" not in str(db.session.scalars(select(AuditEntry.detail)).all())


def test_whoever_comes_back_is_known_and_registered_once(staff: FlaskClient, fair: Fair) -> None:
    first = staff.post(f"/desk/{fair.slug}/walk-in", data=WALK_IN)
    typed = WALK_IN | {"phone": "010 2000 7777", "name": "홍 길동"}
    again = staff.post(f"/desk/{fair.slug}/walk-in", data=typed)
    assert first.location == again.location
    assert "이미 등록되어 있는 분이에요" in staff.get(again.location).text
    assert db.session.scalar(select(func.count(Registration.id))) == 1


def test_two_people_share_a_number_at_the_desk(staff: FlaskClient, fair: Fair) -> None:
    address = f"/desk/{fair.slug}/walk-in"
    assert "한국 번호가 없으면 가족의 번호를 함께 써도 돼요." in staff.get(address).text
    pages = {
        staff.post(address, data=WALK_IN | {"name": name, "birth_year": year}).location
        for name, year in (("홍길동", "1968"), ("Nguyễn Thị Lan", "1990"))
    }
    assert len(pages) == 2
    people = db.session.scalars(select(Seeker)).all()
    assert {one.birth_year for one in people} == {1968, 1990}
    assert {one.phone for one in people} == {"+821020007777"}
    found = staff.post(f"/desk/{fair.slug}", data={"words": "7777"}).text
    assert "홍길동</th>" in found
    assert "Nguyễn Thị Lan</th>" in found


def test_the_tablet_asks_for_consents_in_the_persons_own_hands(
    staff: FlaskClient, fair: Fair
) -> None:
    handed = staff.post(f"/desk/{fair.slug}/walk-in", data=WALK_IN | {"tablet": "y"}).location
    page = staff.get(handed).text
    assert "홍*동" in page
    assert "010-2000" not in page
    assert db.session.scalar(select(func.count(Consent.id))) == 0
    text_id = db.session.execute(
        db.text("SELECT id FROM consent_text WHERE purpose = 'photography'")
    ).scalar_one()
    done = staff.post(handed, data={"granted": text_id})
    assert "돌려주세요" in staff.get(done.location).text
    said = {one.purpose: one for one in db.session.scalars(select(Consent))}
    assert said[Purpose.PHOTOGRAPHY].state is ConsentState.GRANTED
    assert said[Purpose.MARKETING].state is ConsentState.DECLINED
    assert {one.method for one in said.values()} == {ConsentMethod.STAFF_TABLET}


def test_a_box_left_empty_at_the_desk_takes_back_no_yes_that_was_given_before(
    staff: FlaskClient, fair: Fair
) -> None:
    said = WALK_IN | {"photography": "y", "marketing": "y"}
    assert staff.post(f"/desk/{fair.slug}/walk-in", data=said).status_code == 303
    again = WALK_IN | {"outcome_tracking": "y"}
    assert staff.post(f"/desk/{fair.slug}/walk-in", data=again).status_code == 303
    query = select(Consent.purpose).where(Consent.state == ConsentState.GRANTED)
    stand = set(db.session.scalars(query))
    assert {Purpose.PHOTOGRAPHY, Purpose.MARKETING} <= stand
    withdrawn = select(AuditEntry.id).where(AuditEntry.action == "consent.withdrawn")
    assert db.session.scalars(withdrawn).all() == []


def test_somebody_is_registered_for_two_fairs_at_the_asking_of_a_centre(
    staff: FlaskClient, fair: Fair
) -> None:
    other = make_fair(FairState.REGISTRATION_OPEN, tour=fair.tour, city="부산")
    asked = WALK_IN | {
        "asked_by": "centre",
        "note": "유성구 일자리센터",
        "fairs": [fair.id, other.id],
        "method": "phone",
        "tell": "y",
    }
    answer = staff.post(f"/desk/{fair.slug}/proxy", data=asked)
    assert answer.status_code == 303, answer.text
    proxies = db.session.scalars(select(Proxy)).all()
    assert [one.asked_by for one in proxies] == [Asker.CENTRE] * 2
    assert {one.registration.fair_id for one in proxies} == {fair.id, other.id}
    assert {one.registration.via for one in proxies} == {Via.PROXY}
    methods = set(db.session.scalars(select(Consent.method)))
    assert methods == {ConsentMethod.PHONE}
    told = db.session.scalars(select(OutboxMessage.template)).all()
    assert told.count("registration_confirmed") == 2
    entries = db.session.scalars(
        select(AuditEntry.detail).where(AuditEntry.action == "proxy.made")
    ).all()
    assert "유성구" not in str(entries)


def test_nobody_is_registered_for_somebody_without_saying_how_they_agreed(
    staff: FlaskClient, fair: Fair
) -> None:
    typed = {key: value for key, value in WALK_IN.items() if key != "method"}
    answer = staff.post(f"/desk/{fair.slug}/proxy", data=typed | {"fairs": fair.id})
    assert answer.status_code == 422
    assert "홍길동" in answer.text
    assert db.session.scalar(select(func.count(Seeker.id))) == 0


def test_a_badge_is_printed_once_without_and_then_with_a_reason(
    staff: FlaskClient, fair: Fair
) -> None:
    registration = make_registration(fair)
    address = f"/desk/{fair.slug}/people/{registration.id}"
    assert staff.post(f"{address}/printed").location.endswith(".pdf")
    assert staff.post(f"{address}/printed").location == address
    assert staff.post(f"{address}/printed", data={"print-reason": "printer"}).location != address
    badge = active_badge(registration.id)
    assert badge is not None
    assert badge.times_printed == 2
    entry = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "badge.reprinted")
    ).one()
    assert entry.detail["reason"] == "printer"


def test_a_badge_is_made_anew_once_however_often_the_page_that_showed_it_is_sent(
    staff: FlaskClient, fair: Fair
) -> None:
    registration = make_registration(fair)
    shown = active_badge(registration.id)
    assert shown is not None
    address = f"/desk/{fair.slug}/people/{registration.id}"
    assert f'name="badge" type="hidden" value="{shown.id}"' in staff.get(address).text
    said = []
    for typed in ({"badge": shown.id}, {"badge": shown.id}, {}):
        answer = staff.post(f"{address}/reissue", data=typed | {"reason": "lost"})
        said.append(staff.get(answer.location).text)
    assert "새 명찰을 만들었어요." in said[0]
    assert "이미 끝난 명찰이에요." in said[1]
    new = active_badge(registration.id)
    assert new is not None
    assert new.version == 2


def test_a_badge_is_not_made_anew_without_a_reason(staff: FlaskClient, fair: Fair) -> None:
    registration = make_registration(fair)
    shown = active_badge(registration.id)
    assert shown is not None
    address = f"/desk/{fair.slug}/people/{registration.id}"
    answer = staff.post(f"{address}/reissue", data={"badge": shown.id, "reason": "because"})
    assert "다시 만드는 이유를 골라 주세요." in staff.get(answer.location).text
    assert active_badge(registration.id) == shown


def test_a_person_is_found_only_under_the_fair_that_is_theirs(
    app: Flask, client: FlaskClient, fair: Fair
) -> None:
    other = make_fair(tour=fair.tour)
    registration = make_registration(fair)
    sign_in(client, make_account(Role.ORGANISER))
    asked = set()
    for rule in app.url_map.iter_rules():
        if not {"slug", "registration_id"} <= rule.arguments:
            continue
        numbers = dict.fromkeys(rule.arguments, 1) | {"registration_id": registration.id}
        for slug in (other.slug, "no-such-fair"):
            built = rule.build(numbers | {"slug": slug})
            assert built is not None
            for method in (rule.methods or set()) & {"GET", "POST"}:
                answer = client.open(built[1], method=method)
                assert answer.status_code == 404, f"{method} {built[1]}"
        asked.add(rule.endpoint)
    assert {"desk.person", "desk.printed", "merging_desk.choose", "phone_desk.change"} <= asked


@pytest.mark.parametrize("errand", ["phone", "consents", "same", "printed"])
def test_staff_of_another_fair_do_nothing_for_this_person(
    client: FlaskClient, fair: Fair, errand: str
) -> None:
    other = make_fair(tour=fair.tour)
    registration = make_registration(fair)
    sign_in(client, make_staff(other))
    for slug in (fair.slug, other.slug):
        address = f"/desk/{slug}/people/{registration.id}/{errand}"
        assert client.post(address).status_code == 404
    assert client.get(f"/desk/{fair.slug}/proxy").status_code == 404
