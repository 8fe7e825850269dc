"""An employer nobody knows: applies, is asked back, is approved, opens the link, is at home.

Everything is found by what it is called on the page, and axe finds nothing on any of them.
"""

import re
import time
from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from festa import clock
from festa.employers.business_number import show_business_number
from festa.extensions import db
from festa.fairs.lifecycle import FairState
from tests.browser.conftest import Server
from tests.browser.eyes import look
from tests.factories import PASSWORD, make_account, make_fair
from tests.integration.onboarding.road import made_up_number, picture

# One engine is enough to look at pages.
pytestmark = pytest.mark.parametrize("server", ["sqlite"], indirect=True, scope="module")

LINK = re.compile(r"http://127\.0\.0\.1:\d+/(?:apply/link|invitation)/[\w.~-]+")
EMAIL, COMPANY, CHIEF = "hr@example.com", "가온물산", "나대표"
OWN_PASSWORD = "우리 회사의 긴 비밀번호"


@pytest.fixture(scope="module")
def organiser(server: Server) -> str:
    """The organiser's e-mail, with a fair three weeks ahead for which employers may apply."""
    with server.app.app_context():
        make_fair(FairState.REGISTRATION_OPEN, day=clock.today() + timedelta(days=21))
        email: str = make_account().email
        db.session.commit()
    return email


def newest_link(server: Server, kind: str, seen: int = 0) -> str:
    """The link of this kind that was mailed last, once there are more than were seen."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        found = LINK.findall(server.mail())
        found = [link for link in found if f"/{kind}/" in link]
        if len(found) > seen:
            return str(found[-1])
        time.sleep(0.05)
    raise AssertionError("no link was sent")


def press(page: Page, name: str) -> None:
    """Press the button of this name."""
    page.get_by_role("button", name=name, exact=True).click()


def test_an_employer_applies_fixes_and_comes_in(
    server: Server, organiser: str, laptop: BrowserContext, phone: BrowserContext
) -> None:
    page = phone.new_page()
    page.goto(server.address)
    page.get_by_role("link", name="기업 참가 신청").click()
    look(page)
    page.get_by_label("대전").check()
    page.get_by_label("사업자등록번호").fill("000-00-00000")
    page.get_by_label("담당자 이메일").fill(EMAIL)
    expect(page.get_by_role("alert")).to_contain_text("서로 맞지 않아요")
    look(page)
    page.get_by_label("담당자 개인정보의 수집·이용에 동의해요").check()
    press(page, "신청서 링크 받기")
    expect(page.get_by_role("alert")).to_contain_text("서로 맞지 않아요")
    look(page)
    number = made_up_number()
    page.get_by_label("사업자등록번호").fill(f"{number[:3]} {number[3:5]} {number[5:]}")
    page.get_by_label("담당자 이메일").focus()
    expect(page.get_by_label("사업자등록번호")).to_have_value(show_business_number(number))
    press(page, "신청서 링크 받기")
    expect(page.get_by_role("heading", name="이메일을 확인해 주세요")).to_be_visible()
    look(page)

    page.goto(newest_link(server, "link"))
    look(page)
    page.get_by_role("link", name="기업 정보").click()
    look(page)
    page.get_by_label("기업 이름").fill(COMPANY)
    page.get_by_label("대표자").fill("홍대표")
    page.get_by_label("개업일").fill("2011-03-02")
    page.get_by_label("주소").fill("대전광역시 유성구 예시로 12")
    press(page, "저장하기")
    page.get_by_role("link", name="참가 형태와 담당자").click()
    look(page)
    page.get_by_label("현장 면접", exact=False).first.check()
    page.get_by_label("면접 테이블 수").fill("2")
    page.get_by_label("담당자 이름").fill("김담당")
    page.get_by_label("담당자 전화").fill("042-123-4567")
    press(page, "저장하기")
    page.get_by_role("link", name="뽑을 일자리").first.click()
    look(page)
    page.get_by_label("일자리 이름").fill("물류센터 재고관리")
    page.get_by_label("직무").fill("재고관리")
    page.get_by_label("고용 형태").select_option(label="정규직")
    page.get_by_label("근무지").fill("대전광역시 유성구")
    page.get_by_label("모집 인원").fill("3")
    press(page, "일자리 더하기")
    look(page)
    page.get_by_role("link", name="신청서로 돌아가기").click()
    page.get_by_role("link", name="사업자등록증").first.click()
    certificate = {"name": "등록증.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    page.get_by_label("사업자등록증 파일").set_input_files([certificate])  # type: ignore[list-item]
    press(page, "올리기")
    look(page)
    page.get_by_role("link", name="신청서로 돌아가기").click()
    press(page, "신청서 보내기")
    expect(page.get_by_text("신청을 받았어요")).to_be_visible()
    look(page)

    desk = laptop.new_page()
    desk.goto(f"{server.address}/account/sign-in")
    desk.get_by_label("이메일").fill(organiser)
    desk.get_by_label("비밀번호").fill(PASSWORD)
    press(desk, "로그인")
    desk.get_by_role("link", name="기업", exact=True).click()
    desk.get_by_role("link", name="참가 신청 심사").click()
    look(desk)
    desk.get_by_role("link", name=COMPANY).click()
    look(desk)
    with desk.expect_download() as download:
        desk.get_by_role("link", name="내려받기").click()
    assert download.value.suggested_filename == f"certificate-{number}-1.jpg"
    desk.get_by_role("link", name="보완 요청하기").click()
    look(desk)
    desk.get_by_label("대표자").fill("등록증의 대표자와 달라요.")
    press(desk, "보완 요청 보내기")
    expect(desk.get_by_text("보완을 요청하고 이메일로 알렸어요.")).to_be_visible()

    page.reload()
    look(page)
    page.get_by_role("link", name="기업 정보").click()
    expect(page.get_by_text("등록증의 대표자와 달라요.")).to_be_visible()
    look(page)
    page.get_by_label("대표자", exact=True).fill(CHIEF)
    press(page, "저장하기")
    press(page, "다시 보내기")
    expect(page.get_by_text("운영사무국이 살펴보고 있어요")).to_be_visible()

    desk.reload()
    press(desk, "참가 확정하기")
    expect(desk.get_by_text("참가를 확정했어요. 이메일로 알려 드려요.")).to_be_visible()
    look(desk)

    page.goto(newest_link(server, "invitation"))
    look(page)
    page.get_by_label("비밀번호", exact=True).fill(OWN_PASSWORD)
    page.get_by_label("비밀번호 한 번 더").fill(OWN_PASSWORD)
    press(page, "계정 만들고 시작하기")
    expect(page.get_by_role("heading", name="우리 기업의 박람회")).to_be_visible()
    look(page)
    page.get_by_role("link", name="함께 일하는 사람").click()
    look(page)
    page.get_by_label("이름").fill("이담당")
    page.get_by_label("이메일").fill("lee@example.com")
    press(page, "초대 링크 보내기")
    expect(page.get_by_text("초대 링크를 이메일로 보냈어요")).to_be_visible()
    look(page)
    page.get_by_role("link", name="우리 기업").first.click()
    page.get_by_role("link", name="다른 박람회 신청").click()
    look(page)
