"""One command on one case: decided, folded, told. Pure but for `record`, which writes what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from chatdesk.core.case import Case
from chatdesk.core.commands import Command
from chatdesk.core.decide import decide
from chatdesk.core.errors import Refused
from chatdesk.core.events import Event
from chatdesk.core.evolve import evolve
from chatdesk.core.notice import Notice
from chatdesk.core.notices import notices
from chatdesk.core.people import Roster
from chatdesk.core.policy import Policy
from chatdesk.store import cases, live_messages, places
from chatdesk.store.engine import Tx
from chatdesk.store.queue import enqueue


@dataclass(frozen=True)
class Change:
    """A case before and after, and what happened and must be told in between."""

    before: Case | None
    after: Case
    events: tuple[Event, ...]
    notices: tuple[Notice, ...]


def settle(case: Case | None, command: Command, policy: Policy, roster: Roster, now: datetime) -> Change | Refused:
    decided = decide(case, command, policy, roster, now)
    if isinstance(decided, Refused):
        return decided
    after = case
    for event in decided:
        after = evolve(after, event)
    if after is None:
        raise RuntimeError(f"{type(command).__name__} made no case")
    told = notices(case, after, decided, policy, roster) if decided else ()
    return Change(case, after, decided, told)


def record(tx: Tx, changes: Sequence[Change], now: datetime) -> None:
    """Write the cases that were there before, all events, and the outbox. Raises Stale if a case has moved on."""
    cases.save(tx, [(change.before, change.after) for change in changes if change.before])
    happened = [change for change in changes if change.events]
    cases.append(tx, [(change.after, change.events) for change in happened])
    moved_on = [change.after for change in happened if change.before]
    places.want_cards(tx, moved_on)
    live_messages.went_on(tx, moved_on, now)
    enqueue(tx, [(change.after, change.notices) for change in happened if change.notices], now)
