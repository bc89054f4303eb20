"""What happens to one case because of another, in the same transaction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from chatdesk.core.case import Case
from chatdesk.core.commands import Command, LearnCorrection, LinkTo, NoteRelease
from chatdesk.core.errors import Refused
from chatdesk.core.events import ChangeScheduled, Event, Linked, Resolved, TermAccepted
from chatdesk.core.link import CAUSED_BY, FOUND_IN
from chatdesk.core.people import CLOCK, Actor
from chatdesk.core.policy import Kind
from chatdesk.desk.release_days import end_of_release_day
from chatdesk.desk.settle import Change, record, settle
from chatdesk.store import cases, releases, texts
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
    """Carries out what this change means for other cases (C2-4: a problem and the cases it was found in), and what was
    said before of a release that this case waits for from now on (C2-11).

    A case that takes no such command any more is left as it is.
    """
    for following in (*_of_release(tx, change, known), *_of_links(change, actor), *_of_problem(tx, change, actor)):
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


def _of_release(tx: Tx, change: Change, known: Policies) -> Iterator[_Next]:
    """A release that was announced before the case waited for it has its day, or is out, already."""
    case = change.after
    if case.awaited_release is None or not any(
        isinstance(one.body, (TermAccepted, ChangeScheduled)) for one in change.events
    ):
        return
    said = releases.latest(tx, case.awaited_release)
    if said is not None:
        policy = known.by_version(tx, case.policy_version)
        due_at = end_of_release_day(said.due_on, policy) if said.due_on else None
        yield _Next(case.id, NoteRelease(actor=CLOCK, release=said.name, due_at=due_at, is_out=said.is_out))


def _of_links(change: Change, actor: Actor) -> Iterator[_Next]:
    """Each of two linked cases knows the other."""
    case = change.after
    for event in change.events:
        if isinstance(event.body, Linked) and event.body.relation in _SEEN_FROM_THE_OTHER:
            relation = _SEEN_FROM_THE_OTHER[event.body.relation]
            link = LinkTo(actor=actor, other_id=case.id, other_customer_id=case.customer_id, relation=relation)
            yield _Next(event.body.other_id, link)


def _of_problem(tx: Tx, change: Change, actor: Actor) -> Iterator[_Next]:
    """What corrects a problem is told in every case it was found in, also in one that is linked to it later."""
    case = change.after
    for event in change.events:
        match event.body:
            case Resolved(text_id=text_id) if case.kind is Kind.PROBLEM:
                yield from (_learnt(actor, case.id, text_id, shown_in) for shown_in in _found_in(case))
            case Linked(relation=relation, other_id=other_id) if relation in _SEEN_FROM_THE_OTHER:
                problem_id, shown_in = (case.id, other_id) if relation == FOUND_IN else (other_id, case.id)
                found = _correction_of(tx, problem_id)
                if found is not None:
                    yield _learnt(actor, problem_id, found, shown_in)


def _learnt(actor: Actor, problem_id: str, text_id: str, case_id: str) -> _Next:
    # One copy a case, named after both, so that a repetition would be refused and not doubled.
    copy_id = f"{text_id}.{case_id}"[:200]
    return _Next(case_id, LearnCorrection(actor=actor, problem_id=problem_id, text_id=copy_id), text_id, copy_id)


def _correction_of(tx: Tx, problem_id: str) -> str | None:
    """The words of what corrected a problem; None while nothing has, or once that was rejected."""
    problem = cases.load(tx, problem_id)
    if problem is None or problem.resolution is None:
        return None
    said: list[Event] = [event for event in cases.history(tx, problem_id) if isinstance(event.body, Resolved)]
    last = said[-1].body if said else None
    return last.text_id if isinstance(last, Resolved) else None


def _found_in(problem: Case) -> tuple[str, ...]:
    return tuple(link.case_id for link in problem.links if link.relation == FOUND_IN)
