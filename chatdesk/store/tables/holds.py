"""When nobody is pinged, and what stands in the log channel in place of what would have been said."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, String, Table, text

from chatdesk.store.columns import Instant, Outside
from chatdesk.store.tables.base import metadata

# A time in which pings are held; who began and ended it is kept by name. `ended_by` of null on one that has ended:
# its own time did. One is on at most; `what` is there for the index that sees to it.
holds = Table(
    "holds",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("what", String, nullable=False),
    Column("begun_at", Instant, nullable=False),
    Column("begun_by", Outside, nullable=False),
    Column("reason", Outside, nullable=False),
    Column("until_at", Instant),
    Column("ended_at", Instant),
    Column("ended_by", Outside),
    Index(
        "uq_holds_what",
        "what",
        unique=True,
        sqlite_where=text("ended_at IS NULL"),
        postgresql_where=text("ended_at IS NULL"),
    ),
)

# A message of the log channel: the root of a case's thread there, or what stands for an edit of a real message.
# A `message` of null: somebody began to post it at `begun_at`, and nobody knows yet what came of it.
shadow_messages = Table(
    "shadow_messages",
    metadata,
    Column("about", Outside, primary_key=True),
    Column("channel", Outside, nullable=False),
    Column("message", Outside),
    Column("begun_at", Instant, nullable=False),
)
