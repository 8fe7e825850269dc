"""What consultants recommend"""

import sqlalchemy as sa
from alembic import op

revision = "0010_matching_b"
down_revision = "0010_lint_b"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "recommendation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("sentence", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_recommendation_registration_id_registration"),
        ),
        sa.ForeignKeyConstraint(
            ["job_id"], ["job.id"], name=op.f("fk_recommendation_job_id_job")
        ),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["account.id"], name=op.f("fk_recommendation_made_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation")),
        sa.UniqueConstraint(
            "registration_id", "job_id", name=op.f("uq_recommendation_registration_id")
        ),
    )
    op.create_index(op.f("ix_recommendation_job_id"), "recommendation", ["job_id"])


def downgrade() -> None:
    op.drop_table("recommendation")
