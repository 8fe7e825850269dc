"""Every page of every role, in a real browser: axe finds nothing, nothing runs over the edge.

The pages are found by following links over a demo season; a page that no link leads to, or
that is in the URL map and was never reached, fails.
"""

import os
import re
import subprocess
import sys
from collections import deque
from collections.abc import Iterator
from functools import partial
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urljoin, urlsplit

import pytest
from flask import url_for
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page
from sqlalchemy import func, select
from werkzeug.exceptions import HTTPException

from config import ROOT
from festa.accounts.models import Account
from festa.audit.actor import SYSTEM
from festa.badges.models import Badge
from festa.certificates.service import issue
from festa.employers.models import JobState, Participation, ParticipationState
from festa.employers.participation import Mode
from festa.employers.questions import Asked, write_question
from festa.employers.screening import screen
from festa.extensions import db
from festa.fairs.lifecycle import FairState
from festa.fairs.models import Fair
from festa.gates.models import CheckIn
from festa.interviews.applications import answer_application
from festa.interviews.booking import book
from festa.interviews.models import Application, Booking, Outcome
from festa.interviews.states import ApplicationState, BookingState
from festa.onboarding.models import EmployerApplication
from festa.permissions import Role
from festa.queues.models import Ticket
from festa.queues.states import TicketState
from festa.registrations.models import Registration
from festa.registrations.seeker_queries import find_registration_at
from festa.resumes.contents import FileKind, Judged
from festa.resumes.service import hand_in
from festa.seekers.models import Seeker
from tests.browser.conftest import Server
from tests.browser.eyes import COLOURS, faults
from tests.factories import (
    make_application,
    make_job,
    make_participation,
    make_registration,
    make_table,
    sign_in,
)
from tests.resume_files import a_pdf

PHONE, DESK = 320, 1280  # px
# Both are laid out by styles alone, so a page is loaded once and then looked at four times.
LOOKS: tuple[tuple[Literal["light", "dark"], int, tuple[str, ...]], ...] = (
    ("dark", PHONE, COLOURS),
    ("dark", DESK, COLOURS),
    ("light", DESK, ()),
    ("light", PHONE, ()),
)
SIDES = ("visitor", *(role.value for role in Role))
TRIES = 4  # addresses of one route, before it is taken as closed to this side
# What a link does not lead to, and why: files and answers for programs; steps of a walk that
# begins with a form; pages that only a state of the day brings about.
NOT_BY_LINK = {
    "static",
    "site.health",
    "fairs.brand_css",
    "seekers.badge_qr",
    "reports_console.live_now",
    "seeker_resumes.file",  # opens where it was sealed
    "resume_box.knock",  # by the link of a message
    "resume_box.box",
    "table_console.now",
    "boards.hall_now",
    "boards.booth_now",
    "my_numbers.now",
    "floor_desk.now",
    "badges_console.paper.nightly",  # a file, and only after a night
}


class Links(HTMLParser):
    """The addresses that a page leads to."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the address of each link, and of each form that asks by GET."""
        named = dict(attrs)
        if tag == "a" and named.get("href"):
            self.found.append(str(named["href"]))


# One engine is enough to look at pages.
pytestmark = pytest.mark.parametrize("server", ["sqlite"], indirect=True, scope="module")


