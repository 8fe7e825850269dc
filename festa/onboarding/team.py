"""An employer's team in its owner's hands: let go, taken back, handed over. Never without an owner."""

from sqlalchemy import select

from festa.audit.actor import Actor
from festa.audit.service import record
from festa.employers import recruiting
from festa.employers.models import Employer, Recruiter, RecruiterRole
from festa.extensions import db
from festa.onboarding.inviting import end_invitations
from festa.onboarding.refusals import TeamRefusal, refuse


def let_go(recruiter: Recruiter, by: Actor) -> None:
    """End somebody's work for the employer; Refused for its last owner."""
    _lock(recruiter.employer)
    db.session.refresh(recruiter)
    if recruiter.role is RecruiterRole.OWNER and _owners(recruiter.employer) == [recruiter.id]:
        raise refuse(TeamRefusal.LAST_OWNER)
    recruiting.let_go(recruiter, by)
    end_invitations(recruiter.employer, recruiter.account.email, by)


def take_back(recruiter: Recruiter, by: Actor) -> None:
    """Let somebody act for the employer again, as a recruiter: an owner is made by handing over."""
    if not recruiter.active:
        _set_role(recruiter, RecruiterRole.RECRUITER, by)
        recruiting.take_back(recruiter, by)


def hand_over(owner: Recruiter, heir: Recruiter, by: Actor) -> None:
    """Make somebody of the team its owner in one's own place."""
    _lock(owner.employer)
    db.session.refresh(owner)
    db.session.refresh(heir)
    if not heir.active or heir.employer_id != owner.employer_id or heir.id == owner.id:
        raise refuse(TeamRefusal.NOT_IN_TEAM)
    if owner.role is not RecruiterRole.OWNER or not owner.active:
        raise refuse(TeamRefusal.NOT_IN_TEAM)
    _set_role(heir, RecruiterRole.OWNER, by)
    _set_role(owner, RecruiterRole.RECRUITER, by)


def _set_role(recruiter: Recruiter, role: RecruiterRole, by: Actor) -> None:
    if recruiter.role is not role:
        before, recruiter.role = recruiter.role, role
        db.session.flush()
        record("recruiter.role_set", recruiter, by, before=before, role=role)


def _lock(employer: Employer) -> None:
    """One change of a team at a time: two owners who let each other go would leave none."""
    db.session.execute(select(Employer.id).where(Employer.id == employer.id).with_for_update())


def _owners(employer: Employer) -> list[int]:
    query = select(Recruiter.id).where(
        Recruiter.employer_id == employer.id,
        Recruiter.role == RecruiterRole.OWNER,
        Recruiter.active,
    )
    return list(db.session.scalars(query.execution_options(populate_existing=True)))
