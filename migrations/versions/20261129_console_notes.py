"""What interviewers note for themselves"""

import sqlalchemy as sa
from alembic import op

revision = "0010_console"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "interview_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participation_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("stars", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "stars between 1 and 5", name=op.f("ck_interview_note_stars_of_five")
        ),
        sa.ForeignKeyConstraint(
            ["participation_id"],
            ["participation.id"],
            name=op.f("fk_interview_note_participation_id_participation"),
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_interview_note_registration_id_registration"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_interview_note_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview_note")),
        sa.UniqueConstraint(
            "participation_id",
            "registration_id",
            "account_id",
            name=op.f("uq_interview_note_participation_id_registration_id_account_id"),
        ),
    )
    op.create_index(
        op.f("ix_interview_note_registration_id"), "interview_note", ["registration_id"]
    )


def downgrade() -> None:
    op.drop_table("interview_note")
