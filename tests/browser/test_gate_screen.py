"""What the volunteer at the door sees: each answer in its word and colour, and every other road to one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from festa.audit.actor import SYSTEM
from festa.badges.models import Badge, BadgeState, ReissueReason
from festa.badges.queries import active_badge
from festa.badges.service import reissue_badge
from festa.extensions import db
from festa.fairs.lifecycle import FairState
from festa.fairs.models import Gate
from festa.fairs.models import Hall as Room
from festa.gates.device_models import DeviceRole
from festa.gates.pairing import open_pairing
from festa.registrations.models import Registration, RegistrationState
from tests.browser.bare_engine import Door, make_door
from tests.browser.conftest import PHONE, Server
from tests.browser.eyes import look
from tests.factories import make_fair, make_registration

pytestmark = pytest.mark.parametrize("server", ["sqlite"], indirect=True, scope="module")

GREEN, PLUM, AMBER = "rgb(16, 96, 58)", "rgb(122, 43, 107)", "rgb(125, 74, 0)"
BLUE, RED, VIOLET = "rgb(29, 79, 145)", "rgb(153, 32, 26)", "rgb(77, 68, 146)"
PEOPLE = 40
NEWEST = "festaGate.recent[0]?.id"  # the list on the screen comes a moment later
# With a Hangul input method on, a reader's keys arrive as "Process" with the place of the key.
TYPE_IN_HANGUL = """([target, text]) => {
  const node = target ? document.querySelector(target) : document.body;
  if (target) node.focus();
  let now = performance.now(); // a busy machine stops between two keys, a reader does not
  const press = (key, code) => {
    const event = new KeyboardEvent("keydown", { key, code, bubbles: true, cancelable: true });
    Object.defineProperty(event, "timeStamp", { value: (now += 1) });
    return node.dispatchEvent(event);
  };
  for (const sign of text) {
    press("Process", /[0-9]/.test(sign) ? `Digit${sign}` : `Key${sign.toUpperCase()}`);
    if (target) {
      node.value += sign;
      node.dispatchEvent(new InputEvent("input", { bubbles: true }));
    }
  }
  return !press("Process", "Enter");
}"""


@dataclass
class Hall:
    """A door, and one badge for each answer that needs its own."""

    door: Door
    codes: dict[str, str]


@pytest.fixture(scope="module")
def hall(server: Server) -> Hall:
    """People who may come in, and some who may not, each for another reason."""
    door = make_door(server, PEOPLE)
    with server.app.app_context():
        people = [db.session.get_one(Registration, one.registration_id) for one in door.visitors]
        replaced, revoked, waiting, cancelled, expired = (
            active_badge(person.id) for person in people[:5]
        )
        assert replaced and revoked and waiting and cancelled and expired
        reissue_badge(replaced, ReissueReason.LOST, SYSTEM)
        revoked.state, expired.state = BadgeState.REVOKED, BadgeState.EXPIRED
        people[2].state = RegistrationState.WAITLISTED
        people[3].state = RegistrationState.CANCELLED
        tour = db.session.get_one(Gate, door.gate_id).fair.tour
        other = make_registration(make_fair(FairState.REGISTRATION_OPEN, tour=tour, city="부산"))
        db.session.flush()
        elsewhere = db.session.scalars(select(Badge).where(Badge.registration_id == other.id)).one()
        codes = {
            "superseded": replaced.code,
            "revoked": revoked.code,
            "waitlisted": waiting.code,
            "cancelled": cancelled.code,
            "expired": expired.code,
            "other_fair": elsewhere.code,
        }
        db.session.commit()
    del door.visitors[:5]
    return Hall(door, codes)


@pytest.fixture(scope="module")
def page(chromium: Browser, hall: Hall) -> Iterator[Page]:
    """A paired phone; it stays in the hand from test to test."""
    context = chromium.new_context(**PHONE, reduced_motion="reduce")
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.goto(f"{hall.door.server.address}/gate/app#pair={hall.door.digits()}")
    page.locator("form[data-pair] [name=device_name]").fill("정문 왼쪽 폰")
    page.locator("[data-pair-submit]").click()
    expect(page.locator("[data-gate-app]")).to_have_attribute("data-phase", "ready")
    page.locator("[data-pin-offer-no]").click()
    yield page
    context.close()


@pytest.fixture
def visitor(hall: Hall) -> Any:
    """Somebody whom no other test has let in."""
    return hall.door.visitors.pop()


def typed(page: Page, text: str) -> None:
    """Put a number into the field and send it, as fingers do."""
    page.locator("[name=typed]").fill(text)
    page.locator("form[data-type-code] button").click()


def shows(page: Page, outcome: str, word: str, colour: str) -> None:
    """The screen is filled with this answer."""
    answer = page.locator("[data-answer]")
    expect(answer).to_have_attribute("data-outcome", outcome)
    expect(answer.locator("[data-answer-word]")).to_have_text(word)
    expect(answer).to_have_css("background-color", colour)
    expect(answer).to_be_in_viewport(ratio=0.9)


@pytest.mark.parametrize(
    ("outcome", "word", "colour"),
    [
        ("superseded", "재발급으로 무효", RED),
        ("revoked", "사용 중지", RED),
        ("expired", "기간 만료", RED),
        ("cancelled", "신청 취소됨", RED),
        ("waitlisted", "대기", VIOLET),
        ("other_fair", "다른 도시 명찰", BLUE),
    ],
)
def test_each_badge_that_opens_no_door_says_why(
    page: Page, hall: Hall, outcome: str, word: str, colour: str
) -> None:
    typed(page, hall.codes[outcome])
    shows(page, outcome, word, colour)
    look(page)


def test_another_citys_badge_leads_to_the_desk_in_one_tap(page: Page, hall: Hall) -> None:
    typed(page, hall.codes["other_fair"])
    expect(
        page.locator("[data-answer-lines], [data-answer-name]").filter(has_text="부산")
    ).not_to_have_count(0)
    convert = page.locator("[data-answer] [data-convert]")
    expect(convert).to_be_visible()
    assert "/convert/" in str(convert.get_attribute("href"))
    assert "SLUG" not in str(convert.get_attribute("href"))


def test_in_once_again_by_the_button_and_out(page: Page, visitor: Any) -> None:
    typed(page, visitor.code)
    shows(page, "admitted", "입장", GREEN)
    typed(page, visitor.code)
    shows(page, "already_in", "이미 입장", AMBER)
    expect(page.locator("[data-answer-lines]")).to_contain_text("정문\u00a01에서 입장하셨어요")
    page.locator("[data-reentry]").click()
    shows(page, "readmitted", "재입장", GREEN)
    page.locator("button[data-direction=out]").click()
    expect(page.locator("[data-way-out]")).to_be_visible()
    typed(page, visitor.code)
    shows(page, "left", "퇴장", PLUM)
    typed(page, visitor.code)
    page.locator("button[data-direction=in]").click()
    expect(page.locator("[data-way-out]")).to_be_hidden()


def test_a_number_nobody_has_and_a_text_that_is_none(page: Page, hall: Hall) -> None:
    typed(page, "12345")
    shows(page, "unreadable", "읽을 수 없음", AMBER)
    stranger = hall.codes["other_fair"][:6] + "9" * 34
    typed(page, stranger + f"{98 - int(stranger) * 100 % 97:02d}")
    shows(page, "unknown", "미등록", RED)
    expect(page.locator("[data-answer] [data-walk-in]")).to_be_visible()


def test_eight_digits_send_themselves(page: Page, visitor: Any) -> None:
    page.locator("[name=typed]").press_sequentially(visitor.short_code, delay=60)
    shows(page, "admitted", "입장", GREEN)
    expect(page.locator("[name=typed]")).to_have_value("")


def test_a_reader_types_through_the_hangul_input_method(page: Page, visitor: Any) -> None:
    assert page.evaluate(TYPE_IN_HANGUL, [None, visitor.code]), "the reader's Enter goes no further"
    shows(page, "admitted", "입장", GREEN)


def test_a_reader_types_into_a_field_and_the_field_keeps_what_was_meant(
    page: Page, visitor: Any
) -> None:
    page.locator("[name=name]").fill("ㄱㅁ")
    page.evaluate(TYPE_IN_HANGUL, ["[name=name]", visitor.code])
    shows(page, "admitted", "입장", GREEN)
    expect(page.locator("[name=name]")).to_have_value("ㄱㅁ")
    page.evaluate(TYPE_IN_HANGUL, ["[name=typed]", visitor.code])
    shows(page, "already_in", "이미 입장", AMBER)
    expect(page.locator("[name=typed]")).to_have_value("")
    page.locator("[name=name]").fill("")


def test_garbage_is_unreadable_and_the_next_badge_is_not_held_up(page: Page, visitor: Any) -> None:
    page.evaluate(TYPE_IN_HANGUL, [None, "wifi0000hello"])
    shows(page, "unreadable", "읽을 수 없음", AMBER)
    page.evaluate(TYPE_IN_HANGUL, [None, visitor.code])
    shows(page, "admitted", "입장", GREEN)


def test_fingers_are_no_reader(page: Page) -> None:
    before = page.evaluate(NEWEST)
    page.locator("[name=name]").press_sequentially("hong gildong", delay=60)
    page.locator("[name=name]").press("Enter")
    expect(page.locator("[name=name]")).to_have_value("hong gildong")
    assert page.evaluate(NEWEST) == before
    page.locator("[name=name]").fill("")


def test_somebody_is_found_by_initial_consonants_and_let_in(page: Page, visitor: Any) -> None:
    initials = page.evaluate(
        "async (name) => (await import('/static/js/gate/hangul.js')).initialConsonants(name)",
        visitor.name,
    )
    page.locator("[name=name]").fill(initials)
    hit = page.locator(f"[data-hit=r{visitor.registration_id}]")
    expect(hit).to_contain_text("입장 전")
    look(page)
    hit.click()
    shows(page, "admitted", "입장", GREEN)
    expect(page.locator("[data-answer-name]")).to_contain_text(visitor.name[0])
    expect(page.locator("[data-answer]")).to_be_focused()
    expect(page.locator("[data-hits] li")).to_have_count(0)


def test_the_last_scan_is_taken_back(page: Page, visitor: Any) -> None:
    typed(page, visitor.code)
    shows(page, "admitted", "입장", GREEN)
    newest = page.locator("[data-answer]").get_attribute("data-scan")
    row = page.locator(f"[data-recent] li[data-scan='{newest}']")
    row.locator("[data-undo]").click()
    shows(page, "undone", "되돌림", AMBER)
    expect(row.locator("[data-undo]")).to_have_count(0)
    typed(page, visitor.code)
    shows(page, "admitted", "입장", GREEN)


def test_a_locked_phone_shows_nobody_and_takes_no_scan(page: Page, visitor: Any) -> None:
    typed(page, visitor.code)
    page.locator("[name=new_pin]").fill("2580")
    page.locator("[data-pin-submit]").click()
    page.locator("[data-lock]").click()
    expect(page.locator("form[data-unlock] [name=pin]")).to_be_focused()
    look(page)
    assert "*" not in page.locator("body").inner_text()
    assert visitor.name[0] + "*" not in (page.locator("body").text_content() or ""), "nor hidden"
    page.locator("[name=pin]").fill("0000")
    page.locator("form[data-unlock] button").click()
    expect(page.locator("[data-unlock-error]")).to_contain_text("비밀번호가 달라요")
    page.locator("[name=pin]").fill("2580")
    page.locator("form[data-unlock] button").click()
    expect(page.locator("[data-screen=scan]")).to_be_visible()
    expect(page.locator("[data-answer]")).to_have_attribute("data-kind", "ready")


def test_whoever_set_a_lock_takes_it_away_again(page: Page) -> None:
    drop, lock = page.locator("[data-pin-drop]"), page.locator("[data-lock]")
    submit = page.locator("[data-pin-submit]")
    page.locator("[name=new_pin]").fill("2580")
    submit.click()
    expect(submit).to_have_text("바꾸기")
    expect(lock).to_be_visible()
    drop.click()
    expect(page.locator("[data-set-pin-done]")).to_have_text("잠금을 없앴어요.")
    expect(lock).to_be_hidden()
    expect(drop).to_be_hidden()
    expect(submit).to_have_text("정하기")


@pytest.mark.parametrize(
    "key",
    [
        *("trouble.unkept", "trouble.storage_full", "others.goes", "others.stays", "leaving"),
        *("pair.no_room", "unpair.unsent", "unpair.offline", "unpair.other"),
    ],
)
def test_whatever_goes_wrong_has_a_sentence_of_its_own(page: Page, key: str) -> None:
    say = "async (key) => (await import('/static/js/gate/words.js')).say(key)"
    assert page.evaluate(say, key).endswith("요.")


def test_without_a_camera_the_other_roads_stay_open(page: Page, visitor: Any) -> None:
    page.locator("[data-go=scan]").click()
    page.locator("[data-camera-start]").click()
    camera = page.locator("[data-camera]")
    expect(camera).to_have_attribute("data-state", re.compile("denied|none"))
    expect(camera.locator("[role=alert]:visible")).to_contain_text("이름 찾기")
    expect(page.locator("[data-camera-start]")).to_be_visible()
    look(page)
    typed(page, visitor.code)
    shows(page, "admitted", "입장", GREEN)


def test_a_full_hall_is_said_on_the_answer_and_in_the_strip(phone: Any, hall: Hall) -> None:
    first, second = hall.door.visitors.pop(), hall.door.visitors.pop()
    page = phone.new_page()
    page.goto(f"{hall.door.server.address}/gate/app#pair={digits_of_a_small_hall(hall)}")
    page.locator("[data-pair-submit]").click()
    typed(page, first.code)
    shows(page, "admitted", "입장", GREEN)
    expect(page.locator("[data-answer-full]")).to_be_hidden()
    typed(page, second.code)
    shows(page, "admitted", "입장", GREEN)
    expect(page.locator("[data-answer-full]")).to_contain_text("정원이 찼어요")
    expect(page.locator("[data-occupancy]")).to_have_text("정원이 찼어요: 장내 2 / 2명")
    look(page)


def test_names_are_shown_letter_by_letter_whatever_they_hold(phone: Any, hall: Hall) -> None:
    page = phone.new_page()
    digits = digits_of_a_small_hall(hall, "<img src=x>")
    page.goto(f"{hall.door.server.address}/gate/app#pair={digits}")
    page.locator("form[data-pair] [name=device_name]").fill("<b>폰</b>")
    page.locator("[data-pair-submit]").click()
    visitor = hall.door.visitors.pop()
    typed(page, visitor.code)
    shows(page, "admitted", "입장", GREEN)
    typed(page, visitor.code)
    expect(page.locator("[data-answer-lines]")).to_contain_text("<img\u00a0src=x>")
    expect(page.locator("[data-place]")).to_contain_text("<img src=x>")
    expect(page.locator("[data-device-name]")).to_have_text("<b>폰</b>")
    expect(page.locator("[data-gate-app] img, [data-device-name] b")).to_have_count(0)


def digits_of_a_small_hall(hall: Hall, gate_name: str = "쪽문") -> str:
    """A pairing number of a gate into a hall for two."""
    with hall.door.server.app.app_context():
        fair = db.session.get_one(Gate, hall.door.gate_id).fair
        small = Room(name=f"2홀 {gate_name}", people_limit=2)
        fair.halls.append(small)
        fair.gates.append(gate := Gate(name=gate_name, hall=small))
        db.session.flush()
        _code, digits = open_pairing(gate, DeviceRole.IN, SYSTEM)
        db.session.commit()
        return digits


def test_a_wrong_pairing_number_is_refused_in_words(phone: Any, hall: Hall) -> None:
    page, asked = phone.new_page(), []
    page.on("request", lambda one: asked.append(f"{one.url} {one.headers}"))
    page.goto(f"{hall.door.server.address}/gate/app#pair=12345678")
    expect(page.locator("form[data-pair] [name=code]")).to_have_value("12345678")
    assert "pair" not in page.url, "the digits are not left in the address"
    assert not [one for one in asked if "12345678" in one], "nor sent to anybody"
    page.goto(f"{hall.door.server.address}/gate/app#pair=12345679")  # in the page that is open
    expect(page.locator("form[data-pair] [name=code]")).to_have_value("12345679")
    look(page)
    page.locator("[data-pair-submit]").click()
    expect(page.locator("[data-pair-error]")).to_contain_text(
        "운영사무국에서 새 번호를 받아 주세요"
    )
    page.locator("form[data-pair] [name=code]").fill("123")
    page.locator("[data-pair-submit]").click()
    expect(page.locator("[data-pair-error]")).to_contain_text("숫자 여덟 자리")
    phone.set_offline(True)
    page.locator("form[data-pair] [name=code]").fill("12345678")
    page.locator("[data-pair-submit]").click()
    expect(page.locator("[data-pair-error]")).to_contain_text("연결되어 있지 않아요")


def test_a_phone_taken_out_of_service_says_so(chromium: Browser, hall: Hall, page: Page) -> None:
    hall.door.revoke_all()
    page.reload()
    expect(page.locator("[data-gate-app]")).to_have_attribute("data-phase", "ended")
    expect(page.locator("[data-ended-title]")).to_have_text("이 휴대폰의 연결이 끊겼어요")
    expect(page.locator("form[data-pair]")).to_be_visible()
    look(page)
