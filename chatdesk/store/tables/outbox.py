"""What must be said and where."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
    text,
)

from chatdesk.store.columns import Instant, Outside
from chatdesk.store.tables.base import metadata, of_case, of_customer

# Where a case is shown. A `thread` of null means that the card itself is the root. The card's columns tell
# which version of the case is wanted and which one stands, and who is posting it under which lease. `given_up`
# lists the channels in which the case could not be shown any more, each as [platform, tenant, channel].
places = Table(
    "places",
    metadata,
    Column("id", Integer, primary_key=True),
    of_case(),
    of_customer(),
    Column("view", String, nullable=False),
    Column("platform", String, nullable=False),
    Column("tenant", Outside, nullable=False),
    Column("channel", Outside, nullable=False),
    Column("thread", Outside),
    Column("anchor", Outside),
    Column("anchor_state", String, nullable=False),
    Column("card_wanted", Integer, nullable=False),
    Column("card_sent", Integer, nullable=False),
    Column("card_due_at", Instant, nullable=False),
    Column("card_attempts", Integer, nullable=False),
    Column("card_key", String),
    Column("card_is_uncertain", Boolean, nullable=False),
    Column("card_token", String, unique=True),
    Column("card_claimed_at", Instant),
    Column("card_claimed_until", Instant),
    Column("card_error", String),
    Column("given_up", JSON(none_as_null=True)),
    UniqueConstraint("case_id", "view"),
    Index("ix_places_thread", "platform", "tenant", "channel", "thread"),
    Index("ix_places_anchor", "platform", "tenant", "channel", "anchor"),
    Index(
        "ix_places_card_due_at",
        "card_due_at",
        sqlite_where=text("card_wanted > card_sent"),
        postgresql_where=text("card_wanted > card_sent"),
    ),
)

# Where notices go: the thread of a case's place, a channel, or a person's direct messages. One row each, so
# that a claim can lock the queue of one destination.
destinations = Table(
    "destinations",
    metadata,
    Column("id", Outside, primary_key=True),
    Column("place_id", Integer, ForeignKey("places.id")),
    Column("platform", String),
    Column("tenant", Outside),
    Column("channel", Outside),
    Column("user", Outside),
)

# One notice for one destination, from its decision to its message. `about` tells apart what the other columns
# cannot: who could not be reached. A `case_id` of null: it is told to a customer and belongs to no case; `seq` is then
# the id of the announcement. Of those, nulls being distinct, an index of its own keeps each once.
# `message_key` marks the message on the platform, to find it by. `hold_id` is the hold that kept it back.
deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", String, ForeignKey("cases.id")),
    of_customer(),
    Column("seq", Integer, nullable=False),
    Column("kind", String, nullable=False),
    Column("audience_kind", String, nullable=False),
    Column("audience_name", String, nullable=False),
    Column("destination_id", Outside, ForeignKey("destinations.id")),
    Column("about", String, nullable=False),
    Column("at", Instant, nullable=False),
    Column("facts", JSON, nullable=False),
    Column("is_urgent", Boolean, nullable=False),
    Column("stands_alone", Boolean, nullable=False),
    Column("state", String, nullable=False),
    Column("retry_at", Instant, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("is_repeat", Boolean, nullable=False),
    Column("message_key", String),
    Column("token", String, index=True),
    Column("claimed_at", Instant),
    Column("claimed_until", Instant),
    Column("message_channel", Outside),
    Column("message_thread", Outside),
    Column("message", Outside),
    Column("last_error", String),
    Column("created_at", Instant, nullable=False),
    Column("sent_at", Instant),
    Column("hold_id", Integer),
    UniqueConstraint(
        "case_id",
        "seq",
        "kind",
        "audience_kind",
        "audience_name",
        "destination_id",
        "about",
        name="uq_deliveries_notice",
    ),
    Index(
        "uq_deliveries_of_no_case",
        "customer_id",
        "seq",
        "kind",
        "about",
        "destination_id",
        unique=True,
        sqlite_where=text("case_id IS NULL"),
        postgresql_where=text("case_id IS NULL"),
    ),
    Index(
        "ix_deliveries_waiting",
        "destination_id",
        "state",
        "retry_at",
        sqlite_where=text("state IN ('pending', 'claimed', 'uncertain')"),
        postgresql_where=text("state IN ('pending', 'claimed', 'uncertain')"),
    ),
    Index("ix_deliveries_audience", "audience_kind", "audience_name", "case_id"),
    Index(
        "ix_deliveries_hold_id",
        "hold_id",
        sqlite_where=text("hold_id IS NOT NULL"),
        postgresql_where=text("hold_id IS NOT NULL"),
    ),
)
