"""Wishes for interviews on the short way in: those that come too late while a crowd is here.

Only what a process remembers of the crowd is asked; whoever may still win goes the long way.
"""

from json import loads

from flask_babel import force_locale

from festa import clock
from festa.employers.tokens import hash_token
from festa.interviews.program_crowd import CROWDS
from festa.interviews.program_queries import times
from festa.interviews.program_wire import Facts, as_refusal, read_wish
from festa.interviews.refusals import BookingRefusal
from festa.short_way import Asked, Told, in_json

in_words: dict[str, Facts] = {}


def answer_wish(asked: Asked) -> Told | None:
    """The nearest free times for somebody who comes too late; None for everybody else."""
    wish = read_wish(loads(asked.body))
    crowd = CROWDS.find(hash_token(asked.token), wish.slot_id, clock.now())
    near = crowd.refused(wish) if crowd is not None else None
    if crowd is None or near is None:
        return None
    # A crowd is told of the same times over and over.
    told = asked.language, tuple(one.id for one in near)
    if told not in crowd.told:
        slots = [times(crowd.slug, crowd.grid, one, one.table) for one in near]
        crowd.told[told] = in_json(_words(asked) | {"alternatives": slots})
    return Told("409 CONFLICT", crowd.told[told])


def _words(asked: Asked) -> Facts:
    """That it was too late, looked up once for each language."""
    language = asked.language
    if language not in in_words:
        with asked.app.app_context(), force_locale(language):
            in_words[language] = as_refusal(BookingRefusal.SLOT_TAKEN)
    return in_words[language]
