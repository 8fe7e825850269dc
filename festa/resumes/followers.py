"""What becomes of a résumé when something below moves: the consent, the application, the employer."""

from festa.audit.actor import Actor
from festa.consents.followers import follows_withdrawal
from festa.consents.models import Consent, Purpose
from festa.employers.models import Participation
from festa.interviews.following import Follower
from festa.interviews.models import Application
from festa.interviews.states import ApplicationState
from festa.resumes.ending import end, end_all, standing_between, standing_of
from festa.resumes.offering import offer_relay
from festa.resumes.service import note_answer
from festa.resumes.states import DeliveryState

ANSWERS = frozenset(
    {ApplicationState.SHORTLISTED, ApplicationState.ALTERNATE, ApplicationState.DECLINED}
)


@follows_withdrawal
def end_with_consent(consent: Consent, by: Actor) -> None:
    """Destroy the bytes for the employer whose consent was taken back (개인정보 보호법 §37)."""
    if consent.purpose is not Purpose.THIRD_PARTY or consent.employer_id is None:
        return
    found = standing_between(consent.seeker_id, consent.fair_id, consent.employer_id)
    end_all(found, DeliveryState.TAKEN_BACK, by)


class ResumeFollower(Follower):
    """Keeps every résumé to where its application is, and opens the way by paper."""

    def application_moved(self, application: Application, by: Actor) -> None:
        """An answer meets the deadline; stepping back ends the résumé."""
        if application.state in ANSWERS:
            note_answer(application)
        elif application.state is ApplicationState.WITHDRAWN:
            resume = standing_of(application.id)
            if resume is not None:
                end(resume, DeliveryState.TAKEN_BACK, by)

    def employer_stayed_away(self, participation: Participation, by: Actor) -> None:
        """Whoever cannot meet the employer in the hall may send it a résumé."""
        offer_relay(participation)


follower = ResumeFollower()
