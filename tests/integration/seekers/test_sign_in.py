"""Signing in with a phone and a code; nothing is told to whoever does not hold the phone."""

import re
from collections.abc import Callable
from html import unescape

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import select

from festa.audit.models import AuditEntry
from festa.extensions import db
from festa.permissions import Role
from festa.seekers.models import SignInCode
from tests.factories import make_account, make_fair, make_registration, make_seeker, sign_in

PHONE = "010-2345-6789"
STORED = "+821023456789"
Code = Callable[[], str]
TOKENS = re.compile(r'\d{1,2}:\d{2}|data-seconds="\d+"|name="csrf_token" value="[^"]*"')


def send(client: FlaskClient, phone: str = PHONE, address: str = "/my/sign-in") -> str:
    answer = client.post(address, data={"phone": phone})
    assert answer.status_code == 303
    return str(answer.location)


def wrong(code: str) -> str:
    return "111111" if code != "111111" else "222222"


def test_the_right_code_opens_ones_page(client: FlaskClient, newest_code: Code) -> None:
    seeker = make_seeker(name="한가람", phone=STORED)
    make_registration(make_fair(), seeker)
    assert send(client).endswith("/my/sign-in/code")
    answer = client.post("/my/sign-in/code", data={"code": newest_code()})
    assert (answer.status_code, answer.location) == (303, "/my")
    assert "한가람 님" in client.get("/my").text


def test_a_pasted_message_is_read_as_its_digits(client: FlaskClient, newest_code: Code) -> None:
    make_seeker(phone=STORED)
    send(client)
    code = newest_code()
    pasted = f" {code[:3]}-{code[3:]} "
    assert client.post("/my/sign-in/code", data={"code": pasted}).location == "/my"


def test_one_is_taken_to_where_one_wanted_to_go(client: FlaskClient, newest_code: Code) -> None:
    make_seeker(phone=STORED)
    asked = client.get("/my/consents")
    assert asked.status_code == 302
    code_page = send(client, address=asked.location)
    answer = client.post(code_page, data={"code": newest_code()})
    assert answer.location == "/my/consents"


def test_nobody_is_taken_to_another_site(client: FlaskClient, newest_code: Code) -> None:
    make_seeker(phone=STORED)
    code_page = send(client, address="/my/sign-in?next=https://example.org/")
    assert client.post(code_page, data={"code": newest_code()}).location == "/my"


def test_known_and_unknown_numbers_are_answered_alike(client: FlaskClient) -> None:
    make_seeker(phone=STORED)
    send(client)
    known = client.get("/my/sign-in/code").text
    stranger = client.application.test_client()
    send(stranger, "010-2345-6780")
    unknown = stranger.get("/my/sign-in/code").text.replace("6780", "6789")
    assert TOKENS.sub("", known) == TOKENS.sub("", unknown)
    wrong_known = client.post("/my/sign-in/code", data={"code": "000000"})
    wrong_unknown = stranger.post("/my/sign-in/code", data={"code": "000000"})
    assert wrong_known.status_code == wrong_unknown.status_code == 422


def test_whoever_holds_an_unknown_phone_is_sent_to_register(
    client: FlaskClient, newest_code: Code
) -> None:
    send(client)
    answer = client.post("/my/sign-in/code", data={"code": newest_code()}, follow_redirects=True)
    page = unescape(answer.text)
    assert "이 번호로 등록된 분이 없어요" in page
    assert 'href="/register"' in page


def test_people_who_share_a_phone_choose_by_masked_name(
    client: FlaskClient, newest_code: Code
) -> None:
    make_seeker(name="김민수", phone=STORED)
    wife = make_seeker(name="박정숙", phone=STORED)
    make_seeker(name="최남남", phone="+821099990000")
    send(client)
    answer = client.post("/my/sign-in/code", data={"code": newest_code()})
    assert answer.location.endswith("/my/sign-in/who")
    page = client.get("/my/sign-in/who").text
    assert "김*수" in page
    assert "박*숙" in page
    assert "김민수" not in page
    assert "최*남" not in page
    chosen = client.post("/my/sign-in/who", data={"seeker": wife.id})
    assert chosen.location == "/my"
    assert "박정숙 님" in client.get("/my").text


def test_names_that_look_alike_behind_their_mask_are_shown(
    client: FlaskClient, newest_code: Code
) -> None:
    make_seeker(name="김민수", phone=STORED)
    make_seeker(name="김영수", phone=STORED)
    send(client)
    client.post("/my/sign-in/code", data={"code": newest_code()})
    assert "김민수" in client.get("/my/sign-in/who").text


def test_nobody_chooses_a_person_of_another_phone(client: FlaskClient, newest_code: Code) -> None:
    make_seeker(name="김민수", phone=STORED)
    make_seeker(name="박정숙", phone=STORED)
    stranger = make_seeker(phone="+821099990000")
    send(client)
    client.post("/my/sign-in/code", data={"code": newest_code()})
    assert client.post("/my/sign-in/who", data={"seeker": stranger.id}).status_code == 422
    assert client.get("/my").status_code == 302


