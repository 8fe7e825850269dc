"""A fair's own pages: planning, settings, capacity, steps, copies, texts, place."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from festa import clock
from festa.audit.models import AuditEntry
from festa.consents.models import ConsentText, Purpose
from festa.consents.queries import current_texts
from festa.extensions import db
from festa.fairs.lifecycle import WAYS, FairState
from festa.fairs.models import Fair, FairHost, Gate, Hall, HostRole, Venue
from festa.fairs.words import foretold, press
from festa.messages.models import OutboxMessage
from festa.registrations.states import RegistrationState
from tests.factories import (
    make_fair,
    make_participation,
    make_registration,
    make_table,
    make_tour,
)
from tests.statements import asked_by

BUSAN = {
    "city": "부산",
    "city_en": "Busan",
    "title": "",
    "title_en": "",
    "venue_id": "0",
    "day": "2026-12-02",
    "opens": "10:00",
    "closes": "16:00",
    "capacity": "800",
    "team": "1팀",
    "unit_minutes": "10",
    "walking_gap_units": "1",
    "registration_opens_at": "",
    "registration_closes_at": "",
    "booking_opens_at": "",
    "booking_closes_at": "",
}


def settings_of(fair: Fair, **other: str) -> dict[str, str]:
    """The form of a fair as the browser would send it back."""
    values: dict[str, Any] = {name: getattr(fair, name) for name in BUSAN if name != "venue_id"}
    for name in BUSAN:
        if name.endswith("_at"):
            values[name] = clock.local(values[name]).strftime("%Y-%m-%dT%H:%M")
    values |= {
        "venue_id": fair.venue_id or 0,
        "opens": f"{fair.opens:%H:%M}",
        "closes": f"{fair.closes:%H:%M}",
    }
    return {name: str(value) for name, value in values.items()} | other


def find(slug: str) -> Fair:
    """The fair with this address."""
    return db.session.scalars(select(Fair).where(Fair.slug == slug)).one()


def test_a_fair_is_planned_as_a_draft_with_usual_windows_and_all_consent_texts(
    organiser: FlaskClient,
) -> None:
    make_tour()
    answer = organiser.post("/console/fairs/new", data=BUSAN)
    assert answer.status_code == 303
    fair = find("2026-busan")
    assert fair.state is FairState.DRAFT
    assert fair.title == "2026 부산 JOB 매칭 페스타"
    assert fair.registration_opens_at == clock.at(date(2026, 11, 2), time(10))
    assert fair.booking_closes_at == clock.at(date(2026, 12, 1), time(18))
    assert set(current_texts(fair.id)) == set(Purpose)


def test_two_fairs_of_one_city_get_addresses_of_their_own(organiser: FlaskClient) -> None:
    make_tour()
    organiser.post("/console/fairs/new", data=BUSAN)
    organiser.post("/console/fairs/new", data=BUSAN | {"day": "2026-12-09"})
    assert find("2026-busan-2").day == date(2026, 12, 9)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"city": ""}, "도시 이름을 적어 주세요"),
        ({"city_en": "부산"}, "로마자로 적어 주세요"),
        ({"day": "어제"}, "날짜를 골라 주세요"),
        ({"closes": "09:00"}, "종료 시각을 시작 시각보다 늦게"),
        ({"closes": "15:55"}, "10분 단위로 나누어지지 않아요"),
        ({"capacity": "많이"}, "정원을 1 이상의 숫자로"),
        ({"capacity": "0"}, "정원을 1"),
        ({"registration_opens_at": "2026-12-03T10:00"}, "기간의 앞뒤가 맞지 않아요"),
        ({"booking_closes_at": "nonsense"}, "날짜와 시각을 모두 골라 주세요"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_what_cannot_be_is_said_and_what_was_typed_is_kept(
    organiser: FlaskClient, wrong: dict[str, str], sentence: str
) -> None:
    make_tour()
    answer = organiser.post("/console/fairs/new", data=BUSAN | {"team": "3팀"} | wrong)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="3팀"' in answer.text
    assert db.session.scalar(select(Fair.id)) is None


def test_settings_are_changed_and_the_log_names_them(organiser: FlaskClient) -> None:
    fair = make_fair(FairState.PUBLISHED)
    answer = organiser.post(
        f"/console/fairs/{fair.slug}/edit", data=settings_of(fair, team="2팀", closes="17:00")
    )
    assert answer.status_code == 303
    assert (fair.team, fair.closes) == ("2팀", time(17))
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "fair.changed")).one()
    assert entry.detail == {"changed": ["closes", "team"]}


def test_the_form_shows_the_windows_in_korean_time(organiser: FlaskClient) -> None:
    fair = make_fair(registration_opens_at=clock.at(date(2026, 10, 1), time(9)))
    page = organiser.get(f"/console/fairs/{fair.slug}/edit").text
    assert 'value="2026-10-01T09:00"' in page


def test_the_capacity_never_goes_below_the_places_taken(organiser: FlaskClient) -> None:
    fair = make_fair(FairState.REGISTRATION_OPEN, capacity=10)
    for _ in range(3):
        make_registration(fair)
    answer = organiser.post(
        f"/console/fairs/{fair.slug}/edit", data=settings_of(fair, capacity="2", team="몰래")
    )
    assert answer.status_code == 422
    assert "이미 참가가 확정된 분이 더 많아요" in answer.text
    assert (fair.capacity, fair.places_taken, fair.team) == (10, 3, "")


def test_more_capacity_lets_the_waiting_in_by_their_order_and_tells_them(
    organiser: FlaskClient,
) -> None:
    fair = make_fair(FairState.REGISTRATION_OPEN, capacity=1)
    _first, second, third, fourth = [make_registration(fair) for _ in range(4)]
    answer = organiser.post(
        f"/console/fairs/{fair.slug}/edit",
        data=settings_of(fair, capacity="3"),
        follow_redirects=True,
    )
    assert "대기하던 2명이 참가 확정으로 바뀌고" in answer.text
    assert [r.state for r in (second, third)] == [RegistrationState.CONFIRMED] * 2
    assert fourth.state is RegistrationState.WAITLISTED
    assert (fair.capacity, fair.places_taken) == (3, 3)
    told = db.session.scalars(select(OutboxMessage.seeker_id)).all()
    assert set(told) == {second.seeker_id, third.seeker_id}


def test_once_slots_are_painted_the_grid_below_them_stays(organiser: FlaskClient) -> None:
    fair = make_fair(FairState.BOOKING_OPEN)
    make_table(make_participation(fair), slots=6, units=2, first=12)  # until 14:00
    address = f"/console/fairs/{fair.slug}/edit"
    eve = {name: "2026-11-22T18:00" for name in BUSAN if name.endswith("closes_at")}
    for wrong in ({"opens": "09:00"}, {"unit_minutes": "30"}, {"closes": "13:00"}):
        answer = organiser.post(address, data=settings_of(fair, **eve, **wrong))
        assert answer.status_code == 422, wrong
        assert "기업이 만든 면접 시간이 있어" in answer.text
    assert organiser.post(address, data=settings_of(fair, closes="17:00")).status_code == 303
    assert fair.closes == time(17)


@pytest.mark.parametrize("state", sorted(FairState), ids=str)
def test_the_page_offers_exactly_the_ways_on_from_each_state(
    organiser: FlaskClient, state: FairState
) -> None:
    fair = make_fair(state)
    page = organiser.get(f"/console/fairs/{fair.slug}").text
    offered = {end for end in FairState if f'name="state" value="{end}"' in page}
    assert offered == WAYS[state]
    assert all(str(press(state, end)) in page for end in offered)


def test_a_fair_is_opened_by_hand_at_any_time_and_the_log_tells(organiser: FlaskClient) -> None:
    fair = make_fair(FairState.PUBLISHED, day=date(2027, 3, 3))
    answer = organiser.post(f"/console/fairs/{fair.slug}/state", data={"state": "live"})
    assert answer.status_code == 303
    assert fair.state is FairState.LIVE
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "fair.moved")).one()
    assert entry.detail == {"before": "published", "after": "live"}
    assert (entry.actor_label, entry.fair_id) == ("김운영", fair.id)


@pytest.mark.parametrize("wrong", ["reported", "nonsense", ""])
def test_a_way_that_does_not_exist_is_refused_with_a_sentence(
    organiser: FlaskClient, wrong: str
) -> None:
    fair = make_fair(FairState.PUBLISHED)
    answer = organiser.post(f"/console/fairs/{fair.slug}/state", data={"state": wrong})
    assert answer.status_code == 409
    assert "지금 상태에서는 그 단계로 바꿀 수 없어요" in answer.text
    assert fair.state is FairState.PUBLISHED


def test_a_copy_has_everything_but_people_and_dates(organiser: FlaskClient) -> None:
    source = make_fair(FairState.BOOKING_OPEN, capacity=640, team="1팀", unit_minutes=15)
    source.hosts = [FairHost(name="대전광역시", role=HostRole.COHOST)]
    make_registration(source)
    make_participation(source)
    answer = organiser.post(
        f"/console/fairs/{source.slug}/clone",
        data={"city": "부산", "city_en": "Busan", "day": "2026-12-02"},
    )
    assert answer.status_code == 303
    copy = find("2026-busan")
    assert copy.state is FairState.DRAFT
    assert (copy.capacity, copy.unit_minutes, copy.places_taken) == (640, 15, 0)
    assert copy.title == "2026 부산 JOB 매칭 페스타"
    assert [hall.name for hall in copy.halls] == ["1홀"]
    assert [(gate.name, gate.hall.name) for gate in copy.gates] == [("정문 1", "1홀")]
    assert [host.name for host in copy.hosts] == ["대전광역시"]
    assert copy.registration_opens_at - source.registration_opens_at == timedelta(days=9)
    texts = current_texts(copy.id)
    assert set(texts) == set(Purpose)
    assert texts[Purpose.NOTICE].items == current_texts(source.id)[Purpose.NOTICE].items
    assert texts[Purpose.NOTICE].version == 1


def test_halls_gates_and_hosts_are_added_changed_and_removed(organiser: FlaskClient) -> None:
    fair = make_fair(FairState.DRAFT)
    base = f"/console/fairs/{fair.slug}/place"
    organiser.post(f"{base}/halls/new", data={"name": "2홀", "people_limit": "300"})
    hall = db.session.scalars(select(Hall).where(Hall.name == "2홀")).one()
    organiser.post(f"{base}/gates/new", data={"name": "후문", "hall_id": str(hall.id)})
    gate = db.session.scalars(select(Gate).where(Gate.name == "후문")).one()
    assert gate.hall_id == hall.id
    organiser.post(f"{base}/gates/{gate.id}", data={"name": "동문", "hall_id": ""})
    assert (gate.name, gate.hall_id) == ("동문", None)
    organiser.post(f"{base}/hosts/new", data={"name": "대전광역시", "role": "cohost"})
    assert [(host.name, host.role) for host in fair.hosts] == [("대전광역시", HostRole.COHOST)]
    organiser.post(f"{base}/halls/{hall.id}/remove")
    assert [one.name for one in fair.halls] == ["1홀"]
    page = organiser.get(base).text
    assert "동문" in page
    assert "정해 주세요" in page


def test_a_name_that_is_taken_is_said_at_its_field(organiser: FlaskClient) -> None:
    fair = make_fair(FairState.DRAFT)
    answer = organiser.post(
        f"/console/fairs/{fair.slug}/place/halls/new", data={"name": "1홀", "people_limit": "7"}
    )
    assert answer.status_code == 422
    assert "같은 이름이 이미 있어요" in answer.text
    assert 'value="7"' in answer.text


def test_a_hall_with_a_gate_is_not_removed(organiser: FlaskClient) -> None:
    fair = make_fair(FairState.DRAFT)
    answer = organiser.post(
        f"/console/fairs/{fair.slug}/place/halls/{fair.halls[0].id}/remove", follow_redirects=True
    )
    assert "이미 쓰인 기록이 있어 지울 수 없어요" in answer.text
    assert len(fair.halls) == 1


def test_another_fairs_gate_is_not_found_under_this_one(organiser: FlaskClient) -> None:
    fair, other = make_fair(), make_fair()
    address = f"/console/fairs/{fair.slug}/place/gates/{other.gates[0].id}"
    assert organiser.get(address).status_code == 404
    assert organiser.post(f"{address}/remove").status_code == 404
    assert organiser.get(f"/console/fairs/{fair.slug}/place/people/1").status_code == 404


def test_a_new_place_becomes_the_fairs_place(organiser: FlaskClient) -> None:
    fair = make_fair(FairState.DRAFT, venue=None)
    place = {
        "name": "부산항국제전시컨벤션센터",
        "name_en": "BPEX",
        "road_address": "부산광역시 동구 충장대로 206",
        "postcode": "48751",
        "latitude": "35.118",
        "longitude": "129.048",
    }
    address = f"/console/fairs/{fair.slug}/place/venue/new"
    for wrong in ({"postcode": "4875"}, {"latitude": "135"}, {"longitude": "동쪽"}):
        assert organiser.post(address, data=place | wrong).status_code == 422
    assert organiser.post(address, data=place).status_code == 303
    assert fair.venue is not None
    assert fair.venue.name == "부산항국제전시컨벤션센터"


def test_a_place_is_mended_for_every_fair_that_uses_it(organiser: FlaskClient) -> None:
    fair = make_fair()
    venue, places = fair.venue, db.session.query(Venue).count()
    form = {
        "name": venue.name,
        "road_address": venue.road_address,
        "postcode": "34126",
        "latitude": "36.4",
        "longitude": "127.4",
    }
    organiser.post(f"/console/fairs/{fair.slug}/place/venue", data=form)
    assert (venue.postcode, db.session.query(Venue).count()) == ("34126", places)


def test_missing_texts_are_made_with_one_press(organiser: FlaskClient) -> None:
    fair = make_fair(texts=[Purpose.NOTICE])
    fair.hosts = [
        FairHost(name="대전광역시", role=HostRole.COHOST),
        FairHost(name="하나은행", role=HostRole.SPONSOR),
    ]
    assert "동의문 7개가 없어요" in organiser.get(f"/console/fairs/{fair.slug}").text
    organiser.post(f"/console/fairs/{fair.slug}/texts/defaults")
    texts = current_texts(fair.id)
    assert set(texts) == set(Purpose)
    assert texts[Purpose.NOTICE].recipient == "주최자"  # the one that stood is left alone
    assert texts[Purpose.MARKETING].recipient == "하나은행"
    assert "대전광역시" in texts[Purpose.OPTIONAL_DETAILS].recipient


def test_a_new_version_counts_at_once_and_the_old_one_stays(organiser: FlaskClient) -> None:
    fair = make_fair()
    old = current_texts(fair.id)[Purpose.PHOTOGRAPHY]
    address = f"/console/fairs/{fair.slug}/texts/photography"
    words = {
        name: getattr(old, name)
        for name in (
            "title", "title_en", "recipient", "items", "items_en", "use", "use_en", "retention",
            "retention_en", "refusal", "refusal_en",
        )
    }  # fmt: skip
    unchanged = organiser.post(f"{address}/new", data=words)
    assert unchanged.status_code == 422
    assert "지금 문안과 같아요" in unchanged.text
    short = organiser.post(f"{address}/new", data=words | {"retention": ""})
    assert short.status_code == 422
    assert "언제까지 보관하는지" in short.text
    done = organiser.post(f"{address}/new", data=words | {"retention": "행사 뒤 1년"})
    assert done.status_code == 303
    versions = db.session.scalars(
        select(ConsentText.retention)
        .where(ConsentText.fair_id == fair.id, ConsentText.purpose == Purpose.PHOTOGRAPHY)
        .order_by(ConsentText.version)
    ).all()
    assert versions == [old.retention, "행사 뒤 1년"]
    page = organiser.get(address).text
    assert page.index("행사 뒤 1년") < page.index(old.retention)


def test_changed_hosts_are_noticed_beside_the_texts(organiser: FlaskClient) -> None:
    fair = make_fair(texts=())
    organiser.post(f"/console/fairs/{fair.slug}/texts/defaults")
    address = f"/console/fairs/{fair.slug}/texts"
    assert "주최가 바뀌었어요" not in organiser.get(address).text
    fair.hosts = [FairHost(name="대전광역시", role=HostRole.HOST)]
    assert "주최가 바뀌었어요: 대전광역시" in organiser.get(address).text


@pytest.mark.parametrize(
    "part", ["", "/edit", "/clone", "/place", "/texts", "/texts/notice", "/texts/notice/new"]
)
def test_an_unknown_fair_is_a_designed_404(organiser: FlaskClient, part: str) -> None:
    answer = organiser.get(f"/console/fairs/no-such-fair{part}")
    assert answer.status_code == 404
    assert "찾는 화면이 없어요" in answer.text


def test_the_number_of_statements_does_not_grow_with_halls_and_people(
    organiser: FlaskClient,
) -> None:
    fair = make_fair()
    pages = [f"/console/fairs/{fair.slug}{part}" for part in ("", "/edit", "/place", "/texts")]
    before = [asked_by(organiser, page) for page in pages]
    fair.halls += [Hall(name=f"{n}관") for n in range(5)]
    db.session.flush()
    fair.gates += [Gate(name=f"{n}문", hall=fair.halls[n]) for n in range(5)]
    for _ in range(5):
        make_registration(fair)
        make_participation(fair)
    assert [asked_by(organiser, page) for page in pages] == before


@pytest.mark.parametrize(
    "end", [FairState.CLOSED, FairState.POSTPONED, FairState.CANCELLED], ids=lambda one: one.value
)
def test_what_does_not_come_back_is_asked_twice(organiser: FlaskClient, end: FairState) -> None:
    start = next(start for start, ends in WAYS.items() if end in ends and start.value != "draft")
    page = organiser.get(f"/console/fairs/{make_fair(start).slug}").text
    asked = page.split('<details class="confirm">')
    button = f'name="state" value="{end.value}"'
    assert button not in asked[0]
    [part] = [part for part in asked[1:] if button in part]
    assert str(foretold(end)) in part
