"""Whom of an employer a message about résumés reaches."""

from dataclasses import dataclass

from sqlalchemy import select

from festa.accounts.models import Account
from festa.employers.models import Participation, Recruiter
from festa.extensions import db
from festa.seekers.identity import IdentityProblem, parse_mobile


@dataclass(frozen=True)
class Contact:
    """An address: of an account that signs in, or of somebody who has the message alone."""

    address: str
    by_email: bool
    signs_in: bool


def contacts_of(participation: Participation) -> list[Contact]:
    """The recruiters with accounts, and the contact of this fair; by text only where there is no
    e-mail at all. Empty when nobody can be reached."""
    query = (
        select(Account.email)
        .join(Recruiter, Recruiter.account_id == Account.id)
        .where(
            Recruiter.employer_id == participation.employer_id,
            Recruiter.active.is_(True),
            Account.active.is_(True),
        )
        .order_by(Recruiter.id)
    )
    emails = list(db.session.scalars(query))
    found = [Contact(email, by_email=True, signs_in=True) for email in emails]
    contact = participation.contact_email.strip().lower()
    if contact and contact not in emails:
        found.append(Contact(contact, by_email=True, signs_in=False))
    if found:
        return found
    phone = parse_mobile(participation.contact_phone)
    if isinstance(phone, IdentityProblem):
        return []
    return [Contact(phone, by_email=False, signs_in=False)]
