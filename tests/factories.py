"""Rows for tests, each with what it needs and nothing more. All people are made up."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any

from festa import clock
from festa.accounts.models import Account, StaffDuty
from festa.accounts.service import assign_staff, hasher
from festa.audit.actor import SYSTEM
from festa.badges.code import make_code, make_short_code
from festa.badges.models import Badge, BadgeKind
from festa.consents.models import ConsentMethod, ConsentText, Purpose
from festa.consents.service import decide
from festa.employers.models import (
    Employer,
    EmploymentType,
    Job,
    JobState,
    Mode,
    Participation,
    ParticipationState,
    Recruiter,
    RecruiterRole,
)
from festa.extensions import db
from festa.fairs.lifecycle import FairState
from festa.fairs.models import Fair, Gate, Hall, Tour, Venue
from festa.gates.device_models import Device, DeviceRole
from festa.gates.pairing import open_pairing, pair
from festa.interviews.applications import ApplyCommand, apply
from festa.interviews.models import Application, InterviewTable, Slot
from festa.permissions import Role
from festa.registrations.models import Registration, Via
from festa.registrations.service import register
from festa.registrations.states import RegistrationState
from festa.seekers.models import Seeker

PASSWORD = "a long enough password"
PASSWORD_HASH = hasher.hash(PASSWORD)
FAIR_DAY = date(2026, 11, 23)

numbers = count(1)

FAMILY_NAMES = "김이박최정강조윤장임한오서신권황안송류홍"
GIVEN_NAMES = ("민수", "영희", "정숙", "상철", "은주", "지훈", "순옥", "현우", "미경", "태호")
BUSINESS_NUMBERS = (f"999{n:06d}" for n in count(1))


def made_up_name(number: int) -> str:
    """A Korean name of nobody in particular."""
    return FAMILY_NAMES[number % 20] + GIVEN_NAMES[number // 20 % 10]


def made_up_business_number() -> str:
    """Ten digits of the range 999 with the right check digit (국세청 check, domain §3.6)."""
    nine = next(BUSINESS_NUMBERS)
    weights = (1, 3, 7, 1, 3, 7, 1, 3, 5)
    total = sum(int(d) * w for d, w in zip(nine, weights, strict=True)) + int(nine[8]) * 5 // 10
    return f"{nine}{(10 - total % 10) % 10}"


def save(row: Any) -> Any:
    """Add the row and give it its number."""
    db.session.add(row)
    db.session.flush()
    return row


def make_tour(**fields: Any) -> Tour:
    """A season."""
    number = next(numbers)
    base: dict[str, Any] = {"slug": f"tour-{number}", "year": 2026, "name": "2026 순회 채용박람회"}
    return save(Tour(**(base | fields)))


def make_venue(**fields: Any) -> Venue:
    """A place with a plausible address."""
    base = {
        "name": f"시험 컨벤션센터 {next(numbers)}",
        "name_en": "Trial Convention Centre",
        "road_address": "대전광역시 유성구 엑스포로 107",
        "postcode": "34125",
        "latitude": 36.37,
        "longitude": 127.39,
    }
    return save(Venue(**(base | fields)))


def make_fair(
    state: FairState = FairState.LIVE,
    *,
    tour: Tour | None = None,
    day: date = FAIR_DAY,
    capacity: int = 100,
    texts: Iterable[Purpose] = tuple(Purpose),
    **fields: Any,
) -> Fair:
    """A fair from ten to four with a hall, a gate and its consent texts."""
    number = next(numbers)
    opens, closes = fields.pop("opens", time(10)), fields.pop("closes", time(16))
    doors, end = clock.at(day, opens), clock.at(day, closes)
    base: dict[str, Any] = {
        "tour": tour or make_tour(),
        "slug": f"2026-daejeon-{number}",
        "city": "대전",
        "city_en": "Daejeon",
        "title": "2026 대전 JOB 매칭 페스타",
        "title_en": "JOB Matching Festa Daejeon 2026",
        "venue": make_venue(),
        "registration_opens_at": doors - timedelta(days=30),
        "registration_closes_at": end,
        "booking_opens_at": doors - timedelta(days=10),
        "booking_closes_at": end,
    }
    fair = Fair(
        state=state, day=day, opens=opens, closes=closes, capacity=capacity, **(base | fields)
    )
    hall = Hall(name="1홀", people_limit=500)
    fair.halls = [hall]
    fair.gates = [Gate(name="정문 1", hall=hall)]
    save(fair)
    for purpose in texts:
        make_text(fair, purpose)
    return fair


def make_text(fair: Fair, purpose: Purpose, version: int = 1) -> ConsentText:
    """A consent text; its words matter to no rule."""
    return save(
        ConsentText(
            fair_id=fair.id,
            purpose=purpose,
            version=version,
            title=f"{purpose} 동의",
            title_en=f"Consent: {purpose}",
            recipient="주최자",
            items="이름, 휴대전화",
            items_en="name, mobile",
            use="참가 확인",
            use_en="confirming attendance",
            retention="박람회 뒤 6개월",
            retention_en="6 months after the fair",
            refusal="동의하지 않아도 참가할 수 있어요.",
            refusal_en="You may take part without agreeing.",
            published_at=clock.now(),
        )
    )


def make_seeker(**fields: Any) -> Seeker:
    """A person with a mobile number of their own."""
    number = next(numbers)
    base: dict[str, Any] = {
        "name": made_up_name(number),
        "phone": f"+8210{20000000 + number}",
        "birth_year": 1968,
        "region": "대전광역시 유성구",
        "created_at": clock.now(),
    }
    return save(Seeker(**(base | fields)))


def make_registration(
    fair: Fair | None = None, seeker: Seeker | None = None, via: Via = Via.PROXY
) -> Registration:
    """A registration by the verb itself: confirmed with a badge, or waiting when full."""
    answer = register(fair or make_fair(), seeker or make_seeker(), via, SYSTEM, tell=False)
    db.session.flush()
    return answer.registration


def make_people(fair: Fair, how_many: int) -> list[Badge]:
    """Many confirmed people at once, as rows, with a badge each; nobody counts their places."""
    now = clock.now()
    start = next(numbers)
    seekers = [
        Seeker(name=made_up_name(n), phone=f"+8210{30000000 + start * 1000 + n}", created_at=now)
        for n in range(how_many)
    ]
    people = [
        Registration(fair=fair, seeker=seeker, state=RegistrationState.CONFIRMED, registered_at=now)
        for seeker in seekers
    ]
    db.session.add_all(people)
    db.session.flush()
    short: set[str] = set()
    while len(short) < how_many:
        short.add(make_short_code())
    badges = [
        Badge(
            fair_id=fair.id,
            kind=BadgeKind.SEEKER,
            registration_id=person.id,
            code=make_code(fair.id),
            short_code=short.pop(),
            issued_at=now,
        )
        for person in people
    ]
    db.session.add_all(badges)
    db.session.flush()
    return badges


def make_gate(fair: Fair, name: str = "정문 2") -> Gate:
    """One more gate, into the fair's first hall."""
    return save(Gate(fair=fair, name=name, hall=fair.halls[0]))


