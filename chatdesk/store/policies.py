"""Policies by version. A version never changes; which one is current for a name does."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from chatdesk.core.codec import fingerprint, from_plain, to_plain
from chatdesk.core.policy import Policy
from chatdesk.core.words import Words
from chatdesk.store.tables import policies
from chatdesk.store.upsert import insert_new

_BODY = select(policies.c.body).where(policies.c.version == bindparam("version"))
_CURRENT = select(policies.c.version).where(policies.c.name == bindparam("name"), policies.c.is_current)


class UnknownPolicy(Exception):
    """A policy is named that the database does not hold."""


class Policies:
    """Reads policies, each version once: they are big and never change."""

    def __init__(self) -> None:
        self._read: dict[str, Policy] = {}

    def by_version(self, tx: Connection, version: str) -> Policy:
        """Raises UnknownPolicy."""
        policy = self._read.get(version)
        if policy is None:
            body = tx.execute(_BODY, {"version": version}).scalar()
            if body is None:
                raise UnknownPolicy(f"no policy of version {version} is stored")
            policy = from_plain(Policy, body)
            self._read[version] = policy
        return policy

    def current(self, tx: Connection, name: str) -> Policy:
        """The version that a case opened now is pinned to. Raises UnknownPolicy."""
        version = tx.execute(_CURRENT, {"name": name}).scalar()
        if version is None:
            raise UnknownPolicy(f"no policy named {name} is stored")
        return self.by_version(tx, version)


def is_intact(tx: Connection, version: str) -> bool:
    """Does the stored policy still say what its version is the hash of?"""
    body = tx.execute(_BODY, {"version": version}).scalar()
    return isinstance(body, dict) and fingerprint({**body, "version": ""}) == version


def titles(tx: Connection) -> tuple[tuple[str, Words], ...]:
    """Every policy that a customer can have: its name and its title."""
    rows = tx.execute(select(policies.c.name, policies.c.body).where(policies.c.is_current).order_by(policies.c.name))
    return tuple((row.name, from_plain(Words, row.body["title"])) for row in rows)


def use(tx: Connection, wanted: Iterable[Policy], now: datetime) -> None:
    """Store these versions and make them the current ones of their names."""
    for policy in wanted:
        insert_new(
            tx,
            policies,
            [
                {
                    "version": policy.version,
                    "name": policy.name,
                    "body": to_plain(policy),
                    "is_current": False,
                    "stored_at": now,
                }
            ],
        )
        tx.execute(
            update(policies)
            .where(policies.c.name == policy.name, policies.c.is_current, policies.c.version != policy.version)
            .values(is_current=False)
        )
        tx.execute(
            update(policies).where(policies.c.version == policy.version, ~policies.c.is_current).values(is_current=True)
        )
