"""Messages whose buttons may have to go."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, String, Table, text

from chatdesk.store.columns import Instant, Outside
from chatdesk.store.tables.base import metadata, of_case

# A notice that stands with buttons, until none of them is left. `wanted` is the version of the case that it has to be
# compared with, at `due_at`; null: the case has not moved on. A token is a lease until `due_at`.
live_messages = Table(
    "live_messages",
    metadata,
    Column("delivery_id", Integer, ForeignKey("deliveries.id"), primary_key=True, autoincrement=False),
    of_case(),
    Column("platform", String, nullable=False),
    Column("tenant", Outside, nullable=False),
    Column("channel", Outside, nullable=False),
    Column("thread", Outside),
    Column("message", Outside, nullable=False),
    Column("buttons", JSON, nullable=False),
    Column("wanted", Integer, nullable=False),
    Column("due_at", Instant),
    Column("attempts", Integer, nullable=False),
    Column("token", String, unique=True),
    Index("ix_live_messages_case_id", "case_id"),
    Index(
        "ix_live_messages_due_at",
        "due_at",
        sqlite_where=text("due_at IS NOT NULL"),
        postgresql_where=text("due_at IS NOT NULL"),
    ),
)
