"""Who acts on a case: a person, their standing, and the roles they hold for its customer."""

from __future__ import annotations

from chatdesk.core.people import Actor
from chatdesk.store.people import Person
from chatdesk.store.rosters import Rosters


def actor_of(rosters: Rosters, person: Person, customer_id: str) -> Actor:
    return Actor(person.standing, person.id, person.customer_id, rosters.roles_of(person.id, customer_id))
