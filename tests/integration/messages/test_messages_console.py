"""The outbox as organisers see it, and sending again what failed."""

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from festa.audit.models import AuditEntry
from festa.extensions import db
from festa.messages.channels import ConsoleRoad
from festa.messages.letters import Letter, NotSent
from festa.messages.models import MessageAttempt, MessageState, OutboxMessage, Outcome
from festa.messages.queries import PAGE
from festa.messages.service import About, send_sms
from tests.factories import make_fair, make_seeker
from tests.integration.messages.outbox import newest_message
from tests.statements import asked_by


def write(state: MessageState = MessageState.SENT, **fields: Any) -> OutboxMessage:
    """A message in the outbox."""
    body = fields.pop("body", "[JOB 매칭 페스타] 참가 확정!")
    about = About(fields.pop("seeker_id", None), fields.pop("fair_id", None), urgent=True)
    send_sms("+821012345678", "registration_confirmed", body, about, **fields)
    message = newest_message()
    message.state = state
    message.sent_at = message.written_at if state is MessageState.SENT else None
    message.tries = 5 if state is MessageState.FAILED else 1
    db.session.flush()
    return message


@pytest.fixture
def dead_road(monkeypatch: pytest.MonkeyPatch) -> None:
    """A gateway that takes nothing."""

    def refuse(road: ConsoleRoad, letter: Letter) -> None:
        raise NotSent("the gateway is away")

    monkeypatch.setattr(ConsoleRoad, "send", refuse)


def test_an_empty_outbox_says_what_will_come(organiser: FlaskClient) -> None:
    assert "여기에 해당하는 메시지가 없어요" in organiser.get("/console/messages").text


def test_numbers_are_masked_and_looks_at_people_logged(organiser: FlaskClient) -> None:
    seeker = make_seeker()
    write(seeker_id=seeker.id)
    page = organiser.get("/console/messages").text
    assert "…5678" in page
    assert "12345678" not in page
    assert "참가 확정 안내" in page
    seen = select(AuditEntry.seeker_id).where(AuditEntry.action == "personal_data.seen")
    assert db.session.scalars(seen).all() == [seeker.id]


def test_a_code_is_never_shown(organiser: FlaskClient) -> None:
    write(MessageState.WAITING, body="인증번호 493021", secret=True)
    page = organiser.get("/console/messages").text
    assert "493021" not in page


def test_messages_are_found_by_state_and_fair(organiser: FlaskClient) -> None:
    fair, other = make_fair(), make_fair()
    write(MessageState.FAILED, fair_id=fair.id, body="하나")
    write(MessageState.SENT, fair_id=fair.id, body="둘")
    write(MessageState.FAILED, fair_id=other.id, body="셋")
    failed = organiser.get("/console/messages?state=failed").text
    assert "하나" in failed
    assert "셋" in failed
    assert "둘" not in failed
    here = organiser.get(f"/console/messages?state=failed&fair={fair.slug}").text
    assert "하나" in here
    assert "셋" not in here
    assert organiser.get("/console/messages?state=nonsense&fair=nowhere").status_code == 200


def test_a_failed_message_is_sent_again_and_the_log_tells(organiser: FlaskClient) -> None:
    message = write(MessageState.FAILED)
    answer = organiser.post(f"/console/messages/{message.id}/retry", follow_redirects=True)
    assert "다시 보내고 있어요" in answer.text
    assert message.state is MessageState.SENT
    logged = select(AuditEntry).where(AuditEntry.action == "message.retried")
    assert db.session.scalars(logged).one().actor_label == "김운영"


@pytest.mark.usefixtures("dead_road")
def test_while_the_road_is_closed_it_waits_with_all_its_tries(organiser: FlaskClient) -> None:
    message = write(MessageState.FAILED)
    organiser.post(f"/console/messages/{message.id}/retry")
    assert (message.state, message.tries) == (MessageState.WAITING, 1)
    assert message.problem == "the gateway is away"


@pytest.mark.parametrize(
    ("state", "secret", "sentence"),
    [
        (MessageState.SENT, False, "이미 보냈거나 보내는 중인 메시지예요"),
        (MessageState.FAILED, True, "인증번호는 다시 보내지 않아요"),
    ],
)
def test_what_was_sent_or_is_secret_is_not_sent_again(
    organiser: FlaskClient, state: MessageState, secret: bool, sentence: str
) -> None:
    message = write(state, secret=secret)
    answer = organiser.post(f"/console/messages/{message.id}/retry", follow_redirects=True)
    assert sentence in answer.text
    assert message.state is state


