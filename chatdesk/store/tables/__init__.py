"""Every table. The migrations build the same; a test holds the two equal."""

from chatdesk.store.tables.base import metadata
from chatdesk.store.tables.cases import cases, events, job_runs, mirrors, policies, receipts, texts
from chatdesk.store.tables.conversations import accounts, conversations
from chatdesk.store.tables.live_messages import live_messages
from chatdesk.store.tables.outbox import deliveries, destinations, places
from chatdesk.store.tables.people import channels, customers, identities, organisation, people, role_members, tenants
from chatdesk.store.tables.releases import releases

__all__ = [
    "accounts",
    "cases",
    "channels",
    "conversations",
    "customers",
    "deliveries",
    "destinations",
    "events",
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
    "role_members",
    "tenants",
    "texts",
]
