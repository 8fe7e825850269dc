"""The road of texts, against a real gateway that fails in every way it can."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from festa.extensions import db
from festa.messages.delivery import deliver_due
from festa.messages.hours import TRIES
from festa.messages.models import MessageAttempt, MessageState, OutboxMessage, Outcome
from festa.messages.service import About, send_sms
from tests.integration.messages.outbox import newest_message
from tests.integration.messages.servers import Exchange, Post, gateway

PHONE = "+821012345678"
TEXT = "[JOB 매칭 페스타] 대전 참가 확정!"


@pytest.fixture
def post() -> Post:
    """What arrived."""
    return Post()


@pytest.fixture
def exchange(app: Flask, post: Post, monkeypatch: pytest.MonkeyPatch) -> Iterator[Exchange]:
    """The text gateway that this Festa uses."""
    with gateway(post) as server:
        settings = {
            "MESSAGE_CHANNEL": "gateway",
            "SMS_GATEWAY_URL": server.address,
            "SMS_GATEWAY_KEY": "the key",
            "SMS_SENDER": "15880000",
            "ALIMTALK_TEMPLATES": '{"interview_called": "T-100"}',
        }
        for name, value in settings.items():
            monkeypatch.setitem(app.config, name, value)
        yield server


def write(body: str = TEXT, template: str = "notice", **more: Any) -> OutboxMessage:
    """A text that may leave at any hour."""
    send_sms(PHONE, template, body, About(urgent=True), **more)
    return newest_message()


def deliver() -> int:
    """Commit, and send what is due."""
    db.session.commit()
    return deliver_due()


def attempts() -> list[tuple[Outcome, str]]:
    """What came of each attempt."""
    rows = db.session.scalars(select(MessageAttempt).order_by(MessageAttempt.id))
    return [(one.outcome, one.problem) for one in rows]


def test_a_text_is_handed_in_with_its_key_and_its_number_written_down(
    exchange: Exchange, post: Post
) -> None:
    message = write()
    assert deliver() == 1
    [(key, [order])] = post.taken.items()
    assert key == f"{message.key}-sms"
    assert order == {
        "type": "SMS",
        "to": "01012345678",
        "from": "15880000",
        "text": TEXT,
        "authorization": "Bearer the key",
    }
    [attempt] = message.attempts
    assert (attempt.outcome, attempt.road) == (Outcome.SENT, "gateway SMS")
    assert attempt.provider_id == f"m-{key[:8]}"
    assert message.state is MessageState.SENT


def test_more_than_ninety_bytes_go_as_a_long_text(exchange: Exchange, post: Post) -> None:
    write("가" * 45)
    write("가" * 45 + "!", subject="참가 확정")
    deliver()
    short, long = (taken[0] for taken in post.taken.values())
    assert (short["type"], "subject" in short) == ("SMS", False)
    assert (long["type"], long["subject"]) == ("LMS", "참가 확정")


def test_what_fails_is_tried_again_later_with_the_same_key(
    exchange: Exchange, post: Post, clock_stands: time_machine.Traveller
) -> None:
    answers = iter([(500, {}, {"code": "BUSY"}), (429, {"Retry-After": "90"}, {}), None])
    exchange.answer = lambda _order: next(answers)
    message = write()
    assert deliver() == 0
    assert message.state is MessageState.WAITING
    assert message.problem == "gateway 500 BUSY"
    assert deliver_due() == 0, "not before its time"
    clock_stands.shift(timedelta(seconds=11))
    assert deliver() == 0
    clock_stands.shift(timedelta(seconds=60))
    assert deliver() == 0, "the gateway asked for ninety seconds"
    clock_stands.shift(timedelta(seconds=31))
    assert deliver() == 1
    assert list(post.taken) == [f"{message.key}-sms"]
    assert [outcome for outcome, _ in attempts()] == ["postponed", "postponed", "sent"]


@pytest.mark.parametrize("fault", ["drop", "hang"])
def test_an_answer_that_never_comes_is_asked_for_again_under_the_same_key(
    exchange: Exchange,
    post: Post,
    fault: str,
    clock_stands: time_machine.Traveller,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers = iter([fault, None])
    exchange.answer = lambda _order: next(answers)
    message = write()
    with monkeypatch.context() as patch:
        patch.setattr("festa.messages.gateway.TIMEOUT", 0.3)
        assert deliver() == 0
    assert message.problem in {"timeout", "connection: RemoteProtocolError"}
    clock_stands.shift(timedelta(seconds=11))
    assert deliver() == 1, "the gateway knows the key, and says so with 409"
    assert [len(taken) for taken in post.taken.values()] == [2]


def test_a_refusal_is_final_and_stored_without_the_number(exchange: Exchange) -> None:
    exchange.answer = lambda order: (400, {}, {"code": f"no such number {order['to']}"})
    message = write()
    deliver()
    assert (message.state, message.tries) == (MessageState.FAILED, 1)
    assert attempts() == [(Outcome.REFUSED, "gateway 400")]


def test_after_all_tries_it_has_failed(
    exchange: Exchange, clock_stands: time_machine.Traveller
) -> None:
    exchange.answer = lambda _order: (503, {}, {})
    message = write()
    for _ in range(TRIES):
        deliver()
        clock_stands.shift(timedelta(hours=1, minutes=1))
    assert (message.state, message.tries) == (MessageState.FAILED, TRIES)
    assert deliver() == 0


def test_a_gateway_that_refuses_us_costs_no_message(exchange: Exchange) -> None:
    exchange.answer = lambda _order: (401, {}, {"code": "BAD_KEY"})
    message = write()
    deliver()
    assert message.state is MessageState.WAITING


def test_what_reaches_nobody_on_kakao_goes_as_a_text(exchange: Exchange, post: Post) -> None:
    orders: list[tuple[str, str | None]] = []

    def answer(order: dict[str, Any]) -> Any:
        orders.append((order["type"], order.get("template")))
        return (400, {}, {"code": "NO_KAKAO"}) if order["type"] == "ATA" else None

    exchange.answer = answer
    message = write(template="interview_called")
    assert deliver() == 1
    assert orders == [("ATA", "T-100"), ("SMS", None)]
    assert list(post.taken) == [f"{message.key}-sms"]
    assert [one.road for one in message.attempts] == ["gateway SMS"]


def test_no_road_writes_numbers_or_texts_into_the_log(
    exchange: Exchange, caplog: pytest.LogCaptureFixture
) -> None:
    exchange.answer = lambda _order: (500, {}, {"code": "X"})
    with caplog.at_level("DEBUG"):
        write()
        deliver()
    assert "not sent: gateway 500 X" in caplog.text
    assert "12345678" not in caplog.text
    assert "참가" not in caplog.text
