"""Links for an employer's contact who has no account: drawn, kept as a hash, opened once."""

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import select, update

from festa import clock
from festa.audit.actor import Actor, ActorKind
from festa.audit.service import record
from festa.employers.models import Participation
from festa.extensions import db
from festa.resumes.models import CollectLink, LinkPurpose
from festa.resumes.refusals import ResumeRefusal, refuse
from festa.resumes.relaying import may_collect

LASTS = timedelta(days=14)
OPEN_FOR = timedelta(hours=4)  # in the browser that opened it


def make_link(participation: Participation, purpose: LinkPurpose) -> str:
    """The word of a new link; only its hash is kept."""
    token = secrets.token_urlsafe(32)
    now = clock.now()
    db.session.add(
        CollectLink(
            participation_id=participation.id,
            token_hash=_hash(token),
            purpose=purpose,
            made_at=now,
            expires_at=now + LASTS,
        )
    )
    db.session.flush()
    return token


def find_link(token: str) -> CollectLink | None:
    """The link of this word, opened or not; None when it is not ours or its employer is out."""
    link = db.session.scalar(select(CollectLink).where(CollectLink.token_hash == _hash(token)))
    if link is None or not may_collect(link.participation.state):
        return None
    return link


def why_closed(link: CollectLink) -> ResumeRefusal | None:
    """Why a link opens nothing; None when it does."""
    if link.opened_at is not None:
        return ResumeRefusal.LINK_OPENED
    return ResumeRefusal.LINK_OVER if link.expires_at <= clock.now() else None


def open_link(link: CollectLink, by: Actor) -> None:
    """Open it for this browser; Refused for everybody after the first. The database decides."""
    reason = why_closed(link)
    if reason is not None:
        raise refuse(reason)
    opened = db.session.execute(
        update(CollectLink)
        .where(CollectLink.id == link.id, CollectLink.opened_at.is_(None))
        .values(opened_at=clock.now())
        .execution_options(synchronize_session=False)
        .returning(CollectLink.id)
    )
    if opened.first() is None:
        raise refuse(ResumeRefusal.LINK_OPENED)
    db.session.refresh(link)
    participation = link.participation
    record(
        "resume_link.opened",
        link,
        by,
        fair_id=participation.fair_id,
        employer_id=participation.employer_id,
    )


def still_open(link: CollectLink) -> bool:
    """Whether the browser that opened it may go on."""
    if link.opened_at is None or not may_collect(link.participation.state):
        return False
    return clock.now() < link.opened_at + OPEN_FOR


def holder(link: CollectLink, label: str, address: str | None) -> Actor:
    """Whoever has the message, as the log names them."""
    return Actor(ActorKind.VISITOR, link.id, label, address)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
