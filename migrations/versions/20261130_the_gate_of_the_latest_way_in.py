"""The gate through which somebody came in last: the hall in which they are"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

LATEST = """
UPDATE check_in SET last_gate_id = coalesce((
  SELECT s.gate_id FROM scan s
  WHERE s.registration_id = check_in.registration_id AND s.fair_id = check_in.fair_id
    AND s.outcome IN ('admitted', 'readmitted')
    AND NOT EXISTS (
      SELECT 1 FROM scan u WHERE u.registration_id = s.registration_id AND u.undoes_id = s.id)
  ORDER BY s.scanned_at DESC, s.received_at DESC LIMIT 1), gate_id)
"""


def upgrade() -> None:
    op.add_column("check_in", sa.Column("last_gate_id", sa.Integer(), nullable=True))
    op.execute(LATEST)
    with op.batch_alter_table("check_in") as batch:
        batch.alter_column("last_gate_id", nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("check_in") as batch:
        batch.drop_column("last_gate_id")
