"""The camera sees a real badge, and the person is inside before the arm is down again."""

import logging
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import monotonic

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from festa.badges import fonts
from festa.badges.face import Layout
from festa.badges.pdf import draw_one
from festa.badges.queries import active_badge
from festa.extensions import db
from festa.gates.decision import ScanOutcome
from festa.gates.models import Scan, ScanMethod
from festa.registrations.faces import badge_face
from festa.registrations.models import Registration
from tests.browser.conftest import Launch, Server
from tests.browser.devices import Hall, Phone, open_hall, pairing_digits
from tests.browser.film import shoot

log = logging.getLogger(__name__)

PEOPLE, IN_THE_FILM = 5_000, 3
LOOKS, MORE_LOOKS = 7, 2  # the film begins again and again
LONGEST_ANSWER, LONGEST_FRAME = 150, 1_000  # milliseconds from the code, and from the frame
PATIENCE = 120  # seconds, for a busy machine
SLOWER = 4  # times slower than this machine: a phone of some years ago


@pytest.fixture(scope="module")
def hall(server: Server) -> Hall:
    """Five thousand people, of whom a few are in the film."""
    return open_hall(server, PEOPLE)


@pytest.fixture
def phone(server: Server, launch: Launch, hall: Hall, tmp_path: Path) -> Iterator[Phone]:
    """A slow phone whose camera looks at real badges."""
    film = shoot(badge_papers(server, hall), tmp_path / "badges.mjpeg")
    camera = (
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    )
    phone = Phone(launch, tmp_path / "phone", server.address, arguments=camera).open()
    slow = phone.context.new_cdp_session(phone.page)
    slow.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    yield phone
    phone.close()


def badge_papers(server: Server, hall: Hall) -> list[bytes]:
    """The badges of the first people, as they are printed."""
    with server.app.app_context(), server.app.test_request_context():
        fonts.register(server.app.config["PDF_FONTS"])
        papers = []
        for visitor in hall.visitors[:IN_THE_FILM]:
            registration = db.session.get_one(Registration, visitor.registration_id)
            badge = active_badge(registration.id)
            assert badge is not None
            papers.append(draw_one(badge_face(registration, badge), Layout.A6))
        return papers


def durations(phone: Phone, name: str) -> list[float]:
    """What the page measured, in milliseconds."""
    script = f"performance.getEntriesByName('{name}').map((one) => one.duration)"
    return list(phone.page.evaluate(script))


def admitted(server: Server, hall: Hall) -> set[int | None]:
    """Who came in, all of them by the camera."""
    with server.app.app_context():
        asked = select(Scan.registration_id, Scan.method).where(
            Scan.fair_id == hall.fair_id, Scan.outcome == ScanOutcome.ADMITTED
        )
        came = db.session.execute(asked).all()
    assert {method for _who, method in came} <= {ScanMethod.CAMERA}
    return {who for who, _method in came}


def look_at_the_film(phone: Phone) -> tuple[list[float], list[float]]:
    """The times of so many answers: from the code to the answer, and from the frame."""
    phone.until(
        f"performance.getEntriesByName('festa:frame-to-answer').length >= {LOOKS}", PATIENCE
    )
    return durations(phone, "festa:decode-to-answer"), durations(phone, "festa:frame-to-answer")


def test_paired_scanned_admitted_on_the_first_frames(
    server: Server, hall: Hall, phone: Phone
) -> None:
    phone.pair(pairing_digits(server, hall.gate_ids[0]), "정문 1번 폰")
    assert phone.page.evaluate("festaGate.state.people") == PEOPLE
    start = phone.page.locator("[data-camera-start]")
    if start.is_visible():
        start.click()
    answer = phone.page.locator("[data-answer]")
    expect(answer).to_have_attribute("data-outcome", "admitted")
    expect(answer.locator("[data-answer-word]")).to_have_text("입장")
    in_the_film = {visitor.registration_id for visitor in hall.visitors[:IN_THE_FILM]}
    deadline = monotonic() + PATIENCE
    while admitted(server, hall) != in_the_film:
        assert monotonic() < deadline, "somebody in the film was not seen"
        phone.page.wait_for_timeout(200)
    decided, seen = look_at_the_film(phone)
    for _again in range(MORE_LOOKS):  # what else runs on the machine only adds to a look
        if median(decided) <= LONGEST_ANSWER and median(seen) <= LONGEST_FRAME:
            break
        phone.page.evaluate("performance.clearMeasures()")
        decided, seen = look_at_the_film(phone)
    log.info("decode to answer %s ms, frame to answer %s ms", decided, seen)
    assert median(decided) <= LONGEST_ANSWER
    assert median(seen) <= LONGEST_FRAME
