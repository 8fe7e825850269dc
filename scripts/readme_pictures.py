"""The few pictures that the README shows, in docs/pictures/, each under 150 kB.

scripts/screenshots.py takes them with all the others, over its demo season.
"""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page
from sqlalchemy import select

import config
from festa.accounts.models import Account
from festa.accounts.queries import find_account
from festa.badges import fonts
from festa.badges.face import Layout
from festa.badges.models import BadgeKind
from festa.badges.pdf import draw_badges
from festa.badges.print_models import Which
from festa.badges.printing import Batch
from festa.badges.queries import active_badge
from festa.demo.hosts import ORGANISER, RECRUITER, STAFF
from festa.demo.people import SEEKER_NAME, SEEKER_PHONE
from festa.demo.places import LIVE_CITY
from festa.demo.season import YEAR
from festa.employers.models import Participation
from festa.extensions import db
from festa.fairs.models import Fair
from festa.fairs.queries import get_fair
from festa.registrations.faces import badge_faces
from festa.registrations.models import Registration
from festa.registrations.printing import seekers_of
from festa.seekers.models import Seeker
from festa.seekers.service import find_seeker
from tests.browser.conftest import Server
from tests.factories import sign_in

PICTURES = config.ROOT / "docs" / "pictures"
LARGEST = 150_000  # bytes
COLOURS = 256
PHONE, DESK = (360, 720), (1280, 800)

Pose = Callable[[Page, Server], None]


@dataclass(frozen=True)
class Picture:
    """One picture: its file, the window, who looks, and how the page gets there."""

    name: str
    window: tuple[int, int]
    who: str | None
    pose: Pose


def tour(page: Page, season: Server) -> None:
    """The season as a visitor finds it."""
    page.goto(season.address)


def consents(page: Page, season: Server) -> None:
    """The second screen of registering: each consent for itself, none given yet."""
    page.goto(season.address)
    page.get_by_role("link", name="지금 참가하기").click()
    page.get_by_role("button", name="다음").click()
    page.get_by_role("checkbox").first.evaluate("box => box.scrollIntoView({block: 'center'})")


def my_page(page: Page, season: Server) -> None:
    """The next fair of a seeker, with the badge and the interview of today."""
    page.goto(f"{season.address}/my")


def gate(page: Page, season: Server) -> None:
    """The answer to the badge of a seeker who comes in now; a row is written, as at any gate."""
    with season.app.app_context():
        fair = live_fair()
        badge = active_badge(seekers_registration(fair).id)
        assert badge is not None
        gate_id, code = fair.gates[0].id, badge.short_code
    page.goto(f"{season.address}/gate/{gate_id}")
    page.get_by_role("textbox", name="명찰 번호").fill(code)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="입장").wait_for()


def console(page: Page, season: Server) -> None:
    """The six fairs at a glance."""
    page.goto(f"{season.address}/console")


def tables(page: Page, season: Server) -> None:
    """The tables of an employer, with what is free and what is booked."""
    with season.app.app_context():
        account = find_account(RECRUITER)
        assert account is not None
        query = select(Participation.id).where(
            Participation.fair_id == live_fair().id,
            Participation.employer_id.in_(account.employer_ids),
        )
        number = db.session.scalars(query).one()
    page.goto(f"{season.address}/employer/{number}/tables")


PICTURES_OF_PAGES = (
    Picture("tour", PHONE, None, tour),
    Picture("consents", PHONE, None, consents),
    Picture("my-page", PHONE, SEEKER_NAME, my_page),
    Picture("gate", PHONE, STAFF, gate),
    Picture("console", DESK, ORGANISER, console),
    Picture("tables", DESK, RECRUITER, tables),
)


def live_fair() -> Fair:
    """The fair of today."""
    return get_fair(f"{YEAR}-{LIVE_CITY}")


def seekers_registration(fair: Fair) -> Registration:
    """The registration of the seeker who can be tried out."""
    seeker = find_seeker(SEEKER_NAME, SEEKER_PHONE)
    assert seeker is not None
    query = select(Registration).where(
        Registration.fair_id == fair.id, Registration.seeker_id == seeker.id
    )
    return db.session.scalars(query).one()


def somebody(who: str) -> Account | Seeker:
    """The person of the demo with this e-mail, or the seeker."""
    person = find_seeker(who, SEEKER_PHONE) if who == SEEKER_NAME else find_account(who)
    assert person is not None
    return person


def enter(context: BrowserContext, season: Server, who: str) -> None:
    """Give the browser a session of this person."""
    with season.app.app_context():
        cookie = sign_in(season.app.test_client(), somebody(who)).get_cookie("festa")
    context.add_cookies([{"name": "festa", "value": cookie.value, "url": season.address}])


def keep(name: str, picture: Image.Image) -> None:
    """Write a picture in few colours; stop when it is larger than the README wants it."""
    path = PICTURES / f"{name}.png"
    few = picture.convert("RGB").quantize(
        COLOURS, Image.Quantize.MAXCOVERAGE, kmeans=1, dither=Image.Dither.NONE
    )
    few.save(path, optimize=True)
    size = path.stat().st_size
    print(f"{path.relative_to(config.ROOT)}: {size // 1000} kB", flush=True)
    if size > LARGEST:
        sys.exit(f"{path.name} is larger than {LARGEST // 1000} kB.")


def sheet_of_badges(season: Server) -> Image.Image:
    """An A4 sheet as `festa badges` draws it for the fair of today."""
    with season.app.app_context():
        fonts.register(config.Config.PDF_FONTS)
        pairs = seekers_of(Batch(live_fair().id, BadgeKind.SEEKER, Which.ALL))
        out = BytesIO()
        draw_badges(badge_faces(pairs[:4]), Layout.A4_SHEET, out)
    rendered = pypdfium2.PdfDocument(out.getvalue())[0].render(scale=110 / 72)
    return rendered.to_pil()  # type: ignore[no-any-return]


def take_readme_pictures(season: Server, browser: Browser) -> None:
    """Take all of them anew."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for one in PICTURES_OF_PAGES:
        width, height = one.window
        context = browser.new_context(
            viewport={"width": width, "height": height},
            device_scale_factor=2 if one.window == PHONE else 1.5,
            locale="ko-KR",
            timezone_id="Asia/Seoul",
            reduced_motion="reduce",
            service_workers="block",
        )
        if one.who is not None:
            enter(context, season, one.who)
        page = context.new_page()
        one.pose(page, season)
        keep(one.name, Image.open(BytesIO(page.screenshot())))
        context.close()
    keep("badges", sheet_of_badges(season))
