"""What was said of the outcomes, by whom: until now one column held what counted"""

import sqlalchemy as sa
from alembic import op

revision = "0010_outcomes"
down_revision = "0010_console"
branch_labels = None
depends_on = None

ONE_THING = " + ".join(
    f"(case when {column} is null then 0 else 1 end)"
    for column in ("result", "stage", "settles", "retracts_id")
)
# What stands in outcome becomes what those have said whose word its grade means.
SAID = """
insert into outcome_statement
    (outcome_id, source, via, {what}, on_day, elsewhere, proof, reason, said_at, actor_kind)
select id, '{source}', 'page', {value}, {day}, '', {proof}, '', recorded_at, 'system'
from outcome where {where} order by id
"""


def upgrade() -> None:
    op.create_table(
        "outcome_statement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("outcome_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=32), nullable=False),
        sa.Column("via", sa.String(length=32), nullable=False),
        sa.Column("result", sa.String(length=32), nullable=True),
        sa.Column("stage", sa.String(length=32), nullable=True),
        sa.Column("settles", sa.String(length=32), nullable=True),
        sa.Column("retracts_id", sa.Integer(), nullable=True),
        sa.Column("on_day", sa.Date(), nullable=True),
        sa.Column("elsewhere", sa.String(length=100), nullable=False),
        sa.Column("proof", sa.String(length=32), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_kind", sa.String(length=20), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(f"{ONE_THING} = 1", name=op.f("ck_outcome_statement_one_thing")),
        sa.CheckConstraint(
            "(case when source = 'document' then 1 else 0 end)"
            " = (case when proof is null then 0 else 1 end)",
            name=op.f("ck_outcome_statement_document_has_a_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["outcome_id"], ["outcome.id"], name=op.f("fk_outcome_statement_outcome_id_outcome")
        ),
        sa.ForeignKeyConstraint(
            ["retracts_id"],
            ["outcome_statement.id"],
            name=op.f("fk_outcome_statement_retracts_id_outcome_statement"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcome_statement")),
        sa.UniqueConstraint("retracts_id", name=op.f("uq_outcome_statement_retracts_id")),
    )
    op.create_index(op.f("ix_outcome_statement_outcome_id"), "outcome_statement", ["outcome_id"])
    with op.batch_alter_table("outcome") as outcome:
        outcome.add_column(
            sa.Column("disputed", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
    _say("employer", "result", "result <> 'pending'")
    _say("employer", "stage", "evidence in ('e1', 'e2')")
    _say("seeker", "stage", "evidence in ('e0', 'e2')")
    _say("document", "stage", "evidence = 'e3'", proof="'employment'")


def _say(source: str, what: str, where: str, proof: str = "null") -> None:
    words = {"source": source, "what": what, "proof": proof}
    if what == "result":
        op.execute(SAID.format(**words, value="result", day="null", where=where))
        return
    where = f"stage is not null and {where}"
    # The day of a hire stands with the hire; whatever came later has none of its own.
    hired = f"{where} and stage not in ('accepted', 'declined')"
    op.execute(SAID.format(**words, value="'hired'", day="hired_on", where=hired))
    others = f"{where} and stage <> 'hired'"
    op.execute(SAID.format(**words, value="stage", day="null", where=others))


def downgrade() -> None:
    op.drop_table("outcome_statement")
    with op.batch_alter_table("outcome") as outcome:
        outcome.drop_column("disputed")
