"""Whatever the log can hold is said in words: actions, pages, messages."""

import re
from enum import StrEnum
from pathlib import Path

import pytest

import festa
from festa.audit.words import PAGES, THINGS, VERBS, WHOLE
from festa.badges.models import BadgeState
from festa.consents.models import ConsentState
from festa.employers.models import JobState, ParticipationState
from festa.gates.decision import ScanOutcome
from festa.interviews.states import (
    ApplicationState,
    BookingState,
    HireStage,
    OutcomeResult,
    SlotState,
)
from festa.messages.words import TEMPLATES
from festa.queues.states import TicketState
from festa.registrations.states import RegistrationState

SOURCES = [path.read_text(encoding="utf-8") for path in Path(festa.__file__).parent.rglob("*.py")]
RECORDED = re.compile(r"\b_?record\(\s*\"([a-z_]+\.[a-z_]+)\"")
LOOKED_AT = re.compile(r"\b(?:looked_at|people_on)\(\s*\"([a-z_.]+)\"")
SENT = re.compile(r"\b(?:send_sms|_send)\(\s*[^\"()]*\"([a-z_]+)\"")
MACHINES: dict[str, type[StrEnum]] = {
    "application": ApplicationState,
    "badge": BadgeState,
    "booking": BookingState,
    "consent": ConsentState,
    "job": JobState,
    "outcome": OutcomeResult,
    "participation": ParticipationState,
    "registration": RegistrationState,
    "scan": ScanOutcome,
    "slot": SlotState,
    "ticket": TicketState,
}


def literals(pattern: re.Pattern[str]) -> list[str]:
    """Everything of that kind that the source names."""
    return sorted({found for source in SOURCES for found in pattern.findall(source)})


def named(action: str) -> bool:
    """Whether the console can say this action."""
    thing, _dot, verb = action.partition(".")
    return action in WHOLE or (thing in THINGS and verb in VERBS)


@pytest.mark.parametrize("action", literals(RECORDED))
def test_every_recorded_action_has_words(action: str) -> None:
    assert named(action)


@pytest.mark.parametrize(
    "action", [f"{thing}.{state}" for thing, states in MACHINES.items() for state in states]
)
def test_every_state_that_something_moves_to_has_words(action: str) -> None:
    assert named(action) or action.endswith(".draft")


@pytest.mark.parametrize("stage", [stage for stage in HireStage if "retained" not in stage])
def test_every_stage_of_a_hire_has_words(stage: HireStage) -> None:
    assert named(f"outcome.{stage}")


@pytest.mark.parametrize("page", literals(LOOKED_AT))
def test_every_page_that_shows_people_has_a_name(page: str) -> None:
    assert page in PAGES


@pytest.mark.parametrize("template", literals(SENT))
def test_every_message_has_a_name(template: str) -> None:
    assert template in TEMPLATES


def test_the_source_was_really_read() -> None:
    assert len(literals(RECORDED)) > 30
    assert len(literals(LOOKED_AT)) > 8
    assert len(literals(SENT)) > 4
