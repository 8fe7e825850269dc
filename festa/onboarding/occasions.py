"""Whether what an employer is told is still true when the message leaves."""

from festa.messages.models import OutboxMessage
from festa.messages.occasions import find_about, still_true
from festa.onboarding.invitation_models import TeamInvitation
from festa.onboarding.inviting import refusal_of


@still_true("employer_team_invitation")
def still_invited(message: OutboxMessage) -> bool:
    """Neither used nor taken back meanwhile: a link that opens nothing is sent to nobody."""
    invitation = find_about(TeamInvitation, message)
    return refusal_of(invitation) is None
