"""A new employer's whole road, by mouse and by keyboard alone, with nothing faked.

Apply, be approved, post two jobs, open a morning of slots, book three seekers, close their
outcomes; axe looks at every page on the way.
"""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time as hour
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from reportlab.pdfgen.canvas import Canvas
from sqlalchemy import select

from festa import clock
from festa.employers.models import Employer, Job, JobState, Participation
from festa.extensions import db
from festa.fairs.lifecycle import FairState
from festa.fairs.models import Fair
from festa.interviews.models import Booking
from festa.permissions import Role
from tests.browser.conftest import Server
from tests.browser.eyes import look
from tests.browser.hands import Hands, Keyboard, Mouse
from tests.factories import (
    PASSWORD,
    make_account,
    make_application,
    make_fair,
    make_registration,
    make_seeker,
)

NEW_PASSWORD = "우리 회사 채용은 즐겁게 합니다"
SEEKERS = ("나지원", "도하람", "마루나")
NUMBERS = {"Mouse": "999-99-00010", "Keyboard": "999-99-00024"}
JOBS = (
    ("물류센터 재고관리 담당 모집", "재고관리"),
    ("고객상담 담당 모집", "고객상담"),
)


@dataclass
class Road:
    """Who goes it, and on which server."""

    server: Server
    hands: Hands
    organiser: Page
    paper: Path
    old_mail: str  # what was sent before

    @property
    def by(self) -> str:
        """With what it is gone."""
        return type(self.hands).__name__

    @property
    def company(self) -> str:
        """The company's name."""
        return f"가온물산 {self.by}"

    @property
    def email(self) -> str:
        """Where its mail goes."""
        return f"hr-{self.by.lower()}@example.org"

    @property
    def page(self) -> Page:
        """The employer's page."""
        return self.hands.page

    def look(self) -> None:
        """Axe finds nothing here, and nothing runs over the edge."""
        look(self.page)

    def newest_link(self, path: str) -> str:
        """The last link of this kind that was sent on this road."""
        deadline = time.monotonic() + 15
        pattern = re.compile(rf"https?://\S+{path}[^\s<>]+")
        while time.monotonic() < deadline:
            found = [one for one in pattern.findall(self.server.mail()) if one not in self.old_mail]
            if found:
                return self.server.address + "/" + str(found[-1]).split("/", 3)[3]
            time.sleep(0.05)
        raise AssertionError(f"no link to {path} was sent")


@pytest.fixture
def fair(server: Server) -> str:
    """A fair in nine days for which employers may apply; its slug."""
    with server.app.app_context():
        day = clock.today() + timedelta(days=9)
        fair = make_fair(FairState.BOOKING_OPEN, day=day, opens=hour(10), closes=hour(16))
        db.session.commit()
        return str(fair.slug)


@pytest.fixture(params=[(Mouse, 1280), (Keyboard, 820)], ids=["mouse", "keyboard"])
def road(
    request: pytest.FixtureRequest,
    server: Server,
    chromium: Browser,
    laptop: BrowserContext,
    tmp_path: Path,
) -> Iterator[Road]:
    """A new employer before a browser, and the organiser at another."""
    hands, width = request.param
    context = chromium.new_context(
        viewport={"width": width, "height": 900}, locale="ko-KR", timezone_id="Asia/Seoul"
    )
    context.set_default_timeout(15_000)
    paper = tmp_path / "certificate.pdf"
    canvas = Canvas(str(paper))
    canvas.drawString(72, 720, "certificate")
    canvas.save()
    yield Road(server, hands(context.new_page()), laptop.new_page(), paper, server.mail())
    context.close()


# The engine makes no difference to hands; the verbs beneath are tested on both.
@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
def test_a_new_employer_comes_from_the_home_page_to_closed_outcomes(road: Road, fair: str) -> None:
    apply(road)
    approve(road)
    join(road)
    post_two_jobs(road)
    open_a_morning(road)
    three_apply(road, fair)
    book_three(road)
    the_day_comes(road, fair)
    close_three(road)


def apply(road: Road) -> None:
    """From the home page to an application that was sent in."""
    hands, page = road.hands, road.page
    page.goto(road.server.address)
    hands.follow("기업 참가 신청")
    road.look()
    hands.tick("대전")
    hands.write("사업자등록번호", NUMBERS[road.by])
    hands.write("담당자 이메일", road.email)
    hands.tick("담당자 개인정보의 수집·이용에 동의해요")
    hands.press("신청서 링크 받기")
    expect(page.get_by_text(road.email)).to_be_visible()
    road.look()
    page.goto(road.newest_link("/apply/link/"))
    road.look()

    hands.follow("기업 정보")
    hands.write("기업 이름", road.company)
    hands.write("대표자", "홍대표")
    hands.date("개업일", "2011", "03", "02")
    hands.write("주소", "대전광역시 유성구 예시로 12")
    road.look()
    hands.press("저장하기")

    hands.follow("참가 형태와 담당자")
    hands.tick("현장 면접")
    hands.write("면접 테이블 수", "1")
    hands.write("담당자 이름", "김담당")
    hands.write("담당자 전화", "042-123-4567")
    road.look()
    hands.press("저장하기")

    hands.follow("뽑을 일자리")
    title, duty = JOBS[0]
    hands.write("일자리 이름", title)
    hands.write("직무", duty)
    hands.choose("고용 형태", "정규직")
    hands.write("근무지", "대전광역시 유성구")
    hands.write("모집 인원", "2")
    road.look()
    hands.press("일자리 더하기")
    hands.follow("신청서로 돌아가기")

    hands.follow("사업자등록증")
    road.look()
    hands.hand_in("사업자등록증 파일", road.paper)
    hands.press("올리기")
    hands.follow("신청서로 돌아가기")
    hands.press("신청서 보내기")
    expect(page.get_by_text("신청서를 보냈어요")).to_be_visible()
    road.look()


