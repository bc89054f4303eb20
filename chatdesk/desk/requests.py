"""One request in one transaction: who acts, on which case, what it does, and what that does to other cases."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import datetime

from chatdesk.core.access import reaches
from chatdesk.core.case import Case
from chatdesk.core.commands import AnnounceRelease, ChangeWords, Command, DeleteWords, LinkTo, MergeInto, Open
from chatdesk.core.errors import Refused
from chatdesk.core.inbound import CaseRef, Done, Inbound, Outcome
from chatdesk.core.people import Actor, Standing
from chatdesk.desk.acting import actor_of
from chatdesk.desk.announcing import announce
from chatdesk.desk.following import follow
from chatdesk.desk.loading import with_load
from chatdesk.desk.opening import shown_in, whose
from chatdesk.desk.rewording import NewId, catch_up, reword
from chatdesk.desk.settle import Change, record, settle
from chatdesk.store import cases, people, places, receipts, refs, texts
from chatdesk.store.engine import Tx
from chatdesk.store.people import Person
from chatdesk.store.policies import Policies
from chatdesk.store.rosters import Rosters


def receive(tx: Tx, inbound: Inbound, known: Policies, new_id: NewId, now: datetime) -> Outcome:
    """Carry a request out in this transaction, or give the outcome it had before. Raises Stale after a lost race."""
    if not receipts.claim(tx, inbound.id, now):
        return receipts.first_outcome(tx, inbound.id)
    person = people.person_of(tx, inbound.identity)
    outcome: Outcome
    if isinstance(inbound.command, (ChangeWords, DeleteWords)):
        outcome = reword(tx, inbound, person, known, new_id, now)
    elif person is None:
        outcome = not_found(inbound.case) if inbound.case else Refused("not_found")
    elif isinstance(inbound.command, AnnounceRelease):
        outcome = announce(tx, inbound, inbound.command, person, known, now)
    elif isinstance(inbound.command, Open):
        outcome = _open(tx, inbound, inbound.command, person, known, now)
    else:
        outcome = _change(tx, inbound, person, known, now)
        if isinstance(outcome, Done) and inbound.message is not None:
            catch_up(tx, inbound.message, known, new_id, now)
    receipts.finish(tx, inbound.id, outcome, person.customer_id if person else None)
    return outcome


def _open(tx: Tx, inbound: Inbound, command: Open, person: Person, known: Policies, now: datetime) -> Outcome:
    rosters = Rosters(tx)
    requested = whose(tx, command, person, inbound.place)
    if isinstance(requested, Refused):
        return requested
    if command.follows is not None:
        older = _reachable(tx, rosters, person, command.follows)
        if older is None or older.customer_id != requested.customer_id:
            return not_found(None)
    for case_id in command.found_in:
        found = _reachable(tx, rosters, person, case_id)
        if found is None or found.customer_id != requested.customer_id:
            return not_found(None)
    filled = replace(
        command,
        actor=actor_of(rosters, person, requested.customer_id),
        number=cases.next_number(tx, requested.customer_id),
        customer_id=requested.customer_id,
        requester_id=requested.requester_id,
        plan=requested.plan,
        is_covered=requested.covered_until is None or command.reported_at < requested.covered_until,
    )
    policy = known.current(tx, requested.policy)
    loaded = with_load(tx, filled, inbound.texts, policy, now)
    if isinstance(loaded, Refused):
        return loaded
    change = settle(None, loaded, policy, rosters.of_opening(requested.customer_id, policy), now)
    if isinstance(change, Refused):
        return change
    cases.use_number(tx, requested.customer_id)
    cases.add(tx, change.after)
    places.add(tx, change.after, shown_in(tx, change.after, person, inbound.place), now)
    return _finish(tx, inbound, filled.actor, change, rosters, known, now)


def _change(tx: Tx, inbound: Inbound, person: Person, known: Policies, now: datetime) -> Outcome:
    rosters = Rosters(tx)
    case_id = refs.find(tx, inbound.case) if inbound.case else None
    case = _reachable(tx, rosters, person, case_id) if case_id else None
    if case is None:
        return not_found(inbound.case)
    command = replace(inbound.command, actor=actor_of(rosters, person, case.customer_id))
    if isinstance(command, (LinkTo, MergeInto)):
        other = _reachable(tx, rosters, person, command.other_id)
        if other is None:
            return not_found(None)
        command = replace(command, other_customer_id=other.customer_id)
        if isinstance(command, MergeInto):
            command = replace(command, other_status=other.status)
        else:
            command = replace(command, other_kind=other.kind)
    policy = known.by_version(tx, case.policy_version)
    change = settle(case, command, policy, rosters.of_case(case, policy), now)
    if isinstance(change, Refused):
        return change
    return _finish(tx, inbound, command.actor, change, rosters, known, now)


def not_found(ref: CaseRef | None) -> Refused:
    """Not there and not yours read the same; only what was typed comes back."""
    return Refused.because("case.not_found", ref=(ref.number or "").strip() if ref else "")


def _finish(
    tx: Tx, inbound: Inbound, actor: Actor, change: Change, rosters: Rosters, known: Policies, now: datetime
) -> Done:
    case = change.after
    texts.write(
        tx,
        case.id,
        case.customer_id,
        actor.person_id,
        _written(inbound),
        inbound.message,
        now,
    )
    record(tx, [change], now)
    follow(tx, change, actor, rosters, known, now)
    return Done(case.id, case.number, tuple(type(event.body).__name__ for event in change.events))


def _reachable(tx: Tx, rosters: Rosters, person: Person, case_id: str) -> Case | None:
    """The case, if it is there and this person may know of it."""
    case = cases.load(tx, case_id)
    if case is None:
        return None
    was_told = person.standing is Standing.EXECUTIVE and refs.was_told(tx, case.id, person.id)
    return case if reaches(actor_of(rosters, person, case.customer_id), case, was_told) else None


def _written(inbound: Inbound) -> list[texts.Text]:
    """The texts of a request. Its files came with the last of them: what somebody said, or what a case is about."""
    of_fields = _text_fields(inbound.command)
    written = [texts.Text(text_id, of_fields.get(text_id, "text"), body) for text_id, body in inbound.texts.items()]
    return [*written[:-1], replace(written[-1], files=inbound.files)] if written else []


def _text_fields(command: Command) -> dict[str, str]:
    """What each text is, by the name of the command's field that points to it."""
    return {
        value: field.name.removesuffix("_id")
        for field in fields(command)
        if field.name.endswith("_id") and isinstance(value := getattr(command, field.name), str)
    }
