"""Registering somebody whose phone is proven: consents and registrations, fair by fair."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from festa import clock
from festa.audit.actor import Actor
from festa.consents.models import ASKED_AT_REGISTRATION, ConsentMethod, ConsentText, Purpose
from festa.consents.service import decide, find_standing, note_told
from festa.errors import Refused
from festa.fairs.models import Fair
from festa.registrations.drafts import forget_begun, keep_answers
from festa.registrations.models import RegistrationDraft, Via
from festa.registrations.queries import granted_purposes
from festa.registrations.questions import Texts
from festa.registrations.service import Registered, register
from festa.registrations.steps import DETAILS_NEED, Answers
from festa.seekers.models import Seeker
from festa.seekers.service import SeekerDetails, keep_seeker


@dataclass
class Enrolled:
    """What became of each fair: registered (new or standing), or refused and why."""

    done: list[Registered] = field(default_factory=list)
    refused: dict[Fair, Refused] = field(default_factory=dict)


def keep_person(answers: Answers, locale: str) -> Seeker:
    """The person of these answers, known already or new."""
    region = " ".join(part for part in (answers.province, answers.district) if part)
    return keep_seeker(
        SeekerDetails(answers.name, answers.phone, answers.birth_year, region, locale=locale)
    )


def enrol(
    seeker: Seeker, fairs: Sequence[Fair], texts: Texts, answers: Answers, address: str | None
) -> Enrolled:
    """Register the seeker for each of these fairs and write down what they said to its texts.

    A fair whose window has closed meanwhile is refused and keeps nothing; the others go on.
    Fairs are taken by number, so that two people after the same places never block each other.
    """
    by = seeker.as_actor().seen_from(address)
    enrolled = Enrolled()
    for fair in sorted(fairs, key=lambda fair: fair.id):
        try:
            registered = register(fair, seeker, Via.WEB, by)
        except Refused as refusal:
            enrolled.refused[fair] = refusal
            continue
        _keep_consents(seeker, list(texts.get(fair.id, {}).values()), answers, by)
        enrolled.done.append(registered)
    return enrolled


def finish(draft: RegistrationDraft, seeker: Seeker, enrolled: Enrolled, steps: int) -> Answers:
    """End the draft: what it keeps are numbers of rows, and whether there is more to ask."""
    said = Answers.read(draft.answers)
    forget_begun(said.name, said.phone, draft)
    done_at = [one.registration.fair_id for one in enrolled.done]
    result = Answers(
        fairs=said.fairs,
        seeker_id=seeker.id,
        registrations=[one.registration.id for one in enrolled.done],
        standing=[one.registration.id for one in enrolled.done if not one.new],
        refused={str(fair.id): str(refusal.reason) for fair, refusal in enrolled.refused.items()},
        steps=steps,
        details_due=details_due(seeker, granted_purposes(seeker.id, done_at)),
    )
    keep_answers(draft, result)
    draft.finished_at = clock.now()
    return result


def details_due(seeker: Seeker, granted: set[Purpose]) -> bool:
    """Whether there is something to ask that was agreed to and is not known yet."""
    unknown = set()
    if not (seeker.wished_work or seeker.courses or seeker.experience_years is not None):
        unknown.add(Purpose.OPTIONAL_DETAILS)
    if not seeker.support_needs:
        unknown.add(Purpose.SUPPORT_NEEDS)
    return bool(granted & DETAILS_NEED & unknown)


def _keep_consents(
    seeker: Seeker, texts: Sequence[ConsentText], answers: Answers, by: Actor
) -> None:
    """Keep each choice as its own row. A box left empty never takes back an older yes."""
    for text in texts:
        if text.id not in answers.shown:
            continue
        if text.purpose is Purpose.NOTICE:
            note_told(text, seeker.id, by)
        elif text.purpose in ASKED_AT_REGISTRATION:
            granted = text.id in answers.granted
            if granted or find_standing(seeker.id, text.fair_id, text.purpose) is None:
                decide(seeker.id, text, granted, ConsentMethod.WEB, by)
