"""How long applications are kept: papers a month after the decision, names half a year."""

from datetime import timedelta

from sqlalchemy import delete, or_, select, update

from festa import clock
from festa.audit.actor import SYSTEM
from festa.employers.models import Participation, ParticipationState
from festa.extensions import db
from festa.fairs.models import Fair
from festa.onboarding.documents import destroy_document
from festa.onboarding.invitation_models import TeamInvitation
from festa.onboarding.models import EmployerApplication, EmployerDocument, FixRequest

DRAFTS_KEPT = timedelta(days=30)  # after the link has lapsed
PAPERS_KEPT = timedelta(days=30)
NAMES_KEPT = timedelta(days=183)
INVITATIONS_KEPT = timedelta(days=30)
TURNED_AWAY = (ParticipationState.REJECTED, ParticipationState.CANCELLED)


def purge_papers() -> int:
    """Destroy the papers of what was decided a month ago, or whose fair is as long over."""
    before = clock.now() - PAPERS_KEPT
    query = (
        select(EmployerDocument)
        .join(EmployerDocument.application)
        .join(EmployerApplication.fair)
        .where(
            EmployerDocument.destroyed_at.is_(None),
            or_(
                EmployerApplication.decided_at <= before,
                Fair.day <= clock.local(before).date(),
            ),
        )
    )
    papers = db.session.scalars(query).all()
    for paper in papers:
        destroy_document(paper, SYSTEM)
    return len(papers)


def purge_applications() -> int:
    """Destroy drafts that were never sent in, and the names in what was decided long ago."""
    return _purge_drafts() + _empty_old()


def _purge_drafts() -> int:
    old = select(EmployerApplication.id).where(
        EmployerApplication.sent_at.is_(None),
        EmployerApplication.link_expires_at <= clock.now() - DRAFTS_KEPT,
    )
    numbers = list(db.session.scalars(old))
    for child in (EmployerDocument, FixRequest):
        db.session.execute(delete(child).where(child.application_id.in_(numbers)))
    db.session.execute(delete(EmployerApplication).where(EmployerApplication.id.in_(numbers)))
    return len(numbers)


def _empty_old() -> int:
    """Whoever was turned away half a year ago, and everybody half a year after the fair."""
    before = clock.now() - NAMES_KEPT
    turned_away = select(Participation.id).where(Participation.state.in_(TURNED_AWAY))
    over = select(Fair.id).where(Fair.day <= clock.local(before).date())
    old = select(EmployerApplication.id, EmployerApplication.participation_id).where(
        EmployerApplication.emptied_at.is_(None),
        EmployerApplication.sent_at.is_not(None),
        or_(
            EmployerApplication.fair_id.in_(over),
            (EmployerApplication.decided_at <= before)
            & EmployerApplication.participation_id.in_(turned_away),
            (EmployerApplication.sent_at <= before)
            & EmployerApplication.participation_id.is_(None),
        ),
    )
    rows = db.session.execute(old).all()
    numbers = [number for number, _part in rows]
    parts = [part for _number, part in rows if part is not None]
    nobody = {"contact_name": "", "contact_phone": ""}
    options = {"synchronize_session": False}
    db.session.execute(
        update(EmployerApplication)
        .where(EmployerApplication.id.in_(numbers))
        .values(email="", emptied_at=clock.now(), link_number=0, **nobody)
        .execution_options(**options)
    )
    db.session.execute(
        update(Participation)
        .where(Participation.id.in_(parts), Participation.state.in_(TURNED_AWAY))
        .values(contact_email="", **nobody)
        .execution_options(**options)
    )
    return len(numbers)


def purge_invitations() -> int:
    """Destroy invitations that nobody can use any more; who joined stands in the team."""
    before = clock.now() - INVITATIONS_KEPT
    old = delete(TeamInvitation).where(TeamInvitation.expires_at <= before)
    return len(db.session.scalars(old.returning(TeamInvitation.id)).all())
