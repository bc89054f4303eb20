"""Requests: each carried out once, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from chatdesk.core.directory import Directory
from chatdesk.core.errors import Refused
from chatdesk.core.inbound import Inbound, Outcome
from chatdesk.core.places import Identity, MessageRef, Place
from chatdesk.core.policy import Policy
from chatdesk.core.view import PersonView
from chatdesk.core.workplace import AccountOpened, Happened
from chatdesk.desk import holding
from chatdesk.desk.administering import Administered, Plan, administer, use_file
from chatdesk.desk.logged import log_moved, log_outcome
from chatdesk.desk.migrating import Moved, move, to_move, would_move
from chatdesk.desk.requests import receive
from chatdesk.desk.sweep import Failure, Woken, log_failure, wake
from chatdesk.desk.verify import Verified, verify
from chatdesk.desk.workplace import hear_of
from chatdesk.store import accounts_closed, cases, customers, people, policies, receipts, standing
from chatdesk.store.directory_changes import Made
from chatdesk.store.engine import Store, Tx
from chatdesk.store.policies import Policies

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
                    outcome = receive(tx, inbound, self._policies, self._new_id, now)
            except cases.Stale:
                continue
            self.on_commit()
            log_outcome(inbound, outcome)
            return outcome
        raise Conflict(f"request {inbound.id} lost {TRIES} races")

    def hear_of(self, told_id: str, happened: Happened, now: datetime) -> None:
        """Carry out what a platform told of its channels or accounts, once. Raises Conflict after five lost races."""
        with self._store.reading() as tx:
            # Slack tells of every changed status; hardly ever was the account closed before.
            if isinstance(happened, AccountOpened) and not accounts_closed.is_closed(tx, happened.identity):
                return
        for _ in range(TRIES):
            try:
                with self._store.writing() as tx:
                    hear_of(tx, told_id, happened, self._policies, now)
            except cases.Stale:
                continue
            self.on_commit()
            return
        raise Conflict(f"what was told as {told_id} lost {TRIES} races")

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
        log_moved(woken.moved)
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

    def would_move(self, policy: Policy, now: datetime) -> list[Moved]:
        """What `move_open_cases` would do to each case; changes nothing, and needs the policy not to be stored."""
        return would_move(self._store, self._policies, policy, now)

    def move_open_cases(self, policy: Policy, now: datetime) -> Iterator[Moved]:
        """Bring the open cases of this policy's name under this version, which is in use already.

        Each in a transaction of its own, so that what stops half-way is taken up by asking
        again; a case that is there already is left alone. Raises Conflict after five lost races.
        """
        for case_id in to_move(self._store, policy):
            try:
                moved = move(self._store, self._policies, case_id, policy, now, TRIES)
            except cases.Stale:
                raise Conflict(f"case {case_id} lost {TRIES} races") from None
            if moved is not None:
                yield moved
        self.on_commit()

    def use_directory(self, who: Directory) -> tuple[Made, ...]:
        """Bring the database up to this directory, with what was changed in chat beside it; people and customers gone
        from both become inactive. Gives those changes against which the directory now speaks: it wins.
        """
        with self._store.writing() as tx:
            return use_file(tx, who)

    def administer(self, request: str, by: Identity, by_name: str, plan: Plan, now: datetime) -> Administered | Refused:
        """Change who is who, as an administrator asks; the caller knows that they are one. Once for each request."""
        with self._store.writing() as tx:
            done = administer(tx, request, by, by_name, plan, now)
        self.on_commit()
        return done

    def set_customer_policy(
        self, customer_id: str, policy: str, language: str | None = None, zone: str | None = None
    ) -> None:
        """Another promise for the cases a customer opens from now on.

        Raises LookupError for a customer, and UnknownPolicy for a policy, that is not there.
        """
        with self._store.writing() as tx:
            self._policies.current(tx, policy)
            customers.set_policy(tx, customer_id, policy, language, zone)
            standing.words_changed(tx, customer_id)

    def keep_standing(self) -> None:
        """Look at the standing message of every customer's channel: at a start, and when whose a channel is changes."""
        with self._store.writing() as tx:
            standing.keep(tx)
        self.on_commit()

    def want_standing(self, place: Place, is_wanted: bool) -> bool | Refused:
        """Our people want the standing message of a customer's channel, or refuse it; False where it is so already."""
        with self._store.writing() as tx:
            done = standing.want(tx, place, is_wanted)
        self.on_commit()
        return done

    def came_into(self, place: Place) -> bool:
        """We were added to a channel. True if a message shall stand there."""
        with self._store.writing() as tx:
            is_known = standing.look_again(tx, place)
        self.on_commit()
        return is_known

    def message_deleted(self, message: MessageRef) -> None:
        """Somebody deleted a message of ours; if it was a standing one, it is posted anew."""
        with self._store.writing() as tx:
            was_standing = standing.deleted(tx, message)
        if was_standing:
            self.on_commit()

    def hold_pings(self, request: str, by: str, reason: str, until_at: datetime | None, now: datetime) -> bool:
        """Nobody is pinged any more, until `until_at` (UTC) or a release; False where nobody was anyway."""
        with self._store.writing() as tx:
            is_new = receipts.claim(tx, request, now)
            begun = holding.hold(tx, by, reason, until_at, now) if is_new else None
        self.on_commit()
        return begun is not None

    def release_pings(self, request: str, by: str, now: datetime) -> int | None:
        """Pings go out again; the hold that is over, None where there was none."""
        with self._store.writing() as tx:
            ended = holding.release(tx, by, now) if receipts.claim(tx, request, now) else None
        self.on_commit()
        return ended.id if ended else None

    def verify(self, case_id: str) -> Verified:
        """Compare a stored case with what its events give. Raises LookupError if there is none."""
        with self._store.reading() as tx:
            return verify(tx, self._policies, case_id)


def _customer_of(tx: Tx, identity: Identity, tenant_is_ours: bool, is_guest: bool, place: Place | None) -> str | None:
    if not tenant_is_ours:
        return customers.of_tenant(tx, identity.platform, identity.tenant)
    return customers.of_channel(tx, place) if is_guest and place is not None else None
