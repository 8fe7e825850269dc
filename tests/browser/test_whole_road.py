"""The whole road with nothing faked: from a phone at home to a handshake at a table."""

import re
from datetime import time, timedelta
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select

from festa import clock
from festa.audit.models import AuditEntry
from festa.extensions import db
from festa.fairs.lifecycle import FairState
from festa.permissions import Role
from tests.browser.conftest import Server
from tests.factories import (
    PASSWORD,
    make_account,
    make_employer,
    make_fair,
    make_job,
    make_participation,
    make_recruiter,
    make_staff,
    make_table,
)

NAME, PHONE = "한가람", "010-2345-6789"
EMPLOYER = "가온물산"


class Cast:
    """Everybody who has a part, by e-mail, and the fair on which they meet."""

    def __init__(self, server: Server) -> None:
        with server.app.app_context():
            # Opened by hand a day early: all its hours lie ahead, whatever the time is now.
            tomorrow = clock.today() + timedelta(days=1)
            fair = make_fair(FairState.LIVE, day=tomorrow, opens=time(10), closes=time(16))
            employer = make_employer(name=EMPLOYER)
            participation = make_participation(fair, employer)
            make_job(participation, title="물류센터 관리자")
            make_table(participation)
            self.slug, self.gate_id = fair.slug, fair.gates[0].id
            self.participation_id = participation.id
            self.organiser = make_account(Role.ORGANISER).email
            self.staff = make_staff(fair).email
            self.recruiter = make_recruiter(employer).email
            db.session.commit()


@pytest.fixture(scope="module")
def cast(server: Server) -> Cast:
    """The fair with an employer, before any seeker has come."""
    return Cast(server)


def sign_in(page: Page, server: Server, email: str) -> None:
    """Sign in by the form, as people do."""
    page.goto(f"{server.address}/account/sign-in")
    page.get_by_label("이메일").fill(email)
    page.get_by_label("비밀번호").fill(PASSWORD)
    page.get_by_role("button", name="로그인").click()
    expect(page.get_by_role("button", name="로그아웃").first).to_be_attached()


def sign_out(context: BrowserContext, server: Server) -> None:
    """Leave the laptop to the next person."""
    page = context.new_page()
    page.goto(server.address)
    page.get_by_role("button", name="로그아웃").first.click()
    expect(page.get_by_role("button", name="로그아웃")).to_have_count(0)


def read_qr(pdf: Path) -> str:
    """Render the badge and read its QR back, as a scanner would from paper."""
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) == 1
    picture = document[0].render(scale=100 / 72).to_pil()
    codes = zxingcpp.read_barcodes(picture)
    assert len(codes) == 1
    return str(codes[0].text)


def register(page: Page, server: Server, cast: Cast) -> None:
    """From the tour to a badge, one thing a screen."""
    page.goto(server.address)
    page.get_by_role("link", name="지금 참가하기").click()
    page.get_by_role("button", name="다음").click()
    expect(page).to_have_url(re.compile("/register/consents"))
    for choice in page.get_by_role("checkbox").all():
        expect(choice).not_to_be_checked()
    page.get_by_role("button", name="다음").click()
    page.get_by_label("이름").fill(NAME)
    page.get_by_label("휴대전화").fill(PHONE)
    page.get_by_label("태어난 해").fill("1968")
    page.get_by_label("시·도").select_option(label="대전광역시")
    page.get_by_role("button", name="인증번호 받기").click()
    page.get_by_label("인증번호").fill(server.newest_code())
    page.get_by_role("button", name="확인").click()
    expect(page).to_have_url(re.compile("/register/(details|done)"))


def download_badge(page: Page, server: Server, folder: Path) -> str:
    """The badge as PDF, and the digits that its QR holds."""
    page.goto(f"{server.address}/my")
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF로 저장").first.click()
    pdf = folder / "badge.pdf"
    download.value.save_as(pdf)
    return read_qr(pdf)


def apply(page: Page, server: Server, cast: Cast) -> None:
    """Apply to the employer, with the consent that names it."""
    page.goto(f"{server.address}/fairs/{cast.slug}")
    page.get_by_role("link", name=EMPLOYER).first.click()
    page.get_by_role("link", name="면접 신청").click()
    consent = page.get_by_role("checkbox")
    expect(consent).not_to_be_checked()
    consent.check()
    page.get_by_role("button", name="동의하고 면접 신청").click()
    expect(page.get_by_text(EMPLOYER).first).to_be_visible()


def admit(page: Page, server: Server, cast: Cast, code: str) -> None:
    """Type the digits at the gate."""
    sign_in(page, server, cast.staff)
    page.goto(f"{server.address}/gate/{cast.gate_id}")
    page.get_by_role("textbox", name="명찰 번호").fill(code)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("입장")


def book(page: Page, server: Server, cast: Cast) -> str:
    """Book the seeker into the first free time; the time as the page shows it."""
    sign_in(page, server, cast.recruiter)
    page.goto(f"{server.address}/employer/{cast.participation_id}/candidates")
    page.get_by_role("link", name=re.compile(NAME)).first.click()
    free = page.get_by_role("button", name=re.compile(r"\d\d:\d\d"))
    hours, minutes = free.first.inner_text()[:5].split(":")
    half = "오전" if int(hours) < 12 else "오후"
    free.first.click()
    expect(page.get_by_text("예약 확정").first).to_be_visible()
    return f"{half} {(int(hours) - 1) % 12 + 1}:{minutes}"


def logged_actions(server: Server) -> list[str]:
    """What the audit log tells, in order."""
    with server.app.app_context():
        return list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def test_from_a_phone_at_home_to_an_interview(
    server: Server, cast: Cast, phone: BrowserContext, laptop: BrowserContext, tmp_path: Path
) -> None:
    seeker = phone.new_page()
    register(seeker, server, cast)
    code = download_badge(seeker, server, tmp_path)
    assert code.isdigit()
    apply(seeker, server, cast)

    admit(laptop.new_page(), server, cast, code)
    sign_out(laptop, server)
    when = book(laptop.new_page(), server, cast)
    sign_out(laptop, server)

    seeker.goto(f"{server.address}/my")
    expect(seeker.get_by_text(when).first).to_be_visible()
    expect(seeker.get_by_text(EMPLOYER).first).to_be_visible()

    organiser = laptop.new_page()
    sign_in(organiser, server, cast.organiser)
    organiser.goto(f"{server.address}/console/interviews/bookings?fair={cast.slug}")
    row = organiser.get_by_role("row").filter(has_text=EMPLOYER).filter(has_text=NAME)
    expect(row).to_contain_text(when)
    organiser.goto(f"{server.address}/console/audit")
    expect(organiser.get_by_role("heading", level=1)).to_have_text("기록")

    told = logged_actions(server)
    road = [
        "registration.submitted",
        "badge.issued",
        "registration.confirmed",
        "consent.granted",
        "application.made",
        "scan.admitted",
        "booking.made",
    ]
    positions = [told.index(action) for action in road]
    assert positions == sorted(positions), f"the log tells another order: {told}"
    assert "personal_data.seen" in told
