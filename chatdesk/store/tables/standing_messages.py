"""The message that stands in each customer's channel and offers to open a case."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, UniqueConstraint, text

from chatdesk.store.columns import Instant, Outside
from chatdesk.store.tables.base import metadata, of_customer

# One row a channel. `is_wanted` is what the directory and our people decide together, `is_refused` what our people
# decided in chat. `message` stands, drawn as `drawn` (a digest), and was last looked at at `looked_at`. `due_at` is
# when it has to be looked at, null if nothing asks for it. A token is a lease until `claimed_until`.
standing_messages = Table(
    "standing_messages",
    metadata,
    Column("id", Integer, primary_key=True),
    of_customer(),
    Column("platform", String, nullable=False),
    Column("tenant", Outside, nullable=False),
    Column("channel", Outside, nullable=False),
    Column("is_wanted", Boolean, nullable=False),
    Column("is_refused", Boolean, nullable=False),
    Column("message", Outside),
    Column("drawn", String),
    Column("looked_at", Instant),
    Column("due_at", Instant),
    Column("attempts", Integer, nullable=False),
    Column("is_uncertain", Boolean, nullable=False),
    Column("key", String),
    Column("token", String, unique=True),
    Column("claimed_at", Instant),
    Column("claimed_until", Instant),
    Column("error", String),
    UniqueConstraint("platform", "tenant", "channel", name="uq_standing_messages_channel"),
    Index(
        "ix_standing_messages_due_at",
        "due_at",
        sqlite_where=text("due_at IS NOT NULL"),
        postgresql_where=text("due_at IS NOT NULL"),
    ),
)
