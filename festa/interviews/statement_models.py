"""What was said about the outcome of an interview: by whom, when. Only ever added."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from festa.columns import UtcDateTime, word
from festa.extensions import db
from festa.interviews.evidence import Side, Source
from festa.interviews.models import Outcome
from festa.interviews.states import HireStage, OutcomeResult


class SaidVia(StrEnum):
    """How it reached us."""

    PAGE = "page"
    LINK = "link"
    PHONE = "phone"
    DESK = "desk"


class ProofKind(StrEnum):
    """Which paper staff saw; the paper itself is not kept (개인정보 보호법 §16: no more than needed)."""

    EMPLOYMENT = "employment"
    INSURANCE = "insurance"
    CONTRACT = "contract"


def _filled(*columns: str) -> str:
    return " + ".join(f"(case when {column} is null then 0 else 1 end)" for column in columns)


class OutcomeStatement(db.Model):  # type: ignore[name-defined]
    """One thing that was said: a result, a stage of the hire, whose word stands, or a retraction.

    `on_day` is the first day at work of a hire and the last of somebody who left. `elsewhere`
    names an employer who was not at the table.
    """

    __table_args__ = (
        CheckConstraint(
            f"{_filled('result', 'stage', 'settles', 'retracts_id')} = 1", name="one_thing"
        ),
        CheckConstraint(
            "(case when source = 'document' then 1 else 0 end)"
            " = (case when proof is null then 0 else 1 end)",
            name="document_has_a_kind",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    outcome_id: Mapped[int] = mapped_column(ForeignKey("outcome.id"), index=True)
    source: Mapped[Source] = mapped_column(word(Source))
    via: Mapped[SaidVia] = mapped_column(word(SaidVia))
    result: Mapped[OutcomeResult | None] = mapped_column(word(OutcomeResult))
    stage: Mapped[HireStage | None] = mapped_column(word(HireStage))
    settles: Mapped[Side | None] = mapped_column(word(Side))
    retracts_id: Mapped[int | None] = mapped_column(ForeignKey("outcome_statement.id"), unique=True)
    on_day: Mapped[date | None]
    elsewhere: Mapped[str] = mapped_column(String(100), default="")
    proof: Mapped[ProofKind | None] = mapped_column(word(ProofKind))
    reason: Mapped[str] = mapped_column(String(200), default="")
    said_at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_kind: Mapped[str] = mapped_column(String(20))
    actor_id: Mapped[int | None]

    outcome: Mapped[Outcome] = relationship()

    @property
    def standing(self) -> OutcomeResult | HireStage | None:
        """Where the outcome stands, as this one says it; None for a settlement or retraction."""
        return self.stage or self.result
