"""An owner's team, and an employer that goes on to the next fair with one tap."""

import contextvars
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from festa.accounts.models import Account
from festa.employers.models import (
    Job,
    Mode,
    Participation,
    ParticipationState,
    Recruiter,
    RecruiterRole,
)
from festa.extensions import db
from festa.fairs.models import Fair
from festa.messages.occasions import is_still_true
from festa.onboarding import team
from festa.onboarding.invitation_models import TeamInvitation
from festa.onboarding.models import EmployerApplication
from festa.permissions import Role
from tests.factories import (
    make_account,
    make_employer,
    make_fair,
    make_job,
    make_participation,
    make_recruiter,
    sign_in,
)
from tests.integration.onboarding.road import (
    mails,
    newest,
    open_fair,
    open_link,
    path_in,
    send,
    written,
)
from tests.statements import asked_by

S = ParticipationState
PASSWORD = "a long enough password of my own"
JOINING = {"name": "이담당", "password": PASSWORD, "again": PASSWORD}


@pytest.fixture
def owner(app: Flask) -> Account:
    """The owner of a company."""
    return make_recruiter(make_employer(name="한빛물류", founded_on=None))


@pytest.fixture
def browser(app: Flask, owner: Account) -> FlaskClient:
    """The owner's browser."""
    return sign_in(app.test_client(), owner)


def company(owner: Account) -> int:
    """The number of the owner's company."""
    return owner.recruiterships[0].employer_id


def invited(browser: FlaskClient, owner: Account, **typed: str) -> str:
    """Invite somebody; the path of the link."""
    base = {"name": "이담당", "email": "lee@example.com", "role": "recruiter"}
    answer = browser.post(f"/employer/team/{company(owner)}", data=base | typed)
    assert answer.status_code == 303
    return path_in(mails("employer_team_invitation")[-1].body)


def test_an_owner_invites_and_the_recruiter_comes_in_but_sees_no_team(
    app: Flask, browser: FlaskClient, owner: Account
) -> None:
    link = invited(browser, owner)
    assert "lee@example.com" in browser.get(f"/employer/team/{company(owner)}").text
    newcomer = app.test_client()
    weak = {"name": "이", "password": "aaaaaaaaaaaa", "again": "aaaaaaaaaaaa"}
    assert newcomer.post(link, data=weak).status_code == 422
    assert newcomer.post(link, data=JOINING).location == "/employer"
    recruiter = db.session.scalars(select(Recruiter).order_by(Recruiter.id.desc())).first()
    assert recruiter is not None
    assert recruiter.role is RecruiterRole.RECRUITER
    assert newcomer.get("/employer").status_code == 200
    team = f"/employer/team/{company(owner)}"
    assert newcomer.get(team).status_code == 403
    assert newcomer.post(team, data={"name": "x", "email": "x@example.com"}).status_code == 403
    assert newcomer.post(f"{team}/{recruiter.id}/hand-over").status_code == 403


def test_another_companys_owner_sees_nothing_of_this_team(app: Flask, owner: Account) -> None:
    stranger = sign_in(app.test_client(), make_recruiter(make_employer()))
    team = f"/employer/team/{company(owner)}"
    assert stranger.get(team).status_code == 404
    mine = owner.recruiterships[0].id
    assert stranger.post(f"{team}/{mine}/let-go").status_code == 404


@pytest.mark.parametrize("how", ["used", "revoked", "renewed", "lapsed", "forged"])
def test_a_link_that_is_no_longer_good_says_why_and_lets_nobody_in(
    app: Flask, browser: FlaskClient, owner: Account, how: str, clock_stands: object
) -> None:
    link = invited(browser, owner)
    one = db.session.scalars(select(TeamInvitation)).one()
    team = f"/employer/team/{company(owner)}"
    if how == "used":
        app.test_client().post(link, data=JOINING)
    elif how == "revoked":
        browser.post(f"{team}/invitations/{one.id}/revoke")
    elif how == "renewed":
        browser.post(f"{team}/invitations/{one.id}/again")
    elif how == "lapsed":
        clock_stands.shift(8 * 86_400)  # type: ignore[attr-defined]
    else:
        link = f"{link}x"
    before = len(db.session.scalars(select(Account)).all())
    newcomer = app.test_client()
    for answer in (newcomer.get(link), newcomer.post(link, data=JOINING)):
        assert answer.status_code == 409
    assert len(db.session.scalars(select(Account)).all()) == before
    words = {"used": "이미 쓴", "lapsed": "기간이 지난", "forged": "알아볼 수 없어요"}
    assert words.get(how, "취소된 초대") in newcomer.get(link).text


def test_the_secret_of_a_link_is_kept_nowhere(
    browser: FlaskClient, owner: Account, organiser: FlaskClient
) -> None:
    token = invited(browser, owner).rpartition("/")[2]
    one = db.session.scalars(select(TeamInvitation)).one()
    assert token not in one.token_hash
    message = mails("employer_team_invitation")[0]
    assert message.secret
    for page in ("/console/messages", f"/console/messages/{message.id}", "/console/audit"):
        assert token not in organiser.get(page).text


