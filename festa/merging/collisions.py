"""Two registrations of one person at one fair: what becomes of each pair of things, in words.

Every rule here changes rows through Steps, so that all of it can be taken back.
"""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import aliased, joinedload

from festa import clock
from festa.audit.actor import Actor
from festa.badges.models import BadgeState
from festa.badges.queries import active_badges
from festa.consents.models import Consent, ConsentState
from festa.employers.models import Participation
from festa.extensions import db
from festa.gates.models import CheckIn
from festa.gates.queries import find_check_ins
from festa.interviews.models import Application, Booking, BookingUnit
from festa.interviews.states import ApplicationState
from festa.merging.steps import Steps
from festa.queues.models import Ticket
from festa.queues.states import AT_TABLE, EndReason, TicketKind, TicketState
from festa.queues.states import LIVE as STANDING_NUMBERS
from festa.registrations.models import Registration
from festa.registrations.service import give_back_place
from festa.registrations.states import RegistrationState

# The further in front, the more of a registration or an application it is.
STRONGEST = (
    RegistrationState.CONFIRMED,
    RegistrationState.WAITLISTED,
    RegistrationState.SUBMITTED,
)
FURTHEST = (
    ApplicationState.SHORTLISTED,
    ApplicationState.ALTERNATE,
    ApplicationState.APPLIED,
    ApplicationState.DECLINED,
    ApplicationState.WITHDRAWN,
)


def meeting_bookings(mine: Registration, theirs: Registration) -> Sequence[Booking]:
    """The interviews of the two that take the same time, walking between them included."""
    here, there = aliased(BookingUnit), aliased(BookingUnit)
    pairs = db.session.execute(
        select(here.booking_id, there.booking_id)
        .join(there, here.unit == there.unit)
        .where(here.registration_id == mine.id, there.registration_id == theirs.id)
    ).all()
    query = (
        select(Booking)
        .where(Booking.id.in_({number for pair in pairs for number in pair}))
        .options(
            joinedload(Booking.slot),
            joinedload(Booking.participation).joinedload(Participation.employer),
        )
    )
    found = db.session.scalars(query).all() if pairs else []
    return sorted(found, key=lambda booking: (booking.slot.start_unit, booking.id))


def join_states(mine: Registration, theirs: Registration, steps: Steps, by: Actor) -> bool:
    """The stronger state stays, with its place or its number; whether a place became free."""
    both_held = mine.counted and theirs.counted
    if both_held:
        give_back_place(theirs, by)
    state, held, number = theirs.state, theirs.holds_place, theirs.waiting_number
    confirmed_at, offer = theirs.confirmed_at, mine.offered_until or theirs.offered_until
    _pass_offer_on(mine, theirs, offer, steps)
    steps.set(theirs, "holds_place", False)
    steps.set(theirs, "waiting_number", None)
    steps.set(theirs, "state", RegistrationState.MERGED)
    if _strength(state) < _strength(mine.state):
        if state is not RegistrationState.WAITLISTED:
            steps.set(mine, "waiting_number", None)
        steps.set(mine, "state", state)
        steps.set(mine, "ended_at", None)
        steps.set(mine, "confirmed_at", confirmed_at)
    if held or (offer is not None and RegistrationState.CONFIRMED in (state, mine.state)):
        steps.set(mine, "holds_place", True)
    if state is RegistrationState.WAITLISTED and number is not None:
        _take_number(mine, number, steps)
    return both_held


def _pass_offer_on(
    mine: Registration, theirs: Registration, offer: datetime | None, steps: Steps
) -> None:
    """A place that was kept for either is kept for both as one, or is theirs once confirmed."""
    if offer is None:
        return
    confirmed = RegistrationState.CONFIRMED in (mine.state, theirs.state)
    steps.set(theirs, "offered_until", None)
    steps.set(mine, "offered_until", None if confirmed else offer)


def _take_number(mine: Registration, number: int, steps: Steps) -> None:
    """Whoever waited twice waits in the better place."""
    waiting = _strength(RegistrationState.WAITLISTED)
    waits_later = mine.waiting_number is not None and number < mine.waiting_number
    if _strength(mine.state) > waiting or waits_later:
        steps.set(mine, "waiting_number", number)


def _strength(state: RegistrationState) -> int:
    return STRONGEST.index(state) if state in STRONGEST else len(STRONGEST)


