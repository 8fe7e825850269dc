"""Lists of organisers come in by `festa import`, as a whole, once, and without what is forbidden."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import func, select

from festa import clock
from festa.audit.actor import SYSTEM
from festa.audit.models import AuditEntry
from festa.badges.models import Badge, BadgeState
from festa.consents.models import Consent, ConsentMethod
from festa.employers.models import Employer, Participation, ParticipationState
from festa.extensions import db
from festa.fairs.lifecycle import FairState
from festa.fairs.models import Fair
from festa.fairs.queries import get_fair
from festa.fairs.taking_in import Taken
from festa.forbidden import has_forbidden_number
from festa.messages.models import OutboxMessage
from festa.registrations.importing import import_seekers
from festa.registrations.models import Registration, Via
from festa.registrations.seeker_sheet import read_seekers
from festa.registrations.states import RegistrationState
from festa.seekers.models import Seeker
from tests.factories import (
    made_up_name,
    make_employer,
    make_fair,
    make_participation,
    make_registration,
    make_seeker,
)
from tests.lists import HEADER, TITLE, text_file, workbook
from tests.threads import Together

Festa = Callable[..., Result]

RESIDENT = "701201-1234567"
ROWS = [
    ["홍 길동", "010-0123-4567", "71년생", "대전 서구", "물류", "데이터 라벨러", "", RESIDENT],
    ["홍길동", "01001234567", "1971", "", "", "", "hong@example.org", RESIDENT],
    ["", "", "", "", "", "", "", ""],
    ["김영희", 1001234567, "1968", "대전 중구", "", "", "", ""],
    ["이철수", "02-123-4567", "1970", "대전 동구", "", "", "", ""],
    ["박순이", "010-0777-8888", "1870", "대전 동구", "", "", "", ""],
]


@pytest.fixture
def fair(app: Flask) -> Fair:
    """A fair that is three weeks away."""
    return make_fair(FairState.PUBLISHED)


@pytest.fixture
def people(tmp_path: Path) -> Path:
    """Two people on a list of six rows."""
    file = tmp_path / "신청자.xlsx"
    file.write_bytes(workbook([HEADER, *ROWS], above=[[TITLE]]))
    return file


def count(model: object) -> int:
    """How many rows there are."""
    return db.session.scalar(select(func.count()).select_from(model)) or 0  # type: ignore[call-overload,no-any-return]


def test_the_result_line_counts_every_row(festa: Festa, fair: Fair, people: Path) -> None:
    result = festa("import", "seekers", people, "--fair", fair.slug)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1] == "people=2 duplicates=1 blank=1 refused=2"


def test_each_refused_row_is_named_with_what_to_do(festa: Festa, fair: Fair, people: Path) -> None:
    told = festa("import", "seekers", people, "--fair", fair.slug).stdout.splitlines()[:-1]
    assert [line.split(":")[0] for line in told] == ["7행", "8행"]
    assert "010 번호를 적어 주세요" in told[0]
    assert "네 자리로 적어 주세요" in told[1]


def test_people_are_registered_confirmed_and_told_nothing(
    festa: Festa, fair: Fair, people: Path
) -> None:
    festa("import", "seekers", people, "--fair", fair.slug)
    registrations = db.session.scalars(select(Registration).order_by(Registration.id)).all()
    assert [one.seeker.name for one in registrations] == ["홍길동", "김영희"]
    assert {one.seeker.phone for one in registrations} == {"+821001234567"}, "they share a phone"
    assert {(one.state, one.via) for one in registrations} == {
        (RegistrationState.CONFIRMED, Via.IMPORT)
    }
    active = select(func.count()).where(Badge.state == BadgeState.ACTIVE)
    assert db.session.scalar(active) == 2
    assert count(OutboxMessage) == 0


def test_the_same_list_twice_changes_nothing(festa: Festa, fair: Fair, people: Path) -> None:
    first = festa("import", "seekers", people, "--fair", fair.slug)
    before = everything()
    second = festa("import", "seekers", people, "--fair", fair.slug)
    assert second.stdout == first.stdout
    assert everything() == before
    assert "이미 있음 2" in second.stderr


def everything() -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table but the log, which tells of both imports."""
    tables = [table for table in db.metadata.sorted_tables if table.name != "audit_entry"]
    return {
        table.name: [
            tuple(row) for row in db.session.execute(select(table).order_by(*table.primary_key))
        ]
        for table in tables
    }


