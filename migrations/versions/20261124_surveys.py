"""What people thought of a fair"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

QUESTIONS = ("overall", "employers", "interviews", "programmes", "staff")


def upgrade() -> None:
    op.create_table(
        "survey_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("fair_id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in QUESTIONS),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("via", sa.String(length=32), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        *(
            sa.CheckConstraint(
                f"{name} between 1 and 5", name=op.f(f"ck_survey_answer_{name}_of_five")
            )
            for name in QUESTIONS
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_survey_answer_registration_id_registration"),
        ),
        sa.ForeignKeyConstraint(
            ["fair_id"], ["fair.id"], name=op.f("fk_survey_answer_fair_id_fair")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_answer")),
        sa.UniqueConstraint("registration_id", name=op.f("uq_survey_answer_registration_id")),
    )
    op.create_index(op.f("ix_survey_answer_fair_id"), "survey_answer", ["fair_id"])


def downgrade() -> None:
    op.drop_table("survey_answer")