def approve(road: Road) -> None:
    """The organiser reads it and says yes."""
    with road.server.app.app_context():
        email = make_account(Role.ORGANISER).email
        db.session.commit()
    page = road.organiser
    page.goto(f"{road.server.address}/account/sign-in")
    page.get_by_label("이메일").fill(email)
    page.get_by_label("비밀번호").fill(PASSWORD)
    page.get_by_role("button", name="로그인").click()
    page.goto(f"{road.server.address}/console/applications")
    page.get_by_role("link", name=road.company).first.click()
    page.get_by_role("button", name="참가 확정하기").click()
    expect(page.get_by_text("참가 확정").first).to_be_visible()


def join(road: Road) -> None:
    """By the link of the mail to an account and the first page."""
    hands, page = road.hands, road.page
    page.goto(road.newest_link("/invitation/"))
    hands.write("이름", "김담당")
    hands.write("비밀번호", NEW_PASSWORD)
    hands.write("비밀번호 한 번 더", NEW_PASSWORD)
    road.look()
    hands.press("계정 만들고 시작하기")
    expect(page.get_by_role("heading", name="우리 기업의 박람회")).to_be_visible()
    road.look()


def post_two_jobs(road: Road) -> None:
    """Finish the posting that the application began, write a second, put both up."""
    hands, page = road.hands, road.page
    hands.follow("대전")
    road.look()
    hands.follow("채용공고")
    road.look()
    hands.follow("고치기")
    hands.write("급여(원)", "260만")
    hands.write("근무 시간", "월~금 09:00~18:00")
    road.look()
    hands.press("저장하기")
    hands.press("게시하기")
    expect(page.get_by_text("공고를 게시했어요")).to_be_visible()

    hands.follow("공고 쓰기")
    title, duty = JOBS[1]
    hands.write("공고 제목", title)
    hands.write("직무", duty)
    hands.choose("고용 형태", "계약직")
    hands.write("근무지", "대전광역시 서구")
    hands.choose("급여 단위", "시급")
    hands.write("급여(원)", "12000")
    road.look()
    hands.press("저장하기")
    hands.press("게시하기")
    expect(page.get_by_text("공고를 게시했어요")).to_be_visible()
    road.look()
    with road.server.app.app_context():
        posted = (
            select(Job)
            .join(Participation)
            .join(Employer)
            .where(Employer.name == road.company, Job.state == JobState.POSTED)
        )
        assert {job.title for job in db.session.scalars(posted)} == {one for one, _duty in JOBS}


def open_a_morning(road: Road) -> None:
    """A table from ten to noon."""
    hands, page = road.hands, road.page
    hands.follow("면접 시간표")
    road.look()
    hands.follow("테이블 열기")
    hands.write("테이블 이름", "1번 테이블")
    hands.choose("시작", "오전 10:00")
    hands.choose("끝", "오후 12:00")
    road.look()
    hands.press("테이블 열기")
    expect(page.get_by_text("칸을 열었어요.")).to_be_visible()
    road.look()


def three_apply(road: Road, fair: str) -> None:
    """Three seekers apply, each with the consent that names this employer."""
    with road.server.app.app_context():
        here = db.session.scalars(select(Fair).where(Fair.slug == fair)).one()
        part = db.session.scalars(
            select(Participation).join(Employer).where(Employer.name == road.company)
        ).one()
        for name in SEEKERS:
            make_application(make_registration(here, make_seeker(name=name)), part)
        db.session.commit()


def book_three(road: Road) -> None:
    """Each into the first time that is free."""
    hands, page = road.hands, road.page
    for _name in SEEKERS:
        hands.follow("지원자")
        road.look()
        hands.follow("면접 시간 잡기")
        expect(page.get_by_role("heading", name=re.compile(" 님"))).to_be_visible()
        road.look()
        hands.press_a_time()
        expect(page.get_by_text("예약하고 지원자에게 알렸어요")).to_be_visible()


def the_day_comes(road: Road, fair: str) -> None:
    """The organiser opens the doors; the hours stay ahead whatever the time is now."""
    with road.server.app.app_context():
        here = db.session.scalars(select(Fair).where(Fair.slug == fair)).one()
        here.state, here.day = FairState.LIVE, clock.today() + timedelta(days=1)
        db.session.commit()


def close_three(road: Road) -> None:
    """Call, talk, and say what came of it, three times."""
    hands, page = road.hands, road.page
    hands.follow("지원자")
    hands.follow("당일 일정")
    road.look()
    for result in ("2차 면접", "합격", "불합격"):
        for words in ("호출", "면접 시작", "면접 완료", result):
            hands.press(words)
            expect(page.get_by_role("status")).to_be_visible()
        road.look()
    with road.server.app.app_context():
        mine = (
            select(Booking).join(Participation).join(Employer).where(Employer.name == road.company)
        )
        talks = db.session.scalars(mine).all()
        assert len(talks) == len(SEEKERS)
        assert all(talk.outcome for talk in talks)
