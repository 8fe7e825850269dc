"""Badges as organisers print them: in batches, for everybody who comes in, and anew."""

from io import BytesIO

import pypdfium2
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from festa.accounts.models import StaffDuty
from festa.audit.actor import SYSTEM
from festa.audit.models import AuditEntry
from festa.badges.face import Layout
from festa.badges.models import Badge, BadgeKind, BadgeState, ReissueReason
from festa.badges.queries import active_badge
from festa.badges.service import reissue_badge
from festa.employers.models import ParticipationState
from festa.extensions import db
from festa.fairs.models import Fair
from festa.interviews.departures import leave_fair
from festa.permissions import Role
from tests.factories import (
    make_account,
    make_employer,
    make_fair,
    make_participation,
    make_recruiter,
    make_registration,
    make_seeker,
    make_staff,
    sign_in,
)
from tests.statements import asked_by

LIST = "/console/badges"


@pytest.fixture
def organiser(client: FlaskClient) -> FlaskClient:
    """An organiser's browser."""
    return sign_in(client, make_account())


@pytest.fixture
def fair(app: Flask) -> Fair:
    """A live fair."""
    return make_fair()


def batch(**fields: str) -> dict[str, str]:
    """What is chosen for a batch."""
    return {"kind": "seeker", "layout": "a4_sheet", "which": "unprinted"} | fields


def read(content: bytes) -> tuple[int, str]:
    """The number of pages of a PDF, and the words on all of them."""
    document = pypdfium2.PdfDocument(BytesIO(content))
    words = [page.get_textpage().get_text_range() for page in document]
    return len(words), " ".join(words)


def test_a_batch_holds_everybody_by_name_four_on_a_sheet(
    organiser: FlaskClient, fair: Fair
) -> None:
    for name in ("다마바", "가나다", "나다라", "라마바", "마바사"):
        make_registration(fair, make_seeker(name=name))
    answer = organiser.post(f"{LIST}/{fair.slug}/print", data=batch())
    assert answer.mimetype == "application/pdf"
    assert f"badges-{fair.slug}-seeker-a4_sheet.pdf" in answer.headers["Content-Disposition"]
    pages, words = read(answer.data)
    assert pages == 2
    places = [words.index(name) for name in ("가나다", "나다라", "다마바", "라마바", "마바사")]
    assert places == sorted(places)


@pytest.mark.parametrize("layout", list(Layout))
def test_every_paper_can_be_chosen(organiser: FlaskClient, fair: Fair, layout: Layout) -> None:
    make_registration(fair)
    answer = organiser.post(f"{LIST}/{fair.slug}/print", data=batch(layout=layout.value))
    assert read(answer.data)[0] == 1


def test_what_was_printed_is_not_printed_again_unless_all_are_asked_for(
    organiser: FlaskClient, fair: Fair
) -> None:
    first = make_registration(fair, make_seeker(name="황보먼저"))
    organiser.post(f"{LIST}/{fair.slug}/print", data=batch())
    make_registration(fair, make_seeker(name="제갈나중"))
    _pages, words = read(organiser.post(f"{LIST}/{fair.slug}/print", data=batch()).data)
    assert "제갈나중" in words
    assert "황보먼저" not in words
    badge = active_badge(first.id)
    assert badge is not None
    assert badge.times_printed == 1
    _pages, words = read(organiser.post(f"{LIST}/{fair.slug}/print", data=batch(which="all")).data)
    assert "황보먼저" in words
    assert badge.times_printed == 2


def test_an_empty_batch_is_said_and_gives_no_file(organiser: FlaskClient, fair: Fair) -> None:
    answer = organiser.post(f"{LIST}/{fair.slug}/print", data=batch(), follow_redirects=True)
    assert answer.mimetype == "text/html"
    assert "뽑을 명찰이 없어요" in answer.text


def test_badges_that_open_no_door_are_not_printed(organiser: FlaskClient, fair: Fair) -> None:
    gone = make_registration(fair, make_seeker(name="황보취소"))
    leave_fair(gone, SYSTEM)
    make_registration(fair, make_seeker(name="제갈참가"))
    _pages, words = read(organiser.post(f"{LIST}/{fair.slug}/print", data=batch()).data)
    assert "황보취소" not in words


def test_the_log_says_how_many_were_printed_and_whose(organiser: FlaskClient, fair: Fair) -> None:
    people = {make_registration(fair).seeker_id for _ in range(3)}
    organiser.post(f"{LIST}/{fair.slug}/print", data=batch())
    query = select(AuditEntry).where(AuditEntry.action == "badge.printed")
    entry = db.session.scalars(query).one()
    assert (entry.fair_id, entry.detail["count"]) == (fair.id, 3)
    seen = select(AuditEntry.seeker_id).where(AuditEntry.action == "personal_data.seen")
    assert set(db.session.scalars(seen)) == people


