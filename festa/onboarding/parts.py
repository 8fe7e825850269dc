"""What an application consists of: its fields, in which part they stand, and what is missing."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from festa.employers.participation import Mode


class Part(StrEnum):
    """A screen of the application."""

    COMPANY = "company"
    TAKING_PART = "taking_part"
    JOBS = "jobs"
    PAPERS = "papers"


class Field(StrEnum):
    """Something about which the organisers may ask."""

    NAME = "name"
    CHIEF = "chief"
    FOUNDED_ON = "founded_on"
    INDUSTRY = "industry"
    ADDRESS = "address"
    STAFF_COUNT = "staff_count"
    MODE = "mode"
    TABLES_WANTED = "tables_wanted"
    BRANCH = "branch"
    CONTACT_NAME = "contact_name"
    CONTACT_PHONE = "contact_phone"
    JOBS = "jobs"
    PAPERS = "papers"


F = Field
FIELDS: dict[Part, tuple[Field, ...]] = {
    Part.COMPANY: (F.NAME, F.CHIEF, F.FOUNDED_ON, F.INDUSTRY, F.ADDRESS, F.STAFF_COUNT),
    Part.TAKING_PART: (F.MODE, F.TABLES_WANTED, F.BRANCH, F.CONTACT_NAME, F.CONTACT_PHONE),
    Part.JOBS: (F.JOBS,),
    Part.PAPERS: (F.PAPERS,),
}
PART_OF: dict[Field, Part] = {field: part for part, fields in FIELDS.items() for field in fields}
NEEDED = frozenset(
    {F.NAME, F.CHIEF, F.FOUNDED_ON, F.ADDRESS, F.MODE, F.CONTACT_NAME, F.CONTACT_PHONE, F.JOBS}
)
MOST_JOBS = 5


@dataclass(frozen=True)
class JobWish:
    """A job for which an employer seeks people, as far as an application tells of it."""

    title: str
    duty: str
    employment_type: str
    workplace: str
    openings: int

    def as_row(self) -> dict[str, Any]:
        """Plain, for a column of JSON."""
        return asdict(self)


def value_of(application: Any, field: Field) -> str:
    """What a field says, as text that can be compared with what it said before."""
    if field is F.PAPERS:
        return ",".join(str(one.id) for one in application.kept_documents)
    value = getattr(application, field.value)
    return "" if value is None else str(value)


def missing_fields(application: Any, *, paper_needed: bool) -> list[Field]:
    """What must be filled before it can be sent in, in the order of the screens."""
    empty = {field for field in NEEDED if not value_of(application, field)}
    if application.jobs == []:
        empty.add(F.JOBS)
    if application.mode is Mode.ONSITE and application.tables_wanted < 1:
        empty.add(F.TABLES_WANTED)
    if paper_needed and not application.kept_documents:
        empty.add(F.PAPERS)
    return [field for field in Field if field in empty]


def unanswered(application: Any, open_remarks: Mapping[Field, Any]) -> list[Field]:
    """Fields about which the organisers asked and nothing was changed or answered."""
    return [
        field
        for field, remark in open_remarks.items()
        if not remark.answer and value_of(application, field)[:2000] == remark.before
    ]
