"""The season at a glance, its making, and what it says is wrong."""

import html
import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from festa.audit.models import AuditEntry
from festa.employers.models import ParticipationState
from festa.extensions import db
from festa.fairs.lifecycle import FairState
from festa.fairs.models import Gate, Tour
from festa.permissions import Role
from tests.factories import (
    FAIR_DAY,
    make_account,
    make_fair,
    make_participation,
    make_registration,
    make_tour,
    sign_in,
)
from tests.statements import asked_by


def test_without_a_season_the_console_says_how_to_begin_one(organiser: FlaskClient) -> None:
    page = organiser.get("/console").text
    assert "아직 시즌이 없어요" in page
    assert "/console/seasons/new" in page


def test_a_season_is_begun_and_leads_to_its_first_fair(organiser: FlaskClient) -> None:
    answer = organiser.post(
        "/console/seasons/new",
        data={"name": "2026 순회 채용박람회", "year": "2026", "brand_colour": "#1d4f91"},
        follow_redirects=True,
    )
    assert "첫 박람회를 더해 주세요" in answer.text
    tour = db.session.scalars(select(Tour)).one()
    assert (tour.slug, tour.brand_colour) == ("2026", "#1d4f91")


def test_a_second_season_of_a_year_gets_an_address_of_its_own(organiser: FlaskClient) -> None:
    make_tour(slug="2026")
    data = {"name": "가을 시즌", "year": "2026", "brand_colour": "#008485"}
    organiser.post("/console/seasons/new", data=data)
    assert set(db.session.scalars(select(Tour.slug))) == {"2026", "2026-2"}


def test_a_colour_that_cannot_be_read_is_refused_and_everything_typed_is_kept(
    organiser: FlaskClient,
) -> None:
    answer = organiser.post(
        "/console/seasons/new",
        data={"name": "밝은 시즌", "year": "2026", "brand_colour": "#ffd400"},
    )
    assert answer.status_code == 422
    assert "더 진한 색을 골라 주세요" in answer.text
    assert 'value="밝은 시즌"' in answer.text
    assert 'value="#ffd400"' in answer.text
    assert db.session.scalar(select(Tour.id)) is None


def test_a_season_is_renamed_and_the_log_says_what_changed(organiser: FlaskClient) -> None:
    tour = make_tour(slug="2026")
    data = {"name": "새 이름", "year": "2026", "brand_colour": "#008485"}
    organiser.post("/console/seasons/2026", data=data)
    assert tour.name == "새 이름"
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "tour.changed")).one()
    assert entry.detail == {"changed": ["name"]}


def test_every_fair_is_a_stop_with_its_state_and_numbers(organiser: FlaskClient) -> None:
    tour = make_tour()
    live = make_fair(tour=tour, city="대전")
    make_fair(
        FairState.REGISTRATION_OPEN,
        tour=tour,
        city="부산",
        day=FAIR_DAY + timedelta(days=9),
        capacity=800,
        venue=None,
    )
    make_registration(live)
    page = organiser.get("/console").text
    assert page.index("대전") < page.index("부산")
    assert "진행 중" in page
    assert "0 / 800" in page
    assert "장소 미정" in page


def test_findings_are_said_with_the_way_to_the_fair(organiser: FlaskClient) -> None:
    fair = make_fair()
    fair.gates.append(Gate(name="후문"))
    page = organiser.get("/console").text
    assert "‘후문’ 출입구가 어느 홀로 이어지는지 정해 주세요" in page
    assert f"/console/fairs/{fair.slug}" in page


def test_an_older_season_can_be_looked_at(organiser: FlaskClient) -> None:
    old = make_tour(slug="2025", year=2025, name="2025 순회")
    make_tour(slug="2026", year=2026, name="2026 순회")
    make_fair(FairState.REPORTED, tour=old, city="제주", day=FAIR_DAY - timedelta(days=365))
    assert "제주" not in organiser.get("/console").text
    assert "제주" in organiser.get("/console?season=2025").text


def test_each_number_of_what_waits_leads_to_as_many_rows(organiser: FlaskClient) -> None:
    tour = make_tour()
    cities = {"부산": 1, "서울": 3}
    for days, (city, count) in enumerate(cities.items(), start=1):
        day = FAIR_DAY + timedelta(days=days)
        fair = make_fair(FairState.PUBLISHED, tour=tour, city=city, day=day)
        for number in range(count):
            states = ParticipationState.APPLIED, ParticipationState.UNDER_REVIEW
            make_participation(fair, state=states[number % 2])
    page = organiser.get("/console").text
    for city, count in cities.items():
        (href,) = re.findall(rf'<a class="num" href="([^"]+)">{city} {count}</a>', page)
        rows = organiser.get(html.unescape(href)).text
        assert rows.count('<th scope="row"') == count


def test_what_waits_at_one_fair_alone_is_the_whole_tile(organiser: FlaskClient) -> None:
    fair = make_fair(FairState.PUBLISHED, city="부산")
    make_participation(fair, state=ParticipationState.APPLIED)
    page = organiser.get("/console").text
    tile = (
        f'class="card stat is-today" href="/console/employers?fair={fair.slug}&amp;state=to_review"'
    )
    assert tile in page


@pytest.mark.parametrize("address", ["/console", "/console/seasons/new", "/console/fairs/new"])
def test_staff_and_recruiters_are_kept_out(client: FlaskClient, address: str) -> None:
    for role in (Role.STAFF, Role.RECRUITER):
        sign_in(client, make_account(role))
        assert client.get(address).status_code == 403


def test_the_number_of_statements_does_not_grow_with_cities_and_people(
    organiser: FlaskClient,
) -> None:
    tour = make_tour()
    make_registration(make_fair(tour=tour))
    before = asked_by(organiser, "/console")
    for n in range(5):
        fair = make_fair(
            FairState.REGISTRATION_OPEN, tour=tour, day=FAIR_DAY + timedelta(days=n + 1)
        )
        for _ in range(3):
            make_registration(fair)
    assert asked_by(organiser, "/console") == before
