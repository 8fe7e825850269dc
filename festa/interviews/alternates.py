"""Those who wait in line behind whoever an employer let pass: 예비 1번, 2번 …

A place is that of somebody who passed. When they step back it goes to the first in line, once:
`took_place_of_id` is unique, and that index alone decides who takes it.
"""

from collections.abc import Collection

from sqlalchemy import Select, func, select, update
from sqlalchemy.exc import IntegrityError

from festa import clock
from festa.audit.actor import SYSTEM, Actor
from festa.audit.service import record
from festa.employers.models import Participation
from festa.extensions import db
from festa.fairs.lifecycle import AT_WORK, FairState
from festa.interviews.application_notices import tell_moved_up, tell_place_passed_on
from festa.interviews.following import tell_application_moved
from festa.interviews.locks import lock
from festa.interviews.models import Application
from festa.interviews.states import ApplicationState, move_application
from festa.interviews.windows import Standing, Step, window
from festa.registrations.models import Registration
from festa.registrations.states import RegistrationState

IN_LINE = (Application.alternate_rank.nulls_last(), Application.applied_at, Application.id)


def put_last(application: Application) -> None:
    """Give a new alternate the number behind all others; whoever has none yet gets one first."""
    lock(Participation, application.participation)
    query = _alternates(application.participation_id).where(
        Application.alternate_rank.is_(None), Application.id != application.id
    )
    last = select(func.max(Application.alternate_rank)).where(
        Application.participation_id == application.participation_id
    )
    highest = db.session.scalar(last) or 0
    for one in (*db.session.scalars(query.order_by(*IN_LINE)), application):
        highest += 1
        one.alternate_rank = highest
    db.session.flush()


def move_in_line(application: Application, forward: bool, by: Actor) -> bool:
    """Let an alternate change places with the one before or behind; False at the end of the line."""
    lock(Participation, application.participation)
    line = list(db.session.scalars(_alternates(application.participation_id).order_by(*IN_LINE)))
    if application not in line:
        return False
    here = line.index(application)
    there = here - 1 if forward else here + 1
    if not 0 <= there < len(line):
        return False
    line[here], line[there] = line[there], line[here]
    highest = max((one.alternate_rank or 0 for one in line), default=0)
    # Above all numbers that are taken, so that no two are the same on the way.
    for number, one in enumerate(line, highest + 1):
        one.alternate_rank = number
    db.session.flush()
    _record("application.moved_in_line", application, by)
    return True


def positions(participation_ids: Collection[int]) -> dict[int, int]:
    """The place in line of each alternate of these employers, from 1, by application."""
    place = func.row_number().over(partition_by=Application.participation_id, order_by=IN_LINE)
    query = select(Application.id, place).where(
        Application.participation_id.in_(participation_ids),
        Application.state == ApplicationState.ALTERNATE,
    )
    return dict(db.session.execute(query).all())


def free_place(registration: Registration, participation: Participation) -> Application | None:
    """Pass on the place of somebody whose interview or invitation ended, if they had passed."""
    query = select(Application).where(
        Application.registration_id == registration.id,
        Application.participation_id == participation.id,
        Application.state == ApplicationState.SHORTLISTED,
    )
    freed = db.session.scalar(query)
    return pass_on_place(freed) if freed is not None else None


def pass_on_place(freed: Application) -> Application | None:
    """Let the first in line take this place and tell them; None when nobody waits or it is gone.

    Whoever frees the same place at the same moment finds it taken: see the unique index.
    """
    if not _moves(freed.participation):
        return None
    query = _alternates(freed.participation_id).where(
        Application.registration.has(Registration.state == RegistrationState.CONFIRMED)
    )
    first = query.order_by(*IN_LINE).limit(1).with_for_update(of=Application)
    try:
        with db.session.begin_nested():
            moved = db.session.scalar(first.execution_options(populate_existing=True))
            if moved is None:
                return None
            moved.state = move_application(moved.state, ApplicationState.SHORTLISTED)
            moved.alternate_rank = None
            moved.took_place_of_id = freed.id
            db.session.flush()
    except IntegrityError:
        return None
    _record("application.moved_up", moved, SYSTEM)
    tell_application_moved(moved, SYSTEM)
    tell_moved_up(moved)
    tell_place_passed_on(moved)
    return moved


def own_place_again(application: Application) -> None:
    """Somebody whom the employer lets pass anew has a place of their own, to be passed on again."""
    taken = update(Application).where(Application.took_place_of_id == application.id)
    db.session.execute(taken.values(took_place_of_id=None))


def _moves(participation: Participation) -> bool:
    """Whether places still matter: the employer comes, the fair is on, the day is not over."""
    fair = participation.fair
    on = fair.state in AT_WORK - {FairState.POSTPONED}
    late = window(fair, Step.SHORTLISTING).at(clock.now()) is Standing.OVER
    return participation.takes_part and on and not late


def _alternates(participation_id: int) -> Select[Application]:
    return select(Application).where(
        Application.participation_id == participation_id,
        Application.state == ApplicationState.ALTERNATE,
    )


def _record(action: str, application: Application, by: Actor) -> None:
    record(
        action,
        application,
        by,
        seeker_id=application.registration.seeker_id,
        fair_id=application.registration.fair_id,
        employer_id=application.participation.employer_id,
    )
