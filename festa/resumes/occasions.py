"""Whether a message about a résumé is still true; asked while it is sent."""

from sqlalchemy import select

from festa.extensions import db
from festa.messages.models import OutboxMessage
from festa.messages.occasions import find_about, still_true
from festa.resumes.models import Delivery
from festa.resumes.states import OPEN, STANDING


@still_true("resume_receipt", "resume_collected")
def still_stands(message: OutboxMessage) -> bool:
    """The résumé is with the employer still."""
    one = find_about(Delivery, message)
    return one is not None and one.state in STANDING


@still_true("resume_arrived", "resume_due")
def still_waits(message: OutboxMessage) -> bool:
    """The employer has something to collect or to answer."""
    query = select(Delivery.id).where(
        Delivery.participation_id == message.about_id,
        Delivery.state.in_(OPEN),
        Delivery.due_at.is_not(None),
    )
    return db.session.scalar(query.limit(1)) is not None
