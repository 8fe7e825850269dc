"""Unique pairs are named after all of their columns, as everywhere else"""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

PAIRS = {
    "answer": ("application_id", "question_id"),
    "question": ("participation_id", "place"),
    "recommendation": ("registration_id", "job_id"),
    "wording_pass": ("job_id", "field", "ground", "words"),
}


def upgrade() -> None:
    for table, columns in PAIRS.items():
        _rename(table, f"uq_{table}_{columns[0]}", f"uq_{table}_{'_'.join(columns)}")


def downgrade() -> None:
    for table, columns in PAIRS.items():
        _rename(table, f"uq_{table}_{'_'.join(columns)}", f"uq_{table}_{columns[0]}")


def _rename(table: str, old: str, new: str) -> None:
    with op.batch_alter_table(table) as changed:
        changed.drop_constraint(changed.f(old), type_="unique")
        changed.create_unique_constraint(changed.f(new), list(PAIRS[table]))
