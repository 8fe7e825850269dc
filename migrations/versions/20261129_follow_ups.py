"""What seekers who agreed are asked after a fair"""

import sqlalchemy as sa
from alembic import op

revision = "0010_outcomes_b"
down_revision = "0010_matching_b"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "follow_up",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("occasion", sa.String(length=32), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.String(length=32), nullable=True),
        sa.Column("via", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_follow_up_registration_id_registration"),
        ),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_follow_up_fair_id_fair")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up")),
        sa.UniqueConstraint(
            "registration_id", "occasion", name=op.f("uq_follow_up_registration_id_occasion")
        ),
        sa.UniqueConstraint("token_hash", name=op.f("uq_follow_up_token_hash")),
    )
    op.create_index(op.f("ix_follow_up_fair_id"), "follow_up", ["fair_id"])


def downgrade() -> None:
    op.drop_table("follow_up")
