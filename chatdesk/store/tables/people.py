"""Who is who: imported from directory.yml at the start, the truth from then on."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    String,
    Table,
    false,
)

from chatdesk.store.columns import Instant, Outside
from chatdesk.store.tables.base import metadata

organisation = Table(
    "organisation",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Outside, nullable=False),
    Column("language", String, nullable=False),
    Column("zone", String, nullable=False),
)

# An organisation's home on a platform; ours where `customer_id` is null.
tenants = Table(
    "tenants",
    metadata,
    Column("platform", String, nullable=False),
    Column("tenant", Outside, nullable=False),
    Column("customer_id", String, ForeignKey("customers.id")),
    PrimaryKeyConstraint("platform", "tenant"),
)

# `last_number` is the counter of the customer's case numbers; `contract_ends_at` is null where there is no end, and
# `has_standing_message` where the directory leaves that to our people.
customers = Table(
    "customers",
    metadata,
    Column("id", String, primary_key=True),
    Column("name", Outside, nullable=False),
    Column("prefix", String, nullable=False, unique=True),
    Column("policy", String, nullable=False),
    Column("plan", String),
    Column("language", String, nullable=False),
    Column("zone", String, nullable=False),
    Column("contract_ends_at", Instant),
    Column("last_number", Integer, nullable=False, server_default="0"),
    Column("has_standing_message", Boolean),
    Column("is_active", Boolean, nullable=False),
)

# A customer's shared channels (with an empty `name`), and ours by name (engineers, on_call, director, vp).
channels = Table(
    "channels",
    metadata,
    Column("platform", String, nullable=False),
    Column("tenant", Outside, nullable=False),
    Column("channel", Outside, nullable=False),
    Column("customer_id", String, ForeignKey("customers.id")),
    Column("name", String, nullable=False),
    Column("rank", Integer, nullable=False),
    PrimaryKeyConstraint("platform", "tenant", "channel", "name"),
    Index("ix_channels_name", "name"),
    Index("ix_channels_customer_id", "customer_id"),
)

# `met_at` is when an unlisted person of a customer was first seen; null for those the directory lists.
people = Table(
    "people",
    metadata,
    Column("id", String, primary_key=True),
    Column("customer_id", String, ForeignKey("customers.id"), index=True),
    Column("name", Outside, nullable=False),
    Column("title", Outside, nullable=False),
    Column("standing", String, nullable=False),
    Column("language", String, nullable=False),
    Column("zone", String, nullable=False),
    Column("is_representative", Boolean, nullable=False),
    Column("is_admin", Boolean, nullable=False, server_default=false()),
    Column("is_active", Boolean, nullable=False),
    Column("met_at", Instant),
)

identities = Table(
    "identities",
    metadata,
    Column("platform", String, nullable=False),
    Column("tenant", Outside, nullable=False),
    Column("user", Outside, nullable=False),
    Column("person_id", String, ForeignKey("people.id"), nullable=False, index=True),
    Column("rank", Integer, nullable=False),
    PrimaryKeyConstraint("platform", "tenant", "user"),
)

# `customer_id` is empty for our desk's roles and names the customer for people who serve only it.
role_members = Table(
    "role_members",
    metadata,
    Column("role", String, nullable=False),
    Column("customer_id", String, nullable=False),
    Column("person_id", String, ForeignKey("people.id"), nullable=False),
    Column("rank", Integer, nullable=False),
    PrimaryKeyConstraint("role", "customer_id", "person_id"),
)

# What administrators changed in chat, in its order. `overruled` are those against which directory.yml spoke later:
# the file wins, and they count no more.
directory_changes = Table(
    "directory_changes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("request", String, nullable=False, index=True),
    Column("at", Instant, nullable=False),
    Column("platform", String, nullable=False),
    Column("tenant", Outside, nullable=False),
    Column("user", Outside, nullable=False),
    Column("name", Outside, nullable=False),
    Column("kind", String, nullable=False),
    Column("body", JSON, nullable=False),
    Column("is_overruled", Boolean, nullable=False),
)