@pytest.mark.parametrize(
    "wrong", [{"kind": "speaker"}, {"layout": "a3"}, {"which": "some"}, {"kind": ""}]
)
def test_what_cannot_be_chosen_is_refused_with_the_page(
    organiser: FlaskClient, fair: Fair, wrong: dict[str, str]
) -> None:
    answer = organiser.post(f"{LIST}/{fair.slug}/print", data=batch(**wrong))
    assert answer.status_code == 422


def test_staff_and_recruiters_get_badges_with_their_place_and_nobody_else(
    organiser: FlaskClient, fair: Fair
) -> None:
    staff = make_staff(fair, StaffDuty.DESK)
    employer = make_employer(name="한빛물류")
    recruiter = make_recruiter(employer)
    make_participation(fair, employer)
    rejected = make_employer()
    make_recruiter(rejected)
    make_participation(fair, rejected, state=ParticipationState.REJECTED)
    make_account(Role.STAFF)
    organiser.post(f"{LIST}/{fair.slug}/workers")
    badges = db.session.scalars(select(Badge)).all()
    assert {(badge.kind, badge.account_id) for badge in badges} == {
        (BadgeKind.STAFF, staff.id),
        (BadgeKind.RECRUITER, recruiter.id),
    }
    for kind, name, place in (
        ("staff", staff.name, "안내 데스크"),
        ("recruiter", recruiter.name, "한빛물류"),
    ):
        answer = organiser.post(f"{LIST}/{fair.slug}/print", data=batch(kind=kind, layout="a6"))
        _pages, words = read(answer.data)
        assert name in words
        assert place in words


def test_issuing_for_workers_twice_changes_nothing(organiser: FlaskClient, fair: Fair) -> None:
    make_staff(fair)
    for _ in range(2):
        answer = organiser.post(f"{LIST}/{fair.slug}/workers", follow_redirects=True)
    assert "모두 명찰이 있어요" in answer.text
    assert len(db.session.scalars(select(Badge)).all()) == 1


def test_a_workers_badge_is_made_anew(organiser: FlaskClient, fair: Fair) -> None:
    make_staff(fair)
    organiser.post(f"{LIST}/{fair.slug}/workers")
    badge = db.session.scalars(select(Badge)).one()
    for _ in range(2):
        answer = organiser.post(f"{LIST}/{badge.id}/reissue", data={"reason": "lost"})
    assert answer.status_code == 409
    states = db.session.scalars(select(Badge.state).order_by(Badge.version)).all()
    assert states == [BadgeState.SUPERSEDED, BadgeState.ACTIVE]


def test_a_seekers_badge_is_not_made_anew_here(organiser: FlaskClient, fair: Fair) -> None:
    badge = active_badge(make_registration(fair).id)
    assert badge is not None
    answer = organiser.post(f"{LIST}/{badge.id}/reissue", data={"reason": "lost"})
    assert answer.status_code == 404


def test_those_made_anew_are_listed_with_their_reason(organiser: FlaskClient, fair: Fair) -> None:
    badge = active_badge(make_registration(fair, make_seeker(name="황보민수")).id)
    assert badge is not None
    new = reissue_badge(badge, ReissueReason.DAMAGED, SYSTEM)
    page = organiser.get(f"{LIST}?fair={fair.slug}").text
    assert "황보민수" in page
    assert "훼손" in page
    assert f"{new.short_code[:4]} {new.short_code[4:]}" in page


def test_the_numbers_tell_what_is_still_to_print(organiser: FlaskClient, fair: Fair) -> None:
    for _ in range(3):
        make_registration(fair)
    assert "아직 뽑지 않은 것 3개" in organiser.get(f"{LIST}?fair={fair.slug}").text
    organiser.post(f"{LIST}/{fair.slug}/print", data=batch())
    assert "모두 뽑았어요" in organiser.get(f"{LIST}?fair={fair.slug}").text


@pytest.mark.parametrize("role", [Role.STAFF, Role.RECRUITER])
def test_others_print_no_batches(client: FlaskClient, fair: Fair, role: Role) -> None:
    sign_in(client, make_account(role))
    assert client.get(LIST).status_code == 403
    assert client.post(f"{LIST}/{fair.slug}/print", data=batch()).status_code == 403


def test_the_page_asks_as_often_for_many_as_for_few(organiser: FlaskClient, fair: Fair) -> None:
    def arrange() -> None:
        badge = active_badge(make_registration(fair).id)
        assert badge is not None
        reissue_badge(badge, ReissueReason.LOST, SYSTEM)
        make_staff(fair)
        organiser.post(f"{LIST}/{fair.slug}/workers")

    address = f"{LIST}?fair={fair.slug}"
    arrange()
    few = asked_by(organiser, address)
    for _ in range(5):
        arrange()
    assert asked_by(organiser, address) == few
