"""What a road is given, and what it gives back. Plain data."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol

from festa.messages.models import Channel


@dataclass(frozen=True)
class Enclosure:
    """A file that goes with an e-mail."""

    name: str
    kind: str
    content: bytes


@dataclass(frozen=True)
class Letter:
    """A message on its way; enclosures are drawn when they are asked for."""

    key: str
    channel: Channel
    template: str
    recipient: str
    subject: str
    body: str
    enclosures: Sequence[Callable[[], Enclosure]] = field(default=())


@dataclass(frozen=True)
class Receipt:
    """That a road took a message: which road, and how it calls it."""

    road: str
    provider_id: str = ""


class NotSent(Exception):
    """The road did not take the message. `code` is for the log and names no person.

    `final` says that another attempt would end alike; `after` that the road asked for a pause.
    """

    def __init__(
        self, code: str, *, final: bool = False, after: timedelta | None = None, road: str = ""
    ) -> None:
        super().__init__(code)
        self.code, self.final, self.after, self.road = code, final, after, road


class Road(Protocol):
    """Something that carries messages. Used by one thread; keeps its connection between them."""

    def send(self, letter: Letter) -> Receipt:
        """Carry the message; NotSent when it was not taken."""

    def close(self) -> None:
        """Let go of the connection."""
