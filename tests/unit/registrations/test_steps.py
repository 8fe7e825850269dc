"""Which screen comes next, for every stage of the answers."""

import pytest

from festa.consents.models import Purpose
from festa.registrations.steps import Answers, Step, first_missing, may_open, road

FAIR = [7]
TEXTS = {1, 2}
PERSON = {"name": "한가람", "phone": "+821023456789"}


@pytest.mark.parametrize(
    ("answers", "missing"),
    [
        (Answers(), Step.FAIRS),
        (Answers(fairs=FAIR), Step.CONSENTS),
        (Answers(fairs=FAIR, shown=[1]), Step.CONSENTS),
        (Answers(fairs=FAIR, shown=[1, 2]), Step.YOU),
        (Answers(fairs=FAIR, shown=[1, 2], **PERSON), Step.CODE),
        (Answers(fairs=FAIR, seeker_id=3, details_due=True), Step.DETAILS),
        (Answers(fairs=FAIR, seeker_id=3), Step.DONE),
    ],
)
def test_the_first_missing_answer_is_asked_for(answers: Answers, missing: Step) -> None:
    assert first_missing(answers, TEXTS, signed_in=False) is missing


def test_whoever_is_signed_in_has_said_who_they_are() -> None:
    answers = Answers(fairs=FAIR, shown=[1, 2])
    assert first_missing(answers, TEXTS, signed_in=True) is Step.CONSENTS


@pytest.mark.parametrize("missing", [Step.FAIRS, Step.CONSENTS, Step.YOU, Step.CODE])
def test_on_the_way_one_may_go_back_but_not_ahead(missing: Step) -> None:
    order = list(Step)
    for step in Step:
        assert may_open(step, missing) is (order.index(step) <= order.index(missing))


@pytest.mark.parametrize("missing", [Step.DETAILS, Step.DONE])
def test_at_the_end_only_the_end_and_a_new_beginning_are_open(missing: Step) -> None:
    opened = {step for step in Step if may_open(step, missing)}
    assert opened == {Step.FAIRS, Step.DETAILS, Step.DONE}


def test_the_road_has_five_screens_at_most() -> None:
    assert len(road(None, signed_in=False)) == 5
    assert len(road({Purpose.OPTIONAL_DETAILS}, signed_in=False)) == 5
    assert len(road(set(), signed_in=False)) == 4
    assert len(road(set(), signed_in=True)) == 2


def test_answers_of_an_older_version_are_read_as_far_as_they_are_known() -> None:
    assert Answers.read({"fairs": FAIR, "favourite_colour": "teal"}) == Answers(fairs=FAIR)
