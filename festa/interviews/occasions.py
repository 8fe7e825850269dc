"""Whether a message about an interview is still true; asked while it is sent."""

from festa.employers.models import Participation
from festa.fairs.lifecycle import FairState
from festa.interviews.models import Application, Booking
from festa.interviews.recommendation_models import Recommendation, RecommendationState
from festa.interviews.states import LIVE, ApplicationState, BookingState
from festa.messages.models import OutboxMessage
from festa.messages.occasions import find_about, still_true, true_while
from festa.registrations.states import RegistrationState

# Whoever moved up has not stepped back since.
true_while(Application, ApplicationState.SHORTLISTED, "application_moved_up", "employer_moved_up")
# The employer has not thought better of it.
true_while(Application, ApplicationState.DECLINED, "application_declined")
# It has not been taken up again.
true_while(Application, ApplicationState.WITHDRAWN, "application_employer_left")
# The person has not answered yet.
true_while(Recommendation, RecommendationState.ASKED, "recommendation_asked")


@still_true("interview_booked", "interview_moved")
def still_booked(message: OutboxMessage) -> bool:
    """The interview stands."""
    one = find_about(Booking, message)
    return message.about_id is None if one is None else one.state in LIVE


@still_true("interview_called")
def still_called(message: OutboxMessage) -> bool:
    """The table waits."""
    one = find_about(Booking, message)
    return message.about_id is None if one is None else one.state is BookingState.CALLED


@still_true("interview_invited")
def still_held(message: OutboxMessage) -> bool:
    """The time is held, and may still be answered."""
    one = find_about(Booking, message)
    if one is None:
        return message.about_id is None
    return one.shown_state is BookingState.HELD


@still_true("interview_cancelled", "interview_lapsed", "interview_employer_left")
def still_somebody(message: OutboxMessage) -> bool:
    """The person has not been erased."""
    one = find_about(Booking, message)
    if one is None:
        return message.about_id is None
    return one.registration.state is not RegistrationState.ERASED


@still_true("employer_fair_postponed")
def still_postponed(message: OutboxMessage) -> bool:
    """No new day yet."""
    one = find_about(Participation, message)
    return one is not None and one.fair.state is FairState.POSTPONED


@still_true("employer_fair_resumed", "employer_fair_changed")
def still_this_day(message: OutboxMessage) -> bool:
    """The fair is to be on the day that the message names."""
    one = find_about(Participation, message)
    if one is None or one.fair.state in {FairState.CANCELLED, FairState.POSTPONED}:
        return False
    return one.fair.day == message.about_day
