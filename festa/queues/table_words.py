"""The words that the screens of the queue share, for their templates."""

from typing import Any

from festa.queues.steps_at_table import STEP_WORDS, TicketStep
from festa.queues.words import PILLS, TURN_WORDS, WORDS, eta_words

SCREEN_WORDS: dict[str, Any] = {
    "words": WORDS,
    "pills": PILLS,
    "turn_words": TURN_WORDS,
    "eta_words": eta_words,
    "step_words": {step.value: word for step, word in STEP_WORDS.items()},
    "Step": TicketStep,
}
