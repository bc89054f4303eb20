"""Accounts that their platform closed, and people who have none left."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, exists, not_, select, update

from chatdesk.core.places import Identity
from chatdesk.store.tables import closed_accounts, identities, people
from chatdesk.store.upsert import put

_CLOSED = (
    closed_accounts.c.platform == identities.c.platform,
    closed_accounts.c.tenant == identities.c.tenant,
    closed_accounts.c.user == identities.c.user,
)


def is_open() -> ColumnElement[bool]:
    """A condition on `identities`: the platform has not closed this account."""
    return not_(exists().where(*_CLOSED))


def close(tx: Connection, identity: Identity, now: datetime) -> str | None:
    """Keep in mind that this account is closed. The id of the person whose last account it was, who is inactive now."""
    person_id = _person_of(tx, identity)
    if is_closed(tx, identity):
        return None
    put(tx, closed_accounts, [_account(identity) | {"took_person": False, "closed_at": now}])
    if person_id is None or not _is_active(tx, person_id) or _has_another(tx, person_id):
        return None
    tx.execute(update(people).where(people.c.id == person_id).values(is_active=False))
    tx.execute(update(closed_accounts).where(*_is(identity)).values(took_person=True))
    return person_id


def open_again(tx: Connection, identity: Identity) -> None:
    """The account is good, and whoever was inactive only for want of it is back."""
    row = tx.execute(select(closed_accounts.c.took_person).where(*_is(identity))).first()
    if row is None:
        return
    tx.execute(delete(closed_accounts).where(*_is(identity)))
    person_id = _person_of(tx, identity)
    if row.took_person and person_id is not None:
        tx.execute(update(people).where(people.c.id == person_id).values(is_active=True))


def keep_away(tx: Connection) -> None:
    """After a directory was read, which may list people whose accounts are all closed."""
    has_open = exists().where(identities.c.person_id == people.c.id, is_open())
    has_any = exists().where(identities.c.person_id == people.c.id)
    away = list(tx.execute(select(people.c.id).where(people.c.is_active, has_any, not_(has_open))).scalars())
    tx.execute(update(people).where(people.c.id.in_(away)).values(is_active=False))
    # Whoever was listed after their account was closed comes back with it too.
    is_theirs = exists().where(*_CLOSED, identities.c.person_id.in_(away))
    tx.execute(update(closed_accounts).where(is_theirs).values(took_person=True))


def is_closed(tx: Connection, identity: Identity) -> bool:
    return tx.execute(select(closed_accounts.c.user).where(*_is(identity))).first() is not None


def _is_active(tx: Connection, person_id: str) -> bool:
    return bool(tx.execute(select(people.c.is_active).where(people.c.id == person_id)).scalar())


def _has_another(tx: Connection, person_id: str) -> bool:
    return (
        tx.execute(select(identities.c.user).where(identities.c.person_id == person_id, is_open())).first() is not None
    )


def _person_of(tx: Connection, identity: Identity) -> str | None:
    return tx.execute(
        select(identities.c.person_id).where(
            and_(
                identities.c.platform == identity.platform,
                identities.c.tenant == identity.tenant,
                identities.c.user == identity.user,
            )
        )
    ).scalar()


def _is(identity: Identity) -> tuple[ColumnElement[bool], ...]:
    return tuple(closed_accounts.c[name] == value for name, value in _account(identity).items())


def _account(identity: Identity) -> dict[str, Any]:
    return {"platform": identity.platform, "tenant": identity.tenant, "user": identity.user}
