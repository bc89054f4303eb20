"""What platforms told of channels and accounts, which a directory read later may not know yet."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, PrimaryKeyConstraint, String, Table

from chatdesk.store.columns import Instant, Outside
from chatdesk.store.tables.base import metadata

# A channel that has another id since; `new` is the one it has now.
renumbered_channels = Table(
    "renumbered_channels",
    metadata,
    Column("platform", String, nullable=False),
    Column("tenant", Outside, nullable=False),
    Column("old", Outside, nullable=False),
    Column("new", Outside, nullable=False),
    Column("told_at", Instant, nullable=False),
    PrimaryKeyConstraint("platform", "tenant", "old"),
)

# An account that its platform closed. `took_person` says that it was the last of somebody, who is inactive since.
closed_accounts = Table(
    "closed_accounts",
    metadata,
    Column("platform", String, nullable=False),
    Column("tenant", Outside, nullable=False),
    Column("user", Outside, nullable=False),
    Column("took_person", Boolean, nullable=False),
    Column("closed_at", Instant, nullable=False),
    PrimaryKeyConstraint("platform", "tenant", "user"),
)
