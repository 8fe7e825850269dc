"""What went on paper is a run: claimed once, told by whom, printed again exactly."""

from dataclasses import replace
from io import BytesIO

import pypdfium2
import pytest
import zxingcpp
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from festa.audit.actor import SYSTEM
from festa.badges.face import Layout
from festa.badges.models import Badge, BadgeKind, ReissueReason
from festa.badges.print_models import PrintRun, PrintRunBadge, Which
from festa.badges.printing import Batch, open_run
from festa.badges.queries import active_badge
from festa.badges.service import issue_badge, reissue_badge
from festa.extensions import db
from festa.fairs.models import Fair
from festa.registrations.printing import pile_of
from tests.factories import make_account, make_fair, make_registration, make_staff, sign_in
from tests.statements import asked_by
from tests.threads import Together

CONSOLE = "/console/badges"
PRESSING = 6


@pytest.fixture
def fair(app: Flask) -> Fair:
    """A live fair."""
    return make_fair()


@pytest.fixture
def organiser(client: FlaskClient) -> FlaskClient:
    """An organiser's browser."""
    return sign_in(client, make_account(name="한운영"))


def press(client: FlaskClient, fair: Fair, **fields: str) -> bytes:
    """Print a batch of unprinted badges of seekers, unless said."""
    chosen = {"kind": "seeker", "layout": "a4_sheet", "which": "unprinted"} | fields
    return client.post(f"{CONSOLE}/{fair.slug}/print", data=chosen).data


def codes(pdf: bytes) -> list[str]:
    """The codes on all pages, as a scanner reads them."""
    with pypdfium2.PdfDocument(BytesIO(pdf)) as document:
        pages = [page.render(scale=100 / 72).to_pil() for page in document]
    return [code.text for page in pages for code in zxingcpp.read_barcodes(page)]


def the_run() -> PrintRun:
    """The only run there is."""
    return db.session.scalars(select(PrintRun)).one()


def test_a_run_says_who_printed_what_when_and_how_many(organiser: FlaskClient, fair: Fair) -> None:
    for _each in range(3):
        make_registration(fair)
    press(organiser, fair)
    run = the_run()
    assert (run.fair_id, run.kind, run.which, run.layout, run.count) == (
        fair.id, BadgeKind.SEEKER, Which.UNPRINTED, Layout.A4_SHEET, 3,
    )  # fmt: skip
    assert run.by_label == "한운영"
    assert set(db.session.scalars(select(Badge.times_printed))) == {1}
    page = organiser.get(f"{CONSOLE}/runs?fair={fair.slug}").text
    assert "한운영" in page
    assert "아직 뽑지 않은 것만" in page


def test_the_page_says_where_badges_are_that_were_printed_one_by_one(
    organiser: FlaskClient, fair: Fair
) -> None:
    registration = make_registration(fair)
    organiser.post(f"/badges/{registration.id}/prints")
    page = organiser.get(f"{CONSOLE}/runs?fair={fair.slug}").text
    assert "아직 한꺼번에 뽑은 명찰이 없어요" in page
    link = f"/console/audit?fair={fair.slug}&amp;thing=badge"
    assert link in page
    assert "명찰 · 인쇄" in organiser.get(link.replace("&amp;", "&")).text


def test_a_run_is_printed_again_exactly(organiser: FlaskClient, fair: Fair) -> None:
    for _each in range(6):
        make_registration(fair)
    first = press(organiser, fair)
    make_registration(fair)  # whoever comes later is not in the pile
    run = the_run()
    again = organiser.post(f"{CONSOLE}/runs/{run.id}/again").data
    assert again == first
    second = db.session.scalars(select(PrintRun).where(PrintRun.again_of_id == run.id)).one()
    assert second.count == 6
    assert db.session.scalars(select(Badge.times_printed).order_by(Badge.id)).all() == [2] * 6 + [0]


def test_badges_that_ended_since_are_left_out_of_a_second_print(
    organiser: FlaskClient, fair: Fair
) -> None:
    gone, stays = make_registration(fair), make_registration(fair)
    press(organiser, fair)
    old, kept = active_badge(gone.id), active_badge(stays.id)
    assert old is not None
    assert kept is not None
    reissue_badge(old, ReissueReason.LOST, SYSTEM)
    again = organiser.post(f"{CONSOLE}/runs/{the_run().id}/again").data
    assert codes(again) == [kept.code]


def test_two_who_press_at_once_never_print_the_same_badge(
    app: Flask, together: Together, fair: Fair
) -> None:
    for _each in range(40):
        make_registration(fair)
    fair_id = fair.id

    def press_now(number: int) -> list[int]:
        here = db.session.get_one(Fair, fair_id)
        batch = Batch(fair_id, BadgeKind.SEEKER)
        ids = pile_of(here, batch).ids
        by = replace(SYSTEM, label=str(number))
        opened = open_run(here, batch, Layout.A6, ids[::-1] if number % 2 else ids, by)
        db.session.commit()
        return opened[1] if opened else []

    got = [number for ids in together(PRESSING, press_now) for number in ids]
    assert sorted(got) == sorted(set(got))
    assert len(got) == 40
    assert set(db.session.scalars(select(Badge.times_printed))) == {1}
    assert len(db.session.scalars(select(PrintRunBadge.badge_id)).all()) == 40


def test_badges_made_anew_can_be_printed_alone(organiser: FlaskClient, fair: Fair) -> None:
    first, _second = make_registration(fair), make_registration(fair)
    old = active_badge(first.id)
    assert old is not None
    new = reissue_badge(old, ReissueReason.DAMAGED, SYSTEM)
    assert codes(press(organiser, fair, which="reissued")) == [new.code]
    assert codes(press(organiser, fair, which="printed")) == [new.code]


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        ("seeker", "구직자"),
        ("recruiter", "기업 채용담당"),
        ("staff", "운영 스태프"),
        ("guest", "손님"),
    ],
)
def test_every_kind_is_printed_with_its_word(
    organiser: FlaskClient, fair: Fair, kind: str, word: str
) -> None:
    if kind == "seeker":
        make_registration(fair)
    else:
        issue_badge(fair.id, BadgeKind(kind), SYSTEM, guest_name="남궁손님")
    with pypdfium2.PdfDocument(BytesIO(press(organiser, fair, kind=kind))) as document:
        assert word in document[0].get_textpage().get_text_range()


def test_the_list_of_runs_asks_the_same_however_long_it_is(
    organiser: FlaskClient, fair: Fair
) -> None:
    make_registration(fair)
    press(organiser, fair)
    few = asked_by(organiser, f"{CONSOLE}/runs?fair={fair.slug}")
    for _each in range(5):
        press(organiser, fair, which="all")
    assert asked_by(organiser, f"{CONSOLE}/runs?fair={fair.slug}") == few


def test_staff_at_the_gate_print_no_runs(client: FlaskClient, fair: Fair) -> None:
    sign_in(client, make_staff(fair))
    assert client.get(f"{CONSOLE}/runs?fair={fair.slug}").status_code == 403
    assert client.post(f"{CONSOLE}/runs/1/again").status_code == 403
