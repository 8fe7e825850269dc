"""What the domains say about their messages: whether one is still true, and what goes with it.

`messages` lies below all domains and calls none; they put their answers here, by template.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from festa.extensions import db
from festa.messages.letters import Enclosure
from festa.messages.models import OutboxMessage

Still = Callable[[OutboxMessage], bool]
Draw = Callable[[], Enclosure]
Enclose = Callable[[OutboxMessage], list[Draw]]
Row = TypeVar("Row")

_still: dict[str, Still] = {}
_enclose: dict[str, Enclose] = {}


def still_true(*templates: str) -> Callable[[Still], Still]:
    """Ask this at the moment of sending; a message whose occasion has gone is dropped."""

    def keep(ask: Still) -> Still:
        _still.update(dict.fromkeys(templates, ask))
        return ask

    return keep


def true_while(what: type[Any], state: StrEnum, *templates: str) -> None:
    """Send messages of these templates only while what they are about is in this state."""

    @still_true(*templates)
    def still_so(message: OutboxMessage) -> bool:
        one = find_about(what, message)
        return one is not None and one.state is state


def find_about(what: type[Row], message: OutboxMessage) -> Row | None:
    """What the message is about; None when that is nothing, or there no more."""
    return db.session.get(what, message.about_id) if message.about_id else None


def goes_with(*templates: str) -> Callable[[Enclose], Enclose]:
    """Read at the moment of sending what an e-mail of these templates encloses.

    Rows are read at once, files drawn later: the functions given back touch no database.
    """

    def keep(read: Enclose) -> Enclose:
        _enclose.update(dict.fromkeys(templates, read))
        return read

    return keep


def is_still_true(message: OutboxMessage) -> bool:
    """Whether what the message tells is true at this moment."""
    ask = _still.get(message.template)
    return ask is None or ask(message)


def enclosures_of(message: OutboxMessage) -> list[Draw]:
    """What goes with the message."""
    read = _enclose.get(message.template)
    return [] if read is None else read(message)
