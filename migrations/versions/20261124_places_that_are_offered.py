"""Places that are offered to whoever is next in line"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

OPEN = sa.text("offered_until is not null")


def upgrade() -> None:
    op.add_column(
        "fair",
        sa.Column("offers_places", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column(
        "registration", sa.Column("offered_until", sa.DateTime(timezone=True), nullable=True)
    )
    op.create_index(
        "ix_registration_offered_until",
        "registration",
        ["offered_until"],
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )


def downgrade() -> None:
    op.drop_index("ix_registration_offered_until", table_name="registration")
    op.drop_column("registration", "offered_until")
    op.drop_column("fair", "offers_places")
