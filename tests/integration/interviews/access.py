"""Two employers at one fair with all that an address, a body or a key can name; and what is whose.

The words of one side are nowhere in the other: whatever text of a side's rows is found in an
answer to the other side's recruiter is a leak, of whichever column it may be.
"""

import inspect
import io
import re
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

import pypdfium2
from flask import Flask
from flask_wtf import FlaskForm
from sqlalchemy import Table, select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse
from wtforms.fields.core import UnboundField

from festa.accounts.models import Account
from festa.audit.actor import SYSTEM
from festa.employers.models import JobState, Participation, RecruiterRole
from festa.employers.questions import Asked, write_question
from festa.employers.tokens import make_token
from festa.extensions import db
from festa.fairs.models import Fair
from festa.interviews.booking import book
from festa.interviews.models import Booking, BookingChange
from festa.interviews.notes import Note, write_note
from festa.interviews.outcomes import record_outcome
from festa.interviews.states import BookingState, OutcomeResult, SlotState
from festa.interviews.tables import set_slot
from festa.onboarding.inviting import invite
from festa.permissions import ROLES, Role
from festa.queues.service import walk_in
from festa.queues.steps_at_table import TicketStep
from festa.registrations.models import Registration
from festa.resumes.contents import FileKind, Judged
from festa.resumes.service import hand_in
from tests.factories import (
    make_application,
    make_employer,
    make_job,
    make_participation,
    make_recruiter,
    make_registration,
    make_seeker,
    make_table,
)
from tests.resume_files import a_pdf

# What belongs to all: the season, its places and what people are asked to agree to.
SHARED = {"tour", "venue", "fair", "fair_host", "hall", "gate", "consent_text"}
# Written about both sides by whoever acts.
LOGS = {"audit_entry", "message_attempt"}
# A message that is waiting goes out whoever asks next: only what it says must stay.
STAYING = {"outbox_message": ("id", "recipient", "template", "body")}
# What the public may read of an employer that takes part.
# Boards say at which table of whom a number is called.
PUBLIC = {"employer", "job", "booth", "interview_table"}
SHORTEST = 4
READ = re.compile(r"""request\.(?:args|form|files|values)(?:\.\w+\(|\[)["'](\w+)""")


@dataclass
class Side:
    """One employer: its recruiter, its people, and a number for every name in an address."""

    fair: Fair
    participation: Participation
    recruiter: Account
    key: str
    things: dict[str, Any] = field(default_factory=dict)

    @property
    def roots(self) -> dict[str, set[int]]:
        """The rows from which everything of this side hangs."""
        return {
            "employer": {self.participation.employer_id},
            "participation": {self.participation.id},
            "account": {self.recruiter.id, self.things["colleague"]},
            "seeker": set(self.things["seekers"]),
        }


def make_side(fair: Fair, word: str) -> Side:
    """An employer whose every text begins with a word of its own."""
    employer = make_employer(
        name=f"{word}물산",
        chief=f"{word}대표",
        address=f"{word}로 12",
        about=f"{word} 소개글",
        industry=f"{word}업종",
    )
    participation = make_participation(
        fair,
        employer,
        contact_name=f"{word}담당",
        contact_email=f"{word}@example.com",
        branch=f"{word}지점",
    )
    recruiter = make_recruiter(employer)
    recruiter.name, recruiter.email = f"{word}채용팀", f"{word}-recruiter@example.com"
    colleague = make_recruiter(employer, RecruiterRole.RECRUITER)
    colleague.name, colleague.email = f"{word}채용동료", f"{word}-colleague@example.com"
    invitation, _secret = invite(
        employer,
        f"{word}-new@example.com",
        f"{word}신입",
        RecruiterRole.RECRUITER,
        SYSTEM,
        locale="ko",
    )
    job = make_job(participation, title=f"{word} 물류 관리", about=f"{word} 업무 내용")
    draft = make_job(participation, title=f"{word} 비공개 초안", state=JobState.DRAFT)
    talked, coming, waiting = (_applicant(participation, f"{word}{who}") for who in "가나다")
    table, spare = make_table(participation, first=6), make_table(participation)
    table.label, spare.label = f"{word}테이블", f"{word}둘째줄"
    booking = _booked(table.slots[5], coming)
    done = _booked(table.slots[0], talked)
    done.state = BookingState.COMPLETED
    record_outcome(done, OutcomeResult.SECOND_ROUND, SYSTEM)
    db.session.flush()
    db.session.add(
        BookingChange(
            booking_id=booking.id,
            before=None,
            after=booking.state,
            at=booking.booked_at,
            actor_kind="system",
            actor_id=None,
            reason=f"{word} 사정",
        )
    )
    set_slot(table.slots[3], SlotState.BLOCKED, SYSTEM, f"{word} 회의")
    write_note(participation, waiting, recruiter, Note(4, f"{word} 메모"), SYSTEM)
    token, key = make_token(employer, f"{word} 프로그램", SYSTEM)
    application = make_application(coming, participation)
    waits = make_application(waiting, participation)
    resume = hand_in(waits, Judged(FileKind.PDF, a_pdf(word)), SYSTEM)
    question = write_question(participation, Asked(f"{word} 물류 일을 해 보셨나요?"), SYSTEM)
    ticket = walk_in(spare, waiting, SYSTEM)
    side = Side(fair, participation, recruiter, key)
    side.things |= {
        "participation_id": participation.id,
        "employer_id": employer.id,
        "application_id": waits.id,
        "booked_application_id": application.id,
        "booking_id": booking.id,
        "done_id": done.id,
        "job_id": job.id,
        "draft_id": draft.id,
        "table_id": table.id,
        "spare_id": spare.id,
        "slot_id": table.slots[1].id,
        "free_id": spare.slots[4].id,
        "token_id": token.id,
        "delivery_id": resume.delivery.id,
        "question_id": question.id,
        "registration_id": waiting.id,
        "ticket_id": ticket.id,
        "recruiter_id": colleague.recruiterships[0].id,
        "invitation_id": invitation.id,
        "colleague": colleague.id,
        "seekers": [one.seeker_id for one in (talked, coming, waiting)],
    }
    db.session.commit()
    return side


