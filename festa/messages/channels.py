"""The roads by which messages leave, as config.py names them."""

import json
import sys
from collections.abc import Callable, Mapping
from typing import Any

from festa.messages.gateway import Gateway, GatewayRoad
from festa.messages.letters import Letter, NotSent, Receipt, Road
from festa.messages.models import Channel
from festa.messages.smtp import SmtpRoad, SmtpServer


def masked(recipient: str) -> str:
    """The recipient with only its end readable: logs hold no personal data."""
    return "…" + recipient[-4:]


class ConsoleRoad:
    """Prints the message where the server runs: for development, and for trying things out."""

    name = "console"

    def send(self, letter: Letter) -> Receipt:
        """Print it, with the names of its enclosures."""
        files = "".join(f" [{draw().name}]" for draw in letter.enclosures)
        text = f"[{letter.channel}] {masked(letter.recipient)} {letter.body}{files}"
        print(text, file=sys.stderr, flush=True)
        return Receipt(self.name)

    def close(self) -> None:
        """Nothing was opened."""


def _smtp(settings: Mapping[str, Any]) -> Road:
    return SmtpRoad(
        SmtpServer(
            settings["SMTP_HOST"],
            settings["SMTP_PORT"],
            settings["SMTP_SECURITY"],
            settings["SMTP_USER"],
            settings["SMTP_PASSWORD"],
            settings["MAIL_FROM"],
        )
    )


def _gateway(settings: Mapping[str, Any]) -> Road:
    return GatewayRoad(
        Gateway(
            settings["SMS_GATEWAY_URL"],
            settings["SMS_GATEWAY_KEY"],
            settings["SMS_SENDER"],
            json.loads(settings["ALIMTALK_TEMPLATES"] or "{}"),
        )
    )


ROADS: dict[str, Callable[[Mapping[str, Any]], Road]] = {
    "console": lambda _settings: ConsoleRoad(),
    "smtp": _smtp,
    "gateway": _gateway,
}
SETTINGS = {Channel.SMS: "MESSAGE_CHANNEL", Channel.EMAIL: "EMAIL_CHANNEL"}


class Roads:
    """The road of each channel, opened when the first message needs it. For one thread."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self.settings = settings
        self.open: dict[Channel, Road] = {}

    def send(self, letter: Letter) -> Receipt:
        """Carry the letter by the road of its channel; NotSent when it was not taken."""
        road = self.open.get(letter.channel)
        if road is None:
            name = self.settings[SETTINGS[letter.channel]]
            road = self.open[letter.channel] = ROADS[name](self.settings)
        return road.send(letter)

    def close(self) -> None:
        """Let go of every connection."""
        for road in self.open.values():
            road.close()
        self.open.clear()

    def __enter__(self) -> "Roads":
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()


__all__ = ["ROADS", "ConsoleRoad", "NotSent", "Roads", "masked"]
