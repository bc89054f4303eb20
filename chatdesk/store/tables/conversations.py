"""Where a platform lets us speak, for a platform that has to be learnt: Microsoft Teams."""

from __future__ import annotations

from sqlalchemy import Column, Index, PrimaryKeyConstraint, String, Table

from chatdesk.store.columns import Instant, Outside
from chatdesk.store.tables.base import metadata

# A conversation we are in, as its host names it. `user` is whom a personal one is with, `team` the team that a
# channel is of. `dead_code` says why we may speak there no more. `learnt_at` is when the row changed last.
conversations = Table(
    "conversations",
    metadata,
    Column("tenant", Outside, nullable=False),
    Column("id", Outside, nullable=False),
    Column("kind", String, nullable=False),
    Column("service_url", Outside, nullable=False),
    Column("team", Outside),
    Column("user", Outside),
    Column("dead_code", Outside),
    Column("learnt_at", Instant, nullable=False),
    PrimaryKeyConstraint("tenant", "id"),
    Index("ix_conversations_tenant_user", "tenant", "user"),
    Index("ix_conversations_tenant_team", "tenant", "team"),
)

# An account as our bot must address it.
accounts = Table(
    "accounts",
    metadata,
    Column("tenant", Outside, nullable=False),
    Column("user", Outside, nullable=False),
    Column("address", Outside, nullable=False),
    Column("name", Outside, nullable=False),
    Column("service_url", Outside, nullable=False),
    Column("learnt_at", Instant, nullable=False),
    PrimaryKeyConstraint("tenant", "user"),
)