def _applicant(participation: Participation, name: str) -> Registration:
    seeker = make_seeker(name=f"{name}씨", email=f"{name}@example.com", courses=[f"{name} 과정"])
    registration = make_registration(participation.fair, seeker)
    make_application(registration, participation)
    return registration


def _booked(slot: Any, registration: Registration) -> Booking:
    answer = book(slot, registration, SYSTEM)
    assert answer.booking is not None
    return answer.booking


Thing = Callable[[Side], Any]


def thing(name: str) -> Thing:
    """Look this up among the numbers of a side."""
    return lambda side: side.things[name]


# What each name in an address stands for. A route with a name that is not here is not swept,
# and fails: give it a row in make_side and a line here.
ADDRESSES: dict[str, Thing] = {
    "participation_id": thing("participation_id"),
    "employer_id": thing("employer_id"),
    "application_id": thing("application_id"),
    "booking_id": thing("booking_id"),
    "registration_id": thing("registration_id"),
    "job_id": thing("job_id"),
    "table_id": thing("table_id"),
    "token_id": thing("token_id"),
    "delivery_id": thing("delivery_id"),
    "question_id": thing("question_id"),
    "ticket_id": thing("ticket_id"),
    "recruiter_id": thing("recruiter_id"),
    "invitation_id": thing("invitation_id"),
    "step": lambda _side: TicketStep.HOLD.value,
    "slug": lambda side: side.fair.slug,
}
# Names in addresses that are the same for all.
NOBODYS = {"step", "slug"}

# Where the usual thing would not do: what may be undone is a talk that is over.
OTHERWISE: dict[str, dict[str, Thing]] = {"outcomes_due.undo": {"booking_id": thing("done_id")}}


def always(*values: Any) -> tuple[Thing, ...]:
    """A field that names nothing of anybody."""
    return tuple(lambda _side, value=value: value for value in values)


# What each field of a form and each argument of an address stands for; of several values each
# is tried. A field that is not here fails, like a name in an address.
FIELDS: dict[str, tuple[Thing, ...]] = {
    "slot": (thing("slot_id"), thing("free_id")),
    "other": (thing("done_id"), thing("booking_id")),
    "table": (thing("table_id"),),
    "action": always("blocked", "remove", "open"),
    "state": always("called", "alternate", "filled"),
    "result": always("offered"),
    "number": always("0"),
    "required": always("y"),
    "seen": always("0" * 16),
    "reason": always("까닭을 적음"),
    "label": always("새 이름"),
    "slot_units": always(2),
    "mode": always("mixed"),
    "first": always(0),
    "last": always(4),
    "pause_first": always(-1),
    "gap": always(1),
    "pause_last": always(-1),
    "walk_ins": always("y"),
    "ask": always("", "1"),
    "from": always("day", "list", ""),
    "show": always("ended"),
    "page": always(1),
    "title": always("새 공고"),
    "duty": always("물류"),
    "employment_type": always("permanent"),
    "workplace": always("대전광역시 유성구"),
    "pay_amount": always(2_600_000),
    "pay_unit": always("month"),
    "pay": always(2_600_000),
    "hours": always("평일 9시"),
    "openings": always(1),
    "preferred": always("경력자"),
    "about": always("하는 일"),
    "impact_family": always(""),
    "name": always("프로그램"),
    "role": always("recruiter"),
    "way": always("back"),
    "how": always("keep_postings"),
    "words": always("전하는 말"),
    "stars": always(3),
    "answer": always("yes", "no"),
    "back": (lambda side: f"/employer/{side.participation.id}/day",),
    "fair": (lambda side: side.fair.slug,),
    "after": always(0),
    "email": (lambda side: side.recruiter.email,),
    "password": always("not the password"),
    "current": always("not the password"),
    "new": always("another long password"),
    "again": always("another long password"),
    "minutes": always(10, 0),
    "go": always("", "1"),
    "next": (lambda side: f"/employer/{side.participation.id}",),
}
TRIES = 3


