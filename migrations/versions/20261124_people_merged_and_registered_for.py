"""People that were merged, and registrations that somebody else asked for"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

STANDING = sa.text("undone_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "merge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fair_id", sa.Integer(), nullable=False),
        sa.Column("kept_id", sa.Integer(), nullable=False),
        sa.Column("gone_id", sa.Integer(), nullable=False),
        sa.Column("low_id", sa.Integer(), nullable=False),
        sa.Column("high_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("low_id < high_id", name=op.f("ck_merge_two_people")),
        sa.ForeignKeyConstraint(["fair_id"], ["fair.id"], name=op.f("fk_merge_fair_id_fair")),
        sa.ForeignKeyConstraint(["gone_id"], ["seeker.id"], name=op.f("fk_merge_gone_id_seeker")),
        sa.ForeignKeyConstraint(["high_id"], ["seeker.id"], name=op.f("fk_merge_high_id_seeker")),
        sa.ForeignKeyConstraint(["kept_id"], ["seeker.id"], name=op.f("fk_merge_kept_id_seeker")),
        sa.ForeignKeyConstraint(["low_id"], ["seeker.id"], name=op.f("fk_merge_low_id_seeker")),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["account.id"], name=op.f("fk_merge_made_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["undone_by_id"], ["account.id"], name=op.f("fk_merge_undone_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merge")),
    )
    with op.batch_alter_table("merge", schema=None) as batch_op:
        for column in ("fair_id", "gone_id", "kept_id"):
            batch_op.create_index(batch_op.f(f"ix_merge_{column}"), [column], unique=False)
        for name, columns in (
            ("uq_merge_standing_pair", ["low_id", "high_id"]),
            ("uq_merge_standing_gone", ["gone_id"]),
        ):
            batch_op.create_index(
                name, columns, unique=True, sqlite_where=STANDING, postgresql_where=STANDING
            )
    op.create_table(
        "proxy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.String(length=32), nullable=False),
        sa.Column("note", sa.String(length=60), nullable=False),
        sa.Column("method", sa.String(length=32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["made_by_id"], ["account.id"], name=op.f("fk_proxy_made_by_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_proxy_registration_id_registration"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proxy")),
    )
    with op.batch_alter_table("proxy", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_proxy_registration_id"), ["registration_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("proxy", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proxy_registration_id"))
    op.drop_table("proxy")
    with op.batch_alter_table("merge", schema=None) as batch_op:
        for name in ("uq_merge_standing_pair", "uq_merge_standing_gone"):
            batch_op.drop_index(name)
        for column in ("fair_id", "gone_id", "kept_id"):
            batch_op.drop_index(batch_op.f(f"ix_merge_{column}"))
    op.drop_table("merge")
