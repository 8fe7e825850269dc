"""What programs send and hear: JSON in, a wish or the names of what is wrong with it out."""

import uuid
from typing import Any

from festa.errors import Refused
from festa.gates.wire import UUID, Malformed
from festa.interviews.api_document import GREATEST
from festa.interviews.program_door import Asked
from festa.interviews.refusals import SENTENCES, BookingRefusal

WHOM = ("application", "registration")
STATUS = {BookingRefusal.NO_CONSENT: 403}

Facts = dict[str, Any]


def read_wish(body: Any) -> Asked:
    """A wish for a booking; Malformed when it cannot be read."""
    if not isinstance(body, dict):
        raise Malformed({"_": ["An object."]})
    wrong: dict[str, list[str]] = {}
    for name in ("slot", *(name for name in WHOM if name in body)):
        if _number(body.get(name)) is None:
            wrong[name] = [f"A whole number from 1 to {GREATEST}."]
    if sum(name in body for name in WHOM) != 1:
        wrong["application"] = ["Either an application or a registration."]
    own_id = body.get("id")
    if not isinstance(own_id, str) or UUID.fullmatch(own_id) is None:
        wrong["id"] = ["A UUID of your own making."]
    if wrong:
        raise Malformed(wrong)
    return Asked(
        slot_id=_number(body["slot"]) or 0,
        request_id=uuid.UUID(str(own_id)),
        application_id=_number(body.get("application")),
        registration_id=_number(body.get("registration")),
    )


def as_refusal(reason: BookingRefusal) -> Facts:
    """That nothing was booked, and why, in the reader's language."""
    return {
        "code": STATUS.get(reason, 409),
        "status": str(Refused.title),
        "message": str(SENTENCES[reason]),
        "reason": reason,
    }


def read_after(text: str | None) -> int:
    """Behind which number a page begins; Malformed when it is none."""
    if text is None:
        return 0
    if not text.isascii() or not text.isdigit() or len(text) > 10 or int(text) > GREATEST:
        raise Malformed({"after": [f"A whole number from 0 to {GREATEST}."]})
    return int(text)


def _number(value: Any) -> int | None:
    """A whole number as JSON knows it, where 1.0 is one; None when it is none of ours."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= GREATEST:
        return None
    return value