def test_somebody_with_an_account_joins_with_it_and_nobody_else_can(
    app: Flask, browser: FlaskClient, owner: Account
) -> None:
    known = make_recruiter(make_employer())
    known.email = "lee@example.com"
    link = invited(browser, owner)
    assert app.test_client().get(link).location.startswith("/account/sign-in?next=")
    other = sign_in(app.test_client(), make_recruiter(make_employer()))
    assert other.get(link).status_code == 409
    mine = sign_in(app.test_client(), known)
    assert "초대 받기" in mine.get(link).text
    assert mine.post(link).location == "/employer"
    assert known.employer_ids == {one.employer_id for one in known.recruiterships}
    assert len(known.employer_ids) == 2


@pytest.mark.parametrize("role", [Role.ORGANISER, Role.STAFF])
def test_an_address_of_another_role_is_not_invited(
    browser: FlaskClient, owner: Account, role: Role
) -> None:
    make_account(role, email="staff@example.com")
    typed = {"name": "박직원", "email": "staff@example.com", "role": "recruiter"}
    answer = browser.post(f"/employer/team/{company(owner)}", data=typed)
    assert answer.status_code == 422
    assert "다른 역할" in answer.text


def test_an_invitation_that_was_taken_back_does_not_leave_any_more(
    browser: FlaskClient, owner: Account
) -> None:
    invited(browser, owner)
    message = mails("employer_team_invitation")[0]
    assert is_still_true(message)
    one = db.session.scalars(select(TeamInvitation)).one()
    browser.post(f"/employer/team/{company(owner)}/invitations/{one.id}/revoke")
    assert not is_still_true(message)


def test_an_owner_hands_over_and_the_last_owner_stays(
    app: Flask, browser: FlaskClient, owner: Account
) -> None:
    mine = owner.recruiterships[0]
    team = f"/employer/team/{company(owner)}"
    browser.post(f"{team}/{mine.id}/let-go")
    assert mine.active, "the last owner"
    heir = make_recruiter(mine.employer, RecruiterRole.RECRUITER)
    theirs = heir.recruiterships[0]
    assert browser.post(f"{team}/{theirs.id}/hand-over").location == "/employer"
    assert (mine.role, theirs.role) == (RecruiterRole.RECRUITER, RecruiterRole.OWNER)
    assert browser.get(team).status_code == 403
    new = sign_in(app.test_client(), heir)
    assert new.post(f"{team}/{mine.id}/let-go").status_code == 303
    assert browser.get("/employer").status_code == 200
    assert owner.employer_ids == set()
    new.post(f"{team}/{mine.id}/take-back")
    assert owner.employer_ids == {company(owner)}


def invited_back(app: Flask, browser: FlaskClient, owner: Account) -> tuple[Recruiter, str, Any]:
    """Somebody who was let go and invited again, their link, and their browser."""
    theirs = make_recruiter(
        owner.recruiterships[0].employer, RecruiterRole.RECRUITER
    ).recruiterships[0]
    theirs.active = False
    link = invited(browser, owner, email=theirs.account.email)
    return theirs, link, sign_in(app.test_client(), theirs.account)


def test_an_old_link_does_not_take_the_only_owner_away(
    app: Flask, browser: FlaskClient, owner: Account
) -> None:
    theirs, link, heir = invited_back(app, browser, owner)
    team = f"/employer/team/{company(owner)}"
    browser.post(f"{team}/{theirs.id}/take-back")
    browser.post(f"{team}/{theirs.id}/hand-over")
    heir.post(link)
    assert theirs.role is RecruiterRole.OWNER
    assert heir.get(team).status_code == 200


@pytest.mark.parametrize("by_whom", ["the owner", "organisers"])
def test_whoever_is_let_go_does_not_come_back_by_an_old_link(
    app: Flask, browser: FlaskClient, owner: Account, organiser: FlaskClient, by_whom: str
) -> None:
    theirs, link, gone = invited_back(app, browser, owner)
    team = f"/employer/team/{company(owner)}"
    browser.post(f"{team}/{theirs.id}/take-back")
    if by_whom == "the owner":
        browser.post(f"{team}/{theirs.id}/let-go")
    else:
        part = make_participation(make_fair(), theirs.employer)
        answer = organiser.post(f"/console/employers/{part.id}/recruiters/{theirs.id}/deactivate")
        assert answer.status_code == 303
    assert gone.post(link).status_code == 409
    assert not theirs.active