def make_device(
    fair: Fair, gate: Gate | None = None, name: str = "정문 1번 폰"
) -> tuple[Device, str]:
    """A paired device of a gate, the fair's first unless said, and its token."""
    _code, digits = open_pairing(gate or fair.gates[0], DeviceRole.IN, SYSTEM)
    return pair(digits, name, clock.now(), SYSTEM)


def make_account(role: Role = Role.ORGANISER, **fields: Any) -> Account:
    """Somebody who may sign in with PASSWORD."""
    number = next(numbers)
    base: dict[str, Any] = {
        "email": f"person{number}@example.com",
        "name": made_up_name(number),
        "role": role,
        "password_hash": PASSWORD_HASH,
        "created_at": clock.now(),
    }
    return save(Account(**(base | fields)))


def make_staff(fair: Fair, duty: StaffDuty = StaffDuty.GATE) -> Account:
    """Somebody who works at a fair."""
    account = make_account(Role.STAFF)
    assign_staff(account, fair, duty, SYSTEM)
    return account


def make_employer(**fields: Any) -> Employer:
    """A company with a valid number that belongs to nobody."""
    number = next(numbers)
    base: dict[str, Any] = {
        "business_number": made_up_business_number(),
        "name": f"시험물산 {number}",
        "created_at": clock.now(),
    }
    return save(Employer(**(base | fields)))


def make_participation(
    fair: Fair, employer: Employer | None = None, mode: Mode = Mode.ONSITE, **fields: Any
) -> Participation:
    """An approved employer at a fair."""
    base: dict[str, Any] = {"state": ParticipationState.APPROVED, "created_at": clock.now()}
    return save(
        Participation(fair=fair, employer=employer or make_employer(), mode=mode, **(base | fields))
    )


def make_recruiter(employer: Employer, role: RecruiterRole = RecruiterRole.OWNER) -> Account:
    """Somebody who acts for an employer."""
    account = make_account(Role.RECRUITER)
    save(Recruiter(account=account, employer=employer, role=role))
    return account


def make_job(participation: Participation, **fields: Any) -> Job:
    """A posted job."""
    base: dict[str, Any] = {
        "title": "물류센터 관리",
        "duty": "물류",
        "employment_type": EmploymentType.PERMANENT,
        "workplace": "대전광역시 유성구",
        "pay_amount": 2_600_000,
        "openings": 2,
        "state": JobState.POSTED,
        "created_at": clock.now(),
    }
    return save(Job(participation=participation, **(base | fields)))


def make_table(
    participation: Participation, slots: int = 6, units: int = 2, first: int = 12
) -> InterviewTable:
    """A table with slots one behind the other, from noon on unless said."""
    table = InterviewTable(
        participation=participation,
        fair_id=participation.fair_id,
        label=f"테이블 {next(numbers)}",
        slot_units=units,
    )
    table.slots = [
        Slot(fair_id=participation.fair_id, start_unit=first + n * units, units=units)
        for n in range(slots)
    ]
    return save(table)


def give_consent(seeker: Seeker, participation: Participation) -> None:
    """Let this employer see this seeker."""
    text = (
        db.session.query(ConsentText)
        .filter_by(fair_id=participation.fair_id, purpose=Purpose.THIRD_PARTY)
        .one()
    )
    decide(
        seeker.id,
        text,
        True,
        ConsentMethod.WEB,
        SYSTEM,
        employer_id=participation.employer_id,
    )


def make_application(registration: Registration, participation: Participation) -> Application:
    """An application with the consent that belongs to it."""
    text = (
        db.session.query(ConsentText)
        .filter_by(fair_id=participation.fair_id, purpose=Purpose.THIRD_PARTY)
        .one()
    )
    return apply(ApplyCommand(registration, participation, consented=True), text, SYSTEM)


def sign_in(client: Any, person: Account | Seeker) -> Any:
    """Give the client a session of this person, without the form."""
    db.session.commit()
    with client.session_transaction() as session:
        session["_user_id"] = person.get_id()
        session["_fresh"] = True
        session["seen_at"] = clock.now().timestamp()
    return client


def noon() -> datetime:
    """Midday of the fair."""
    return clock.at(FAIR_DAY, time(12))