@pytest.fixture(scope="module")
def season(server: Server) -> Server:
    """A served demo season."""
    environment = os.environ | {
        "FESTA_ENV": "development",
        "DATABASE_URL": server.app.config["SQLALCHEMY_DATABASE_URI"],
    }
    command = [str(Path(sys.executable).with_name("festa")), "demo", "--size", "small"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    with server.app.app_context():
        _leave_something_to_mend()
    return server


def _leave_something_to_mend() -> None:
    """A question to applicants and a posting whose words wait, at each fair of one employer."""
    account = _somebody(Role.RECRUITER)
    assert isinstance(account, Account)
    mine = select(Participation).where(Participation.employer_id.in_(account.employer_ids))
    for part in db.session.scalars(mine).all():
        write_question(part, Asked("지게차를 운전해 보셨나요?"), SYSTEM)
        job = make_job(part, title="20~35세 물류 담당", state=JobState.DRAFT)
        assert screen(job, SYSTEM)
    _leave_something_to_choose()
    db.session.commit()


def _leave_something_to_choose() -> None:
    """For one seeker, whatever the hour: a time to choose, one to change, a résumé handed in."""
    seeker = _somebody(Role.SEEKER)
    assert isinstance(seeker, Seeker)
    fair = db.session.scalars(select(Fair).where(Fair.state == FairState.BOOKING_OPEN)).one()
    registration = find_registration_at(fair.id, seeker.id) or make_registration(fair, seeker)
    chosen, booked = (make_participation(fair) for _employer in range(2))
    for part in (chosen, booked):
        application = make_application(registration, part)
        answer_application(application, ApplicationState.SHORTLISTED, SYSTEM)
    answer = book(make_table(booked).slots[0], registration, SYSTEM)
    assert answer.booking is not None, answer.refusal
    contact = {"contact_name": "서미래", "contact_email": "post@example.com"}
    by_post = make_participation(fair, mode=Mode.POSTING_ONLY, **contact)
    judged = Judged(FileKind.PDF, a_pdf("resume"))
    hand_in(make_application(registration, by_post), judged, seeker.as_actor())


def client_of(season: Server, side: str) -> FlaskClient:
    """A client signed in as somebody of this side."""
    client = season.app.test_client()
    if side == "visitor":
        return client
    with season.app.app_context():
        return sign_in(client, _somebody(Role(side)))  # type: ignore[no-any-return]


def _somebody(role: Role) -> Account | Seeker:
    if role is not Role.SEEKER:
        first = select(Account).where(Account.role == role).order_by(Account.id)
        return db.session.scalars(first).first()  # type: ignore[return-value]
    busiest = (
        select(Registration.seeker_id)
        .group_by(Registration.seeker_id)
        .order_by(func.count().desc(), Registration.seeker_id)
    )
    return db.session.get_one(Seeker, db.session.scalars(busiest).first())


def route_of(season: Server, address: str) -> str | None:
    """The name of the route behind an address of ours."""
    parts = urlsplit(address)
    if parts.netloc and parts.netloc != "localhost":
        return None
    try:
        found: str = season.app.url_map.bind("localhost").match(parts.path)[0]  # type: ignore[assignment]
    except HTTPException:
        return None
    return found


def walk(season: Server, side: str) -> dict[str, str]:
    """One address for each page that this side can reach by links."""
    client = client_of(season, side)
    found: dict[str, str] = {}
    tried: dict[str, int] = {}
    plain = [
        rule.rule
        for rule in season.app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not rule.arguments
    ]
    waiting = deque(["/", *plain, *_found_by_searching(season)])
    while waiting:
        address = waiting.popleft()
        route = route_of(season, address)
        if route is None or route in NOT_BY_LINK or route in found:
            continue
        tried[route] = tried.get(route, 0) + 1
        if tried[route] > TRIES:
            continue
        answer = client.get(address)
        if answer.status_code in {301, 302, 303, 308}:
            waiting.append(urlsplit(answer.location).path)
        if answer.status_code == 200 and answer.mimetype == "text/html":
            found[route] = address
            links = Links()
            links.feed(answer.text)
            waiting.extend(urljoin(address, link) for link in links.found)
        elif answer.status_code == 200:
            found[route] = ""  # a file: reached, and no page
    return found


def _found_by_searching(season: Server) -> list[str]:
    """Pages to which the answer of a form leads: somebody found at the desk, a badge of elsewhere."""
    with season.app.app_context():
        live = db.session.scalars(select(Fair).where(Fair.state == FairState.LIVE)).one()
        here = select(Registration.id).where(Registration.fair_id == live.id)
        elsewhere = select(Badge.id).where(
            Badge.fair_id != live.id, Badge.registration_id.is_not(None)
        )
        came = select(Registration).join(CheckIn, CheckIn.registration_id == Registration.id)
        visitor = db.session.scalars(
            came.where(Registration.fair_id == live.id, CheckIn.undone_at.is_(None))
        ).first()
        paper = issue(visitor, None, SYSTEM)
        db.session.commit()
        waits = db.session.scalars(
            select(Ticket).where(Ticket.state == TicketState.WAITING)
        ).first()
        asked = db.session.scalars(
            select(EmployerApplication)
            .join(EmployerApplication.participation)
            .where(Participation.state == ParticipationState.UNDER_REVIEW)
        ).first()
        one, other = db.session.scalars(here.order_by(Registration.id).limit(2)).all()
        recruiter = _somebody(Role.RECRUITER)
        assert isinstance(recruiter, Account)
        met = db.session.execute(
            select(Application.participation_id, Application.registration_id)
            .join(Application.participation)
            .where(
                Participation.employer_id.in_(recruiter.employer_ids),
                Participation.fair_id == live.id,
                Application.state == ApplicationState.SHORTLISTED,
            )
        ).first()
        assert met is not None
        return [
            *_after_a_talk(season, recruiter),
            f"/employer/{met.participation_id}/people/{met.registration_id}/pool",
            f"/verify/{paper.number}",
            f"/console/applications/{asked.id}",
            f"/desk/{live.slug}/people/{visitor.id}",
            f"/certificates/{paper.id}.pdf",
            f"/desk/{live.slug}/floor/people/{waits.registration_id}",
            f"/desk/{live.slug}/people/{one}",
            f"/desk/{live.slug}/people/{one}/same/{other}",
            f"/desk/{live.slug}/people/{one}/consents/done",
            f"/desk/{live.slug}/convert/{db.session.scalars(elsewhere).first()}",
        ]


def _after_a_talk(season: Server, recruiter: Account) -> list[str]:
    """Pages to which links lead once somebody has talked: in the morning of a fair nobody has."""
    talks = (
        select(Booking)
        .join(Booking.participation)
        .where(
            Booking.state == BookingState.COMPLETED,
            Participation.employer_id.in_(recruiter.employer_ids),
        )
    )
    talk = db.session.scalars(talks.order_by(Booking.id)).first()
    assert talk is not None
    part, person = talk.participation_id, talk.registration_id
    with season.app.test_request_context():
        return [
            url_for("chase_console.employer", participation_id=part),
            url_for("chase_console.talk", booking_id=talk.id),
            url_for(
                "follow_ups_desk.told", slug=talk.participation.fair.slug, registration_id=person
            ),
            url_for("interviews.note", participation_id=part, registration_id=person),
        ]


@pytest.fixture(scope="module")
def pages(season: Server) -> dict[str, dict[str, str]]:
    """What each side reaches."""
    return {side: walk(season, side) for side in SIDES}


def test_every_page_is_reached_by_somebody(
    season: Server, pages: dict[str, dict[str, str]]
) -> None:
    reached = {route for found in pages.values() for route in found}
    wanted = {
        rule.endpoint
        for rule in season.app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and not rule.rule.startswith("/api/")
    }
    lost = sorted(wanted - reached - NOT_BY_LINK - STEPS)
    assert not lost, f"no link of any side leads to {lost}"


@pytest.fixture(params=SIDES)
def side(request: pytest.FixtureRequest) -> str:
    """One of the sides of Festa."""
    return str(request.param)


@pytest.fixture
def page_of_side(chromium: Browser, season: Server, side: str) -> Iterator[Page]:
    """A page of somebody on this side."""
    context = chromium.new_context(
        locale="ko-KR", timezone_id="Asia/Seoul", reduced_motion="reduce"
    )
    cookie = client_of(season, side).get_cookie("festa")
    if cookie is not None:
        context.add_cookies([{"name": "festa", "value": cookie.value, "url": season.address}])
    yield context.new_page()
    context.close()


def test_axe_finds_nothing_and_nothing_runs_over_the_edge(
    season: Server, side: str, pages: dict[str, dict[str, str]], page_of_side: Page
) -> None:
    wrong: list[str] = []
    page = page_of_side
    for route, address in sorted(pages[side].items()):
        if not address:
            continue
        # Only while the page loads: axe itself sets styles, which the policy then forbids.
        page.on("console", note := partial(_note, wrong, route))
        page.goto(season.address + address, wait_until="load")
        page.remove_listener("console", note)
        for scheme, width, rules in LOOKS:
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 800})
            wrong += [f"{route}, {scheme} at {width} px: {one}" for one in faults(page, *rules)]
    assert not wrong, "\n".join(wrong)