def bodies(fields: set[str], side: Side) -> Iterator[dict[str, Any]]:
    """What may be sent in these fields, naming things of this side."""
    for number in range(TRIES):
        values = {name: FIELDS[name][number % len(FIELDS[name])](side) for name in fields}
        yield {name: value for name, value in values.items() if value != ""}


def views_of(app: Flask, *roles: Role | None) -> list[Rule]:
    """The routes that one of these roles may open; None stands for the public."""
    return [rule for rule in app.url_map.iter_rules() if _opens(app, rule, roles)]


def _opens(app: Flask, rule: Rule, roles: tuple[Role | None, ...]) -> bool:
    view = app.view_functions[rule.endpoint]
    access = getattr(view, "access_rule", None)
    if access is None or access == "public":
        return access == "public" and None in roles
    needed = {access, *getattr(view, "other_rules", ())}
    return any(role is not None and needed & ROLES[role] for role in roles)


def methods_of(rule: Rule) -> list[str]:
    """How the route may be asked."""
    return sorted((rule.methods or set()) & {"GET", "POST", "PUT", "PATCH", "DELETE"})


def fields_of(app: Flask, rule: Rule) -> set[str]:
    """Every field and argument that the module of a route's view reads."""
    module = sys.modules[inspect.unwrap(app.view_functions[rule.endpoint]).__module__]
    forms = [
        one for one in vars(module).values() if inspect.isclass(one) and issubclass(one, FlaskForm)
    ]
    named = {
        name
        for form in forms
        for name in dir(form)
        if isinstance(getattr(form, name, None), UnboundField)
    }
    return named | set(READ.findall(inspect.getsource(module)))


def owned(side: Side) -> dict[str, set[tuple[Any, ...]]]:
    """Every row that hangs on this side, in every table there is."""
    ids = {name: set(numbers) for name, numbers in side.roots.items()}
    rows: dict[str, set[tuple[Any, ...]]] = {}
    for table in db.metadata.sorted_tables:  # each behind those to which it refers
        if table.name in SHARED | LOGS:
            continue
        found = [row for row in db.session.execute(select(table)) if _hangs(table, row, ids)]
        rows[table.name] = {_cells(table, row) for row in found}
        numbers = {row._mapping[table.c.id] for row in found if "id" in table.c}
        ids[table.name] = ids.get(table.name, set()) | numbers
    return rows


def _hangs(table: Table, row: Any, ids: dict[str, set[int]]) -> bool:
    values = row._mapping
    if "id" in table.c and values[table.c.id] in ids.get(table.name, ()):
        return True
    return any(
        values[column] in ids.get(key.column.table.name, ())
        for column in table.c
        for key in column.foreign_keys
    )


def _cells(table: Table, row: Any) -> tuple[Any, ...]:
    names = STAYING.get(table.name, table.c.keys())
    values = (row._mapping[table.c[name]] for name in names)
    return tuple(repr(value) if isinstance(value, list | dict) else value for value in values)


def texts(rows: dict[str, set[tuple[Any, ...]]], but: frozenset[str] = frozenset()) -> set[str]:
    """All words in these rows that are long enough to be known again."""
    found: set[str] = set()
    for name, cells in rows.items():
        for row in cells if name not in but else ():
            for cell in row:
                if isinstance(cell, str) and not isinstance(cell, Enum):
                    found.update(cell.strip("[]'\"").split("', '"))
    return {one for one in found if len(one) >= SHORTEST}


def secrets_of(side: Side, but: Side, public: bool = False) -> set[str]:
    """The words of a side that nobody of the other may read; publicly, those that nobody may."""
    hidden = frozenset(PUBLIC) if public else frozenset()
    told = {side.participation.branch} if public else set()
    return texts(owned(side), hidden) - texts(owned(but)) - told


def read(answer: TestResponse) -> str:
    """All words of an answer, be it a page, JSON, a spreadsheet or a PDF."""
    body = answer.get_data()
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return "\n".join(
                archive.read(name).decode("utf-8", "ignore") for name in archive.namelist()
            )
    if body.startswith(b"%PDF"):
        pages = pypdfium2.PdfDocument(body)
        return "\n".join(page.get_textpage().get_text_range() for page in pages)
    return body.decode("utf-8", "ignore")
