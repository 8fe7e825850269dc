"""What else ends with a consent: domains above put themselves here, since this one calls none."""

from collections.abc import Callable

from festa.audit.actor import Actor
from festa.consents.models import Consent

Follow = Callable[[Consent, Actor], None]

_withdrawals: list[Follow] = []


def follows_withdrawal(act: Follow) -> Follow:
    """Call this in the transaction in which a consent is taken back."""
    _withdrawals.append(act)
    return act


def withdrawn(consent: Consent, by: Actor) -> None:
    """Tell all who follow that a consent stands no more."""
    for act in _withdrawals:
        act(consent, by)
