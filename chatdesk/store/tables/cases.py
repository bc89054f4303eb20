"""Cases, the policies they are pinned to, what happened to them and what was written."""

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
    UniqueConstraint,
    text,
)

from chatdesk.store.columns import Instant, Outside
from chatdesk.store.tables.base import metadata, of_case, of_customer

policies = Table(
    "policies",
    metadata,
    Column("version", String, primary_key=True),
    Column("name", String, nullable=False),
    Column("body", JSON, nullable=False),
    Column("is_current", Boolean, nullable=False),
    Column("stored_at", Instant, nullable=False),
    Index(
        "uq_policies_current_name",
        "name",
        unique=True,
        sqlite_where=text("is_current"),
        postgresql_where=text("is_current"),
    ),
)

# `body` is what folding the events gives. `wake_at` is when the clock must look at the case next;
# after a failure that is `poisoned_until`.
cases = Table(
    "cases",
    metadata,
    Column("id", String, primary_key=True),
    of_customer(),
    Column("number", Outside, nullable=False, unique=True),
    Column("status", String, nullable=False),
    Column("severity", Integer),
    Column("owner_id", String, index=True),
    Column("requester_id", String, nullable=False),
    Column("policy_version", String, ForeignKey("policies.version"), nullable=False),
    Column("wake_at", Instant),
    Column("poisoned_until", Instant),
    Column("version", Integer, nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("body", JSON, nullable=False),
    Index(
        "ix_cases_wake_at",
        "wake_at",
        sqlite_where=text("wake_at IS NOT NULL"),
        postgresql_where=text("wake_at IS NOT NULL"),
    ),
    Index("ix_cases_customer_id_status", "customer_id", "status"),
    Index("ix_cases_status_opened_at", "status", "opened_at"),
)

events = Table(
    "events",
    metadata,
    of_case(),
    Column("seq", Integer, nullable=False),
    of_customer(),
    Column("at", Instant, nullable=False),
    Column("recorded_at", Instant, nullable=False),
    Column("type", String, nullable=False),
    Column("actor", JSON, nullable=False),
    Column("body", JSON, nullable=False),
    PrimaryKeyConstraint("case_id", "seq"),
    # A month's uptime asks for these few among all events.
    Index(
        "ix_events_outages",
        "customer_id",
        sqlite_where=text("type = 'OutageStarted'"),
        postgresql_where=text("type = 'OutageStarted'"),
    ),
)

# What people wrote. `field` is what it is in the command that brought it (title, description, text, reason,
# note); the message that carried it is in the five columns after it, where there was one. `files` came with it:
# what each is called and where it can be opened, never what it holds.
texts = Table(
    "texts",
    metadata,
    Column("id", String, primary_key=True),
    of_case(),
    of_customer(),
    Column("author_id", String),
    Column("field", String, nullable=False),
    Column("body", Outside, nullable=False),
    Column("platform", String),
    Column("tenant", Outside),
    Column("channel", Outside),
    Column("thread", Outside),
    Column("message", Outside),
    Column("created_at", Instant, nullable=False),
    Column("files", JSON(none_as_null=True)),
    Index("ix_texts_case_id", "case_id"),
    Index("ix_texts_message", "platform", "tenant", "channel", "message"),
)

# One outside request: inserted in the transaction of its effect, so that a second delivery gets the first outcome.
receipts = Table(
    "receipts",
    metadata,
    Column("id", Outside, primary_key=True),
    Column("customer_id", String),
    Column("outcome", JSON),
    Column("created_at", Instant, nullable=False, index=True),
)

# A message and its copy in another place, both ways.
mirrors = Table(
    "mirrors",
    metadata,
    Column("id", Integer, primary_key=True),
    of_case(),
    of_customer(),
    Column("source_platform", String, nullable=False),
    Column("source_tenant", Outside, nullable=False),
    Column("source_channel", Outside, nullable=False),
    Column("source_thread", Outside),
    Column("source_message", Outside, nullable=False),
    Column("copy_platform", String, nullable=False),
    Column("copy_tenant", Outside, nullable=False),
    Column("copy_channel", Outside, nullable=False),
    Column("copy_thread", Outside),
    Column("copy_message", Outside, nullable=False),
    Column("created_at", Instant, nullable=False),
    Index("ix_mirrors_source", "source_platform", "source_tenant", "source_channel", "source_message"),
    UniqueConstraint("copy_platform", "copy_tenant", "copy_channel", "copy_message", name="uq_mirrors_copy"),
)

# One run of a job that belongs to no case; whoever inserts the row runs the slot.
job_runs = Table(
    "job_runs",
    metadata,
    Column("job", String, nullable=False),
    Column("slot_at", Instant, nullable=False),
    Column("started_at", Instant, nullable=False),
    PrimaryKeyConstraint("job", "slot_at"),
)
