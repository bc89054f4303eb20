"""What happens to one case because of another, in the same transaction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from chatdesk.core.case import Case
from chatdesk.core.commands import Command, LearnCorrection, LinkTo
from chatdesk.core.errors import Refused
from chatdesk.core.events import Linked, Resolved
from chatdesk.core.link import CAUSED_BY, FOUND_IN
from chatdesk.core.people import Actor
from chatdesk.core.policy import Kind
from chatdesk.desk.settle import Change, record, settle
from chatdesk.store import cases, texts
from chatdesk.store.engine import Tx
from chatdesk.store.policies import Policies
from chatdesk.store.rosters import Rosters

_SEEN_FROM_THE_OTHER = {FOUND_IN: CAUSED_BY, CAUSED_BY: FOUND_IN}


@dataclass(frozen=True)
class _Next:
    """A command for another case; `copies` is the text that goes with it, under the id that the command names."""

    case_id: str
    command: Command
    copies: str | None = None
    copy_id: str | None = None


def follow(tx: Tx, change: Change, actor: Actor, rosters: Rosters, known: Policies, now: datetime) -> None:
    """Carries out what this change means for other cases (C2-4: a problem and the cases it was found in).

    A case that takes no such command any more is left as it is.
    """
    for following in _next(change, actor):
        case = cases.load(tx, following.case_id)
        if case is None:
            continue
        policy = known.by_version(tx, case.policy_version)
        settled = settle(case, following.command, policy, rosters.of_case(case, policy), now)
        if isinstance(settled, Refused):
            continue
        if following.copies is not None and following.copy_id is not None:
            texts.copy(tx, following.copies, following.copy_id, case.id, now)
        record(tx, [settled], now)


def _next(change: Change, actor: Actor) -> Iterator[_Next]:
    case = change.after
    for event in change.events:
        if isinstance(event.body, Linked) and event.body.relation in _SEEN_FROM_THE_OTHER:
            relation = _SEEN_FROM_THE_OTHER[event.body.relation]
            link = LinkTo(actor=actor, other_id=case.id, other_customer_id=case.customer_id, relation=relation)
            yield _Next(event.body.other_id, link)
        elif isinstance(event.body, Resolved) and case.kind is Kind.PROBLEM:
            for shown_in in _found_in(case):
                # One copy a case, named after both, so that a repetition would be refused and not doubled.
                copy_id = f"{event.body.text_id}.{shown_in}"[:200]
                learnt = LearnCorrection(actor=actor, problem_id=case.id, text_id=copy_id)
                yield _Next(shown_in, learnt, event.body.text_id, copy_id)


def _found_in(problem: Case) -> tuple[str, ...]:
    return tuple(link.case_id for link in problem.links if link.relation == FOUND_IN)
