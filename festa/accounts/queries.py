"""Reading accounts and who works where."""

from collections.abc import Sequence

from sqlalchemy import func, select

from festa.accounts.models import Account, StaffAssignment
from festa.extensions import db
from festa.fairs.models import Fair, Tour


def find_account(email: str) -> Account | None:
    """The account with this e-mail, in any spelling of its letters."""
    return db.session.scalar(select(Account).where(Account.email == email.strip().lower()))


def all_accounts() -> Sequence[Account]:
    """Everybody, by role and name."""
    return db.session.scalars(select(Account).order_by(Account.role, Account.name)).all()


def staff_by_fair(tour: Tour) -> dict[int, frozenset[int]]:
    """The account ids of the staff of each fair of a tour."""
    query = (
        select(StaffAssignment.fair_id, StaffAssignment.account_id)
        .join(Fair, StaffAssignment.fair_id == Fair.id)
        .where(Fair.tour_id == tour.id)
    )
    staff: dict[int, set[int]] = {}
    for fair_id, account_id in db.session.execute(query):
        staff.setdefault(fair_id, set()).add(account_id)
    return {fair_id: frozenset(ids) for fair_id, ids in staff.items()}


def count_accounts() -> int:
    """How many accounts there are."""
    return db.session.scalar(select(func.count(Account.id))) or 0