def test_whoever_cancelled_is_not_brought_back_by_a_list(
    festa: Festa, fair: Fair, people: Path
) -> None:
    festa("import", "seekers", people, "--fair", fair.slug)
    gone = db.session.scalars(select(Registration).order_by(Registration.id)).first()
    assert gone is not None
    gone.state = RegistrationState.CANCELLED
    festa("import", "seekers", people, "--fair", fair.slug)
    assert gone.state is RegistrationState.CANCELLED


def test_a_list_never_changes_what_people_said_themselves(
    festa: Festa, fair: Fair, people: Path
) -> None:
    seeker = make_seeker(name="홍길동", phone="+821001234567", birth_year=1972, region="")
    make_registration(make_fair(FairState.REGISTRATION_OPEN), seeker)
    festa("import", "seekers", people, "--fair", fair.slug)
    assert (seeker.birth_year, seeker.region) == (1972, "대전 서구")


def test_wishes_and_courses_are_kept_only_with_a_consent_on_paper(
    festa: Festa, fair: Fair, people: Path
) -> None:
    festa("import", "seekers", people, "--fair", fair.slug)
    assert all(not one.wished_work for one in db.session.scalars(select(Seeker)))
    other = make_fair(FairState.PUBLISHED)
    result = festa("import", "seekers", people, "--fair", other.slug, "--details-consented")
    assert result.exit_code == 0
    kept = db.session.scalars(select(Seeker).where(Seeker.name == "홍길동")).one()
    assert (kept.wished_work, kept.courses) == (["물류"], ["데이터 라벨러"])
    consents = db.session.scalars(select(Consent)).all()
    assert {(one.fair_id, one.method) for one in consents} == {(other.id, ConsentMethod.PAPER)}


def test_a_dry_run_says_the_same_and_keeps_nothing(festa: Festa, fair: Fair, people: Path) -> None:
    dry = festa("import", "seekers", people, "--fair", fair.slug, "--dry-run")
    assert count(Seeker) == count(AuditEntry) == 0
    assert dry.stdout == festa("import", "seekers", people, "--fair", fair.slug).stdout


def test_one_entry_in_the_log_holds_numbers_alone(festa: Festa, fair: Fair, people: Path) -> None:
    festa("import", "seekers", people, "--fair", fair.slug)
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "import.made")).one()
    assert entry.fair_id == fair.id
    assert entry.detail == {
        "kind": "seekers",
        "new": 2,
        "stood": 0,
        "withheld": 2,
        "rows": 2,
        "duplicates": 1,
        "blank": 1,
        "refused": 2,
    }


def test_the_refused_rows_can_be_corrected_and_read_in(
    festa: Festa, fair: Fair, people: Path, tmp_path: Path
) -> None:
    errors = tmp_path / "다시.xlsx"
    festa("import", "seekers", people, "--fair", fair.slug, "--errors", errors)
    book = load_workbook(io.BytesIO(errors.read_bytes()))
    sheet = book.worksheets[0]
    sheet["C2"] = "010-0888-9999"
    sheet["D3"] = "1970"
    book.save(errors)
    again = festa("import", "seekers", errors, "--fair", fair.slug)
    assert again.stdout == "people=2 duplicates=0 blank=0 refused=0\n"


def test_an_old_programs_csv_comes_in(festa: Festa, fair: Fair, tmp_path: Path) -> None:
    file = tmp_path / "명단.csv"
    file.write_bytes(text_file([HEADER, *ROWS], "cp949"))
    result = festa("import", "seekers", file, "--fair", fair.slug)
    assert result.stdout.endswith("people=2 duplicates=1 blank=1 refused=2\n")


def test_a_file_that_is_no_list_is_refused_with_a_sentence(
    festa: Festa, fair: Fair, tmp_path: Path
) -> None:
    file = tmp_path / "사진.xlsx"
    file.write_bytes(b"\x89PNG not a list")
    result = festa("import", "seekers", file, "--fair", fair.slug)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "표 파일이 아니에요" in result.stderr


