"""Scans and check-ins without what only made them slower

A device is never deleted. Check-ins of a fair are found by the index on when they changed, and what
was done is never looked for by the whole name of an action.
"""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("scan") as scan:
        scan.drop_constraint(scan.f("fk_scan_device_id_device"), type_="foreignkey")
    with op.batch_alter_table("check_in") as check_in:
        check_in.drop_index("ix_check_in_fair")
    with op.batch_alter_table("audit_entry") as entry:
        entry.drop_index(entry.f("ix_audit_entry_action"))


def downgrade() -> None:
    with op.batch_alter_table("audit_entry") as entry:
        entry.create_index(entry.f("ix_audit_entry_action"), ["action"], unique=False)
    with op.batch_alter_table("check_in") as check_in:
        check_in.create_index("ix_check_in_fair", ["fair_id", "at"], unique=False)
    with op.batch_alter_table("scan") as scan:
        scan.create_foreign_key(
            scan.f("fk_scan_device_id_device"), "device", ["device_id"], ["id"]
        )
