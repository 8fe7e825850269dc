"""Taking in an organiser's list of employers; doing it twice changes nothing."""

from festa.audit.actor import Actor
from festa.employers.employer_sheet import EmployerFile, EmployerRow
from festa.employers.models import ParticipationState
from festa.employers.service import (
    Contact,
    EmployerDetails,
    find_participation,
    keep_employer,
    set_participation,
    take_part,
)
from festa.fairs.models import Fair
from festa.fairs.taking_in import AfterBatch, Taken, note_list, take_in


def import_employers(
    fair: Fair,
    listing: EmployerFile,
    by: Actor,
    *,
    approved: bool = False,
    after_batch: AfterBatch | None = None,
) -> Taken:
    """Let every company on the list apply for the fair; one that takes part already stays so.

    They wait for review like all others (직업안정법 asks to verify an employer before its jobs
    are posted), unless the organiser has reviewed them already.
    """

    def take(row: EmployerRow) -> bool:
        return _take_part(fair, row, approved, by)

    taken = take_in(fair, listing.employers, take, after_batch)
    note_list(fair, "employers", listing, taken, by)
    return taken


def _take_part(fair: Fair, row: EmployerRow, approved: bool, by: Actor) -> bool:
    details = EmployerDetails(row.business_number, row.name, row.chief, row.industry)
    employer = keep_employer(details, by)
    if find_participation(employer, fair) is not None:
        return False
    contact = Contact(row.contact_name, row.contact_phone, row.contact_email)
    participation = take_part(
        employer, fair, row.mode, by, tables_wanted=row.tables, contact=contact
    )
    if approved:
        set_participation(participation, ParticipationState.APPROVED, by)
    return True
