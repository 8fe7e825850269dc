"""The queue on the day: lines of tables, their terms, numbers and every step of each"""

import sqlalchemy as sa
from alembic import op

revision = "0010_queue"
down_revision = "0010_outcomes_b"
branch_labels = None
depends_on = None

AT_TABLE = sa.text("state in ('called', 'serving')")
LIVE = sa.text("state in ('issued', 'waiting', 'called', 'serving', 'on_hold')")
EMPLOYER = sa.text("table_id IS NULL")


def upgrade() -> None:
    op.create_table(
        "queue_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("table_id", sa.Integer(), nullable=False),
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("last_booked", sa.Integer(), nullable=False),
        sa.Column("last_walk_in", sa.Integer(), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("booked_in_row", sa.Integer(), nullable=False),
        sa.Column("walk_in_called_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("late_minutes", sa.Integer(), nullable=False),
        sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pause_reason", sa.String(length=80), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "late_minutes between 0 and 240", name=op.f("ck_queue_line_late_minutes")
        ),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_queue_line_fair_id_fair")),
        sa.ForeignKeyConstraint(
            ["table_id"],
            ["interview_table.id"],
            name=op.f("fk_queue_line_table_id_interview_table"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_queue_line")),
        sa.UniqueConstraint("table_id", name=op.f("uq_queue_line_table_id")),
    )
    op.create_index(op.f("ix_queue_line_fair_id"), "queue_line", ["fair_id"])
    op.create_table(
        "queue_terms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participation_id", sa.Integer(), nullable=False),
        sa.Column("table_id", sa.Integer(), nullable=True),
        sa.Column("early_minutes", sa.Integer(), nullable=True),
        sa.Column("late_window_minutes", sa.Integer(), nullable=True),
        sa.Column("grace_seconds", sa.Integer(), nullable=True),
        sa.Column("recall_after", sa.Integer(), nullable=True),
        sa.Column("most_booked_in_row", sa.Integer(), nullable=True),
        sa.Column("long_wait_minutes", sa.Integer(), nullable=True),
        sa.Column("walk_in_every", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "early_minutes between 0 and 60", name=op.f("ck_queue_terms_early_minutes")
        ),
        sa.CheckConstraint(
            "grace_seconds between 0 and 600", name=op.f("ck_queue_terms_grace_seconds")
        ),
        sa.CheckConstraint(
            "late_window_minutes between 0 and 60", name=op.f("ck_queue_terms_late_window_minutes")
        ),
        sa.CheckConstraint(
            "long_wait_minutes between 5 and 240", name=op.f("ck_queue_terms_long_wait_minutes")
        ),
        sa.CheckConstraint(
            "most_booked_in_row between 1 and 10", name=op.f("ck_queue_terms_most_booked_in_row")
        ),
        sa.CheckConstraint(
            "recall_after between 1 and 10", name=op.f("ck_queue_terms_recall_after")
        ),
        sa.CheckConstraint(
            "walk_in_every between 2 and 20", name=op.f("ck_queue_terms_walk_in_every")
        ),
        sa.ForeignKeyConstraint(
            ["participation_id"],
            ["participation.id"],
            name=op.f("fk_queue_terms_participation_id_participation"),
        ),
        sa.ForeignKeyConstraint(
            ["table_id"],
            ["interview_table.id"],
            name=op.f("fk_queue_terms_table_id_interview_table"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_queue_terms")),
        sa.UniqueConstraint(
            "participation_id", "table_id", name=op.f("uq_queue_terms_participation_id_table_id")
        ),
    )
    op.create_index(
        "uq_queue_terms_employer",
        "queue_terms",
        ["participation_id"],
        unique=True,
        sqlite_where=EMPLOYER,
        postgresql_where=EMPLOYER,
    )
    op.create_table(
        "ticket",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("table_id", sa.Integer(), nullable=False),
        sa.Column("participation_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("booking_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("number_only", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("misses", sa.Integer(), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("held_at_call", sa.Integer(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.String(length=32), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name=op.f("fk_ticket_booking_id_booking")
        ),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_ticket_fair_id_fair")),
        sa.ForeignKeyConstraint(
            ["participation_id"],
            ["participation.id"],
            name=op.f("fk_ticket_participation_id_participation"),
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_ticket_registration_id_registration"),
        ),
        sa.ForeignKeyConstraint(
            ["table_id"], ["interview_table.id"], name=op.f("fk_ticket_table_id_interview_table")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket")),
        sa.UniqueConstraint(
            "table_id", "kind", "number", name=op.f("uq_ticket_table_id_kind_number")
        ),
    )
    op.create_index(op.f("ix_ticket_booking_id"), "ticket", ["booking_id"])
    op.create_index("ix_ticket_fair_state", "ticket", ["fair_id", "state"])
    op.create_index(op.f("ix_ticket_participation_id"), "ticket", ["participation_id"])
    op.create_index(op.f("ix_ticket_registration_id"), "ticket", ["registration_id"])
    op.create_index("ix_ticket_table_state", "ticket", ["table_id", "state"])
    op.create_index(
        "uq_ticket_at_table",
        "ticket",
        ["table_id"],
        unique=True,
        sqlite_where=AT_TABLE,
        postgresql_where=AT_TABLE,
    )
    op.create_index(
        "uq_ticket_live",
        "ticket",
        ["registration_id", "participation_id"],
        unique=True,
        sqlite_where=LIVE,
        postgresql_where=LIVE,
    )
    op.create_index(
        "uq_ticket_person_at_table",
        "ticket",
        ["registration_id"],
        unique=True,
        sqlite_where=AT_TABLE,
        postgresql_where=AT_TABLE,
    )
    op.create_table(
        "ticket_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.String(length=32), nullable=True),
        sa.Column("after", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_kind", sa.String(length=20), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_change_ticket_id_ticket")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_change")),
    )
    op.create_index(op.f("ix_ticket_change_ticket_id"), "ticket_change", ["ticket_id"])


def downgrade() -> None:
    op.drop_table("ticket_change")
    op.drop_table("ticket")
    op.drop_table("queue_terms")
    op.drop_table("queue_line")
