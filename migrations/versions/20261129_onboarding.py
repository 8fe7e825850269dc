"""Employers that apply, and teams that are invited"""

import sqlalchemy as sa
from alembic import op

revision = "0010_onboarding"
down_revision = "0010_outcomes"
branch_labels = None
depends_on = None

UNANSWERED = sa.text("answered_at is null")
STANDING = sa.text("accepted_at is null and revoked_at is null")


def moment(name: str, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def number(name: str, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def words(name: str, length: int, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.String(length=length), nullable=nullable)


def belongs(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}")
    )


def upgrade() -> None:
    op.add_column("fair", moment("employers_open_at", nullable=True))
    op.add_column("fair", moment("employers_close_at", nullable=True))
    table = "employer_application"
    op.create_table(
        table,
        number("id"),
        number("fair_id"),
        number("employer_id", nullable=True),
        number("participation_id", nullable=True),
        number("applied_by_id", nullable=True),
        words("business_number", 10),
        words("email", 254),
        words("locale", 5),
        number("link_number"),
        moment("link_expires_at"),
        moment("link_sent_at"),
        words("name", 100),
        words("chief", 60),
        sa.Column("founded_on", sa.Date(), nullable=True),
        words("industry", 60),
        words("address", 160),
        number("staff_count", nullable=True),
        words("branch", 40),
        words("mode", 32, nullable=True),
        number("tables_wanted"),
        words("contact_name", 60),
        words("contact_phone", 20),
        sa.Column("jobs", sa.JSON(), nullable=False),
        words("tax_status", 32),
        words("tax_match", 32),
        moment("tax_checked_at", nullable=True),
        moment("agreed_at"),
        moment("started_at"),
        moment("sent_at", nullable=True),
        moment("decided_at", nullable=True),
        words("reason", 500),
        moment("emptied_at", nullable=True),
        sa.CheckConstraint(
            "length(business_number) = 10", name=op.f(f"ck_{table}_business_number_of_ten_digits")
        ),
        sa.CheckConstraint(
            "tables_wanted between 0 and 20", name=op.f(f"ck_{table}_tables_wanted")
        ),
        sa.CheckConstraint(
            "staff_count is null or staff_count >= 0", name=op.f(f"ck_{table}_staff_count")
        ),
        belongs(table, "fair_id", "fair"),
        belongs(table, "employer_id", "employer"),
        belongs(table, "participation_id", "participation"),
        belongs(table, "applied_by_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("participation_id", name=op.f(f"uq_{table}_participation_id")),
    )
    for column in ("fair_id", "employer_id", "email", "started_at"):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
    op.create_table(
        "fix_request",
        number("id"),
        number("application_id"),
        words("field", 32),
        words("sentence", 300),
        words("before", 2000),
        words("answer", 300),
        moment("asked_at"),
        number("asked_by_id", nullable=True),
        moment("answered_at", nullable=True),
        belongs("fix_request", "application_id", table),
        belongs("fix_request", "asked_by_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fix_request")),
    )
    op.create_index(op.f("ix_fix_request_application_id"), "fix_request", ["application_id"])
    op.create_index(
        "ix_fix_request_one_open",
        "fix_request",
        ["application_id", "field"],
        unique=True,
        sqlite_where=UNANSWERED,
        postgresql_where=UNANSWERED,
    )
    op.create_table(
        "employer_document",
        number("id"),
        number("application_id"),
        words("kind", 32),
        number("size"),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        moment("uploaded_at"),
        moment("destroyed_at", nullable=True),
        sa.CheckConstraint("size > 0", name=op.f("ck_employer_document_size")),
        belongs("employer_document", "application_id", table),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employer_document")),
    )
    op.create_index(
        op.f("ix_employer_document_application_id"), "employer_document", ["application_id"]
    )
    op.create_table(
        "team_invitation",
        number("id"),
        number("employer_id"),
        words("email", 254),
        words("name", 60),
        words("role", 32),
        words("locale", 5),
        words("token_hash", 64),
        moment("made_at"),
        number("made_by_id", nullable=True),
        moment("expires_at"),
        moment("accepted_at", nullable=True),
        moment("revoked_at", nullable=True),
        belongs("team_invitation", "employer_id", "employer"),
        belongs("team_invitation", "made_by_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_team_invitation_token_hash")),
    )
    op.create_index(op.f("ix_team_invitation_employer_id"), "team_invitation", ["employer_id"])
    op.create_index(
        "ix_team_invitation_one_standing",
        "team_invitation",
        ["employer_id", "email"],
        unique=True,
        sqlite_where=STANDING,
        postgresql_where=STANDING,
    )


def downgrade() -> None:
    for table in ("team_invitation", "employer_document", "fix_request", "employer_application"):
        op.drop_table(table)
    op.drop_column("fair", "employers_close_at")
    op.drop_column("fair", "employers_open_at")