def test_an_unknown_message_is_a_404(organiser: FlaskClient) -> None:
    assert organiser.post("/console/messages/4711/retry").status_code == 404


def test_the_season_says_how_many_failed(organiser: FlaskClient) -> None:
    make_fair()
    write(MessageState.FAILED)
    assert "보내지 못한 메시지 1건이 있어요" in organiser.get("/console").text


def test_pages_hold_fifty_and_take_as_many_statements_as_one_message(
    organiser: FlaskClient,
) -> None:
    write()
    before = asked_by(organiser, "/console/messages")
    for _ in range(PAGE - 1):
        write(seeker_id=None)
    assert asked_by(organiser, "/console/messages") == before


def attempt(message: OutboxMessage, number: int, outcome: Outcome, **more: Any) -> None:
    """One attempt to send it."""
    begun = message.written_at
    more = {"road": "gateway SMS"} | more
    db.session.add(
        MessageAttempt(
            message_id=message.id, number=number, begun_at=begun, outcome=outcome, **more
        )
    )


def test_a_message_shows_every_attempt_and_what_was_answered(organiser: FlaskClient) -> None:
    seeker = make_seeker()
    message = write(seeker_id=seeker.id)
    attempt(message, 1, Outcome.POSTPONED, problem="gateway 503 BUSY")
    attempt(message, 2, Outcome.LOST, road="", problem="worker ended while sending")
    attempt(message, 3, Outcome.SENT, provider_id="m-4711")
    page = organiser.get(f"/console/messages/{message.id}").text
    for words in ("gateway 503 BUSY", "보내던 프로그램이 멈춤", "m-4711", message.key, "…5678"):
        assert words in page
    assert "12345678" not in page
    seen = select(AuditEntry.seeker_id).where(AuditEntry.action == "personal_data.seen")
    assert db.session.scalars(seen).all() == [seeker.id]


def test_the_page_of_a_message_takes_as_many_statements_for_many_attempts(
    organiser: FlaskClient,
) -> None:
    message = write()
    attempt(message, 1, Outcome.POSTPONED)
    before = asked_by(organiser, f"/console/messages/{message.id}")
    for number in range(2, 7):
        attempt(message, number, Outcome.POSTPONED)
    assert asked_by(organiser, f"/console/messages/{message.id}") == before


def test_all_that_failed_at_one_fair_is_sent_again_at_once(organiser: FlaskClient) -> None:
    fair, other = make_fair(), make_fair()
    here = [write(MessageState.FAILED, fair_id=fair.id) for _ in range(3)]
    elsewhere = write(MessageState.FAILED, fair_id=other.id)
    code = write(MessageState.FAILED, fair_id=fair.id, secret=True)
    answer = organiser.post(
        "/console/messages/retry", data={"fair": fair.slug}, follow_redirects=True
    )
    assert "3건을 다시 보내요" in answer.text
    assert {one.state for one in here} == {MessageState.SENT}
    assert (elsewhere.state, code.state) == (MessageState.FAILED, MessageState.FAILED)
    logged = select(AuditEntry.detail).where(AuditEntry.action == "message.retried")
    assert db.session.scalars(logged).one() == {"count": 3}


def test_what_was_emptied_is_neither_shown_nor_sent(organiser: FlaskClient) -> None:
    message = write(MessageState.FAILED, body="")
    message.recipient, message.emptied_at = "", message.written_at
    assert "지움" in organiser.get("/console/messages?state=failed").text
    assert "지웠어요" in organiser.get(f"/console/messages/{message.id}").text
    answer = organiser.post(f"/console/messages/{message.id}/retry", follow_redirects=True)
    assert "내용을 지운 메시지라" in answer.text
    assert message.state is MessageState.FAILED


def test_a_message_that_waits_says_when_and_a_dropped_one_why(organiser: FlaskClient) -> None:
    held = write(MessageState.WAITING)
    held.tries, held.due_at = 0, held.written_at + timedelta(hours=5)
    dropped = write(MessageState.DROPPED)
    dropped.problem = "no longer true"
    page = organiser.get("/console/messages").text
    assert "에 보낼 예정" in page
    assert "그사이 바뀌어 보내지 않음" in page
