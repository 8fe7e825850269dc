"""The one-time code of registering: sent once, used once, patient but not endless."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from time_machine import Traveller

from festa.extensions import db
from festa.fairs.models import Fair
from festa.seekers.codes import LIFE, SENDS_AN_HOUR, TRIES
from festa.seekers.models import Seeker, SignInCode
from tests.factories import make_fair
from tests.integration.registrations.road import Road, field_value, leads_to, registrations


@pytest.fixture
def waiting(road: Road) -> Road:
    """Somebody who has said who they are and waits for the code."""
    fair: Fair = make_fair()
    road.choose(fair)
    road.consent(fair)
    road.tell()
    return road


def test_the_code_comes_by_itself_when_one_has_said_who_one_is(waiting: Road) -> None:
    assert waiting.codes_sent() == 1
    assert 'autocomplete="one-time-code"' in waiting.see("code")


def test_a_wrong_code_registers_nobody_and_keeps_what_was_typed(waiting: Road) -> None:
    wrong = waiting.wrong_code()
    answer = waiting.type_code(wrong)
    assert answer.status_code == 422
    assert "인증번호가 달라요" in answer.text
    assert field_value(answer.text, "code") == wrong
    assert registrations() == []
    assert db.session.scalars(select(Seeker)).all() == []


def test_a_code_counts_however_its_digits_were_typed(waiting: Road) -> None:
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    typed = " ".join(waiting.newest_code().translate(wide))
    assert leads_to(waiting.type_code(typed)) == "done"
    assert len(registrations()) == 1


def test_half_a_code_is_no_try(waiting: Road) -> None:
    for _typed in range(TRIES + 1):
        assert "여섯 자리를 모두" in waiting.type_code("123").text
    assert leads_to(waiting.type_code()) == "done"


def test_a_wrong_try_is_counted_and_the_right_code_still_works(waiting: Road) -> None:
    waiting.type_code(waiting.wrong_code())
    assert db.session.scalar(select(SignInCode.tries)) == 1
    assert leads_to(waiting.type_code()) == "done"


def test_after_five_wrong_tries_even_the_right_code_is_refused(waiting: Road) -> None:
    for _try in range(TRIES):
        waiting.type_code(waiting.wrong_code())
    answer = waiting.type_code()
    assert answer.status_code == 422
    assert "다섯 번 잘못" in answer.text
    assert "다시 받기" in answer.text


def test_a_code_is_used_up_by_its_first_use(waiting: Road) -> None:
    code = waiting.newest_code()
    waiting.type_code(code)
    waiting.client.post("/account/sign-out")
    fair = make_fair()
    waiting.choose(fair)
    waiting.consent(fair)
    waiting.tell()
    assert waiting.codes_sent() == 2
    if waiting.newest_code() != code:
        assert waiting.type_code(code).status_code == 422


def test_a_code_lapses_after_five_minutes(waiting: Road, clock_stands: Traveller) -> None:
    clock_stands.shift(LIFE + timedelta(seconds=1))
    assert "쓸 수 있는 번호가 없어요" in waiting.see("code")
    answer = waiting.type_code()
    assert answer.status_code == 422
    assert "만료되었어요" in answer.text


def test_five_more_minutes_are_given_once(waiting: Road, clock_stands: Traveller) -> None:
    clock_stands.shift(LIFE - timedelta(seconds=30))
    waiting.client.post("/register/code/extend")
    page = waiting.see("code")
    assert "5분을 더 드렸어요" in page
    assert "5분 더 쓰기" not in page
    clock_stands.shift(timedelta(minutes=4))
    waiting.client.post("/register/code/extend")
    assert "더 늘릴 수 없어요" in waiting.see("code")
    assert leads_to(waiting.type_code()) == "done"


def test_a_code_asked_for_again_replaces_the_one_before(waiting: Road) -> None:
    first = waiting.newest_code()
    waiting.client.post("/register/code/resend")
    assert "새 인증번호를 보냈어요" in waiting.see("code")
    second = waiting.newest_code()
    if first != second:
        assert waiting.type_code(first).status_code == 422
    assert leads_to(waiting.type_code(second)) == "done"


def test_a_corrected_name_sends_no_second_code(waiting: Road) -> None:
    assert leads_to(waiting.tell(name="한나래")) == "code"
    assert waiting.codes_sent() == 1
    waiting.type_code()
    assert db.session.scalar(select(Seeker.name)) == "한나래"


def test_a_corrected_number_needs_its_own_code(waiting: Road) -> None:
    first = waiting.newest_code()
    waiting.tell(phone="010-9876-5432")
    assert waiting.codes_sent() == 2
    if waiting.newest_code() != first:
        assert waiting.type_code(first).status_code == 422
    waiting.type_code()
    assert db.session.scalar(select(Seeker.phone)) == "+821098765432"


def test_too_many_codes_in_an_hour_are_refused_with_a_sentence(waiting: Road) -> None:
    for _time in range(SENDS_AN_HOUR - 1):
        waiting.client.post("/register/code/resend")
    assert waiting.codes_sent() == SENDS_AN_HOUR
    answer = waiting.client.post("/register/code/resend")
    assert answer.status_code == 422
    assert "여러 번 보냈어요" in answer.text
    assert waiting.codes_sent() == SENDS_AN_HOUR
    assert leads_to(waiting.type_code()) == "done"


def test_a_pasted_code_may_wear_spaces_and_words(waiting: Road) -> None:
    code = waiting.newest_code()
    assert leads_to(waiting.type_code(f" {code[:3]} {code[3:]}번")) == "done"


def test_an_empty_code_is_asked_for(waiting: Road) -> None:
    answer = waiting.client.post("/register/code", data={"code": ""})
    assert answer.status_code == 422
    assert "여섯 자리를 모두 적어 주세요" in answer.text
