"""How long what was told after a fair is kept: until the consent ends, or twelve months (§3.4)."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, delete, func, or_, select, update
from sqlalchemy.orm import aliased

from festa import clock
from festa.extensions import db
from festa.fairs.models import Fair
from festa.follow_ups.due_queries import tracked
from festa.follow_ups.models import FollowUp
from festa.follow_ups.steps import KEPT_MONTHS
from festa.interviews.due import months_after
from festa.interviews.evidence import Source
from festa.interviews.models import Booking, Outcome
from festa.interviews.statement_models import OutcomeStatement
from festa.registrations.models import Registration
from festa.seekers.identity import ERASED
from festa.seekers.models import Seeker


def purge_follow_ups() -> int:
    """Destroy what people told of whom the consent has ended, and all of fairs a year ago.

    Whoever withdrew leaves the numbers as well: of their talk only the interview's own result
    stays. Of a fair a year ago what was counted stays, and nothing of who said it. How many
    statements and questions were destroyed.
    """
    withdrawn = _withdrawn()
    forget = select(Booking.id).where(Booking.registration_id.in_(withdrawn))
    db.session.execute(
        update(Outcome)
        .where(Outcome.booking_id.in_(forget), Outcome.stage.is_not(None))
        .values(stage=None, hired_on=None, evidence=None, disputed=False)
        .execution_options(synchronize_session=False)
    )
    gone = _destroy(withdrawn, results_too=False)
    old = select(Registration.id).join(Registration.fair).where(Fair.day < _a_year_ago())
    return gone + _destroy(old, results_too=True)


def destroy_follow_ups(registration_ids: Sequence[int]) -> None:
    """Destroy everything that was said of these people and asked of them, on their request."""
    _destroy(select(Registration.id).where(Registration.id.in_(registration_ids)), True)


def _a_year_ago() -> date:
    return months_after(clock.today(), -KEPT_MONTHS)


def _withdrawn() -> Select[int]:
    """Registrations whose person does not agree any more; the nameless are counted on."""
    return (
        select(Registration.id)
        .join(Registration.seeker)
        .where(~tracked(), Seeker.phone.not_like(f"{ERASED}%"))
    )


def _destroy(registrations: Select[int], results_too: bool) -> int:
    outcomes = (
        select(Outcome.id)
        .join(Outcome.booking)
        .where(Booking.registration_id.in_(registrations.scalar_subquery()))
    )
    here: ColumnElement[bool] = OutcomeStatement.outcome_id.in_(outcomes)
    if not results_too:
        taken_back = aliased(OutcomeStatement)
        of_a_result = select(taken_back.id).where(taken_back.result.is_not(None))
        here = here & ~or_(
            OutcomeStatement.result.is_not(None) & (OutcomeStatement.source == Source.EMPLOYER),
            # The same question of nothing at all would be neither true nor false.
            func.coalesce(OutcomeStatement.retracts_id, 0).in_(of_a_result),
        )
    statements = db.session.execute(
        delete(OutcomeStatement)
        .where(here)
        .returning(OutcomeStatement.id)
        .execution_options(synchronize_session=False)
    ).all()
    questions = db.session.execute(
        delete(FollowUp)
        .where(FollowUp.registration_id.in_(registrations.scalar_subquery()))
        .returning(FollowUp.id)
        .execution_options(synchronize_session=False)
    ).all()
    return len(statements) + len(questions)
