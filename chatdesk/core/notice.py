"""A notice: one fact at a time, for one audience, before words exist."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class AudienceKind(StrEnum):
    """A `VIEW` is the customer's or the engineers' thread of the case, a `CHANNEL` a tier's, a `PERSON` one person.

    A `CUSTOMER` is the first channel shared with an organisation, for what belongs to no case of theirs.
    A `PAGER` is whatever wakes people beside a tier's channel; nobody is missed where there is none.
    """

    VIEW = "view"
    CHANNEL = "channel"
    PERSON = "person"
    CUSTOMER = "customer"
    PAGER = "pager"


@dataclass(frozen=True)
class Audience:
    """`name` is `customer` or `engineers` for a view, `on_call`, `director` or `vp` for a channel and its pager.

    It is an id for a person and for an organisation.
    """

    kind: AudienceKind
    name: str


CUSTOMER_VIEW = Audience(AudienceKind.VIEW, "customer")
ENGINEERS_VIEW = Audience(AudienceKind.VIEW, "engineers")


def channel(name: str) -> Audience:
    return Audience(AudienceKind.CHANNEL, name)


def pager(name: str) -> Audience:
    return Audience(AudienceKind.PAGER, name)


def everybody_at(customer_id: str) -> Audience:
    return Audience(AudienceKind.CUSTOMER, customer_id)


def person(person_id: str) -> Audience:
    return Audience(AudienceKind.PERSON, person_id)


@dataclass(frozen=True)
class Notice:
    """`kind` is a key of the catalogue (`notice.<kind>.…`); `seq` the event it tells of.

    `facts` are plain values: enum values, numbers, ISO 8601 UTC instants, ids of people and
    texts (never words). An urgent notice goes in the fast lane; one that `stands_alone`
    never shares a message with another (the first ping of the worst severity).
    """

    kind: str
    audience: Audience
    at: datetime
    seq: int
    facts: tuple[tuple[str, str], ...] = ()
    is_urgent: bool = False
    stands_alone: bool = False

    def fact(self, key: str) -> str | None:
        return dict(self.facts).get(key)
