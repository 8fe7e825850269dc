"""Résumés that seekers hand in, and how each reached its employer"""

import sqlalchemy as sa
from alembic import op

revision = "0010_resumes"
down_revision = "0010_onboarding"
branch_labels = None
depends_on = None

STANDING = sa.text("destroyed_at IS NULL")
OPEN = sa.text("due_at IS NOT NULL AND state IN ('sent','collected')")


def upgrade() -> None:
    op.create_table(
        "resume",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("method", sa.String(length=32), nullable=False),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("destroyed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_resume_application_id_application")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resume")),
    )
    op.create_index(op.f("ix_resume_application_id"), "resume", ["application_id"])
    op.create_index(
        "uq_resume_standing",
        "resume",
        ["application_id"],
        unique=True,
        sqlite_where=STANDING,
        postgresql_where=STANDING,
    )
    op.create_table(
        "resume_content",
        sa.Column("resume_id", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("nonce", sa.LargeBinary(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["resume_id"], ["resume.id"], name=op.f("fk_resume_content_resume_id_resume")
        ),
        sa.PrimaryKeyConstraint("resume_id", name=op.f("pk_resume_content")),
    )
    op.create_table(
        "delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("resume_id", sa.Integer(), nullable=False),
        sa.Column("participation_id", sa.Integer(), nullable=False),
        sa.Column("consent_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=9), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("collected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("kept_until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["consent_id"], ["consent.id"], name=op.f("fk_delivery_consent_id_consent")
        ),
        sa.ForeignKeyConstraint(
            ["participation_id"],
            ["participation.id"],
            name=op.f("fk_delivery_participation_id_participation"),
        ),
        sa.ForeignKeyConstraint(
            ["resume_id"], ["resume.id"], name=op.f("fk_delivery_resume_id_resume")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("number", name=op.f("uq_delivery_number")),
        sa.UniqueConstraint("resume_id", name=op.f("uq_delivery_resume_id")),
    )
    op.create_index(op.f("ix_delivery_consent_id"), "delivery", ["consent_id"])
    op.create_index(op.f("ix_delivery_kept_until"), "delivery", ["kept_until"])
    op.create_index("ix_delivery_participation_state", "delivery", ["participation_id", "state"])
    op.create_index(
        "ix_delivery_due_at", "delivery", ["due_at"], sqlite_where=OPEN, postgresql_where=OPEN
    )
    op.create_table(
        "collect_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participation_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=32), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["participation_id"],
            ["participation.id"],
            name=op.f("fk_collect_link_participation_id_participation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collect_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_collect_link_token_hash")),
    )
    op.create_index(op.f("ix_collect_link_participation_id"), "collect_link", ["participation_id"])


def downgrade() -> None:
    for table in ("collect_link", "delivery", "resume_content", "resume"):
        op.drop_table(table)
