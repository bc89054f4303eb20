"""Every table. The migrations build the same; a test holds the two equal."""

from chatdesk.store.tables.base import metadata
from chatdesk.store.tables.cases import cases, events, job_runs, mirrors, policies, receipts, texts
from chatdesk.store.tables.conversations import accounts, conversations
from chatdesk.store.tables.holds import holds, shadow_messages
from chatdesk.store.tables.live_messages import live_messages
from chatdesk.store.tables.outbox import deliveries, destinations, places
from chatdesk.store.tables.people import (
    channels,
    customers,
    directory_changes,
    identities,
    organisation,
    people,
    role_members,
    tenants,
)
from chatdesk.store.tables.releases import releases
from chatdesk.store.tables.standing_messages import standing_messages
from chatdesk.store.tables.words import early_words, rewrites
from chatdesk.store.tables.workplace import closed_accounts, renumbered_channels

__all__ = [
    "accounts",
    "cases",
    "channels",
    "closed_accounts",
    "conversations",
    "customers",
    "deliveries",
    "destinations",
    "directory_changes",
    "early_words",
    "events",
    "holds",
    "identities",
    "job_runs",
    "live_messages",
    "metadata",
    "mirrors",
    "organisation",
    "people",
    "places",
    "policies",
    "receipts",
    "releases",
    "renumbered_channels",
    "rewrites",
    "role_members",
    "shadow_messages",
    "standing_messages",
    "tenants",
    "texts",
]
