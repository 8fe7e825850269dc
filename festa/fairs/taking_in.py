"""Taking lists of organisers into a fair: row by row, in batches, and what it came to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Any, TypeVar

from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError

from festa.audit.actor import Actor
from festa.audit.service import record
from festa.errors import Refused
from festa.extensions import db
from festa.fairs.lifecycle import FairState
from festa.fairs.models import Fair
from festa.sheets.rows import Listing

BATCH = 50  # a quarter of a second: gates of a live fair wait no longer for their turn
TRIES = 3

R = TypeVar("R")


class ListRefusal(StrEnum):
    """Why a fair takes no lists."""

    SHUT = "shut"


SENTENCES: dict[ListRefusal, Any] = {
    ListRefusal.SHUT: _l(
        "취소되었거나 보관된 박람회에는 명단을 가져올 수 없어요. 다른 박람회를 골라 주세요."
    )
}


@dataclass
class Taken:
    """How many of a list are new to the fair, and how many stood there already."""

    new: int = 0
    stood: int = 0

    @property
    def rows(self) -> int:
        """How many rows are done."""
        return self.new + self.stood


AfterBatch = Callable[[Taken], None]


def take_in(
    fair: Fair,
    rows: Sequence[R],
    take: Callable[[R], bool],
    after_batch: AfterBatch | None = None,
) -> Taken:
    """Take every row in, in batches; `take` says whether its row was new.

    Whoever commits after each batch keeps nobody waiting: doing a list again changes nothing,
    so one that was broken off can simply be done again. Refused when the fair is shut.
    """
    if fair.state in (FairState.CANCELLED, FairState.ARCHIVED):
        raise Refused(SENTENCES[ListRefusal.SHUT], ListRefusal.SHUT)
    taken = Taken()
    waiting = iter(rows)
    while batch := list(islice(waiting, BATCH)):
        new = _take_batch(batch, take)
        taken.new += new
        taken.stood += len(batch) - new
        if after_batch is not None:
            after_batch(taken)
    return taken


def _take_batch(rows: Sequence[R], take: Callable[[R], bool]) -> int:
    """Take rows together; where one of them meets another request, each by itself."""
    try:
        with db.session.begin_nested():
            return sum(take(row) for row in rows)
    except IntegrityError:
        return sum(_take_safely(row, take) for row in rows)


def _take_safely(row: R, take: Callable[[R], bool]) -> bool:
    """Take one row by itself; when another request was first with the same, look again."""
    for attempt in range(TRIES):
        try:
            with db.session.begin_nested():
                return take(row)
        except IntegrityError:
            if attempt == TRIES - 1:
                raise
    raise AssertionError("unreachable: the last try returns or raises")


def note_list(fair: Fair, kind: str, listing: Listing[Any], taken: Taken, by: Actor) -> None:
    """Write down that a list was taken in: numbers alone, never a name."""
    record(
        "import.made",
        fair,
        by,
        fair_id=fair.id,
        kind=kind,
        new=taken.new,
        stood=taken.stood,
        withheld=listing.withheld,
        **listing.counts("rows"),
    )
