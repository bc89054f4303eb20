"""A release is announced: every case that waits for it, and every customer, hears of it (C2-11)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from chatdesk.core.case import Case
from chatdesk.core.commands import AnnounceRelease, NoteRelease
from chatdesk.core.errors import Refused
from chatdesk.core.inbound import Done, Inbound
from chatdesk.core.notice import CUSTOMER_VIEW, Notice, everybody_at
from chatdesk.core.people import Standing
from chatdesk.desk.acting import actor_of
from chatdesk.desk.release_days import end_of_release_day
from chatdesk.desk.settle import Change, record, settle
from chatdesk.store import customers, lists, releases, texts
from chatdesk.store.addresses import NoCase
from chatdesk.store.engine import Tx
from chatdesk.store.people import Person
from chatdesk.store.policies import Policies
from chatdesk.store.queue import enqueue
from chatdesk.store.rosters import Rosters

NEWS = "release.news"
_OURS = (Standing.AGENT, Standing.EXECUTIVE)


def announce(
    tx: Tx, inbound: Inbound, command: AnnounceRelease, person: Person, known: Policies, now: datetime
) -> Done | Refused:
    """Settle it on the cases that wait and tell every other customer once, in one transaction.

    A customer who reads of it in a case's thread is not told in their channel too.
    """
    words = inbound.texts.get(command.text_id) if command.text_id else None
    refused = _refusal(tx, command, person, words, now)
    if refused is not None:
        return refused
    said = releases.add(tx, command.release, command.due_on, words, person.id, now)
    changes = _on_cases(tx, command, said, words, person, known, now)
    reached = {change.after.customer_id for change in changes if _tells_the_customer(change)}
    facts = {"due_on": command.due_on.isoformat() if command.due_on else "", "release": command.release}
    enqueue(
        tx,
        [
            (NoCase(customer_id), [Notice(NEWS, everybody_at(customer_id), now, said, tuple(facts.items()))])
            for customer_id in customers.active(tx)
            if customer_id not in reached
        ],
        now,
    )
    return Done("", command.release, ("ReleaseAnnounced",))


def _refusal(tx: Tx, command: AnnounceRelease, person: Person, words: str | None, now: datetime) -> Refused | None:
    if person.standing not in _OURS:
        return Refused.because("not_allowed", who="agent")
    if command.due_on is not None and command.due_on < _today(tx, now):
        return Refused("term.past")
    before = releases.latest(tx, command.release)
    if before is None:
        return None
    if before.is_out and command.due_on is not None:
        return Refused.because("release.is_out", number=before.name)
    is_the_same = before.is_out == (command.due_on is None) and before.due_on == command.due_on
    if is_the_same and words in (None, before.words):
        return Refused.because("release.said_already", number=before.name)
    return None


def _on_cases(
    tx: Tx, command: AnnounceRelease, said: int, words: str | None, person: Person, known: Policies, now: datetime
) -> list[Change]:
    """The release noted on each case that waits for it; one that cannot take it any more is left as it is."""
    rosters = Rosters(tx)
    changes: list[Change] = []
    for case in releases.waiting(tx, command.release):
        policy = known.by_version(tx, case.policy_version)
        text_id = f"release.{said}.{case.id}" if words else None
        note = NoteRelease(
            actor=actor_of(rosters, person, case.customer_id),
            release=command.release,
            due_at=end_of_release_day(command.due_on, policy) if command.due_on else None,
            is_out=command.due_on is None,
            text_id=text_id,
        )
        change = settle(case, note, policy, rosters.of_case(case, policy), now)
        if isinstance(change, Refused):
            continue
        if text_id is not None and words is not None:
            _write(tx, case, person, [texts.Text(text_id, "text", words)], now)
        changes.append(change)
    record(tx, changes, now)
    return changes


def _write(tx: Tx, case: Case, person: Person, written: Iterable[texts.Text], now: datetime) -> None:
    texts.write(tx, case.id, case.customer_id, person.id, written, None, now)


def _tells_the_customer(change: Change) -> bool:
    return any(notice.audience == CUSTOMER_VIEW for notice in change.notices)


def _today(tx: Tx, now: datetime) -> date:
    """Where we are."""
    ours = lists.our_reader(tx)
    return now.astimezone(ZoneInfo(ours.zone) if ours else UTC).date()
