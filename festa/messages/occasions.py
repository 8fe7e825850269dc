"""What the domains say about their messages: whether one is still true, and what goes with it.

`messages` lies below all domains and calls none; they put their answers here, by template.
"""

from collections.abc import Callable
from typing import TypeVar

from festa.messages.letters import Enclosure
from festa.messages.models import OutboxMessage

Still = Callable[[OutboxMessage], bool]
Draw = Callable[[], Enclosure]
Enclose = Callable[[OutboxMessage], list[Draw]]
F = TypeVar("F", bound=Callable[..., object])

_still: dict[str, Still] = {}
_enclose: dict[str, Enclose] = {}


def still_true(*templates: str) -> Callable[[Still], Still]:
    """Ask this at the moment of sending; a message whose occasion has gone is dropped."""

    def keep(ask: Still) -> Still:
        _still.update(dict.fromkeys(templates, ask))
        return ask

    return keep


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
