"""Scans and check-ins name their gate and its fair together"""

from alembic import op

revision = "0011"
down_revision = "0010_queue"
branch_labels = None
depends_on = None

TABLES = ("scan", "check_in")


def upgrade() -> None:
    with op.batch_alter_table("gate") as gate:
        gate.create_unique_constraint(gate.f("uq_gate_fair_id_id"), ["fair_id", "id"])
    for name in TABLES:
        with op.batch_alter_table(name) as table:
            table.drop_constraint(table.f(f"fk_{name}_fair_id_fair"), type_="foreignkey")
            table.drop_constraint(table.f(f"fk_{name}_gate_id_gate"), type_="foreignkey")
            table.alter_column("gate_id", nullable=False)
            table.create_foreign_key(
                table.f(f"fk_{name}_fair_id_gate_id_gate"),
                "gate",
                ["fair_id", "gate_id"],
                ["fair_id", "id"],
            )


def downgrade() -> None:
    for name in reversed(TABLES):
        with op.batch_alter_table(name) as table:
            table.drop_constraint(table.f(f"fk_{name}_fair_id_gate_id_gate"), type_="foreignkey")
            table.alter_column("gate_id", nullable=True)
            table.create_foreign_key(
                table.f(f"fk_{name}_gate_id_gate"), "gate", ["gate_id"], ["id"]
            )
            table.create_foreign_key(
                table.f(f"fk_{name}_fair_id_fair"), "fair", ["fair_id"], ["id"]
            )
    with op.batch_alter_table("gate") as gate:
        gate.drop_constraint(gate.f("uq_gate_fair_id_id"), type_="unique")
