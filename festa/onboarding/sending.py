"""Handing an application in: a participation is applied for, taken over, or handed in again.

Of two that are sent for one company, branch and fair at the same moment the database lets one
through; the other is told so, whoever was quicker.
"""

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from festa import clock
from festa.audit.actor import Actor
from festa.employers.models import Employer, Participation, ParticipationState
from festa.employers.participation import Mode
from festa.employers.service import (
    Contact,
    EmployerDetails,
    find_employer,
    find_participation,
    keep_employer,
    set_participation,
    take_part,
)
from festa.errors import Refused
from festa.extensions import db
from festa.onboarding.applying import (
    GONE,
    LINK_LASTS,
    evidence_of,
    has_owner,
    is_open,
    missing_of,
)
from festa.onboarding.evidence import Evidence
from festa.onboarding.models import EmployerApplication
from festa.onboarding.notices import tell_received
from festa.onboarding.parts import unanswered
from festa.onboarding.refusals import ApplyRefusal, refuse

S = ParticipationState
OUT_OF_BUSINESS = frozenset({Evidence.SUSPENDED, Evidence.CLOSED, Evidence.UNREGISTERED})


def send_in(application: EmployerApplication, by: Actor) -> Participation:
    """Hand the application in, or the one that was put right; Refused with what is in the way."""
    if not application.may_be_changed:
        raise refuse(ApplyRefusal.IN_REVIEW)
    if application.state is None and not is_open(application.fair):
        raise refuse(ApplyRefusal.WINDOW_CLOSED)
    if evidence_of(application) in OUT_OF_BUSINESS:
        raise refuse(ApplyRefusal.NOT_IN_BUSINESS)
    if missing_of(application):
        raise refuse(ApplyRefusal.NOT_COMPLETE)
    if unanswered(application, application.open_remarks):
        raise refuse(ApplyRefusal.NOT_ANSWERED)
    if application.participation is None:
        _take_in(application, by)
    else:
        _take_back(application, by)
    application.sent_at = clock.now()
    application.decided_at = None
    application.link_expires_at = max(
        application.link_expires_at, application.fair.closes_at + LINK_LASTS
    )
    db.session.flush()
    tell_received(application)
    assert application.participation is not None
    return application.participation


def _take_in(application: EmployerApplication, by: Actor) -> None:
    employer = _employer_of(application, by)
    if application.applied_by_id is None and has_owner(employer):
        raise refuse(ApplyRefusal.HAS_OWNER)
    standing = find_participation(employer, application.fair, application.branch)
    if standing is not None and standing.state not in GONE:
        raise _already(application)
    if standing is not None:
        _take_over(application, standing, by)
        return
    try:
        with db.session.begin_nested():
            application.participation = take_part(
                employer,
                application.fair,
                application.mode or Mode.ONSITE,
                by,
                branch=application.branch,
                tables_wanted=application.tables_wanted,
                contact=contact_of(application),
            )
            db.session.flush()
    except IntegrityError:  # another one was quicker, by less than our look at the table
        raise _already(application) from None
    application.employer = employer


def _take_over(application: EmployerApplication, standing: Participation, by: Actor) -> None:
    """Apply again where an earlier application was turned away or withdrawn."""
    lock(standing)
    if standing.state not in GONE:
        raise _already(application)
    before = select(EmployerApplication).where(EmployerApplication.participation_id == standing.id)
    for old in db.session.scalars(before).all():
        old.participation = None
    db.session.flush()
    application.participation, application.employer = standing, standing.employer
    _carry(application, standing)
    set_participation(standing, S.APPLIED, by)


def lock(participation: Participation) -> None:
    """One decision about a participation at a time, on what stands there now."""
    query = select(Participation.id).where(Participation.id == participation.id)
    db.session.execute(query.with_for_update())
    db.session.refresh(participation, ["state"])


def _take_back(application: EmployerApplication, by: Actor) -> None:
    """Hand in again what was put right."""
    participation = application.participation
    assert participation is not None
    for remark in application.open_remarks.values():
        remark.answered_at = clock.now()
    try:
        with db.session.begin_nested():
            participation.branch = application.branch
            db.session.flush()
    except IntegrityError:
        raise _already(application) from None
    _carry(application, participation)
    set_participation(participation, S.UNDER_REVIEW, by)


def _carry(application: EmployerApplication, participation: Participation) -> None:
    onsite = application.mode is Mode.ONSITE
    participation.mode = application.mode or Mode.ONSITE
    participation.tables_wanted = application.tables_wanted if onsite else 0
    contact = contact_of(application)
    participation.contact_name, participation.contact_phone = contact.name, contact.phone
    participation.contact_email = contact.email


def _employer_of(application: EmployerApplication, by: Actor) -> Employer:
    """The company with this number, made when new; what is known of it stays as it is."""
    known = find_employer(application.business_number)
    if known is not None:
        return known
    details = EmployerDetails(
        application.business_number,
        application.name,
        chief=application.chief,
        industry=application.industry,
        address=application.address,
    )
    try:
        with db.session.begin_nested():
            return keep_employer(details, by)
    except IntegrityError:  # made by another application at the same moment
        known = find_employer(application.business_number)
        assert known is not None
        return known


def contact_of(application: EmployerApplication) -> Contact:
    """Whom to call."""
    return Contact(application.contact_name, application.contact_phone, application.email)


def _already(application: EmployerApplication) -> Refused:
    return refuse(ApplyRefusal.ALREADY_APPLIED, label=application.branch or _("본사"))
