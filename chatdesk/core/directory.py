"""Who is who, as values: what directory.yml says and the store imports."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from chatdesk.core.pagers import Pager
from chatdesk.core.people import Standing
from chatdesk.core.places import Identity, Place


@dataclass(frozen=True)
class Organisation:
    """Ours. `tenants` are its homes, as (platform, tenant)."""

    name: str
    language: str
    zone: str
    tenants: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Listed:
    """A person whom the directory lists. `identities` come in order of preference.

    `is_admin` says that one of ours may change who is who.
    """

    id: str
    name: str
    title: str
    standing: Standing
    language: str
    zone: str
    identities: tuple[Identity, ...]
    is_representative: bool = False
    is_admin: bool = False


@dataclass(frozen=True)
class Customer:
    """A customer organisation. `tenants` are its own homes; in `channels` our guests count as its people.

    `roles` are our people who serve this customer only. `contract_ends_at` (UTC) is when their
    contract ends; None where it has no end. `has_standing_message` is whether one that offers to
    open a case stands in each of their channels; None where that is left to our people, who refuse
    it in chat.
    """

    id: str
    name: str
    prefix: str
    policy: str
    plan: str | None
    language: str
    zone: str
    tenants: tuple[tuple[str, str], ...] = ()
    channels: tuple[Place, ...] = ()
    people: tuple[Listed, ...] = ()
    roles: tuple[tuple[str, tuple[str, ...]], ...] = ()
    contract_ends_at: datetime | None = None
    has_standing_message: bool | None = None


@dataclass(frozen=True)
class Directory:
    """`channels` are ours by name (`engineers`, `on_call`, `director`, `vp`), `roles` hold ids of our people.

    `pagers` wake people beside the channel of the same name.
    """

    organisation: Organisation
    channels: tuple[tuple[str, Place], ...]
    people: tuple[Listed, ...]
    roles: tuple[tuple[str, tuple[str, ...]], ...]
    customers: tuple[Customer, ...] = field(default=())
    pagers: tuple[tuple[str, Pager], ...] = field(default=())
