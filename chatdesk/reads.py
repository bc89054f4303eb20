"""Authorised questions. Nothing here changes anything."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from typing import Any

from chatdesk.core.access import reaches
from chatdesk.core.case import Case
from chatdesk.core.inbound import CaseRef
from chatdesk.core.people import Actor, Standing
from chatdesk.core.places import Destination, Identity, Place
from chatdesk.core.policy import Policy
from chatdesk.core.view import CaseView, CustomerView, PersonView, Reader
from chatdesk.store import cases, customers, lists, people, places, refs, texts
from chatdesk.store.addresses import CUSTOMER
from chatdesk.store.columns import storable
from chatdesk.store.engine import Store, Tx
from chatdesk.store.lists import Scope as Scope
from chatdesk.store.policies import Policies
from chatdesk.store.rosters import Rosters

# Where a case or one of its events names a person.
_NAMES_A_PERSON = frozenset({"by", "owner_id", "person_id", "requester_id", "taken_by", "told"})


@dataclass(frozen=True)
class Home:
    """What is somebody's own: cases they work on or asked for, and the others they may see that are not ended."""

    mine: tuple[CaseView, ...]
    others: tuple[CaseView, ...]


class Reads:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._policies = Policies()

    def case_view(self, case_id: str, now: datetime) -> CaseView | None:
        """Everything about one case, whoever asks: ask `find_case` first. None if there is none."""
        with self._store.reading() as tx:
            case = cases.load(tx, case_id)
            if case is None:
                return None
            history = cases.history(tx, case_id)
            named = {*_people_in(case), *_people_in(history), *lists.unreached(tx, case_id)}
            others = {link.case_id for link in case.links} | ({case.merged_into} if case.merged_into else set())
            return CaseView(
                case=case,
                policy=self._policies.by_version(tx, case.policy_version),
                customer=customers.views(tx, (case.customer_id,))[case.customer_id],
                texts=texts.of_cases(tx, (case_id,)),
                people=people.views(tx, named),
                events=history,
                anchors=places.anchors(places.of_cases(tx, (case_id,)).get(case_id, {})),
                other_numbers=lists.numbers(tx, others),
                now=now,
            )

    def find_case(self, ref: CaseRef, identity: Identity) -> str | None:
        """The id of the case that is meant, if this account may know of it."""
        with self._store.reading() as tx:
            person = people.person_of(tx, identity)
            case_id = refs.find(tx, ref) if person else None
            case = cases.load(tx, case_id) if case_id else None
            if person is None or case is None:
                return None
            actor = Actor(person.standing, person.id, person.customer_id)
            return case.id if reaches(actor, case, refs.was_told(tx, case.id, person.id)) else None

    def person(self, identity: Identity) -> PersonView | None:
        """Who an account is, if they are known and active."""
        with self._store.reading() as tx:
            person = people.person_of(tx, identity)
            return people.views(tx, (person.id,))[person.id] if person else None

    def reader_of_place(self, place: Place) -> Reader | None:
        """For whom words are chosen in a channel or thread: its customer, or us. None where nobody knows it."""
        with self._store.reading() as tx:
            customer_id = customers.of_channel(tx, place)
            if customer_id is None and customers.is_listed(tx, place):
                return lists.our_reader(tx)
            if customer_id is None:
                found = places.case_in_thread(tx, place)
                if found is None:
                    return None
                case_id, view = found
                if view != CUSTOMER:
                    return lists.our_reader(tx)
                case = cases.load(tx, case_id)
                customer_id = case.customer_id if case else None
            customer = customers.views(tx, (customer_id,)).get(customer_id) if customer_id else None
            return Reader(customer.language, customer.zone, Standing.CUSTOMER) if customer else None

    def reader_of(self, destination: Destination) -> Reader | None:
        """For whom words are chosen in a message: the person it goes to, or the place's reader."""
        if destination.identity is not None:
            person = self.person(destination.identity)
            return Reader(person.language, person.zone, person.standing, person.id) if person else None
        return self.reader_of_place(destination.place) if destination.place else None

    def reader_of_view(self, case_id: str, view: str) -> Reader | None:
        """For whom a case's card is drawn in its `customer` or `engineers` view."""
        with self._store.reading() as tx:
            if view != CUSTOMER:
                return lists.our_reader(tx)
            case = cases.load(tx, case_id)
            customer = customers.views(tx, (case.customer_id,)).get(case.customer_id) if case else None
            return Reader(customer.language, customer.zone, Standing.CUSTOMER) if customer else None

    def list_cases(self, person: PersonView, scope: Scope, now: datetime, limit: int = 50) -> tuple[CaseView, ...]:
        """The cases of a scope that a person may see, what is due first on top.

        These views are for lists: they carry the title, the requester and the owner, and no events.
        """
        with self._store.reading() as tx:
            found = people.person_by_id(tx, person.id)
            return self._listed(tx, lists.of_person(tx, found, scope, limit) if found else (), now)

    def search(self, person: PersonView, words: str, now: datetime, limit: int = 20) -> tuple[CaseView, ...]:
        """Cases a person may see whose number or words hold `words`; a customer's search reads titles and descriptions.

        The latest come first. The views are those of `list_cases`.
        """
        with self._store.reading() as tx:
            found = people.person_by_id(tx, person.id)
            wanted = storable(words).strip()
            hits = lists.matching(tx, found, wanted, limit) if found and wanted else ()
            return self._listed(tx, hits, now)

    def home(self, person: PersonView, now: datetime) -> Home:
        mine = self.list_cases(person, Scope.MINE, now)
        own = {view.case.id for view in mine}
        others = self.list_cases(person, Scope.OPEN, now)
        return Home(mine, tuple(view for view in others if view.case.id not in own))

    def policy_for(self, customer_id: str) -> Policy:
        """The policy that a case of this customer would open under now. Raises LookupError."""
        with self._store.reading() as tx:
            bought = customers.bought_by(tx, customer_id)
            if bought is None:
                raise LookupError(f"there is no customer {customer_id}")
            return self._policies.current(tx, bought.policy)

    def customer_of_place(self, place: Place) -> CustomerView | None:
        """Whose shared channel this is."""
        with self._store.reading() as tx:
            return _customer(tx, customers.of_channel(tx, place))

    def customer_of_person(self, person_id: str) -> CustomerView | None:
        """The organisation of a customer's person; None for our own people."""
        with self._store.reading() as tx:
            person = people.person_by_id(tx, person_id)
            return _customer(tx, person.customer_id if person else None)

    def customers(self) -> tuple[CustomerView, ...]:
        """Every active customer, by name: one of us chooses among them on whose behalf a case is opened."""
        with self._store.reading() as tx:
            return lists.all_customers(tx)

    def customer_named(self, name: str) -> CustomerView | None:
        """An active customer by its name, id or prefix, in any case."""
        with self._store.reading() as tx:
            return _customer(tx, lists.customer_named(tx, name.strip()))

    def case_of_thread(self, place: Place) -> tuple[str, str] | None:
        """The case that lives in a thread, and in which of its views; None in a channel outside any thread."""
        with self._store.reading() as tx:
            return places.case_in_thread(tx, place)

    def people_of_role(self, role: str, customer_id: str) -> tuple[PersonView, ...]:
        """Who stands behind a role for this customer."""
        with self._store.reading() as tx:
            ids = Rosters(tx).of_customer(customer_id).people(role)
            found = people.views(tx, ids)
            return tuple(found[one] for one in ids)

    def next_to_wake(self) -> Case | None:
        """The case that waits for the earliest moment."""
        with self._store.reading() as tx:
            return lists.next_to_wake(tx)

    def _listed(self, tx: Tx, found: Sequence[Case], now: datetime) -> tuple[CaseView, ...]:
        titles = texts.of_cases(tx, [case.id for case in found], fields=("title",))
        named = people.views(tx, {one for case in found for one in _people_in(case)})
        whose = customers.views(tx, tuple({case.customer_id for case in found}))
        return tuple(
            CaseView(
                case=case,
                policy=self._policies.by_version(tx, case.policy_version),
                customer=whose[case.customer_id],
                texts={case.title_id: titles[case.title_id]} if case.title_id in titles else {},
                people=named,
                events=(),
                anchors={},
                other_numbers={},
                now=now,
            )
            for case in found
        )


def _customer(tx: Tx, customer_id: str | None) -> CustomerView | None:
    return customers.views(tx, (customer_id,)).get(customer_id) if customer_id else None


def _people_in(value: Any) -> Iterable[str]:
    """The ids of the people whom a case or its events name."""
    if is_dataclass(value):
        for field in fields(value):
            inner = getattr(value, field.name)
            if field.name not in _NAMES_A_PERSON:
                yield from _people_in(inner)
            elif isinstance(inner, str):
                yield inner
            elif inner is not None:
                yield from inner
    elif isinstance(value, tuple):
        for inner in value:
            yield from _people_in(inner)
