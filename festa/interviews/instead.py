"""Another employer's free time for somebody whose own employer does not come: taken in one step."""

from festa.audit.actor import Actor
from festa.consents.models import ConsentText
from festa.employers.models import Job, JobState, Mode
from festa.extensions import db
from festa.interviews.applications import ApplyCommand, apply, book_applicant, find_application
from festa.interviews.booking import BookingAnswer, Terms
from festa.interviews.models import Booking, Slot
from festa.interviews.refusals import BookingRefusal, refuse
from festa.interviews.states import ApplicationState, BookingState

INSTEAD = "instead"  # the reason of a booking that stands in for one whose employer left


def has_lost(booking: Booking) -> bool:
    """Whether this interview ended because its employer does not sit in the hall."""
    participation = booking.participation
    gone = not participation.takes_part or participation.mode is not Mode.ONSITE
    return booking.state is BookingState.CANCELLED_BY_EMPLOYER and gone


def take_instead(
    lost: Booking, slot: Slot, job: Job | None, text: ConsentText, by: Actor
) -> BookingAnswer:
    """Apply to the slot's employer, with the consent that names it, and book: both or neither.

    The employer that left is the reason that nobody asks whether they were shortlisted. Refused
    for an interview that nobody lost, and where applying itself is refused.
    """
    if not has_lost(lost):
        raise refuse(BookingRefusal.NOT_LEFT)
    registration, participation = lost.registration, slot.table.participation
    before = find_application(registration, participation)
    if before is not None and before.state is ApplicationState.DECLINED:
        raise refuse(BookingRefusal.SLOT_CLOSED)
    if participation.mode is not Mode.ONSITE or participation.fair_id != lost.fair_id:
        raise refuse(BookingRefusal.SLOT_CLOSED)
    posted = job if job is not None and job.state is JobState.POSTED else None
    own = posted if posted is not None and posted.participation_id == participation.id else None
    asked = ApplyCommand(registration, participation, True, own, at_any_time=True)
    with db.session.begin_nested() as attempt:
        application = apply(asked, text, by)
        answer = book_applicant(application, slot, by, Terms(reason=INSTEAD, own_choice=True))
        if answer.booking is None:
            attempt.rollback()
    return answer
