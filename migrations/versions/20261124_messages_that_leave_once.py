"""Messages that leave once: keys, leases, attempts"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

AHEAD = sa.text("state in ('waiting', 'sending')")
WAITING = sa.text("state = 'waiting'")


def upgrade() -> None:
    with op.batch_alter_table("outbox_message", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_message_waiting")
        batch_op.add_column(sa.Column("key", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("once", sa.String(length=80), nullable=True))
        batch_op.add_column(
            sa.Column("rank", sa.Integer(), nullable=False, server_default=sa.text("1"))
        )
        batch_op.add_column(sa.Column("about_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("about_day", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("lapses_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("emptied_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("claim", sa.String(length=32), nullable=True))
    random = {
        "sqlite": "lower(hex(randomblob(16)))",
        "postgresql": "replace(gen_random_uuid()::text, '-', '')",
    }[op.get_bind().dialect.name]
    op.execute(f"update outbox_message set key = {random}")
    with op.batch_alter_table("outbox_message", schema=None) as batch_op:
        batch_op.alter_column("key", existing_type=sa.String(length=32), nullable=False)
        batch_op.alter_column("rank", existing_type=sa.Integer(), server_default=None)
        batch_op.create_unique_constraint(batch_op.f("uq_outbox_message_key"), ["key"])
        batch_op.create_unique_constraint(batch_op.f("uq_outbox_message_once"), ["once"])
        batch_op.create_index(
            "ix_outbox_message_ahead",
            ["rank", "due_at", "id"],
            unique=False,
            sqlite_where=AHEAD,
            postgresql_where=AHEAD,
        )
        batch_op.create_index("ix_outbox_message_written_at", ["written_at"], unique=False)

    op.create_table(
        "message_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(length=32), nullable=False),
        sa.Column("road", sa.String(length=20), nullable=False),
        sa.Column("provider_id", sa.String(length=120), nullable=False),
        sa.Column("problem", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["outbox_message.id"],
            name=op.f("fk_message_attempt_message_id_outbox_message"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_attempt")),
    )
    with op.batch_alter_table("message_attempt", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_message_attempt_message_id"), ["message_id"], unique=False
        )

    op.create_table(
        "night_job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("night", sa.Date(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_night_job")),
        sa.UniqueConstraint("name", "night", name=op.f("uq_night_job_name_night")),
    )


def downgrade() -> None:
    op.drop_table("night_job")
    op.drop_table("message_attempt")
    op.execute("update outbox_message set state = 'waiting' where state = 'sending'")
    op.execute("update outbox_message set state = 'failed' where state = 'dropped'")
    with op.batch_alter_table("outbox_message", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_message_written_at")
        batch_op.drop_index("ix_outbox_message_ahead")
        batch_op.drop_constraint(batch_op.f("uq_outbox_message_once"), type_="unique")
        batch_op.drop_constraint(batch_op.f("uq_outbox_message_key"), type_="unique")
        for column in (
            "claim",
            "emptied_at",
            "lapses_at",
            "about_day",
            "about_id",
            "rank",
            "once",
            "key",
        ):
            batch_op.drop_column(column)
        batch_op.create_index(
            "ix_outbox_message_waiting",
            ["due_at"],
            unique=False,
            sqlite_where=WAITING,
            postgresql_where=WAITING,
        )
