"""What people who agreed were asked after a fair that is over, and what they answered."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta

from festa import clock
from festa.demo.stage import Play, Registered, Stage
from festa.demo.talking import Talk
from festa.fairs.lifecycle import OVER
from festa.follow_ups.asking import OPEN_FOR
from festa.follow_ups.models import Answer, FollowUp
from festa.follow_ups.steps import DAYS, Occasion
from festa.interviews.statement_models import SaidVia

NIGHT = time(3, 5)
ANSWERS = 0.62  # so many answer each time
PHONED = 0.15
STILL_OPEN = {Answer.WAITING: 0.4, Answer.LOOKING: 0.6}


def ask_people(
    play: Play, stage: Stage, held: Sequence[Talk], told: Mapping[int, datetime]
) -> None:
    """The questions of the nights since; `told` says when who told us of a job, by registration."""
    if stage.fair.state not in OVER:
        return
    people = {talk.one.id: talk.one for talk in held if talk.one.followed}
    for one in people.values():
        _ask(play, stage, one, told.get(one.id))


def _ask(play: Play, stage: Stage, one: Registered, told: datetime | None) -> None:
    for occasion, days in DAYS.items():
        asked = clock.at(stage.fair.day + timedelta(days=days), NIGHT)
        if asked > play.now:
            return
        if told is not None and asked > told:
            return  # whoever has told us is asked again a month after the hire
        tells_us = told is not None and told - asked < OPEN_FOR
        morning = asked + timedelta(hours=5)
        replied = tells_us or play.chance.random() < ANSWERS
        answered = play.chance.later(morning, 60, 200_000) if replied else None
        answered = told if tells_us else answered
        if answered is not None and answered > play.now:
            answered = None
        answer = Answer.HIRED if tells_us else play.chance.roll(STILL_OPEN)
        _write(play, stage, one, (occasion, asked, answered, answer))
        if tells_us:
            return


def _write(
    play: Play,
    stage: Stage,
    one: Registered,
    said: tuple[Occasion, datetime, datetime | None, Answer],
) -> None:
    occasion, asked, answered, answer = said
    word = play.chance.getrandbits(128).to_bytes(16, "big")
    phoned = play.chance.random() < PHONED
    play.rows.add(
        FollowUp,
        registration_id=one.id,
        fair_id=stage.fair.id,
        occasion=occasion,
        token_hash=hashlib.sha256(word).hexdigest(),
        asked_at=asked,
        closes_at=asked + OPEN_FOR,
        answered_at=answered,
        answer=answer if answered else None,
        via=(SaidVia.PHONE if phoned else SaidVia.LINK) if answered else None,
    )
