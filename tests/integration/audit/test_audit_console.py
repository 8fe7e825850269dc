"""The log in words: found by fair, thing, doer, person and day; never the whole of it at once."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from festa import clock
from festa.audit.actor import SYSTEM, Actor, ActorKind
from festa.audit.console import gathered
from festa.audit.models import AuditEntry
from festa.audit.queries import PAGE, Wanted, entries
from festa.audit.service import record
from festa.audit.words import PAGES, said
from festa.extensions import db
from festa.permissions import Role
from tests.factories import make_account, make_employer, make_fair, make_seeker, sign_in
from tests.statements import asked_by

DESK = Actor(ActorKind.ACCOUNT, 7, "박현장", "203.0.113.9")


def note(action: str = "booking.made", by: Actor = DESK, **fields: Any) -> AuditEntry:
    """One entry of the log."""
    record(action, None, by, **fields)
    return db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()


def look(seeker_id: int, page: str = "desk.fair") -> AuditEntry:
    """One look at somebody's data."""
    return note("personal_data.seen", seeker_id=seeker_id, page=page)


def test_an_entry_says_who_what_whose_and_from_where(organiser: FlaskClient) -> None:
    fair, employer, seeker = make_fair(), make_employer(), make_seeker()
    note("booking.cancelled_by_employer", seeker_id=seeker.id, fair_id=fair.id,
         employer_id=employer.id)  # fmt: skip
    page = organiser.get("/console/audit").text
    assert "박현장" in page
    assert "면접 예약 · 기업이 취소" in page
    assert f"구직자 {seeker.id}번" in page
    assert employer.name in page
    assert "203.0.113.9" in page


def test_a_fresh_log_says_that_it_is_empty(organiser: FlaskClient) -> None:
    assert "아직 기록이 없어요" in organiser.get("/console/audit").text


@pytest.mark.parametrize(
    ("action", "words"),
    [
        ("booking.made", "면접 예약 · 만듦"),
        ("sign_in.failed", "로그인 실패"),
        ("export.made", "명단 내려받음"),
        ("scan.other_fair", "스캔 · 다른 도시 명찰"),
        ("rocket.launched", "rocket · launched"),
        ("nonsense", "nonsense · "),
    ],
)
def test_actions_are_said_in_words_and_new_ones_as_they_are_written(
    app: object, action: str, words: str
) -> None:
    assert said(action) == words


def test_each_filter_finds_its_own(app: object) -> None:
    fair, other = make_fair(), make_fair()
    note("booking.made", fair_id=fair.id, seeker_id=5)
    note("booking.no_show", fair_id=other.id, seeker_id=6)
    note("bookings.painted", SYSTEM, fair_id=fair.id)
    db.session.flush()

    def found(**wanted: Any) -> list[str]:
        return [entry.action for entry in entries(Wanted(**wanted), 1).items]

    assert found(fair_id=fair.id) == ["bookings.painted", "booking.made"]
    assert found(thing="booking") == ["booking.no_show", "booking.made"]
    assert found(actor="현장") == ["booking.no_show", "booking.made"]
    assert found(actor="%") == []
    assert found(seeker_id=6) == ["booking.no_show"]


def test_days_are_korean_days_from_midnight_to_midnight(app: object) -> None:
    day = date(2026, 11, 20)
    for moment in (
        clock.at(day, time(0)) - timedelta(seconds=1),
        clock.at(day, time(0)),
        clock.at(day, time(23, 59, 59)),
        clock.at(day + timedelta(days=1), time(0)),
    ):
        note().at = moment
    db.session.flush()
    assert len(entries(Wanted(since=day, until=day), 1).items) == 2


def test_filters_in_the_address_are_understood_or_told(organiser: FlaskClient) -> None:
    fair = make_fair()
    note(fair_id=fair.id)
    good = organiser.get(f"/console/audit?fair={fair.slug}&thing=booking&since=2026-11-01").text
    assert "박현장" in good
    bad = organiser.get("/console/audit?seeker=you&since=yesterday&thing=%25&fair=x&page=-3")
    assert bad.status_code == 200
    assert organiser.get("/console/audit?seeker=99999999999999").status_code == 200
    nothing = organiser.get("/console/audit?actor=nobody").text
    assert "찾는 기록이 없어요" in nothing


def test_a_list_that_was_looked_at_is_one_line(app: object) -> None:
    looks = [look(number) for number in range(1, 6)]
    later = look(9)
    later.at = clock.now() + timedelta(minutes=1)
    rows = gathered([*looks, later, note(), note()])
    assert [len(row.seeker_ids) for row in rows] == [5, 1, 0, 0]


def test_pages_follow_each_other_without_a_gap(organiser: FlaskClient) -> None:
    for number in range(PAGE + 5):
        note(seeker_id=number + 1)
    first = organiser.get("/console/audit").text
    second = organiser.get("/console/audit?page=2").text
    assert f"구직자 {PAGE + 5}번" in first
    assert "구직자 5번" in second
    assert "구직자 6번" not in second


def test_counting_stops_at_the_bound(app: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("festa.audit.queries.MOST", 3)
    for _ in range(7):
        note()
    db.session.flush()
    assert entries(Wanted(), 1).total == 3


def test_only_organisers_read_the_log(client: FlaskClient) -> None:
    sign_in(client, make_account(Role.STAFF))
    assert client.get("/console/audit").status_code == 403


def test_the_pages_that_show_people_have_names(app: object) -> None:
    assert all(str(word) for word in PAGES.values())


def test_the_number_of_statements_does_not_grow_with_entries(organiser: FlaskClient) -> None:
    note(employer_id=make_employer().id)
    before = asked_by(organiser, "/console/audit")
    for _ in range(20):
        note(employer_id=make_employer().id)
    assert asked_by(organiser, "/console/audit") == before
