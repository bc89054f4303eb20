"""Requests: each carried out once, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import fields, replace
from datetime import datetime

from chatdesk.core.access import reaches
from chatdesk.core.case import Case
from chatdesk.core.commands import Command, LinkTo, MergeInto, Open
from chatdesk.core.directory import Directory
from chatdesk.core.errors import Refused
from chatdesk.core.inbound import CaseRef, Done, Inbound, Outcome
from chatdesk.core.people import Actor, Standing
from chatdesk.core.places import Identity, Place
from chatdesk.core.policy import Policy
from chatdesk.core.view import PersonView
from chatdesk.desk.opening import shown_in, whose
from chatdesk.desk.settle import Change, record, settle
from chatdesk.desk.sweep import Failure, Woken, log_failure, wake
from chatdesk.desk.verify import Verified, verify
from chatdesk.store import cases, customers, directory, people, places, policies, receipts, refs, texts
from chatdesk.store.engine import Store, Tx
from chatdesk.store.people import Person
from chatdesk.store.policies import Policies
from chatdesk.store.rosters import Rosters

TRIES = 5


class Conflict(Exception):
    """Somebody else changed the case each time a request was to be stored; it may be repeated."""


class Desk:
    """`new_id` makes opaque ids. `on_commit` is called, in the committing thread, when something may be left to do.

    `report` hears of every case that cannot tick.
    """

    def __init__(
        self,
        store: Store,
        new_id: Callable[[], str],
        on_commit: Callable[[], None] = lambda: None,
        report: Callable[[Failure], None] = log_failure,
    ) -> None:
        self._store = store
        self._new_id = new_id
        self._policies = Policies()
        self.on_commit = on_commit
        self.report = report

    def handle(self, inbound: Inbound, now: datetime) -> Outcome:
        """Carry out a request once, however often it is delivered. Raises Conflict after five lost races."""
        for _ in range(TRIES):
            try:
                with self._store.writing() as tx:
                    outcome = self._receive(tx, inbound, now)
            except cases.Stale:
                continue
            self.on_commit()
            return outcome
        raise Conflict(f"request {inbound.id} lost {TRIES} races")

    def meet(
        self,
        identity: Identity,
        name: str,
        language: str,
        zone: str,
        tenant_is_ours: bool,
        is_guest: bool,
        place: Place | None,
        now: datetime,
    ) -> PersonView | None:
        """The person behind an account, who may be new; None for those outside.

        An unlisted account of a customer's own organisation is that customer's; our guest is
        the customer's whose channel `place` is; nobody else becomes known by being met.
        """
        with self._store.reading() as tx:
            person = people.person_of(tx, identity)
            if person is not None:
                return people.views(tx, (person.id,))[person.id]
            if people.is_known(tx, identity):
                return None
            customer_id = _customer_of(tx, identity, tenant_is_ours, is_guest, place)
        if customer_id is None:
            return None
        with self._store.writing() as tx:
            people.meet(tx, self._new_id(), customer_id, identity, name, language, zone, now)
            person = people.person_of(tx, identity)
            return people.views(tx, (person.id,))[person.id] if person else None

    def wake_due(self, now: datetime, limit: int = 200) -> Woken:
        """Let time pass for the cases whose moment has come, at most `limit` of them, the longest waiting first.

        A case that fails is left alone for a while and stops nobody else. Call again while
        any was woken.
        """
        woken = wake(self._store, self._policies, now, limit)
        for failure in woken.failures:
            self.report(failure)
        if woken.count:
            self.on_commit()
        return woken

    def next_wake_at(self) -> datetime | None:
        """When the next case waits for the clock (UTC), or None."""
        with self._store.reading() as tx:
            return cases.next_wake_at(tx)

    def use_policies(self, wanted: Iterable[Policy], now: datetime) -> None:
        """Keep these versions and open cases under them from now on; open cases stay with theirs."""
        with self._store.writing() as tx:
            policies.use(tx, wanted, now)

    def use_directory(self, who: Directory) -> None:
        """Bring the database up to this directory; people and customers gone from it become inactive."""
        with self._store.writing() as tx:
            directory.use(tx, who)

    def set_customer_policy(
        self, customer_id: str, policy: str, language: str | None = None, zone: str | None = None
    ) -> None:
        """Another promise for the cases a customer opens from now on.

        Raises LookupError for a customer, and UnknownPolicy for a policy, that is not there.
        """
        with self._store.writing() as tx:
            self._policies.current(tx, policy)
            customers.set_policy(tx, customer_id, policy, language, zone)

    def verify(self, case_id: str) -> Verified:
        """Compare a stored case with what its events give. Raises LookupError if there is none."""
        with self._store.reading() as tx:
            return verify(tx, case_id)

    def _receive(self, tx: Tx, inbound: Inbound, now: datetime) -> Outcome:
        if not receipts.claim(tx, inbound.id, now):
            return receipts.first_outcome(tx, inbound.id)
        person = people.person_of(tx, inbound.identity)
        outcome: Outcome
        if person is None:
            outcome = not_found(inbound.case) if inbound.case else Refused("not_found")
        elif isinstance(inbound.command, Open):
            outcome = self._open(tx, inbound, inbound.command, person, now)
        else:
            outcome = self._change(tx, inbound, person, now)
        receipts.finish(tx, inbound.id, outcome, person.customer_id if person else None)
        return outcome

    def _open(self, tx: Tx, inbound: Inbound, command: Open, person: Person, now: datetime) -> Outcome:
        rosters = Rosters(tx)
        requested = whose(tx, command, person, inbound.place)
        if isinstance(requested, Refused):
            return requested
        if command.follows is not None:
            older = _reachable(tx, rosters, person, command.follows)
            if older is None or older.customer_id != requested.customer_id:
                return not_found(None)
        filled = replace(
            command,
            actor=_actor(rosters, person, requested.customer_id),
            number=cases.next_number(tx, requested.customer_id),
            customer_id=requested.customer_id,
            requester_id=requested.requester_id,
            plan=requested.plan,
        )
        policy = self._policies.current(tx, requested.policy)
        change = settle(None, filled, policy, rosters.of_customer(requested.customer_id), now)
        if isinstance(change, Refused):
            return change
        cases.use_number(tx, requested.customer_id)
        cases.add(tx, change.after)
        places.add(tx, change.after, shown_in(tx, requested.customer_id, person, inbound.place), now)
        return _finish(tx, inbound, person, change, now)

    def _change(self, tx: Tx, inbound: Inbound, person: Person, now: datetime) -> Outcome:
        rosters = Rosters(tx)
        case_id = refs.find(tx, inbound.case) if inbound.case else None
        case = _reachable(tx, rosters, person, case_id) if case_id else None
        if case is None:
            return not_found(inbound.case)
        command = replace(inbound.command, actor=_actor(rosters, person, case.customer_id))
        if isinstance(command, (LinkTo, MergeInto)):
            other = _reachable(tx, rosters, person, command.other_id)
            if other is None:
                return not_found(None)
            command = replace(command, other_customer_id=other.customer_id)
            if isinstance(command, MergeInto):
                command = replace(command, other_status=other.status)
        policy = self._policies.by_version(tx, case.policy_version)
        change = settle(case, command, policy, rosters.of_case(case), now)
        if isinstance(change, Refused):
            return change
        return _finish(tx, inbound, person, change, now)


def not_found(ref: CaseRef | None) -> Refused:
    """Not there and not yours read the same; only what was typed comes back."""
    return Refused.because("case.not_found", ref=(ref.number or "").strip() if ref else "")


def _customer_of(tx: Tx, identity: Identity, tenant_is_ours: bool, is_guest: bool, place: Place | None) -> str | None:
    if not tenant_is_ours:
        return customers.of_tenant(tx, identity.platform, identity.tenant)
    return customers.of_channel(tx, place) if is_guest and place is not None else None


def _finish(tx: Tx, inbound: Inbound, person: Person, change: Change, now: datetime) -> Done:
    case = change.after
    fields_of_texts = _text_fields(inbound.command)
    texts.write(
        tx,
        case.id,
        case.customer_id,
        person.id,
        [texts.Text(text_id, fields_of_texts.get(text_id, "text"), body) for text_id, body in inbound.texts.items()],
        inbound.message,
        now,
    )
    record(tx, [change], now)
    return Done(case.id, case.number, tuple(type(event.body).__name__ for event in change.events))


def _reachable(tx: Tx, rosters: Rosters, person: Person, case_id: str) -> Case | None:
    """The case, if it is there and this person may know of it."""
    case = cases.load(tx, case_id)
    if case is None:
        return None
    was_told = person.standing is Standing.EXECUTIVE and refs.was_told(tx, case.id, person.id)
    return case if reaches(_actor(rosters, person, case.customer_id), case, was_told) else None


def _actor(rosters: Rosters, person: Person, customer_id: str) -> Actor:
    return Actor(person.standing, person.id, person.customer_id, rosters.roles_of(person.id, customer_id))


def _text_fields(command: Command) -> dict[str, str]:
    """What each text is, by the name of the command's field that points to it."""
    return {
        value: field.name.removesuffix("_id")
        for field in fields(command)
        if field.name.endswith("_id") and isinstance(value := getattr(command, field.name), str)
    }
