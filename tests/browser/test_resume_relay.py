"""A paper résumé from a small phone to an employer's laptop, and what the seeker hears of it."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect
from sqlalchemy import select

from festa import clock
from festa.employers.participation import Mode
from festa.extensions import db
from festa.fairs.lifecycle import FairState
from festa.resumes.models import Delivery
from tests.browser.conftest import Server
from tests.browser.eyes import look
from tests.factories import (
    make_employer,
    make_fair,
    make_job,
    make_participation,
    make_registration,
    make_seeker,
    sign_in,
)
from tests.resume_files import a_photo

pytestmark = pytest.mark.parametrize("server", ["sqlite"], indirect=True, scope="module")

LINK = re.compile(r"(/resume-link/\S+)")


@pytest.fixture
def paper(tmp_path: Path) -> list[Path]:
    """Two photos as a phone takes them, sideways and far too large."""
    files = []
    for number in (1, 2):
        path = tmp_path / f"IMG_{number}.jpg"
        path.write_bytes(a_photo((4000, 3000), turned=6))
        files.append(path)
    return files


@pytest.fixture
def applicant(server: Server, phone: BrowserContext) -> Iterator[int]:
    """Somebody signed in on the phone; the number of a posting-only employer of the fair."""
    with server.app.app_context():
        # Tomorrow's: today's would be over in the evening.
        fair = make_fair(FairState.LIVE, day=clock.today() + timedelta(days=1))
        part = make_participation(
            fair, make_employer(name="한빛물류"), Mode.POSTING_ONLY, contact_email="a@example.com"
        )
        make_job(part, title="재고 관리")
        seeker = make_registration(fair, make_seeker(name="한가람")).seeker
        cookie = sign_in(server.app.test_client(), seeker).get_cookie("festa")
        number = part.id
        db.session.commit()
    assert cookie is not None
    phone.add_cookies([{"name": "festa", "value": cookie.value, "url": server.address}])
    yield number


def test_two_photos_of_paper_reach_an_employer_and_the_receipt_says_so(
    server: Server, phone: BrowserContext, laptop: BrowserContext, applicant: int, paper: list[Path]
) -> None:
    page = phone.new_page()
    page.goto(f"{server.address}/my/apply/{applicant}")
    page.get_by_text("종이 이력서를 사진으로 찍어 내기").click()
    look(page)
    page.get_by_label("첫째 장 사진").set_input_files(paper[0])
    page.get_by_label("둘째 장 사진").set_input_files(paper[1])
    page.get_by_role("radio", name="재고 관리").check()
    page.get_by_role("button", name="동의하고 신청하기").click()
    expect(page.get_by_role("alert")).to_contain_text("동의해 주세요")
    expect(page.get_by_role("radio", name="재고 관리")).to_be_checked()
    look(page)
    page.get_by_label("첫째 장 사진").set_input_files(paper[0])
    page.get_by_label("둘째 장 사진").set_input_files(paper[1])
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="동의하고 신청하기").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("이력서 접수증")
    expect(page.get_by_text("종이 이력서 사진 2쪽")).to_be_visible()
    look(page)
    _collect(server, laptop)
    page.reload()
    expect(page.get_by_text("기업이 받아 갔어요")).to_be_visible()


def _collect(server: Server, laptop: BrowserContext) -> None:
    """The employer's contact follows the link of the mail and saves the file."""
    path = LINK.findall(server.mail())[-1]
    desk = laptop.new_page()
    desk.goto(server.address + path)
    look(desk)
    desk.get_by_role("button", name="이력서함 열기").click()
    expect(desk.get_by_role("heading", name="한가람")).to_be_visible()
    look(desk)
    with desk.expect_download() as saved:
        desk.get_by_role("button", name="이력서 받기").click()
    file = saved.value
    with server.app.app_context():
        number = db.session.scalars(select(Delivery.number).order_by(Delivery.id.desc())).first()
    assert file.suggested_filename == f"resume-{number}.pdf"
    assert Path(file.path()).read_bytes().startswith(b"%PDF-")
