"""Alternates in line, the words of an answer, and a window for each step"""

import sqlalchemy as sa
from alembic import op

revision = "0010_matching"
down_revision = "0010_lint"
branch_labels = None
depends_on = None

WINDOWS = (
    "application_opens_at",
    "application_closes_at",
    "shortlist_opens_at",
    "shortlist_closes_at",
)


def upgrade() -> None:
    for name in WINDOWS:
        op.add_column("fair", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("application") as batch:
        batch.add_column(sa.Column("alternate_rank", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("took_place_of_id", sa.Integer(), nullable=True))
        batch.add_column(
            sa.Column("answer", sa.String(length=300), nullable=False, server_default="")
        )
        batch.create_foreign_key(
            "fk_application_took_place_of_id_application",
            "application",
            ["took_place_of_id"],
            ["id"],
        )
        batch.create_unique_constraint("uq_application_took_place_of_id", ["took_place_of_id"])
        batch.create_unique_constraint(
            "uq_application_participation_id_alternate_rank",
            ["participation_id", "alternate_rank"],
        )


def downgrade() -> None:
    with op.batch_alter_table("application") as batch:
        batch.drop_constraint("uq_application_participation_id_alternate_rank", type_="unique")
        batch.drop_constraint("uq_application_took_place_of_id", type_="unique")
        batch.drop_constraint("fk_application_took_place_of_id_application", type_="foreignkey")
        batch.drop_column("answer")
        batch.drop_column("took_place_of_id")
        batch.drop_column("alternate_rank")
    for name in reversed(WINDOWS):
        op.drop_column("fair", name)
