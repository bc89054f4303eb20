"""Which cases stand under an older version of a policy."""

from __future__ import annotations

from sqlalchemy import Connection, select

from chatdesk.core.case import Status
from chatdesk.store.tables import cases, policies

_NOT_ENDED = (Status.OPEN.value, Status.RESOLVED.value)


def under_other_versions(tx: Connection, name: str, version: str) -> list[str]:
    """The cases that have not ended and are pinned to another version of this policy, the oldest first."""
    others = select(policies.c.version).where(policies.c.name == name, policies.c.version != version)
    return list(
        tx.execute(
            select(cases.c.id)
            .where(cases.c.status.in_(_NOT_ENDED), cases.c.policy_version.in_(others))
            .order_by(cases.c.opened_at, cases.c.id)
        ).scalars()
    )


def current_version(tx: Connection, name: str) -> str | None:
    """The version that new cases are opened under; None where there is no policy of this name."""
    return tx.execute(select(policies.c.version).where(policies.c.name == name, policies.c.is_current)).scalar()
