"""Words that were said are edited or deleted where they were written, in whatever order the platform tells of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from chatdesk.core.attached import AttachedFile
from chatdesk.core.commands import ChangeWords, DeleteWords
from chatdesk.core.errors import Refused
from chatdesk.core.events import WordsChanged
from chatdesk.core.inbound import Done, Inbound, Outcome
from chatdesk.core.people import CLOCK
from chatdesk.core.places import MessageRef
from chatdesk.core.rewording import last_change, moment_of
from chatdesk.desk.acting import actor_of
from chatdesk.desk.settle import record, settle
from chatdesk.store import cases, early_words, people, places, rewrites, texts
from chatdesk.store.early_words import EarlyWords
from chatdesk.store.engine import Tx
from chatdesk.store.people import Person
from chatdesk.store.policies import Policies
from chatdesk.store.rosters import Rosters
from chatdesk.store.texts import SaidText

NewId = Callable[[], str]

# Says nothing about whether there is such a message.
_NOTHING = Refused("not_found")


def reword(tx: Tx, inbound: Inbound, person: Person | None, known: Policies, new_id: NewId, now: datetime) -> Outcome:
    """Carries an edit or a deletion out. Only the author's edit counts; who deleted a message no platform says.

    One of a message that nobody has told us of yet is kept, if it stands in a case's thread.
    """
    message, words = inbound.message, _words_of(inbound, person)
    if message is None or words is None:
        return _NOTHING
    said = texts.said_in(tx, message)
    if said is not None:
        return _change(tx, said, words, known, new_id, now)
    if places.case_in_thread(tx, message.place) is not None:
        early_words.keep(tx, message, words)
    return _NOTHING


def catch_up(tx: Tx, message: MessageRef, known: Policies, new_id: NewId, now: datetime) -> None:
    """What was told of this message before the message itself."""
    words = early_words.take(tx, message)
    said = texts.said_in(tx, message) if words is not None else None
    if words is not None and said is not None:
        _change(tx, said, words, known, new_id, now)


def _words_of(inbound: Inbound, person: Person | None) -> EarlyWords | None:
    match inbound.command:
        case ChangeWords(changed_at=at):
            body = next(iter(inbound.texts.values()), "")
            return EarlyWords(person.id, body, inbound.files, at) if person is not None else None
        case DeleteWords(deleted_at=at):
            return EarlyWords(None, None, (), at)
    return None


def _change(tx: Tx, said: SaidText, words: EarlyWords, known: Policies, new_id: NewId, now: datetime) -> Outcome:
    case = cases.load(tx, said.case_id)
    author = people.person_by_id(tx, said.author_id) if said.author_id else None
    if case is None or (words.body is not None and (author is None or author.id != words.author_id)):
        return _NOTHING
    history = cases.history(tx, case.id)
    last = last_change(history, said.id)
    nothing_new = Done(case.id, case.number)
    if last is not None and moment_of(last) >= words.changed_at:
        return nothing_new
    was_deleted = last is not None and not isinstance(last, WordsChanged)
    if (words.body is None and was_deleted) or (words.body == said.body and _same(words.files, said.files)):
        # Slack tells of a link that it has drawn in the same way as of an edit.
        return nothing_new
    rosters, policy = Rosters(tx), known.by_version(tx, case.policy_version)
    was_id = new_id()
    if words.body is None or author is None:
        command: ChangeWords | DeleteWords = DeleteWords(actor=CLOCK, text_id=said.id, deleted_at=words.changed_at)
    else:
        actor = actor_of(rosters, author, case.customer_id)
        command = ChangeWords(actor=actor, text_id=said.id, was_id=was_id, changed_at=words.changed_at)
    change = settle(case, command, policy, rosters.of_case(case, policy), now)
    if isinstance(change, Refused):
        return change
    record(tx, [change], now)
    if words.body is None:
        versions = [
            one.body.was_id for one in history if isinstance(one.body, WordsChanged) and one.body.text_id == said.id
        ]
        texts.erase(tx, [said.id, *versions])
    else:
        texts.reword(tx, said.id, was_id, words.body, words.files, now)
    rewrites.want(tx, case.id, said.id, history, now)
    return replace(nothing_new, happened=tuple(type(event.body).__name__ for event in change.events))


def _same(one: tuple[AttachedFile, ...], other: tuple[AttachedFile, ...]) -> bool:
    return [file.name for file in one] == [file.name for file in other]
