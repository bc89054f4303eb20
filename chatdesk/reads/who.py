"""Questions about who is who that only administrators ask, and the one whether somebody is an administrator."""

from __future__ import annotations

from chatdesk.core.directory import Directory
from chatdesk.core.places import Identity
from chatdesk.core.words import Words
from chatdesk.store import people, policies, who_is_who
from chatdesk.store.engine import Store


class WhoIsWho:
    def __init__(self, store: Store) -> None:
        self._store = store

    def directory(self) -> Directory | None:
        """Who is who now; None before there is an organisation."""
        with self._store.reading() as tx:
            return who_is_who.read(tx)

    def is_set_up(self) -> bool:
        """Is there an organisation at all?"""
        with self._store.reading() as tx:
            return who_is_who.has_organisation(tx)

    def is_admin(self, identity: Identity) -> bool:
        """Does the directory name the person behind this account an administrator?"""
        with self._store.reading() as tx:
            person = people.person_of(tx, identity)
            return person is not None and who_is_who.is_admin(tx, person.id)

    def policies(self) -> tuple[tuple[str, Words], ...]:
        """The policies that a customer can have, each with its title."""
        with self._store.reading() as tx:
            return policies.titles(tx)

    def has_cases(self) -> bool:
        """Was any case ever opened?"""
        with self._store.reading() as tx:
            return who_is_who.has_cases(tx)
