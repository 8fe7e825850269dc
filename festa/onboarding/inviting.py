"""Invitations into an employer's team: made, sent, taken back, taken up once."""

import secrets
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from festa import clock
from festa.accounts.models import Account
from festa.accounts.queries import find_account
from festa.audit.actor import Actor
from festa.audit.service import record
from festa.employers.models import Employer, Recruiter, RecruiterRole
from festa.employers.recruiting import take_back
from festa.employers.service import make_recruiter
from festa.employers.tokens import hash_token
from festa.errors import Refused
from festa.extensions import db
from festa.onboarding.invitation_models import TeamInvitation
from festa.onboarding.notices import tell_invited
from festa.onboarding.refusals import TeamRefusal, refuse
from festa.permissions import Role

LASTS = timedelta(days=7)
T = TeamRefusal


def invite(
    employer: Employer,
    email: str,
    name: str,
    role: RecruiterRole,
    by: Actor,
    *,
    locale: str = "ko",
    tell: bool = True,
) -> tuple[TeamInvitation, str]:
    """Invite somebody to act for an employer; the row and the link's secret, shown to nobody else.

    A new invitation to the same address ends the one before.
    """
    _check_invited(employer, email)
    end_invitations(employer, email, by)
    db.session.flush()
    token = secrets.token_urlsafe(32)
    now = clock.now()
    invitation = TeamInvitation(
        employer=employer,
        email=email,
        name=name,
        role=role,
        locale=locale,
        token_hash=hash_token(token),
        made_at=now,
        made_by_id=by.id,
        expires_at=now + LASTS,
    )
    try:
        with db.session.begin_nested():
            db.session.add(invitation)
            db.session.flush()
    except IntegrityError:
        raise refuse(T.INVITED_MEANWHILE) from None
    record("team_invitation.made", invitation, by, employer_id=employer.id, role=role)
    if tell:
        tell_invited(invitation, token)
    return invitation, token


def revoke(invitation: TeamInvitation, by: Actor) -> None:
    """Take an invitation back; its link opens nothing any more."""
    if invitation.accepted_at is None and invitation.revoked_at is None:
        invitation.revoked_at = clock.now()
        employer_id = invitation.employer_id
        record("team_invitation.revoked", invitation, by, employer_id=employer_id)


def end_invitations(employer: Employer, email: str, by: Actor) -> None:
    """Take back whatever invites this address: whoever is let go keeps no link that leads back."""
    for standing in standing_invitations(employer):
        if standing.email == email:
            revoke(standing, by)


def find_invitation(token: str) -> TeamInvitation | None:
    """The invitation of this link, good or not."""
    query = select(TeamInvitation).where(TeamInvitation.token_hash == hash_token(token))
    return db.session.scalar(query)


def standing_invitations(employer: Employer) -> list[TeamInvitation]:
    """Whom an employer has invited and who has not come yet, lapsed ones among them."""
    query = select(TeamInvitation).where(
        TeamInvitation.employer_id == employer.id,
        TeamInvitation.accepted_at.is_(None),
        TeamInvitation.revoked_at.is_(None),
    )
    return list(db.session.scalars(query.order_by(TeamInvitation.id)))


def refusal_of(invitation: TeamInvitation | None) -> Refused | None:
    """Why a link opens nothing; None while it is good."""
    if invitation is None:
        return refuse(T.LINK_UNKNOWN)
    if invitation.accepted_at is not None:
        return refuse(T.LINK_USED)
    if invitation.revoked_at is not None:
        return refuse(T.LINK_REVOKED)
    return refuse(T.LINK_EXPIRED) if invitation.expires_at <= clock.now() else None


def join_anew(invitation: TeamInvitation, name: str, password: str, by: Actor) -> Account:
    """Take the invitation up with an account of one's own; the link is used up."""
    if find_account(invitation.email) is not None:
        raise refuse(T.OTHER_PERSON)
    _use_up(invitation)
    recruiter = make_recruiter(
        invitation.employer, invitation.email, name, password, by, invitation.role
    )
    record("team_invitation.accepted", invitation, by, employer_id=invitation.employer_id)
    return recruiter.account


def join_as(invitation: TeamInvitation, account: Account, by: Actor) -> None:
    """Take the invitation up with the account that one has; it must be of the same address.

    Whoever acts for the employer by now stays what they are: an old link may be outdated.
    """
    if account.email != invitation.email or account.role is not Role.RECRUITER:
        raise refuse(T.OTHER_PERSON)
    _use_up(invitation)
    standing = _recruiter(invitation.employer_id, account.id)
    if standing is None:
        make_recruiter(invitation.employer, account.email, account.name, None, by, invitation.role)
    elif not standing.active:
        take_back(standing, by)
        standing.role = invitation.role
    record("team_invitation.accepted", invitation, by, employer_id=invitation.employer_id)


def _use_up(invitation: TeamInvitation) -> None:
    """One statement decides, so that of two who press at once only one comes in."""
    used = db.session.scalar(
        update(TeamInvitation)
        .where(
            TeamInvitation.id == invitation.id,
            TeamInvitation.accepted_at.is_(None),
            TeamInvitation.revoked_at.is_(None),
            TeamInvitation.expires_at > clock.now(),
        )
        .values(accepted_at=clock.now())
        .returning(TeamInvitation.id)
        .execution_options(synchronize_session=False)
    )
    db.session.refresh(invitation)
    if used is None:
        raise refusal_of(invitation) or refuse(T.LINK_USED)


def _check_invited(employer: Employer, email: str) -> None:
    account = find_account(email)
    if account is None:
        return
    if account.role is not Role.RECRUITER:
        raise refuse(T.OTHER_ROLE)
    standing = _recruiter(employer.id, account.id)
    if standing is not None and standing.active:
        raise refuse(T.ACTS_ALREADY)


def _recruiter(employer_id: int, account_id: int) -> Recruiter | None:
    query = select(Recruiter).where(
        Recruiter.employer_id == employer_id, Recruiter.account_id == account_id
    )
    return db.session.scalar(query)
