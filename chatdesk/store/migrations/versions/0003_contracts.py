"""When a customer's contract ends, and quickly which cases record outages."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_index(
        "ix_events_outages",
        "events",
        ["customer_id"],
        sqlite_where=sa.text("type = 'OutageStarted'"),
        postgresql_where=sa.text("type = 'OutageStarted'"),
    )
    op.add_column("customers", sa.Column("contract_ends_at", sa.DateTime(timezone=True), nullable=True))
