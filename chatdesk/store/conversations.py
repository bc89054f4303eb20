"""Where we may speak on a platform that does not say so when asked: learnt, marked dead, alive again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Table, select, update

from chatdesk.core.places import Place
from chatdesk.store.engine import Store
from chatdesk.store.tables import accounts, conversations
from chatdesk.store.upsert import put

REMOVED = "removed"


@dataclass(frozen=True)
class Conversation:
    """A row of the conversations; see the table."""

    tenant: str
    id: str
    kind: str
    service_url: str
    team: str | None = None
    user: str | None = None
    dead_code: str | None = None
    dead_at: datetime | None = None


@dataclass(frozen=True)
class Account:
    """A row of the accounts; see the table."""

    tenant: str
    user: str
    address: str
    name: str
    service_url: str


def is_private(tx: Connection, place: Place) -> bool:
    """Is this one person's conversation with us? Slack's ids say so; of Teams it was learnt."""
    if place.platform == "slack":
        return place.channel.startswith("D")
    found = select(conversations.c.kind).where(
        conversations.c.tenant == place.tenant, conversations.c.id == place.channel
    )
    return tx.execute(found).scalar() == "personal"


class Conversations:
    def __init__(self, store: Store) -> None:
        self._store = store

    def learn(self, conversation: Conversation | None, account: Account | None, now: datetime) -> bool:
        """Keeps what is new. True if the conversation was not known, or was thought dead.

        Whoever is heard in a conversation can be answered there, so it lives again; and so do
        the channels of its team that were left with the team.
        """
        with self._store.reading() as tx:
            is_known = _is_known(tx, conversation, account)
        if is_known:
            return False
        with self._store.writing() as tx:
            if account is not None and _account(tx, account.tenant, account.user) != account:
                _put(tx, accounts, account, now)
            return conversation is not None and _learn(tx, conversation, now)

    def forget(self, tenant: str, conversation: str) -> None:
        """We were removed from there; from a team, with all its channels."""
        with self._store.writing() as tx:
            _mark(tx, tenant, conversation, {"dead_code": REMOVED}, with_team=True)

    def mark_dead(self, tenant: str, conversation: str, code: str, now: datetime) -> None:
        with self._store.writing() as tx:
            _mark(tx, tenant, conversation, {"dead_code": code, "learnt_at": now}, with_team=False)

    def conversation(self, tenant: str, conversation: str) -> Conversation | None:
        with self._store.reading() as tx:
            return _conversation(tx, tenant, conversation)

    def in_team(self, tenant: str, team: str) -> tuple[str, ...]:
        """The conversations of a team, dead or not."""
        with self._store.reading() as tx:
            query = select(conversations.c.id).where(conversations.c.tenant == tenant, conversations.c.team == team)
            return tuple(tx.execute(query).scalars())

    def personal(self, tenant: str, user: str) -> Conversation | None:
        """The chat with one account alone, dead or not; the one learnt last, where there were several."""
        with self._store.reading() as tx:
            row = tx.execute(
                select(conversations)
                .where(conversations.c.tenant == tenant, conversations.c.user == user)
                .order_by(conversations.c.dead_code.is_(None).desc(), conversations.c.learnt_at.desc())
                .limit(1)
            ).first()
            return _read(row) if row else None

    def account(self, tenant: str, user: str) -> Account | None:
        with self._store.reading() as tx:
            return _account(tx, tenant, user)

    def account_at(self, address: str) -> Account | None:
        """By the address that our bot knows it under."""
        with self._store.reading() as tx:
            row = tx.execute(select(accounts).where(accounts.c.address == address).limit(1)).first()
            return _read_account(row) if row else None

    def service_url(self, tenant: str) -> str | None:
        """The address learnt last in this tenant, of a conversation that lives if there is one."""
        with self._store.reading() as tx:
            return tx.execute(
                select(conversations.c.service_url)
                .where(conversations.c.tenant == tenant)
                .order_by(conversations.c.dead_code.is_(None).desc(), conversations.c.learnt_at.desc())
                .limit(1)
            ).scalar()


def _is_known(tx: Connection, conversation: Conversation | None, account: Account | None) -> bool:
    if account is not None and _account(tx, account.tenant, account.user) != account:
        return False
    return conversation is None or _conversation(tx, conversation.tenant, conversation.id) == conversation


def _learn(tx: Connection, told: Conversation, now: datetime) -> bool:
    told = replace(told, dead_code=None, dead_at=None)
    known = _conversation(tx, told.tenant, told.id)
    if known == told:
        return False
    _put(tx, conversations, told, now)
    if known is not None and known.dead_code is None:
        return False
    if told.team is not None:
        tx.execute(
            update(conversations)
            .where(
                conversations.c.tenant == told.tenant,
                conversations.c.team == told.team,
                conversations.c.dead_code == REMOVED,
            )
            .values(dead_code=None)
        )
    return True


def _mark(tx: Connection, tenant: str, conversation: str, told: Mapping[str, Any], *, with_team: bool) -> None:
    # The team's own id is that of its first channel.
    is_it = conversations.c.id == conversation
    tx.execute(
        update(conversations)
        .where(conversations.c.tenant == tenant, is_it | (conversations.c.team == conversation) if with_team else is_it)
        .values(**told)
    )


def _put(tx: Connection, table: Table, row: Conversation | Account, now: datetime) -> None:
    told = {name: value for name, value in asdict(row).items() if name != "dead_at"}
    put(tx, table, [told | {"learnt_at": now}])


def _conversation(tx: Connection, tenant: str, conversation: str) -> Conversation | None:
    row = tx.execute(
        select(conversations).where(conversations.c.tenant == tenant, conversations.c.id == conversation)
    ).first()
    return _read(row) if row else None


def _account(tx: Connection, tenant: str, user: str) -> Account | None:
    row = tx.execute(select(accounts).where(accounts.c.tenant == tenant, accounts.c.user == user)).first()
    return _read_account(row) if row else None


def _read_account(row: Row[Any]) -> Account:
    return Account(row.tenant, row.user, row.address, row.name, row.service_url)


def _read(row: Row[Any]) -> Conversation:
    # That it is dead is what was learnt of it last.
    dead_at = None if row.dead_code in (None, REMOVED) else row.learnt_at
    return Conversation(row.tenant, row.id, row.kind, row.service_url, row.team, row.user, row.dead_code, dead_at)