def join_check_ins(mine: Registration, theirs: Registration, steps: Steps) -> None:
    """The earliest way in stands; whether they are inside now, the latest movement says."""
    standing = find_check_ins([mine.id, theirs.id])
    if len(standing) < 2:
        return
    first, second = sorted(standing.values(), key=lambda one: (one.at, one.id))
    latest = max(first, second, key=_moved_at)
    last, left = max(first, second, key=lambda one: one.last_in_at), latest.left_at
    steps.set(second, "undone_at", clock.now())
    steps.set(first, "last_gate_id", last.last_gate_id)
    steps.set(first, "last_in_at", last.last_in_at)
    steps.set(first, "left_at", left)


def _moved_at(check_in: CheckIn) -> datetime:
    return check_in.left_at or check_in.last_in_at


def join_badges(mine: Registration, theirs: Registration, steps: Steps) -> None:
    """The newest badge is the active one; the older goes on opening the door beside it."""
    active = sorted(
        active_badges([mine.id, theirs.id]).values(), key=lambda one: (one.issued_at, one.id)
    )
    for older in active[:-1]:
        steps.set(older, "state", BadgeState.ALSO_VALID)


def join_tickets(mine: Registration, theirs: Registration, steps: Steps) -> None:
    """One number at each employer stays: the one further on, else the booked, else the earlier.

    Nobody can be called to two tables, so a second call goes back into its line.
    """
    query = select(Ticket).where(
        Ticket.registration_id.in_([mine.id, theirs.id]), Ticket.state.in_(STANDING_NUMBERS)
    )
    standing = sorted(db.session.scalars(query), key=_how_far)
    employers: set[int] = set()
    at_table = 0
    for one in standing:
        if one.participation_id in employers:
            steps.set(one, "end_reason", EndReason.EXCHANGED)
            steps.set(one, "ended_at", clock.now())
            steps.set(one, "state", TicketState.LEFT)
            continue
        employers.add(one.participation_id)
        if one.state in AT_TABLE and (at_table := at_table + 1) > 1:
            back = one.state is TicketState.CALLED
            steps.set(one, "state", TicketState.WAITING if back else TicketState.SERVED)


def _how_far(one: Ticket) -> tuple[bool, bool, bool, datetime]:
    return (
        one.state is not TicketState.SERVING,
        one.state not in AT_TABLE,
        one.kind is not TicketKind.BOOKED,
        one.arrived_at,
    )


def join_applications(mine: Registration, theirs: Registration, steps: Steps) -> set[int]:
    """Of two applications to one employer the one that came further counts.

    Returns the participations concerned: their second application stays where it was made.
    """
    query = select(Application).where(Application.registration_id.in_([mine.id, theirs.id]))
    by_employer: dict[int, dict[int, Application]] = {}
    for one in db.session.scalars(query):
        by_employer.setdefault(one.participation_id, {})[one.registration_id] = one
    double = {key: both for key, both in by_employer.items() if len(both) == 2}
    for both in double.values():
        kept, gone = both[mine.id], both[theirs.id]
        further = min(kept.state, gone.state, key=FURTHEST.index)
        job_id = kept.job_id or gone.job_id
        steps.set(gone, "state", ApplicationState.WITHDRAWN)
        steps.set(kept, "state", further)
        steps.set(kept, "job_id", job_id)
    return set(double)


def join_consents(kept_id: int, gone_id: int, steps: Steps) -> None:
    """One standing consent for each question; a yes that was taken back later stays taken back.

    A box left empty never takes back an older yes, as in registering itself. What names an
    employer belongs to its application and is judged with it.
    """
    query = select(Consent).where(
        Consent.seeker_id.in_([kept_id, gone_id]),
        Consent.state.in_([ConsentState.GRANTED, ConsentState.WITHDRAWN]),
    )
    said = sorted(db.session.scalars(query), key=_question)
    for _key, rows in groupby(said, key=_question):
        answers = sorted(rows, key=_said_at)
        grants = [one for one in answers if one.state is ConsentState.GRANTED]
        if not grants or len({one.seeker_id for one in answers}) < 2:
            continue
        last = grants[-1] if answers[-1].employer_id is not None else answers[-1]
        for grant in grants:
            if grant is not last:
                steps.set(grant, "withdrawn_at", clock.now())
                steps.set(grant, "state", ConsentState.WITHDRAWN)


def _question(consent: Consent) -> tuple[int, str, int]:
    return consent.fair_id, consent.purpose, consent.employer_id or 0


def _said_at(consent: Consent) -> tuple[datetime, int]:
    return consent.withdrawn_at or consent.decided_at, consent.id
