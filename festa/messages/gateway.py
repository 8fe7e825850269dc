"""The road of text messages: an HTTP gateway that carries 알림톡, SMS and LMS.

The contract is written in docs/messages.md: one POST for each message, an Idempotency-Key
that is the same in every attempt, and an answer in JSON that names the message.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx

from festa.messages.letters import Letter, NotSent, Receipt
from festa.messages.sms import TextKind, cut, kind_of, readable

TIMEOUT = 15.0  # seconds for an answer
TO_CONNECT = 5.0
ALREADY = 409  # this key was taken before
AGAIN = frozenset({401, 403, 408, 425, 429})  # our settings or a full road, not this message
CODE = re.compile(r"[A-Za-z0-9_.-]{1,40}")


@dataclass(frozen=True)
class Gateway:
    """Where texts are handed in; `templates` names the approved 알림톡 of our messages."""

    url: str
    key: str
    sender: str
    templates: Mapping[str, str] = field(default_factory=dict)


class GatewayRoad:
    """One client with its connections kept open."""

    name = "gateway"

    def __init__(self, gateway: Gateway) -> None:
        self.gateway = gateway
        self.client = httpx.Client(
            headers={"Authorization": f"Bearer {gateway.key}"},
            timeout=httpx.Timeout(TIMEOUT, connect=TO_CONNECT),
            follow_redirects=False,
        )

    def send(self, letter: Letter) -> Receipt:
        """알림톡 where the template is approved; SMS or LMS where it is not, or did not arrive."""
        template = self.gateway.templates.get(letter.template)
        if template is not None:
            try:
                return self._post(letter, TextKind.ALIMTALK, {"template": template})
            except NotSent as problem:
                if not problem.final:
                    raise
        kind = kind_of(letter.body)
        subject = {"subject": readable(letter.subject)} if letter.subject else {}
        return self._post(letter, kind, subject if kind is TextKind.LMS else {})

    def close(self) -> None:
        """Close the connections."""
        self.client.close()

    def _post(self, letter: Letter, kind: TextKind, more: Mapping[str, str]) -> Receipt:
        road = f"{self.name} {kind}"
        text = letter.body if kind is TextKind.ALIMTALK else cut(letter.body)
        order = {
            "type": str(kind),
            "to": _national(letter.recipient),
            "from": self.gateway.sender,
            "text": text,
            **more,
        }
        headers = {"Idempotency-Key": f"{letter.key}-{kind.lower()}"}
        try:
            answer = self.client.post(self.gateway.url, json=order, headers=headers)
        except httpx.TimeoutException:
            raise NotSent("timeout", road=road) from None
        except httpx.HTTPError as problem:
            raise NotSent(f"connection: {type(problem).__name__}", road=road) from None
        return Receipt(road, _identity(answer, road))


def _identity(answer: httpx.Response, road: str) -> str:
    """How the gateway calls the message; NotSent when it did not take it."""
    told = _told(answer)
    if (answer.is_success and "id" in told) or answer.status_code == ALREADY:
        return str(told.get("id", ""))[:120]
    code = told.get("code")
    reason = f"gateway {answer.status_code}"
    if isinstance(code, str) and CODE.fullmatch(code):
        reason += f" {code}"
    status = answer.status_code
    final = 400 <= status < 500 and status not in AGAIN
    raise NotSent(reason, final=final, after=_pause(answer), road=road)


def _national(number: str) -> str:
    """01012345678, as Korean gateways write +821012345678."""
    return f"0{number[3:]}" if number.startswith("+82") else number


def _told(answer: httpx.Response) -> dict[str, Any]:
    try:
        told = answer.json()
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _pause(answer: httpx.Response) -> timedelta | None:
    seconds = answer.headers.get("Retry-After", "")
    return timedelta(seconds=min(int(seconds), 86_400)) if seconds.isdecimal() else None
