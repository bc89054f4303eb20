"""Every table. The migrations build the same; a test holds the two equal."""

from chatdesk.store.tables.base import metadata
from chatdesk.store.tables.cases import cases, events, job_runs, mirrors, policies, receipts, texts
from chatdesk.store.tables.outbox import deliveries, destinations, places
from chatdesk.store.tables.people import channels, customers, identities, organisation, people, role_members, tenants

__all__ = [
    "cases",
    "channels",
    "customers",
    "deliveries",
    "destinations",
    "events",
    "identities",
    "job_runs",
    "metadata",
    "mirrors",
    "organisation",
    "people",
    "places",
    "policies",
    "receipts",
    "role_members",
    "tenants",
    "texts",
]
