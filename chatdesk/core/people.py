"""Who acts on a case, and who stands behind its roles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from chatdesk.core.uptime import Outage


class Standing(StrEnum):
    """What the directory says a person is. Unknown people never reach the core."""

    CUSTOMER = "customer"
    AGENT = "agent"
    EXECUTIVE = "executive"
    SYSTEM = "system"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Actor:
    """Who caused it. `customer_id` is a customer's own organisation; `roles` are keys of the directory."""

    standing: Standing
    person_id: str | None = None
    customer_id: str | None = None
    roles: tuple[str, ...] = ()

    @property
    def is_ours(self) -> bool:
        return self.standing in (Standing.AGENT, Standing.EXECUTIVE)


CLOCK = Actor(Standing.SYSTEM)
NOBODY = Actor(Standing.NOBODY)


@dataclass(frozen=True)
class Roster:
    """The people behind each role for one customer, as the directory has them at this moment.

    Two roles are the case's own and never stand here: `owner` and `requester`. `outages` are
    those that the customer's other cases record, of which a month's uptime is made too.
    """

    roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    agents: frozenset[str] = frozenset()
    outages: tuple[Outage, ...] = ()

    def people(self, role: str) -> tuple[str, ...]:
        return self.roles.get(role, ())
