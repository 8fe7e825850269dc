"""Who does something, as the audit log names them."""

from dataclasses import dataclass, replace
from enum import StrEnum


class ActorKind(StrEnum):
    """On which side the doer stands."""

    ACCOUNT = "account"
    SEEKER = "seeker"
    DEVICE = "device"
    PROGRAM = "program"
    VISITOR = "visitor"
    SYSTEM = "system"


@dataclass(frozen=True)
class Actor:
    """Somebody who acts: which side, which row, what the log calls them, and from where."""

    kind: ActorKind
    id: int | None = None
    label: str = ""
    address: str | None = None

    def seen_from(self, address: str | None) -> "Actor":
        """The same doer with the network address of the request (접속지)."""
        return replace(self, address=address)

    @classmethod
    def visitor(cls, label: str) -> "Actor":
        """Somebody who has not signed in."""
        return cls(ActorKind.VISITOR, label=label)


SYSTEM = Actor(ActorKind.SYSTEM, label="festa")
