"""What the gate's API takes and gives, as the OpenAPI document says it (3.1, JSON Schema)."""

from typing import Any

from festa.badges.models import BadgeKind
from festa.fairs.lifecycle import FairState
from festa.gates.decision import Direction, ScanOutcome
from festa.gates.device_models import DeviceRole
from festa.gates.models import AT_THE_DOOR
from festa.gates.wire import (
    GREATEST_OFFSET_MS,
    LONGEST_CODE,
    LONGEST_NAME,
    LONGEST_PAIRING,
    MOST_SCANS,
    PAIRING,
)

Schema = dict[str, Any]

UUID_PATTERN = "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"


def _object(members: Schema, optional: tuple[str, ...] = (), said: str = "") -> Schema:
    required = [name for name in members if name not in optional]
    schema: Schema = {"type": "object", "properties": members, "required": required}
    return schema | ({"description": said} if said else {})


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _text(said: str = "", **limits: Any) -> Schema:
    return {"type": "string"} | ({"description": said} if said else {}) | limits


def _words(members: Any, said: str = "") -> Schema:
    return _text(said, enum=[member.value for member in members])


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


MOMENT = _text("RFC 3339 with an offset.", format="date-time")
UUID = _text("Made by the device.", pattern=UUID_PATTERN)
WHOLE = {"type": "integer"}
COUNT = {"type": "integer", "minimum": 0}
NUMBER = {"type": "integer", "minimum": 1}

SCHEMAS: dict[str, Schema] = {
    "Refusal": _object(
        {
            "code": WHOLE,
            "status": _text(),
            "message": _text("A sentence for people."),
            "reason": _text("The refusal's name; programs act on this."),
            "errors": {"type": "object", "description": "What is wrong, by place."},
        },
        optional=("message", "reason", "errors"),
    ),
    "Fair": _object(
        {
            "id": NUMBER,
            "slug": _text(),
            "city": _text(),
            "title": _text(),
            "day": _text(format="date"),
            "state": _words(FairState),
            "opens_at": MOMENT,
            "closes_at": MOMENT,
        }
    ),
    "Gate": _object(
        {
            "id": NUMBER,
            "name": _text(),
            "hall": _or_null(_text()),
            "people_limit": _or_null(COUNT),
        }
    ),
    "Device": _object(
        {"id": NUMBER, "name": _text(), "role": _words(DeviceRole), "ends_at": MOMENT}
    ),
    "Key": _object(
        {
            "id": _text(),
            "algorithm": _text(enum=["Ed25519"]),
            "public": _text("The 32 raw bytes in base64url without padding."),
        }
    ),
    "Occupancy": _object({"inside": COUNT, "admitted": COUNT, "limit": _or_null(COUNT)}),
    "Pairing": _object(
        {
            "code": _text(
                "Eight digits from the organiser.",
                pattern=f"^{PAIRING.pattern}$",
                maxLength=LONGEST_PAIRING,
            ),
            "name": _text("What the organisers call the device.", maxLength=LONGEST_NAME),
        }
    ),
    "Me": _object(
        {
            "device": _ref("Device"),
            "fair": _ref("Fair"),
            "gate": _ref("Gate"),
            "key": _ref("Key"),
            "occupancy": _ref("Occupancy"),
            "server_time": MOMENT,
        }
    ),
    "Paired": _object(
        {
            "token": _text("Shown this once."),
            "device": _ref("Device"),
            "fair": _ref("Fair"),
            "gate": _ref("Gate"),
            "key": _ref("Key"),
            "server_time": MOMENT,
        }
    ),
    "Roster": _object(
        {
            "payload": _text("JSON; its UTF-8 bytes, exactly as they are here, are signed."),
            "signature": _text("Ed25519, base64url without padding."),
            "key_id": _text(),
        }
    ),
    "Scan": _object(
        {
            "id": UUID,
            "code": _text("What was read, as it was read.", maxLength=LONGEST_CODE),
            "direction": _words(Direction),
            "scanned_at": MOMENT | {"description": "By the device's clock."},
            "offline": {
                "type": "boolean",
                "description": "Whether the device answered by itself. Sent again as true, a scan"
                " of this device says that the answer came when whoever was let in (`shown`,"
                " or nothing said) had gone on.",
            },
            "method": _or_null(_words(AT_THE_DOOR)),
            "holder": _or_null(_text("Instead of a code.", pattern="^[rb][1-9][0-9]{0,8}$")),
            "reentry": _or_null({"type": "boolean"}),
            "shown": _or_null(
                _words(
                    ScanOutcome,
                    "What the device answered by itself. Offline, whoever was turned away has not come in.",
                )
            ),
            "clock_offset_ms": _or_null(
                {
                    "type": "integer",
                    "minimum": -GREATEST_OFFSET_MS,
                    "maximum": GREATEST_OFFSET_MS,
                    "description": "To be added to the device's clock, as known when it scanned.",
                }
            ),
            "undoes": _or_null(UUID | {"description": "The scan that this takes back."}),
        },
        optional=("method", "holder", "reentry", "shown", "clock_offset_ms", "undoes"),
    ),
    "Scans": _object(
        {
            "scans": {
                "type": "array",
                "items": _ref("Scan"),
                "minItems": 1,
                "maxItems": MOST_SCANS,
            }
        }
    ),
    "Person": _object(
        {
            "name": _text("Masked."),
            "class": _words(BadgeKind),
            "holder": _text(),
            "badge": _or_null(NUMBER),
            "fair": _text("The slug of the badge's fair."),
        }
    ),
    "Result": _object(
        {
            "id": UUID,
            "outcome": _words(ScanOutcome),
            "message": _text(),
            "person": _or_null(_ref("Person")),
        }
    ),
    "Kept": _object(
        {"kept": NUMBER | {"description": "How many of these scans were from before."}}
    ),
    "Results": _object({"results": {"type": "array", "items": _ref("Result")}}),
}

TOKEN = "deviceToken"  # noqa: S105
SECURITY_SCHEMES = {TOKEN: {"type": "http", "scheme": "bearer"}}


def takes(name: str) -> Schema:
    """A JSON body of this schema."""
    return {"required": True, "content": {"application/json": {"schema": _ref(name)}}}


def gives(*refusals: int, **given: str) -> dict[str, Schema]:
    """The answers of an operation: `given` as _200="Name", an empty name for no body."""
    answers: dict[str, Schema] = {}
    for status, name in given.items():
        answer: Schema = {"description": name or "Nothing more to say."}
        if name:
            answer["content"] = {"application/json": {"schema": _ref(name)}}
        answers[status.removeprefix("_")] = answer
    refused = {
        "description": "A refusal, with its name.",
        "content": {"application/json": {"schema": _ref("Refusal")}},
    }
    return answers | {str(status): refused for status in refusals}
