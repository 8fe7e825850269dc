"""Whether a message about an interview is still true; asked while it is sent."""

from festa.employers.models import Participation
from festa.extensions import db
from festa.fairs.lifecycle import FairState
from festa.interviews.models import Application, Booking
from festa.interviews.recommendation_models import Recommendation, RecommendationState
from festa.interviews.states import LIVE, ApplicationState, BookingState
from festa.messages.models import OutboxMessage
from festa.messages.occasions import still_true
from festa.registrations.states import RegistrationState


def _booking(message: OutboxMessage) -> Booking | None:
    return db.session.get(Booking, message.about_id) if message.about_id else None


@still_true("interview_booked", "interview_moved")
def still_booked(message: OutboxMessage) -> bool:
    """The interview stands."""
    one = _booking(message)
    return message.about_id is None if one is None else one.state in LIVE


@still_true("interview_called")
def still_called(message: OutboxMessage) -> bool:
    """The table waits."""
    one = _booking(message)
    return message.about_id is None if one is None else one.state is BookingState.CALLED


@still_true("interview_invited")
def still_held(message: OutboxMessage) -> bool:
    """The time is held, and may still be answered."""
    one = _booking(message)
    if one is None:
        return message.about_id is None
    return one.shown_state is BookingState.HELD


@still_true("interview_cancelled", "interview_lapsed", "interview_employer_left")
def still_somebody(message: OutboxMessage) -> bool:
    """The person has not been erased."""
    one = _booking(message)
    if one is None:
        return message.about_id is None
    return one.registration.state is not RegistrationState.ERASED


@still_true("employer_fair_postponed")
def still_postponed(message: OutboxMessage) -> bool:
    """No new day yet."""
    one = db.session.get(Participation, message.about_id)
    return one is not None and one.fair.state is FairState.POSTPONED


@still_true("employer_fair_resumed", "employer_fair_changed")
def still_this_day(message: OutboxMessage) -> bool:
    """The fair is to be on the day that the message names."""
    one = db.session.get(Participation, message.about_id)
    if one is None or one.fair.state in {FairState.CANCELLED, FairState.POSTPONED}:
        return False
    return one.fair.day == message.about_day


def _application(message: OutboxMessage) -> Application | None:
    return db.session.get(Application, message.about_id) if message.about_id else None


@still_true("application_moved_up", "employer_moved_up")
def still_passed(message: OutboxMessage) -> bool:
    """Whoever moved up has not stepped back since."""
    one = _application(message)
    return one is not None and one.state is ApplicationState.SHORTLISTED


@still_true("application_declined")
def still_declined(message: OutboxMessage) -> bool:
    """The employer has not thought better of it."""
    one = _application(message)
    return one is not None and one.state is ApplicationState.DECLINED


@still_true("recommendation_asked")
def still_asked(message: OutboxMessage) -> bool:
    """The person has not answered yet."""
    one = db.session.get(Recommendation, message.about_id) if message.about_id else None
    return one is not None and one.state is RecommendationState.ASKED
