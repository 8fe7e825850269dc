"""Wordings of postings that organisers let stand"""

import sqlalchemy as sa
from alembic import op

revision = "0010_lint"
down_revision = "0010_resumes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "wording_pass",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=20), nullable=False),
        sa.Column("ground", sa.String(length=32), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["given_by_id"], ["account.id"], name=op.f("fk_wording_pass_given_by_id_account")
        ),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_wording_pass_job_id_job")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wording_pass")),
        sa.UniqueConstraint(
            "job_id", "field", "ground", "words", name=op.f("uq_wording_pass_job_id")
        ),
    )


def downgrade() -> None:
    op.drop_table("wording_pass")
