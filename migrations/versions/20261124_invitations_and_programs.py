"""Invitations, numbers of interviews, and the programs of employers"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

HELD = sa.text("state = 'held'")


def upgrade() -> None:
    with op.batch_alter_table("booking", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("extended", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("request_id", sa.Uuid(), nullable=True))
        batch_op.create_index(
            "uq_booking_request", ["participation_id", "request_id"], unique=True
        )
        batch_op.create_index(
            "ix_booking_held_until", ["held_until"], sqlite_where=HELD, postgresql_where=HELD
        )
    op.create_table(
        "booking_limit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("most", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("most between 0 and 50", name=op.f("ck_booking_limit_most")),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_booking_limit_registration_id_registration"),
        ),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["account.id"], name=op.f("fk_booking_limit_set_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking_limit")),
        sa.UniqueConstraint("registration_id", name=op.f("uq_booking_limit_registration_id")),
    )
    op.create_table(
        "employer_token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("employer_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["employer_id"], ["employer.id"], name=op.f("fk_employer_token_employer_id_employer")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"],
            ["account.id"],
            name=op.f("fk_employer_token_created_by_id_account"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employer_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_employer_token_token_hash")),
    )
    op.create_index(op.f("ix_employer_token_employer_id"), "employer_token", ["employer_id"])


def downgrade() -> None:
    op.drop_table("employer_token")
    op.drop_table("booking_limit")
    with op.batch_alter_table("booking", schema=None) as batch_op:
        batch_op.drop_index("ix_booking_held_until")
        batch_op.drop_index("uq_booking_request")
        batch_op.drop_column("request_id")
        batch_op.drop_column("extended")