def test_whoever_becomes_the_only_owner_at_this_moment_is_not_let_go(
    app: Flask, browser: FlaskClient, owner: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    if db.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    mine = owner.recruiterships[0]
    theirs = make_recruiter(mine.employer, RecruiterRole.RECRUITER).recruiterships[0]
    path, lock = f"/employer/team/{company(owner)}/{theirs.id}", team._lock
    other_tab = sign_in(app.test_client(), owner)

    def after_handing_over(employer: Any) -> None:
        monkeypatch.setattr(team, "_lock", lock)
        contextvars.Context().run(other_tab.post, f"{path}/hand-over")
        lock(employer)

    monkeypatch.setattr(team, "_lock", after_handing_over)
    browser.post(f"{path}/let-go")
    assert (theirs.role, theirs.active) == (RecruiterRole.OWNER, True)


def gone_before(owner: Account) -> Participation:
    """A part in an earlier fair, with a posting."""
    employer = owner.recruiterships[0].employer
    employer.chief, employer.address = "홍대표", "대전 예시로 1"
    employer.founded_on = make_fair().day.replace(year=2012)
    before = make_participation(
        make_fair(),
        employer,
        state=S.COMPLETED,
        tables_wanted=3,
        contact_name="김담당",
        contact_phone="+82421234567",
        contact_email="hr@example.com",
    )
    make_job(before, title="배송 관리", pay_amount=2_900_000, hours="주 5일")
    return before


def test_one_tap_applies_for_the_next_fair_with_everything_carried_over(
    browser: FlaskClient, owner: Account, organiser: FlaskClient
) -> None:
    before, fair = gone_before(owner), open_fair(city="부산")
    assert "부산에 신청하기" in browser.get("/employer/forward").text
    answer = browser.post(f"/employer/forward/{before.id}/{fair.slug}", follow_redirects=True)
    assert "신청을 받았어요" in answer.text
    part = db.session.scalars(select(Participation).filter_by(fair_id=fair.id)).one()
    assert (part.state, part.mode, part.tables_wanted) == (S.APPLIED, Mode.ONSITE, 3)
    assert (part.contact_name, part.contact_email) == ("김담당", "hr@example.com")
    assert "부산에 신청하기" not in browser.get("/employer/forward").text
    organiser.post(f"/console/applications/{newest().id}/approve")
    assert part.state is S.APPROVED
    job = db.session.scalars(select(Job).filter_by(participation_id=part.id)).one()
    assert (job.title, job.pay_amount, job.hours) == ("배송 관리", 2_900_000, "주 5일")
    assert mails("employer_team_invitation") == [], "the owner is there"


def test_a_second_tap_applies_no_second_time(browser: FlaskClient, owner: Account) -> None:
    before, fair = gone_before(owner), open_fair()
    for _tap in range(2):
        browser.post(f"/employer/forward/{before.id}/{fair.slug}")
    assert len(db.session.scalars(select(Participation).filter_by(fair_id=fair.id)).all()) == 1


def test_a_tap_on_an_old_page_leaves_no_draft(browser: FlaskClient, owner: Account) -> None:
    before, fair = gone_before(owner), open_fair()
    for _tap in range(2):
        answer = browser.post(f"/employer/forward/{before.id}/{fair.slug}", follow_redirects=True)
        assert "신청을 받았어요" in answer.text
    assert len(db.session.scalars(select(EmployerApplication)).all()) == 1
    elsewhere = open_fair()
    make_participation(elsewhere, before.employer)
    db.session.commit()
    answer = browser.post(f"/employer/forward/{before.id}/{elsewhere.slug}", follow_redirects=True)
    assert "이미 접수된 신청이 있어요" in answer.text
    assert len(db.session.scalars(select(EmployerApplication)).all()) == 1


def test_what_is_missing_is_asked_before_it_is_sent(browser: FlaskClient, owner: Account) -> None:
    before, fair = gone_before(owner), open_fair()
    before.employer.founded_on = None
    answer = browser.post(f"/employer/forward/{before.id}/{fair.slug}", follow_redirects=True)
    assert "개업일" in answer.text
    assert newest().participation is None
    assert "이어서 쓰기" in browser.get("/employer/forward").text


def test_only_an_owner_carries_forward(app: Flask, owner: Account) -> None:
    before, fair = gone_before(owner), open_fair()
    path = f"/employer/forward/{before.id}/{fair.slug}"
    recruiter = make_recruiter(before.employer, RecruiterRole.RECRUITER)
    assert sign_in(app.test_client(), recruiter).post(path).status_code == 403
    stranger = make_recruiter(make_employer())
    assert sign_in(app.test_client(), stranger).post(path).status_code == 404


def test_a_stranger_cannot_apply_for_a_company_that_has_an_owner(
    client: FlaskClient, owner: Account, fair: Fair
) -> None:
    number = owner.recruiterships[0].employer.business_number
    application = written(fair, number)
    open_link(client, application)
    assert "책임자 계정으로 로그인" in send(client, application).text
    assert application.participation is None
    assert db.session.scalars(select(Participation)).all() == []


def test_the_page_of_fairs_to_come_asks_no_more_for_more_fairs(
    browser: FlaskClient, owner: Account
) -> None:
    gone_before(owner)
    open_fair()
    few = asked_by(browser, "/employer/forward")
    for _fair in range(4):
        open_fair()
        gone_before(owner)
    assert asked_by(browser, "/employer/forward") == few
