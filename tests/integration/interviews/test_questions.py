"""An employer's questions: asked when somebody applies, seen under their consent, gone with it."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from festa import clock
from festa.audit.actor import SYSTEM
from festa.employers.models import Participation
from festa.employers.question_models import Question
from festa.employers.questions import Asked, write_question
from festa.errors import Refused
from festa.extensions import db
from festa.interviews.answer_models import Answer
from festa.interviews.departures import leave_employer
from festa.interviews.models import Application
from festa.interviews.notes import Note, NoteRefusal, write_note
from festa.registrations.models import Registration
from festa.reports.personal_copy import personal_copy
from festa.retention.erasing import erase
from tests.factories import (
    give_consent,
    make_employer,
    make_fair,
    make_participation,
    make_recruiter,
    make_registration,
    sign_in,
)

ASKED = "지게차를 몰아 보셨나요?"
SAID = "물류센터에서 5년 동안 몰았어요."


@pytest.fixture
def part(app: Flask) -> Participation:
    return make_participation(make_fair(), make_employer(name="한빛물류"))


@pytest.fixture
def somebody(part: Participation) -> Registration:
    return make_registration(part.fair)


@pytest.fixture
def recruiter(app: Flask, part: Participation) -> FlaskClient:
    return sign_in(app.test_client(), make_recruiter(part.employer))


@pytest.fixture
def seeker(app: Flask, somebody: Registration) -> FlaskClient:
    return sign_in(app.test_client(), somebody.seeker)


def page(part: Participation, rest: str = "") -> str:
    return f"/employer/{part.id}/questions{rest}"


def ask(part: Participation, words: str = ASKED, *, required: bool = False) -> Question:
    return write_question(part, Asked(words, required), SYSTEM)


def apply(seeker: FlaskClient, part: Participation, **said: Any) -> Any:
    return seeker.post(f"/my/apply/{part.id}", data={"job": "0", "consent": "y"} | said)


def answered(question: Question, words: str = SAID) -> dict[str, str]:
    return {f"answer_{question.id}": words}


def answers() -> list[tuple[str, str]]:
    return [(one.asked, one.said) for one in db.session.scalars(select(Answer))]


def candidate(recruiter: FlaskClient, part: Participation) -> str:
    application = db.session.scalars(select(Application)).one()
    return recruiter.get(f"/employer/{part.id}/candidates/{application.id}").text


def test_a_question_is_written_asked_answered_and_read(
    part: Participation, recruiter: FlaskClient, seeker: FlaskClient
) -> None:
    recruiter.post(page(part), data={"words": ASKED})
    question = db.session.scalars(select(Question)).one()
    assert ASKED in seeker.get(f"/my/apply/{part.id}").text
    assert apply(seeker, part, **answered(question)).status_code == 303
    assert answers() == [(ASKED, SAID)]
    shown = candidate(recruiter, part)
    assert ASKED in shown
    assert SAID in shown


def test_what_must_be_answered_is_asked_again_and_keeps_the_rest(
    part: Participation, seeker: FlaskClient
) -> None:
    question = ask(part, required=True)
    free = ask(part, "언제부터 출근할 수 있나요?")
    answer = apply(seeker, part, **answered(free, "다음 주부터요."))
    assert answer.status_code == 422
    assert "이 질문에 답해 주세요." in answer.text
    assert "다음 주부터요." in answer.text
    assert apply(seeker, part, **answered(question)).status_code == 303
    assert answers() == [(ASKED, SAID)]


def test_a_resident_number_is_taken_in_no_answer(part: Participation, seeker: FlaskClient) -> None:
    question = ask(part)
    answer = apply(seeker, part, **answered(question, "900101-1234567"))
    assert answer.status_code == 422
    assert "900101-1234567" not in answer.text


def test_what_may_not_be_asked_is_refused_with_why_and_better_words(
    part: Participation, recruiter: FlaskClient
) -> None:
    answer = recruiter.post(page(part), data={"words": "결혼하셨나요?"})
    assert answer.status_code == 422
    for sentence in ("물을 수 없는 내용이 있어요.", "채용절차법 제4조의3", "이렇게 물어보세요"):
        assert sentence in answer.text
    question = ask(part)
    answer = recruiter.post(page(part, f"/{question.id}"), data={"words": "나이가 어떻게 되세요?"})
    assert answer.status_code == 422
    db.session.refresh(question)
    assert question.words == ASKED


def test_a_changed_question_leaves_answers_with_the_words_that_they_answered(
    part: Participation, recruiter: FlaskClient, seeker: FlaskClient
) -> None:
    question = ask(part)
    apply(seeker, part, **answered(question))
    recruiter.post(page(part, f"/{question.id}"), data={"words": "트럭을 몰아 보셨나요?"})
    recruiter.post(page(part, f"/{question.id}/remove"))
    assert db.session.scalars(select(Question)).all() == []
    assert answers() == [(ASKED, SAID)]
    assert ASKED in candidate(recruiter, part)


def test_a_sixth_question_is_refused(part: Participation, recruiter: FlaskClient) -> None:
    for number in range(5):
        ask(part, f"지게차를 {number}년 몰아 보셨나요?")
    assert "질문 다섯 개를 모두 썼어요." in recruiter.get(page(part)).text
    answer = recruiter.post(page(part), data={"words": ASKED})
    assert "질문은 다섯 개까지 둘 수 있어요." in answer.text
    assert db.session.scalar(select(func.count(Question.id))) == 5


def test_the_database_itself_knows_no_sixth_place(part: Participation) -> None:
    db.session.add(Question(participation=part, place=6, words=ASKED, written_at=clock.now()))
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_answers_go_with_the_consent(
    part: Participation, somebody: Registration, seeker: FlaskClient
) -> None:
    apply(seeker, part, **answered(ask(part)))
    leave_employer(db.session.scalars(select(Application)).one(), SYSTEM)
    assert answers() == []


def test_answers_are_in_the_copy_of_ones_data_and_go_when_one_is_erased(
    part: Participation, somebody: Registration, seeker: FlaskClient
) -> None:
    apply(seeker, part, **answered(ask(part)))
    (copied,) = personal_copy(somebody.seeker)["answers"]
    assert (copied["employer"], copied["asked"], copied["said"]) == ("한빛물류", ASKED, SAID)
    erase(somebody.seeker, SYSTEM)
    assert answers() == []


def test_another_employer_reads_and_changes_no_question(
    part: Participation, client: FlaskClient
) -> None:
    question = ask(part)
    other = make_participation(part.fair)
    stranger = sign_in(client, make_recruiter(other.employer))
    for address in (page(part), page(part, f"/{question.id}"), page(other, f"/{question.id}")):
        assert stranger.get(address).status_code == 404
        assert stranger.post(address, data={"words": ASKED}).status_code == 404
    for owner in (part, other):
        assert stranger.post(page(owner, f"/{question.id}/remove")).status_code == 404


def test_without_questions_the_page_says_what_they_are_for(
    part: Participation, recruiter: FlaskClient
) -> None:
    assert "아직 질문이 없어요" in recruiter.get(page(part)).text


def test_a_note_about_somebodys_life_is_refused_and_says_which_words(
    part: Participation, somebody: Registration
) -> None:
    give_consent(somebody.seeker, part)
    author = make_recruiter(part.employer)
    with pytest.raises(Refused) as refused:
        write_note(part, somebody, author, Note(4, "지게차 가능, 남편 직업은 공무원"), SYSTEM)
    assert refused.value.reason is NoteRefusal.WORDING
    assert "(‘남편’)" in str(refused.value.sentence)
    assert write_note(part, somebody, author, Note(4, "지게차 가능"), SYSTEM) is not None
