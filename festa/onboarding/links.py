"""The link with which somebody without an account comes back to their application."""

from festa import clock
from festa.extensions import db
from festa.links import read_signed, signed_word, site_link
from festa.onboarding.models import EmployerApplication

PURPOSE = "employer_application"


def link_word(application: EmployerApplication) -> str:
    """The word in the address; only we can write it, and a new link number ends it."""
    return signed_word(PURPOSE, application.id, application.link_number)


def link_to(application: EmployerApplication) -> str:
    """The whole address; empty when this site was not told its own name."""
    return site_link("applying.open_link", word=link_word(application))


def find_by_word(word: str) -> EmployerApplication | None:
    """The application of this link while the link is good."""
    numbers = read_signed(PURPOSE, word)
    if numbers is None or len(numbers) != 2:
        return None
    application = db.session.get(EmployerApplication, numbers[0])
    return application if application and is_good(application, numbers[1]) else None


def is_good(application: EmployerApplication, link_number: int) -> bool:
    """Whether a link of this number still opens the application."""
    current = application.link_number == link_number and application.emptied_at is None
    return current and clock.now() < application.link_expires_at
