"""What employers' programs may ask and are answered, as the OpenAPI document says it."""

from festa.gates.api_document import UUID_PATTERN, Schema
from festa.interviews.refusals import BookingRefusal
from festa.interviews.states import ApplicationState, BookingState

GREATEST = 2**31 - 1


def _object(members: Schema, *optional: str, **more: object) -> Schema:
    required = [name for name in members if name not in optional]
    return {"type": "object", "properties": members, "required": required} | more


def _list(name: str) -> Schema:
    return {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}}


def _words(members: type[BookingState] | type[ApplicationState] | type[BookingRefusal]) -> Schema:
    return {"type": "string", "enum": [member.value for member in members]}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


TEXT = {"type": "string"}
MOMENT = {"type": "string", "format": "date-time"}
NUMBER = {"type": "integer", "minimum": 1, "maximum": GREATEST}
OWN_ID = {
    "type": "string",
    "pattern": UUID_PATTERN,
    "description": "Made by your program for this one wish. Sent again, it books nothing twice.",
}

SCHEMAS: dict[str, Schema] = {
    "FreeSlot": _object(
        {
            "id": NUMBER,
            "fair": {"type": "string", "description": "The slug of the fair."},
            "table": TEXT,
            "starts_at": MOMENT,
            "ends_at": MOMENT,
        }
    ),
    "FreeSlots": _object({"slots": _list("FreeSlot")}),
    "Applicant": _object(
        {
            "name": TEXT,
            "wished_work": {"type": "array", "items": TEXT},
            "experience_years": _or_null({"type": "integer"}),
            "courses": {"type": "array", "items": TEXT},
        },
        description="What this person agreed to show you, for as long as the consent stands.",
    ),
    "ShownApplication": _object(
        {
            "id": NUMBER,
            "registration": NUMBER,
            "fair": TEXT,
            "job": _or_null(TEXT),
            "state": _words(ApplicationState),
            "applied_at": MOMENT,
            "person": {"$ref": "#/components/schemas/Applicant"},
        }
    ),
    "ShownApplications": _object(
        {
            "applications": _list("ShownApplication"),
            "next": _or_null(NUMBER | {"description": "Ask with after=this for those behind."}),
        }
    ),
    "BookingWish": _object(
        {
            "slot": NUMBER,
            "application": NUMBER,
            "registration": NUMBER,
            "id": OWN_ID,
        },
        "application",
        "registration",
        oneOf=[{"required": ["application"]}, {"required": ["registration"]}],
        description="Whom to book, by their application to you or by their registration.",
    ),
    "Booked": _object(
        {
            "booking": _object(
                {
                    "id": NUMBER,
                    "request": OWN_ID,
                    "registration": NUMBER,
                    "state": _words(BookingState),
                    "slot": {"$ref": "#/components/schemas/FreeSlot"},
                }
            )
        }
    ),
    "NotBooked": _object(
        {
            "code": {"type": "integer"},
            "status": TEXT,
            "message": {"type": "string", "description": "A sentence for people."},
            "reason": _words(BookingRefusal),
            "alternatives": _list("FreeSlot")
            | {"maxItems": 3, "description": "The nearest that are free and fit the day."},
        }
    ),
}

TOKEN = "employerToken"  # noqa: S105
SECURITY_SCHEMES = {TOKEN: {"type": "http", "scheme": "bearer"}}
