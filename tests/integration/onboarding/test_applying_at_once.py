"""Two who apply with one number, two who open one link, two owners who let each other go."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import MetaData, UniqueConstraint, func, select, text

from festa.audit.actor import SYSTEM
from festa.employers.models import (
    Employer,
    Participation,
    Recruiter,
    RecruiterRole,
)
from festa.errors import Refused
from festa.extensions import db
from festa.onboarding import inviting, sending, team
from festa.onboarding.invitation_models import TeamInvitation
from festa.onboarding.inviting import invite, join_anew
from festa.onboarding.models import EmployerApplication
from festa.onboarding.refusals import ApplyRefusal, TeamRefusal
from festa.onboarding.sending import send_in
from tests.conftest import empty_tables
from tests.factories import make_employer, make_recruiter
from tests.integration.onboarding.road import made_up_number, open_fair, written
from tests.threads import Together

AT_ONCE = 6
UNIQUE = "uq_participation_fair_id_employer_id_branch"


def try_to_send(number: int) -> ApplyRefusal | None:
    """Send it in; the refusal when it was not taken."""
    try:
        send_in(db.session.get_one(EmployerApplication, number), SYSTEM)
        db.session.commit()
    except Refused as refused:
        db.session.rollback()
        return refused.reason  # type: ignore[return-value]
    return None


def parts() -> int:
    """How many participations there are."""
    return db.session.scalar(select(func.count(Participation.id))) or 0


def test_of_applications_with_one_number_one_is_taken_and_the_others_hear_why(
    app: Flask, together: Together
) -> None:
    fair, number = open_fair(), made_up_number()
    rows = [written(fair, number).id for _one in range(AT_ONCE)]
    answers = together(AT_ONCE, lambda place: try_to_send(rows[place]))
    assert answers.count(None) == 1
    assert set(answers) == {None, ApplyRefusal.ALREADY_APPLIED}
    assert parts() == 1
    assert db.session.scalar(select(func.count(Employer.id))) == 1


def test_branches_with_labels_of_their_own_are_all_taken(app: Flask, together: Together) -> None:
    fair, number = open_fair(), made_up_number()
    rows = [written(fair, number, branch=f"{place}지점").id for place in range(3)]
    assert together(3, lambda place: try_to_send(rows[place])) == [None] * 3
    assert parts() == 3
    assert db.session.scalar(select(func.count(Employer.id))) == 1


@pytest.fixture
def blind(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody looks before anybody has written: what a race comes to at its worst."""
    monkeypatch.setattr(sending, "find_participation", lambda *_asked: None)
    monkeypatch.setattr("festa.employers.service.find_participation", lambda *_asked: None)


@contextmanager
def without_the_constraint() -> Iterator[None]:
    """Take the unique constraint away, and bring it back."""
    empty_tables()
    table = Participation.__table__
    if db.session.get_bind().dialect.name == "postgresql":
        drop = f"ALTER TABLE participation DROP CONSTRAINT {UNIQUE}"
        back = (
            f"ALTER TABLE participation ADD CONSTRAINT {UNIQUE} UNIQUE "
            "(fair_id, employer_id, branch)"
        )
        with db.engine.begin() as connection:
            connection.execute(text(drop))
        try:
            yield
        finally:
            empty_tables()
            with db.engine.begin() as connection:
                connection.execute(text(back))
        return
    bare = table.to_metadata(MetaData())
    for referred in table.foreign_keys:
        referred.column.table.to_metadata(bare.metadata)
    bare.constraints = {one for one in bare.constraints if not isinstance(one, UniqueConstraint)}
    with db.engine.begin() as connection:
        table.drop(connection)
        bare.create(connection)
    try:
        yield
    finally:
        empty_tables()
        with db.engine.begin() as connection:
            bare.drop(connection)
            table.create(connection)


@pytest.mark.usefixtures("blind")
def test_the_constraint_alone_decides(app: Flask, together: Together) -> None:
    fair, number = open_fair(), made_up_number()
    rows = [written(fair, number).id for _one in range(AT_ONCE)]
    answers = together(AT_ONCE, lambda place: try_to_send(rows[place]))
    assert answers.count(None) == 1
    assert set(answers) == {None, ApplyRefusal.ALREADY_APPLIED}
    assert parts() == 1


@pytest.mark.usefixtures("blind")
def test_control_without_the_constraint_all_are_taken(app: Flask, together: Together) -> None:
    with without_the_constraint():
        fair, number = open_fair(), made_up_number()
        rows = [written(fair, number).id for _one in range(AT_ONCE)]
        assert together(AT_ONCE, lambda place: try_to_send(rows[place])) == [None] * AT_ONCE
        assert parts() == AT_ONCE


def test_one_link_makes_one_account(app: Flask, together: Together) -> None:
    employer = make_employer()
    invitation, _token = invite(
        employer, "one@example.com", "김초대", RecruiterRole.OWNER, SYSTEM, tell=False
    )
    number = invitation.id

    def act(place: int) -> str:
        try:
            one = db.session.get_one(TeamInvitation, number)
            join_anew(one, f"사람{place}", "a long enough password", SYSTEM)
            db.session.commit()
        except Refused as refused:
            db.session.rollback()
            return str(refused.reason)
        return "in"

    answers = together(AT_ONCE, act)
    assert answers.count("in") == 1
    assert set(answers) <= {"in", TeamRefusal.LINK_USED, TeamRefusal.OTHER_PERSON}
    assert db.session.scalar(select(func.count(Recruiter.id))) == 1


INDEX = (
    "CREATE UNIQUE INDEX ix_team_invitation_one_standing ON team_invitation (employer_id, email) "
    "WHERE accepted_at is null and revoked_at is null"
)


@pytest.mark.parametrize("guarded", [True, False], ids=["with the index", "without it"])
def test_one_address_has_one_standing_invitation(
    app: Flask, together: Together, guarded: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: everybody has looked before anybody writes, and nothing stands in the way."""
    monkeypatch.setattr(inviting, "standing_invitations", lambda _employer: [])
    number = make_employer().id
    db.session.commit()
    if not guarded:
        db.session.execute(text("DROP INDEX ix_team_invitation_one_standing"))
        db.session.commit()

    def act(_place: int) -> bool:
        employer = db.session.get_one(Employer, number)
        try:
            invite(employer, "one@example.com", "김초대", RecruiterRole.RECRUITER, SYSTEM)
            db.session.commit()
        except Refused:
            db.session.rollback()
            return False
        return True

    try:
        made = sum(together(AT_ONCE, act))
    finally:
        if not guarded:
            db.session.execute(TeamInvitation.__table__.delete())
            db.session.execute(text(INDEX))
            db.session.commit()
    assert made == (1 if guarded else AT_ONCE)


def test_two_owners_who_let_each_other_go_leave_one(app: Flask, together: Together) -> None:
    for _round in range(4):
        employer = make_employer()
        for _owner in range(2):
            make_recruiter(employer)
        numbers = [one.id for one in employer.recruiters]
        employer_id = employer.id

        def act(place: int, numbers: list[int] = numbers) -> bool:
            try:
                team.let_go(db.session.get_one(Recruiter, numbers[place]), SYSTEM)
                db.session.commit()
            except Refused:
                db.session.rollback()
                return False
            return True

        assert sorted(together(2, act)) == [False, True]
        left = select(Recruiter).where(Recruiter.employer_id == employer_id, Recruiter.active)
        assert len(db.session.scalars(left).all()) == 1