def test_a_cell_with_two_pills_is_no_wider_than_the_narrowest_phone(
    season: Server, chromium: Browser
) -> None:
    with season.app.app_context(), season.app.test_request_context():
        told_twice = select(Booking).join(Booking.outcome).where(Outcome.disputed.is_(True))
        talk = db.session.scalars(told_twice.order_by(Booking.id)).first()
        assert talk is not None
        address = url_for("chase_console.employer", participation_id=talk.participation_id)
    cookie = client_of(season, Role.ORGANISER.value).get_cookie("festa")
    assert cookie is not None
    page = chromium.new_page(viewport={"width": 320, "height": 800}, locale="ko-KR")
    page.context.add_cookies([{"name": "festa", "value": cookie.value, "url": season.address}])
    page.goto(season.address + address)
    assert page.get_by_text("말이 달라요").count()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    page.context.close()


def _note(wrong: list[str], route: str, message: Any) -> None:
    """A blocked script or style, or an error in a script, is a fault of the page."""
    if message.type == "error" and not re.search(r"AudioContext|404|422", message.text):
        wrong.append(f"{route}: console says {message.text[:160]}")


# Reached by answering the screen before them; test_whole_road walks them.
STEPS = {
    "applying.sent",
    "applying.open_link",  # the link of a mail opens these
    "applying.show",
    "applying.company",
    "applying.taking_part",
    "applying.jobs",
    "applying.papers",
    "joining.join",
    "resuming.code",
    "registration_offers.show",
    "surveys.by_link",
    "recommended.answer",  # only for somebody whom a consultant recommended
    "seeker_times.instead",  # only for an interview whose employer does not come
    "follow_ups.by_link",
    "follow_ups.mine",
    "surveys.thanks",
    "surveys.mine",
    "surveys_desk.done",
    "talent_pool.hand_back",
    "phone_desk.code",
    "seeker_phone.code",
    "desk.slips.key",  # a slip in the hand opens it
    "registrations.consents",
    "registrations.you",
    "registrations.code",
    "registrations.details",
    "registrations.done",
    "seekers.code",
    "seekers.unknown",
    "seekers.who",
}
