"""The whole road with nothing faked: from a phone at home to a handshake at a table."""

import re
from datetime import time, timedelta
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import BrowserContext, Page, expect

from festa import clock
from festa.extensions import db
from festa.fairs.lifecycle import FairState
from festa.fairs.models import Fair
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
            fair = self._fair_of_today()
            employer = make_employer(name=EMPLOYER)
            participation = make_participation(fair, employer)
            make_job(participation, title="물류센터 관리자")
            # Slots until the end of a day that is open around the clock: some lie ahead.
            make_table(participation, slots=70, first=1)
            self.slug, self.gate_id = fair.slug, fair.gates[0].id
            self.participation_id = participation.id
            self.organiser = make_account(Role.ORGANISER).email
            self.staff = make_staff(fair).email
            self.recruiter = make_recruiter(employer).email
            db.session.commit()

    @staticmethod
    def _fair_of_today() -> Fair:
        fair: Fair = make_fair(
            FairState.LIVE, day=clock.today(), opens=time(0), closes=time(23, 50)
        )
        fair.registration_opens_at = clock.now() - timedelta(days=20)
        return fair


@pytest.fixture(scope="module")
def cast(server: Server) -> Cast:
    """The fair of today with an employer, before any seeker has come."""
    return Cast(server)


def sign_in(page: Page, server: Server, email: str) -> None:
    """Sign in by the form, as people do."""
    page.goto(f"{server.address}/account/sign-in")
    page.get_by_label("이메일").fill(email)
    page.get_by_label("비밀번호").fill(PASSWORD)
    page.get_by_role("button", name="로그인").click()
    expect(page.get_by_role("button", name="로그아웃").first).to_be_attached()


def read_qr(pdf: Path) -> str:
    """Render the badge and read its QR back, as a scanner would from paper."""
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) == 1
    picture = document[0].render(scale=100 / 72).to_pil()
    codes = zxingcpp.read_barcodes(picture)
    assert len(codes) == 1
    return str(codes[0].text)


def register(page: Page, server: Server, cast: Cast) -> None:
    """From the tour to a badge."""
    page.goto(server.address)
    page.get_by_role("link", name=re.compile("참가하기|신청하기")).first.click()
    if "/register" not in page.url:
        page.goto(f"{server.address}/register?fair={cast.slug}")
    page.get_by_role("button", name=re.compile("다음")).click()
    expect(page).to_have_url(re.compile("/register/consents"))
    page.get_by_role("button", name=re.compile("다음")).click()
    page.get_by_label("이름").fill(NAME)
    page.get_by_label("휴대전화").fill(PHONE)
    page.get_by_label("태어난 해").fill("1968")
    page.get_by_label("시·도").select_option(index=3)
    page.get_by_role("button", name="인증번호 받기").click()
    page.get_by_label("인증번호").fill(server.newest_code())
    page.get_by_role("button", name=re.compile("확인|다음")).first.click()


def test_from_a_phone_at_home_to_an_interview(
    server: Server, cast: Cast, phone: BrowserContext, laptop: BrowserContext, tmp_path: Path
) -> None:
    seeker = phone.new_page()
    register(seeker, server, cast)
    seeker.goto(f"{server.address}/my")
    with seeker.expect_download() as download:
        seeker.get_by_role("link", name=re.compile("PDF")).first.click()
    pdf = tmp_path / "badge.pdf"
    download.value.save_as(pdf)
    code = read_qr(pdf)
    assert code.isdigit()

    seeker.goto(f"{server.address}/my/apply/{cast.participation_id}")
    expect(seeker.get_by_text(EMPLOYER).first).to_be_visible()
    seeker.get_by_role("checkbox").first.check()
    seeker.get_by_role("button", name=re.compile("신청")).click()

    staff = laptop.new_page()
    sign_in(staff, server, cast.staff)
    staff.goto(f"{server.address}/gate/{cast.gate_id}")
    staff.get_by_label("명찰 번호").fill(code)
    staff.keyboard.press("Enter")
    expect(staff.get_by_role("heading", level=1)).to_have_text("입장")
    laptop.clear_cookies()

    recruiter = laptop.new_page()
    sign_in(recruiter, server, cast.recruiter)
    recruiter.goto(f"{server.address}/employer/{cast.participation_id}/candidates")
    recruiter.get_by_role("link", name=re.compile(NAME)).first.click()
    raise AssertionError("the recruiter's part follows")
