"""The roads by which messages leave."""

import sys
from collections.abc import Callable

from festa.messages.models import OutboxMessage


class NotSent(Exception):
    """The road did not take the message; it may be tried again."""


def masked(recipient: str) -> str:
    """The recipient with only its end readable: logs hold no personal data."""
    return "…" + recipient[-4:]


def to_console(message: OutboxMessage) -> None:
    """Print the message where the server runs: for development, and for halls without a gateway."""
    print(
        f"[{message.channel}] {masked(message.recipient)} {message.body}",
        file=sys.stderr,
        flush=True,
    )


CHANNELS: dict[str, Callable[[OutboxMessage], None]] = {"console": to_console}
