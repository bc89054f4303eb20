"""Words that change after they were said: edits that came before their message, and copies to be written anew."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Index, Integer, PrimaryKeyConstraint, String, Table

from chatdesk.store.columns import Instant, Outside
from chatdesk.store.tables.base import metadata, of_case

# An edit or a deletion of a message that nobody has told us of yet. A `body` of null: it was deleted.
early_words = Table(
    "early_words",
    metadata,
    Column("platform", String, nullable=False),
    Column("tenant", Outside, nullable=False),
    Column("channel", Outside, nullable=False),
    Column("message", Outside, nullable=False),
    Column("author_id", String),
    Column("body", Outside),
    Column("files", JSON(none_as_null=True)),
    Column("changed_at", Instant, nullable=False),
    PrimaryKeyConstraint("platform", "tenant", "channel", "message"),
)

# A notice whose message shows words that have changed since. A token is a lease until `due_at`.
rewrites = Table(
    "rewrites",
    metadata,
    Column("delivery_id", Integer, ForeignKey("deliveries.id"), primary_key=True, autoincrement=False),
    of_case(),
    Column("due_at", Instant, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("token", String),
    Index("ix_rewrites_due_at", "due_at"),
    Index("ix_rewrites_token", "token"),
)
