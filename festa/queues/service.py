"""The verbs of the queue, in one place for the pages that use them."""

from festa.queues.calling import (
    Call,
    call_next,
    call_out_of_turn,
    mark_absent,
    page_again,
    put_back,
    recall,
)
from festa.queues.closing import close_day
from festa.queues.lines import pause, resume, run_late, set_terms
from festa.queues.numbers import check_in, show_number_only, walk_in
from festa.queues.talking import come_back, finish, hold, leave, start

__all__ = [
    "Call",
    "call_next",
    "call_out_of_turn",
    "check_in",
    "close_day",
    "come_back",
    "finish",
    "hold",
    "leave",
    "mark_absent",
    "page_again",
    "pause",
    "put_back",
    "recall",
    "resume",
    "run_late",
    "set_terms",
    "show_number_only",
    "start",
    "walk_in",
]
