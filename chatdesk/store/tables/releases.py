"""What was announced to everybody."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, Index, Integer, String, Table

from chatdesk.store.columns import Instant, Outside
from chatdesk.store.tables.base import metadata

# One row each time something is said of a release; of those with one `key` (the name in small letters) the latest
# counts. `due_on` is null for one that is out.
releases = Table(
    "releases",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", Outside, nullable=False),
    Column("name", Outside, nullable=False),
    Column("due_on", Date),
    Column("is_out", Boolean, nullable=False),
    Column("words", Outside),
    Column("by", String, nullable=False),
    Column("said_at", Instant, nullable=False),
    Index("ix_releases_key", "key"),
)
