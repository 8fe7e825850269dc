"""A posting-only employer, somebody who applied there, and what the relay did of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from festa.employers.models import Participation
from festa.employers.participation import Mode
from festa.extensions import db
from festa.fairs.models import Fair
from festa.interviews.models import Application
from festa.messages.models import OutboxMessage
from festa.registrations.models import Registration
from festa.resumes.contents import FileKind, Judged
from festa.resumes.models import Resume, ResumeContent
from festa.resumes.service import hand_in
from tests.factories import (
    make_application,
    make_employer,
    make_fair,
    make_participation,
    make_registration,
    make_seeker,
)
from tests.resume_files import a_pdf


@dataclass
class Post:
    """An employer that is not in the hall, and one application to it."""

    fair: Fair
    participation: Participation
    registration: Registration
    application: Application

    def hand_in(self, words: str = "resume") -> Resume:
        """A résumé, by the verb itself."""
        judged = Judged(FileKind.PDF, a_pdf(words))
        return hand_in(self.application, judged, self.registration.seeker.as_actor())


def make_post(fair: Fair | None = None, mode: Mode = Mode.POSTING_ONLY, **fields: Any) -> Post:
    """Everything that is there before a résumé is."""
    fair = fair or make_fair()
    contact = {"contact_name": "서미래", "contact_email": "post@example.com"}
    participation = make_participation(
        fair, make_employer(name="한빛물류"), mode, **(contact | fields)
    )
    return one_more(participation)


def one_more(participation: Participation) -> Post:
    """Another applicant to the same employer."""
    registration = make_registration(participation.fair, make_seeker())
    application = make_application(registration, participation)
    db.session.flush()
    return Post(participation.fair, participation, registration, application)


def told(template: str) -> Sequence[OutboxMessage]:
    """The messages of one kind, the oldest first."""
    query = select(OutboxMessage).where(OutboxMessage.template == template)
    return db.session.scalars(query.order_by(OutboxMessage.id)).all()


def bytes_kept() -> int:
    """How many files there are."""
    return db.session.scalar(select(func.count(ResumeContent.resume_id))) or 0