def test_nobody_chooses_before_the_code_was_right(client: FlaskClient) -> None:
    seeker = make_seeker(phone=STORED)
    make_seeker(phone=STORED)
    send(client)
    answer = client.post("/my/sign-in/who", data={"seeker": seeker.id})
    assert answer.location.endswith("/my/sign-in")
    assert client.get("/my/sign-in/unknown").status_code == 302


def test_the_choice_waits_ten_minutes(
    client: FlaskClient, newest_code: Code, clock_stands: time_machine.Traveller
) -> None:
    seeker = make_seeker(phone=STORED)
    make_seeker(phone=STORED)
    send(client)
    client.post("/my/sign-in/code", data={"code": newest_code()})
    clock_stands.shift(601)
    assert client.post("/my/sign-in/who", data={"seeker": seeker.id}).location.endswith("/sign-in")


def test_a_wrong_code_says_so_and_keeps_one_outside(client: FlaskClient, newest_code: Code) -> None:
    make_seeker(phone=STORED)
    send(client)
    answer = client.post("/my/sign-in/code", data={"code": wrong(newest_code())})
    assert answer.status_code == 422
    assert "인증번호가 달라요" in answer.text
    assert client.get("/my").status_code == 302


def test_five_wrong_tries_use_a_code_up(client: FlaskClient, newest_code: Code) -> None:
    make_seeker(phone=STORED)
    send(client)
    code = newest_code()
    for _try in range(5):
        client.post("/my/sign-in/code", data={"code": wrong(code)})
    answer = client.post("/my/sign-in/code", data={"code": code})
    assert "다섯 번 잘못 넣었어요" in answer.text


def test_a_code_lapses_after_five_minutes_unless_extended_once(
    client: FlaskClient, newest_code: Code, clock_stands: time_machine.Traveller
) -> None:
    make_seeker(phone=STORED)
    send(client)
    clock_stands.shift(4 * 60)
    assert "5분 더 쓸 수 있어요" in client.post("/my/sign-in/extend", follow_redirects=True).text
    clock_stands.shift(4 * 60)
    assert "더 늘릴 수 없어요" in client.post("/my/sign-in/extend", follow_redirects=True).text
    clock_stands.shift(2 * 60)
    answer = client.post("/my/sign-in/code", data={"code": newest_code()})
    assert "만료되었어요" in answer.text


def test_another_code_ends_the_one_before(client: FlaskClient, newest_code: Code) -> None:
    make_seeker(phone=STORED)
    send(client)
    first = newest_code()
    client.post("/my/sign-in/resend")
    second = newest_code()
    if first != second:
        assert client.post("/my/sign-in/code", data={"code": first}).status_code == 422
    assert client.post("/my/sign-in/code", data={"code": second}).location == "/my"


def test_too_many_codes_an_hour_are_refused_with_a_sentence(client: FlaskClient) -> None:
    for _turn in range(8):
        send(client)
    answer = client.post("/my/sign-in", data={"phone": PHONE})
    assert answer.status_code == 429
    assert "한 시간 뒤에" in answer.text
    assert f'value="{PHONE}"' in answer.text


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "휴대전화 번호가 비어 있어요"),
        ("02-123-4567", "휴대전화 번호가 아니에요"),
        ("010-123", "숫자가 모자라요"),
    ],
)
def test_what_is_no_mobile_number_is_kept_and_explained(
    client: FlaskClient, typed: str, says: str
) -> None:
    answer = client.post("/my/sign-in", data={"phone": typed})
    assert answer.status_code == 422
    assert says in answer.text
    assert f'value="{typed}"' in answer.text
    assert db.session.scalar(select(SignInCode)) is None


def test_the_code_page_needs_a_phone_first(client: FlaskClient) -> None:
    for answer in (
        client.get("/my/sign-in/code"),
        client.post("/my/sign-in/code", data={"code": "123456"}),
        client.post("/my/sign-in/resend"),
    ):
        assert answer.location.endswith("/my/sign-in")


def test_the_code_field_lets_phones_fill_it_in(client: FlaskClient) -> None:
    send(client)
    page = client.get("/my/sign-in/code").text
    assert 'autocomplete="one-time-code"' in page
    assert 'inputmode="numeric"' in page
    assert "010-****-6789" in page


def test_signing_in_and_out_is_in_the_log(client: FlaskClient, newest_code: Code) -> None:
    seeker = make_seeker(phone=STORED)
    send(client)
    client.post("/my/sign-in/code", data={"code": newest_code()})
    assert client.post("/my/sign-out").location == "/"
    actions = db.session.scalars(
        select(AuditEntry.action).where(AuditEntry.seeker_id == seeker.id).order_by(AuditEntry.id)
    ).all()
    assert actions == ["sign_in.made", "sign_out.made"]
    assert client.get("/my").status_code == 302


def test_the_page_of_a_signed_in_seeker_is_kept_out_of_caches(client: FlaskClient) -> None:
    sign_in(client, make_seeker())
    assert client.get("/my").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("role", [Role.ORGANISER, Role.STAFF, Role.RECRUITER])
def test_accounts_have_no_page_of_their_own_here(client: FlaskClient, role: Role) -> None:
    sign_in(client, make_account(role))
    assert client.get("/my").status_code == 403
