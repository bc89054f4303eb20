"""Everything a card needs to show a case to a reader, gathered by `reads`; no words chosen yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from chatdesk.core.attached import AttachedFile
from chatdesk.core.case import Case
from chatdesk.core.events import Event
from chatdesk.core.people import Standing
from chatdesk.core.places import Identity, MessageRef
from chatdesk.core.policy import Policy


@dataclass(frozen=True)
class Reader:
    """For whom words, zone and depth are chosen. A channel or thread has a reader too: its customer's or ours.

    `zone` is an IANA name. A customer's reader gets the customer-safe picture only. `hears_all` is what is true of the
    place where it is read: whoever is told "write it here" must be heard there.
    """

    language: str
    zone: str
    standing: Standing
    person_id: str | None = None
    hears_all: bool = True

    @property
    def is_customer(self) -> bool:
        return self.standing is Standing.CUSTOMER


@dataclass(frozen=True)
class PersonView:
    """A person as others see them. `organisation` is their own; `identities` their accounts."""

    id: str
    name: str
    title: str
    organisation: str
    language: str
    zone: str
    standing: Standing
    identities: tuple[Identity, ...] = ()


@dataclass(frozen=True)
class CustomerView:
    """A customer as others see them. `prefix` begins the numbers of their cases."""

    id: str
    name: str
    language: str
    zone: str
    prefix: str


@dataclass(frozen=True)
class CaseView:
    """One case with its policy, the texts its events point to and the people it names.

    A text that was erased is missing from `texts`. `events` is the whole timeline in order.
    `anchors` are the card's messages by view (`customer`, `engineers`), where posted, and `files`
    what came with a text, by its id. `pings_held_at` is since when nobody is told of tiers, while that is so.
    """

    case: Case
    policy: Policy
    customer: CustomerView
    texts: Mapping[str, str]
    people: Mapping[str, PersonView]
    events: tuple[Event, ...]
    anchors: Mapping[str, MessageRef]
    other_numbers: Mapping[str, str]
    now: datetime
    files: Mapping[str, tuple[AttachedFile, ...]] = field(default_factory=dict)
    pings_held_at: datetime | None = None

    def text(self, text_id: str | None) -> str | None:
        return self.texts.get(text_id) if text_id else None

    def name(self, person_id: str | None) -> str | None:
        person = self.people.get(person_id) if person_id else None
        return person.name if person else None


@dataclass(frozen=True)
class ReleaseView:
    """What is known of a release: its day or that it is out, and the cases that wait for it by number.

    One that only cases name has neither a day nor a moment at which it was announced.
    """

    name: str
    due_on: date | None = None
    is_out: bool = False
    said_at: datetime | None = None
    waiting: tuple[str, ...] = ()


@dataclass(frozen=True)
class NewsView:
    """What a notice of no case is written from: whom it is for, the release, and what was said of it."""

    customer: CustomerView
    release: str
    words: str | None