def test_an_unknown_fair_is_refused_with_a_sentence(festa: Festa, people: Path) -> None:
    result = festa("import", "seekers", people, "--fair", "2026-jeju")
    assert result.exit_code == 2
    assert "2026-jeju" in result.stderr
    assert "Traceback" not in result.output


def test_a_cancelled_fair_takes_no_lists(festa: Festa, people: Path) -> None:
    fair = make_fair(FairState.CANCELLED)
    result = festa("import", "seekers", people, "--fair", fair.slug)
    assert result.exit_code == 2
    assert "다른 박람회를 골라" in result.stderr


@pytest.fixture
def companies(tmp_path: Path) -> Path:
    """Two companies on a list of three rows."""
    file = tmp_path / "참가기업.xlsx"
    header = ["기업명", "사업자번호", "참가형태", "담당자", "연락처", "면접 테이블"]
    rows = [
        ["㈜가온뜰물류", "999-81-00015", "직접참여", "김담당", "042-000-0000", 2],
        ["나래솔배움터", "9998100029", "채용게시대", "", "", ""],
        ["다솜결식품", "999-81-00030", "직접참여", "", "", ""],
    ]
    file.write_bytes(workbook([header, *rows]))
    return file


def test_employers_apply_and_wait_for_review(festa: Festa, fair: Fair, companies: Path) -> None:
    result = festa("import", "employers", companies, "--fair", fair.slug)
    told, counts = result.stdout.splitlines()
    assert counts == "employers=2 duplicates=0 blank=0 refused=1"
    assert told.startswith("4행: 사업자등록번호의 숫자가 서로 맞지 않아요.")
    parts = db.session.scalars(select(Participation).order_by(Participation.id)).all()
    assert [(one.employer.name, one.tables_wanted, one.state) for one in parts] == [
        ("㈜가온뜰물류", 2, ParticipationState.APPLIED),
        ("나래솔배움터", 0, ParticipationState.APPLIED),
    ]


def test_employers_that_take_part_already_stay_as_they_are(
    festa: Festa, fair: Fair, companies: Path
) -> None:
    employer = make_employer(business_number="9998100015", name="가온뜰물류")
    part = make_participation(fair, employer)
    festa("import", "employers", companies, "--fair", fair.slug, "--approved")
    before = count(Participation), count(Employer)
    festa("import", "employers", companies, "--fair", fair.slug, "--approved")
    assert (count(Participation), count(Employer)) == before
    assert part.state is ParticipationState.APPROVED


def test_no_resident_number_is_left_anywhere(
    festa: Festa, fair: Fair, people: Path, tmp_path: Path
) -> None:
    errors = tmp_path / "errors.xlsx"
    result = festa("import", "seekers", people, "--fair", fair.slug, "--errors", errors)
    assert not has_forbidden_number(result.output)
    assert not any(has_forbidden_number(value) for value in all_text())
    cells = [
        str(cell.value or "")
        for row in load_workbook(errors).worksheets[0].iter_rows()
        for cell in row
    ]
    assert not any(has_forbidden_number(cell) for cell in cells)


def all_text() -> list[str]:
    """Every text of every row of the database."""
    found: list[str] = []
    for table in db.metadata.sorted_tables:
        for row in db.session.execute(select(table)):
            found += [
                value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
                for value in row
                if isinstance(value, str | list | dict)
            ]
    return found


def test_two_people_who_take_in_the_same_list_at_once_register_everybody_once(
    fair: Fair, together: Together
) -> None:
    rows = [[made_up_name(number), f"010-0555-{number:04}"] for number in range(60)]
    listing = read_seekers(workbook([["이름", "휴대전화"], *rows]), clock.today())
    slug = fair.slug

    def take_in(number: int) -> Taken:
        return import_seekers(
            get_fair(slug), listing, SYSTEM, after_batch=lambda taken: db.session.commit()
        )

    taken = together(2, take_in)
    assert sum(one.new for one in taken) == 60
    assert count(Seeker) == count(Registration) == count(Badge) == 60
