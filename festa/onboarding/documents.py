"""The papers of an application: taken in, looked at by organisers alone, destroyed in time."""

from sqlalchemy import select
from sqlalchemy.orm import undefer

from festa import clock
from festa.audit.actor import Actor
from festa.audit.service import record
from festa.errors import NotFound, Refused
from festa.extensions import db
from festa.onboarding.models import EmployerApplication, EmployerDocument
from festa.onboarding.papers import EXPLAINED, PaperProblem, read_paper
from festa.onboarding.refusals import ApplyRefusal, refuse

MOST_PAPERS = 3


def keep_document(application: EmployerApplication, content: bytes, by: Actor) -> EmployerDocument:
    """Keep a paper; Refused when it is none that we take."""
    if not application.may_be_changed:
        raise refuse(ApplyRefusal.IN_REVIEW)
    if len(application.kept_documents) >= MOST_PAPERS:
        raise refuse(ApplyRefusal.TOO_MANY_PAPERS)
    paper = read_paper(content)
    if isinstance(paper, PaperProblem):
        raise Refused(str(EXPLAINED[paper]), paper)
    document = EmployerDocument(
        application=application,
        kind=paper.kind,
        size=len(paper.content),
        content=paper.content,
        uploaded_at=clock.now(),
    )
    db.session.add(document)
    db.session.flush()
    record(
        "employer_document.uploaded",
        document,
        by,
        fair_id=application.fair_id,
        employer_id=application.employer_id,
        size=document.size,
    )
    return document


def destroy_document(document: EmployerDocument, by: Actor) -> None:
    """Empty a paper; that it was there, and when it went, stays."""
    if document.destroyed_at is not None:
        return
    document.content, document.destroyed_at = None, clock.now()
    db.session.flush()
    application = document.application
    record(
        "employer_document.destroyed",
        document,
        by,
        fair_id=application.fair_id,
        employer_id=application.employer_id,
    )


def remove_document(document: EmployerDocument, by: Actor) -> None:
    """Take one's own paper back while the application may be changed."""
    if not document.application.may_be_changed:
        raise refuse(ApplyRefusal.IN_REVIEW)
    destroy_document(document, by)


def get_document(
    application: EmployerApplication, document_id: int, *, content: bool = False
) -> EmployerDocument:
    """A paper of this application that is still there; NotFound when it is another's or gone."""
    query = select(EmployerDocument).where(
        EmployerDocument.id == document_id,
        EmployerDocument.application_id == application.id,
        EmployerDocument.destroyed_at.is_(None),
    )
    if content:
        query = query.options(undefer(EmployerDocument.content))
    document = db.session.scalar(query)
    if document is None:
        raise NotFound
    return document
