"""Taking in an organiser's list of seekers; doing it twice changes nothing."""

from sqlalchemy import select

from festa.audit.actor import Actor
from festa.consents.models import ConsentMethod, ConsentText, Purpose
from festa.consents.queries import current_texts
from festa.consents.service import decide
from festa.extensions import db
from festa.fairs.models import Fair
from festa.fairs.taking_in import AfterBatch, Taken, note_list, take_in
from festa.registrations.models import Registration, Via
from festa.registrations.seeker_sheet import SeekerFile, SeekerRow
from festa.registrations.service import register
from festa.seekers.models import Seeker
from festa.seekers.service import SeekerDetails, find_seeker, keep_seeker


def import_seekers(
    fair: Fair,
    listing: SeekerFile,
    by: Actor,
    *,
    details_consented: bool = False,
    after_batch: AfterBatch | None = None,
) -> Taken:
    """Register everybody on the list; nobody is told, and whoever has a registration keeps it.

    Wished work, courses and e-mail are kept only when the organiser has these people's
    consent on paper, which is then written down for each (개인정보 보호법 §15, §22).
    """
    standing = _registered(fair)
    text = current_texts(fair.id).get(Purpose.OPTIONAL_DETAILS) if details_consented else None

    def take(row: SeekerRow) -> bool:
        return row.key not in standing and _register(fair, row, text, by)

    taken = take_in(fair, listing.people, take, after_batch)
    note_list(fair, "seekers", listing, taken, by)
    return taken


def _registered(fair: Fair) -> set[tuple[str, str]]:
    """Everybody with a registration, whatever became of it: who left is not brought back."""
    query = (
        select(Seeker.name, Seeker.phone)
        .join(Registration, Registration.seeker_id == Seeker.id)
        .where(Registration.fair_id == fair.id)
    )
    return {(name, phone) for name, phone in db.session.execute(query)}


def _register(fair: Fair, row: SeekerRow, text: ConsentText | None, by: Actor) -> bool:
    seeker = keep_seeker(_details(row, text is not None))
    if text is not None:
        decide(seeker.id, text, True, ConsentMethod.PAPER, by)
    return register(fair, seeker, Via.IMPORT, by, tell=False).new


def _details(row: SeekerRow, consented: bool) -> SeekerDetails:
    """What a list may add: it fills gaps, and never changes what somebody said themselves."""
    known = find_seeker(row.name, row.mobile)
    optional = row if consented and (known is None or not known.wished_work) else None
    return SeekerDetails(
        name=row.name,
        phone=row.mobile,
        birth_year=row.birth_year if known is None or known.birth_year is None else None,
        region=row.region if known is None or not known.region else "",
        email=optional.email if optional else None,
        wished_work=optional.wished_work if optional else (),
        courses=optional.courses if optional else (),
    )
