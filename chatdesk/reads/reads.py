"""Authorised questions. Nothing here changes anything."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from chatdesk.core.access import reaches
from chatdesk.core.case import Case
from chatdesk.core.inbound import CaseRef
from chatdesk.core.people import Actor
from chatdesk.core.places import Destination, Identity, Place
from chatdesk.core.policy import Policy
from chatdesk.core.uptime import MonthOfUptime
from chatdesk.core.view import CaseView, CustomerView, NewsView, PersonView, Reader, ReleaseView
from chatdesk.reads.holds import HoldReads
from chatdesk.reads.pages import Home, Page
from chatdesk.reads.people_in import people_in
from chatdesk.reads.readers import found_reader, heard_in, reader_of_customer
from chatdesk.reads.releases import known_releases, news
from chatdesk.reads.who import WhoIsWho
from chatdesk.store import cases, customers, figures, holds, lists, people, places, refs, texts
from chatdesk.store.addresses import CUSTOMER
from chatdesk.store.columns import storable
from chatdesk.store.engine import Store, Tx
from chatdesk.store.figures import Solved
from chatdesk.store.lists import Scope as Scope
from chatdesk.store.policies import Policies
from chatdesk.store.rosters import Rosters


class Reads(HoldReads):
    def __init__(self, store: Store) -> None:
        self._store = store
        self._policies = Policies()
        self.who = WhoIsWho(store)

    def case_view(self, case_id: str, now: datetime) -> CaseView | None:
        """Everything about one case, whoever asks: ask `find_case` first. None if there is none."""
        with self._store.reading() as tx:
            case = cases.load(tx, case_id)
            if case is None:
                return None
            history = cases.history(tx, case_id)
            named = {*people_in(case), *people_in(history), *lists.unreached(tx, case_id)}
            others = {link.case_id for link in case.links} | ({case.merged_into} if case.merged_into else set())
            hold = holds.current(tx)
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
                files=texts.files_of_cases(tx, (case_id,)),
                pings_held_at=hold.begun_at if hold else None,
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
            return heard_in(found_reader(tx, place), place)

    def reader_of(self, destination: Destination) -> Reader | None:
        """For whom words are chosen in a message: the person it goes to, or the place's reader."""
        if destination.identity is not None:
            person = self.person(destination.identity)
            return Reader(person.language, person.zone, person.standing, person.id) if person else None
        return self.reader_of_place(destination.place) if destination.place else None

    def reader_of_view(self, case_id: str, view: str) -> Reader | None:
        """For whom a case's card is drawn in its `customer` or `engineers` view."""
        with self._store.reading() as tx:
            row = places.of_cases(tx, (case_id,)).get(case_id, {}).get(view)
            place = Place(row.platform, row.tenant, row.channel) if row is not None else None
            if view != CUSTOMER:
                return heard_in(lists.our_reader(tx), place)
            case = cases.load(tx, case_id)
            return heard_in(reader_of_customer(tx, case.customer_id if case else None), place)

    def list_cases(self, person: PersonView, scope: Scope, now: datetime, limit: int = 50) -> tuple[CaseView, ...]:
        """The cases of a scope that a person may see, what is due first on top.

        These views are for lists: they carry the title, the requester and the owner, and no events.
        """
        with self._store.reading() as tx:
            found = people.person_by_id(tx, person.id)
            return self._listed(tx, lists.of_person(tx, found, scope, limit) if found else (), now)

    def page_of_cases(self, person: PersonView, scope: Scope, now: datetime, page: int, size: int) -> Page:
        """The cases of a scope in the order of `list_cases`, one page of them; the first is page 1."""
        with self._store.reading() as tx:
            found = people.person_by_id(tx, person.id)
            if found is None:
                return Page((), 0)
            listed = lists.of_person(tx, found, scope, size, skipping=(page - 1) * size)
            return Page(self._listed(tx, listed, now), lists.count_of_person(tx, found, scope))

    def history(self, person: PersonView, customer_id: str | None, now: datetime, page: int, size: int) -> Page:
        """Every case of a customer, or of all where one of ours names none, with what resolved it (CIP-2)."""
        with self._store.reading() as tx:
            found = people.person_by_id(tx, person.id)
            if found is None:
                return Page((), 0)
            past = lists.history(tx, found, customer_id, size, skipping=(page - 1) * size)
            resolved = lists.resolutions(tx, [case.id for case in past])
            return Page(self._listed(tx, past, now), lists.count_of_history(tx, found, customer_id), resolved)

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

    def people_of(self, customer_id: str | None, limit: int = 100) -> tuple[PersonView, ...]:
        """A customer's people, or without one our agents, by name: whom a form lets one choose."""
        with self._store.reading() as tx:
            ids = lists.people_of(tx, customer_id, limit)
            found = people.views(tx, ids)
            return tuple(found[one] for one in ids)

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

    def solved_since(self, customer_id: str | None, since: datetime, now: datetime) -> Solved:
        """How many cases were solved within a day; of one customer or of all."""
        with self._store.reading() as tx:
            return figures.solved_since(tx, customer_id, since, now)

    def uptime(self, customer_id: str, day: date, now: datetime) -> MonthOfUptime | None:
        """The month of uptime that holds `day`; None where the customer's policy promises none."""
        promise = self.policy_for(customer_id).uptime
        if promise is None:
            return None
        with self._store.reading() as tx:
            return figures.uptime_of(tx, customer_id, promise, day, now)

    def releases(self) -> tuple[ReleaseView, ...]:
        """For our own people: what was announced, and what cases wait for."""
        with self._store.reading() as tx:
            return known_releases(tx)

    def customer_count(self) -> int:
        """How many customers an announcement reaches."""
        with self._store.reading() as tx:
            return len(customers.active(tx))

    def news(self, customer_id: str, seq: int) -> NewsView | None:
        """What a notice of no case is written from; None where nothing is known of it."""
        with self._store.reading() as tx:
            return news(tx, customer_id, seq)

    def next_to_wake(self) -> Case | None:
        """The case that waits for the earliest moment."""
        with self._store.reading() as tx:
            return lists.next_to_wake(tx)

    def _listed(self, tx: Tx, found: Sequence[Case], now: datetime) -> tuple[CaseView, ...]:
        titles = texts.of_cases(tx, [case.id for case in found], fields=("title",))
        named = people.views(tx, {one for case in found for one in people_in(case)})
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
