"""`festa fairs`, `festa demo`, `festa badges`, `festa account`, `festa purge`, `festa worker`."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from click.testing import Result
from sqlalchemy import func, select

from festa import clock
from festa.accounts.models import Account
from festa.accounts.queries import find_account
from festa.accounts.service import check_sign_in
from festa.audit.actor import SYSTEM
from festa.audit.models import AuditEntry
from festa.badges.models import Badge
from festa.extensions import db
from festa.fairs.lifecycle import FairState
from festa.messages.models import MessageState, OutboxMessage
from festa.messages.service import About, send_sms
from festa.permissions import Role
from festa.registrations.drafts import start_draft
from festa.registrations.models import RegistrationDraft
from festa.seekers.codes import send_code
from festa.seekers.models import CodePurpose, SignInCode
from tests.factories import make_account, make_employer, make_fair, make_registration

Festa = Callable[..., Result]


def count(model: object) -> int:
    """How many rows there are."""
    return db.session.scalar(select(func.count()).select_from(model)) or 0  # type: ignore[call-overload,no-any-return]


def test_the_demo_fills_an_empty_database_and_prints_its_sign_ins(festa: Festa) -> None:
    result = festa("demo", "--size", "small", "--seed", 5)
    assert result.exit_code == 0
    for printed in ("festa-2026-demo", "organiser@example.com", "박새봄", "010-0000-2026"):
        assert printed in result.stdout
    assert result.stderr == "", "no progress bar in a pipe"
    slugs = [fair["slug"] for fair in json.loads(festa("fairs", "--json").stdout)]
    assert slugs == [
        f"2026-{city}" for city in ("gwangju", "daejeon", "busan", "seoul", "suwon", "incheon")
    ]
    assert festa("demo", "--if-empty").output == ""
    refused = festa("demo")
    assert refused.exit_code == 2
    assert "이미 박람회가 있는" in refused.stderr
    again = festa("demo", "--again", "--size", "small")
    assert again.exit_code == 0
    assert len(json.loads(festa("fairs", "--json").stdout)) == 6


def test_a_season_that_is_no_demo_is_never_deleted(festa: Festa) -> None:
    make_fair()
    result = festa("demo", "--again")
    assert result.exit_code == 2
    assert "지우지 않았어요" in result.stderr
    assert len(json.loads(festa("fairs", "--json").stdout)) == 1


def test_fairs_are_listed_with_states_and_counts(festa: Festa) -> None:
    fair = make_fair(FairState.LIVE)
    make_registration(fair)
    listed = json.loads(festa("fairs", "--json").stdout)
    assert listed == [
        {
            "slug": fair.slug,
            "city": "대전",
            "day": "2026-11-23",
            "state": "live",
            "registrations": 1,
            "confirmed": 1,
            "checked_in": 0,
            "employers": 0,
            "jobs": 0,
            "slots": 0,
            "bookings": 0,
        }
    ]
    table = festa("fairs").stdout
    assert fair.slug in table
    assert "checked_in" in table


def test_an_empty_database_is_said_to_be_empty(festa: Festa) -> None:
    assert json.loads(festa("fairs", "--json").stdout) == []
    assert "festa demo" in festa("fairs").stdout


def test_badges_are_drawn_read_back_and_counted_as_printed(festa: Festa, tmp_path: Path) -> None:
    fair = make_fair()
    for _each in range(5):
        make_registration(fair)
    paper = tmp_path / "명찰.pdf"
    result = festa("badges", fair.slug, "--out", paper, "--layout", "a4", "--unprinted")
    assert result.exit_code == 0
    assert "5" in result.stdout
    document = pypdfium2.PdfDocument(paper)
    assert len(document) == 2
    read = {
        code.text
        for page in document
        for code in zxingcpp.read_barcodes(page.render(scale=3).to_pil())
    }
    assert read == set(db.session.scalars(select(Badge.code)))
    assert set(db.session.scalars(select(Badge.times_printed))) == {1}
    nothing = festa("badges", fair.slug, "--out", tmp_path / "leer.pdf", "--unprinted")
    assert nothing.exit_code == 0
    assert "인쇄할 명찰이 없어요" in nothing.stderr
    assert not (tmp_path / "leer.pdf").exists()


def test_badges_of_an_unknown_fair_are_refused_with_a_sentence(
    festa: Festa, tmp_path: Path
) -> None:
    result = festa("badges", "2026-jeju", "--out", tmp_path / "x.pdf")
    assert result.exit_code == 2
    assert "2026-jeju" in result.stderr


def test_a_paper_that_cannot_be_written_is_refused_and_nothing_counts_as_printed(
    festa: Festa, tmp_path: Path
) -> None:
    fair = make_fair()
    make_registration(fair)
    result = festa("badges", fair.slug, "--out", tmp_path / "no folder" / "x.pdf")
    assert result.exit_code == 2
    assert "Traceback" not in result.output
    assert db.session.scalar(select(Badge.times_printed)) == 0


def test_an_account_is_made_with_a_password_from_a_pipe(festa: Festa) -> None:
    words = ("account", "make", "Lead@Example.com", "--name", "김운영", "--role", "organiser")
    result = festa(*words, typed="a long enough password\n")
    assert result.exit_code == 0
    made = check_sign_in("lead@example.com", "a long enough password", SYSTEM)
    assert isinstance(made, Account)
    assert made.role is Role.ORGANISER
    twice = festa(*words, typed="a long enough password\n")
    assert twice.exit_code == 2
    assert "이미 있어요" in twice.stderr


def test_staff_are_assigned_to_their_fairs(festa: Festa) -> None:
    fair = make_fair()
    words = ("account", "make", "gate@example.com", "--name", "이현장", "--role", "staff")
    festa(*words, "--fair", fair.slug, typed="a long enough password\n")
    staff = find_account("gate@example.com")
    assert staff is not None
    assert staff.fair_ids == {fair.id}


def test_a_recruiter_needs_an_employer(festa: Festa) -> None:
    employer = make_employer(business_number="9998100015")
    words = ("account", "make", "hr@example.com", "--name", "박채용", "--role", "recruiter")
    refused = festa(*words, typed="a long enough password\n")
    assert refused.exit_code == 2
    assert "--employer" in refused.stderr
    made = festa(*words, "--employer", employer.shown_number, typed="a long enough password\n")
    assert made.exit_code == 0
    recruiter = find_account("hr@example.com")
    assert recruiter is not None
    assert recruiter.employer_ids == {employer.id}


@pytest.mark.parametrize("typed", ["short\n", "\n", ""])
def test_a_short_password_is_refused(festa: Festa, typed: str) -> None:
    result = festa(
        "account", "make", "a@example.com", "--name", "김", "--role", "organiser", typed=typed
    )
    assert result.exit_code == 2
    assert "이상으로" in result.stderr
    assert count(Account) == 0


def test_a_new_password_ends_the_old_one(festa: Festa) -> None:
    account = make_account()
    result = festa("account", "password", account.email, typed="another long password\n")
    assert result.exit_code == 0
    assert isinstance(check_sign_in(account.email, "another long password", SYSTEM), Account)


def test_old_drafts_and_codes_are_destroyed(festa: Festa) -> None:
    yesterday = clock.now() - timedelta(hours=25)
    start_draft().started_at = yesterday
    start_draft()
    send_code("+821000001111", CodePurpose.SIGN_IN).sent_at = yesterday
    send_code("+821000001112", CodePurpose.SIGN_IN)
    assert festa("purge").stdout == (
        "drafts=1 codes=1 messages=0 resumes=0 employer_papers=0 "
        "employer_applications=0 team_invitations=0 follow_ups=0\n"
    )
    assert (count(RegistrationDraft), count(SignInCode)) == (1, 1)
    purged = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "purge.made")).one()
    counts = {"drafts": 1, "codes": 1, "messages": 0}
    assert {name: purged.detail[name] for name in counts} == counts


def test_the_worker_sends_what_waits(festa: Festa) -> None:
    send_sms("+821000001111", "registration_confirmed", "참가 확정!", About(urgent=True))
    festa("worker", "--once")
    assert db.session.scalars(select(OutboxMessage.state)).one() is MessageState.SENT


def test_help_names_every_verb(festa: Festa) -> None:
    told = festa("--help").stdout
    for verb in ("serve", "demo", "fairs", "import", "badges", "account", "worker", "purge", "db"):
        assert verb in told
        assert festa(verb, "--help").exit_code == 0


def test_an_unknown_verb_is_refused(festa: Festa) -> None:
    result = festa("dance")
    assert result.exit_code == 2
    assert "Traceback" not in result.output
