"""What platforms tell of channels and accounts, carried out on the cases that it concerns. Each once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import structlog

from chatdesk.core.commands import Command, LoseOwner, LoseRequester, NoteOutsiders
from chatdesk.core.directory_changes import OUR_CHANNELS
from chatdesk.core.errors import Refused
from chatdesk.core.people import CLOCK
from chatdesk.core.places import Place
from chatdesk.core.workplace import (
    AccountClosed,
    AccountOpened,
    ChannelClosed,
    ChannelOpened,
    ChannelRenumbered,
    ChannelShared,
    ChannelUnshared,
    Happened,
    PersonLeft,
)
from chatdesk.desk.settle import record, settle
from chatdesk.store import (
    accounts_closed,
    cases,
    customers,
    outbox,
    people,
    receipts,
    renumbering,
    standing,
    workplace,
)
from chatdesk.store.addresses import CUSTOMER, ENGINEERS
from chatdesk.store.engine import Tx
from chatdesk.store.policies import Policies
from chatdesk.store.rosters import Rosters

SEVERED = "connection_severed"

_log = structlog.get_logger(__name__)

_For = Iterator[tuple[str, Command]]


def hear_of(tx: Tx, told_id: str, happened: Happened, known: Policies, now: datetime) -> None:
    """Carry out what a platform told under this id. Raises Stale after a lost race."""
    if not receipts.claim(tx, told_id, now):
        return
    rosters = Rosters(tx)
    for case_id, command in [*_commands(tx, happened, now)]:
        case = cases.load(tx, case_id)
        if case is None:
            continue
        policy = known.by_version(tx, case.policy_version)
        change = settle(case, command, policy, rosters.of_case(case, policy), now)
        # A case that takes no such command any more is left as it is.
        if not isinstance(change, Refused):
            record(tx, [change], now)


def _commands(tx: Tx, happened: Happened, now: datetime) -> _For:
    """What it means for each case; what concerns no single case is done here."""
    match happened:
        case ChannelClosed(place, error):
            outbox.give_up_places(tx, workplace.places_in(tx, place), error, now)
        case ChannelOpened(place):
            workplace.revive(tx, place, now)
            standing.look_again(tx, place)
        case ChannelRenumbered(place, new):
            renumbering.follow(tx, place, new, now)
        case ChannelShared(place, tenant):
            yield from _outsiders(tx, place, tenant)
        case ChannelUnshared(place, tenant):
            _unshare(tx, place, tenant, now)
        case PersonLeft(identity, place):
            yield from _left(tx, happened)
        case AccountClosed(identity):
            yield from _closed(tx, happened, now)
        case AccountOpened(identity):
            accounts_closed.open_again(tx, identity)


def _outsiders(tx: Tx, place: Place, tenant: str) -> _For:
    """Shared with whom it is for is well; where our own people work, nobody else should read."""
    shown = workplace.shown_in(tx, place, ENGINEERS)
    ours = [name for name in OUR_CHANNELS if place in customers.channels_named(tx, name)]
    if ours and not shown:
        # Without a case nobody is written to; whoever looks after chatdesk reads it here.
        _log.error(
            "channel.outsiders_read_ours",
            platform=place.platform,
            channel=place.channel,
            is_our=ours,
            shared_with=tenant,
            what_to_do="stop sharing it, or name another channel in directory.yml: cases shown here are read by others",
        )
    for number, case_id in enumerate(shown):
        yield case_id, NoteOutsiders(actor=CLOCK, tells_on_call=number == 0)


def _unshare(tx: Tx, place: Place, tenant: str, now: datetime) -> None:
    """Its people read the channel no more, so their cases are shown elsewhere or told as not reaching them."""
    customer_id = customers.of_tenant(tx, place.platform, tenant)
    of_theirs = [
        row for row in workplace.places_in(tx, place) if row.view == CUSTOMER and row.customer_id == customer_id
    ]
    outbox.give_up_places(tx, of_theirs, SEVERED, now)


def _left(tx: Tx, left: PersonLeft) -> _For:
    person = people.person_of(tx, left.identity)
    if person is None:
        return
    theirs = set(workplace.shown_in(tx, left.place, CUSTOMER))
    for case_id in workplace.requested_by(tx, person.id):
        if case_id in theirs:
            yield case_id, LoseRequester(actor=CLOCK, person_id=person.id, because="left_channel")


def _closed(tx: Tx, closed: AccountClosed, now: datetime) -> _For:
    person_id = accounts_closed.close(tx, closed.identity, now)
    if person_id is None:
        return
    for case_id in workplace.owned_by(tx, person_id):
        yield case_id, LoseOwner(actor=CLOCK, person_id=person_id)
    for case_id in workplace.requested_by(tx, person_id):
        yield case_id, LoseRequester(actor=CLOCK, person_id=person_id, because="account_closed")
