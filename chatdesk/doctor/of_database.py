"""The database: does it answer, are its tables of this version, and what is stuck in it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import make_url

from chatdesk.core.directory import Directory
from chatdesk.core.setting_up import Step, steps_left
from chatdesk.directory.oddities import of_policies, of_the_database, of_the_file
from chatdesk.doctor.line import Line, left_open, of_refusal, well, wrong
from chatdesk.doctor.of_files import Read
from chatdesk.settings import DirectorySettings, Settings
from chatdesk.store import who_is_who
from chatdesk.store.condition import Condition, condition, living_conversations
from chatdesk.store.engine import (
    DatabaseTrouble,
    DatabaseUnreachable,
    NoDatabaseYet,
    Store,
    is_served,
    open_existing,
    shown,
)
from chatdesk.store.migrations import Schema, schema_of

LATE = timedelta(minutes=2)
_LEAST_FREE_BYTES = 200 * 1024 * 1024

_LEFT = {
    Step.ENGINEERS: "the engineers' channel",
    Step.ESCALATION: "a channel for escalations",
    Step.CUSTOMER: "a customer",
    Step.CHANNEL: "a channel for each customer",
    Step.ON_CALL: "somebody on call",
}

_DATABASE, _OUTBOX, _DIRECTORY = "database", "outbox", "directory"


@dataclass(frozen=True)
class Kept:
    """What the database says: who is who, the (tenant, id) of the conversations in Teams that can be reached, and
    whether any case was ever opened."""

    directory: Directory | None = None
    conversations: frozenset[tuple[str, str]] = frozenset()
    has_cases: bool = False


def of_database(
    settings: DirectorySettings, serving: Settings | None, read: Read, now: datetime
) -> tuple[Kept, list[Line]]:
    url = settings.database_url
    try:
        store = open_existing(url)
    except NoDatabaseYet:
        what, to_do = f"There is no database {shown(url)} yet.", "`chatdesk serve` makes it at its first start."
        return Kept(), [left_open(_DATABASE, what, to_do), *_who_is_who(settings, read, Kept(), now)]
    except DatabaseUnreachable as error:
        to_do = "See whether it runs, and whether CHATDESK_DATABASE_URL leads to it."
        return Kept(), of_refusal(_DATABASE, str(error), to_do)
    try:
        with store.reading() as tx:
            schema = schema_of(tx)
        if not schema.is_current:
            return Kept(), [_of_another_version(url, schema)]
        return _looked_into(store, settings, serving, read, now, schema)
    except DatabaseTrouble as error:
        what = f"{shown(url)} answers with {type(error).__name__}."
        return Kept(), [wrong(_DATABASE, what, "Look at the database's own log, and whether its disk is full.")]
    finally:
        store.close()


def _looked_into(
    store: Store, settings: DirectorySettings, serving: Settings | None, read: Read, now: datetime, schema: Schema
) -> tuple[Kept, list[Line]]:
    url = settings.database_url
    with store.reading() as tx:
        found = condition(tx, now)
        kept = Kept(who_is_who.read(tx), living_conversations(tx), who_is_who.has_cases(tx))
    lines = [well(_DATABASE, f"{shown(url)} answers, and its tables are of this version ({schema.found}).")]
    lines += _room(url)
    lines += _beating(found, is_served(url), now)
    lines += _outbox(found, now)
    lines += _silence(found, serving)
    lines += _who_is_who(settings, read, kept, now)
    return kept, lines


def _of_another_version(url: str, schema: Schema) -> Line:
    what = f"The tables of {shown(url)} are of version {schema.found or 'none'}; this chatdesk needs {schema.wanted}."
    if schema.is_newer:
        return wrong(_DATABASE, what, "A newer chatdesk has changed them: install that one, or newer.")
    return wrong(
        _DATABASE, what, "Back it up, then run `chatdesk db upgrade` (a start of `chatdesk serve` does it too)."
    )


def _room(url: str) -> Iterator[Line]:
    """Of PostgreSQL's disk nothing can be known from here."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or parsed.database is None:
        return
    folder = Path(parsed.database).resolve().parent
    free = shutil.disk_usage(folder).free
    if free < _LEAST_FREE_BYTES:
        what = f"Only {free // 1024 // 1024} MB are free where the database stands ({folder})."
        yield wrong(_DATABASE, what, "Make room; without any, nothing is taken and nothing is told.")


def _beating(found: Condition, served: bool | None, now: datetime) -> Iterator[Line]:
    if found.overdue_since is not None and now - found.overdue_since > LATE:
        what = f"A case should have been woken at {_time(found.overdue_since)}, {_ago(found.overdue_since, now)} ago."
        to_do = (
            "Start `chatdesk serve`: nothing serves this database."
            if served is False
            else ("Look for errors in the log of `chatdesk serve`, and restart it.")
        )
        yield wrong(_DATABASE, what, to_do)
    elif served is False:
        yield left_open(_DATABASE, "No chatdesk serves it now.", "Start one with `chatdesk serve`.")
    else:
        yield well(_DATABASE, "Every case that was due has been woken.")
    for number in found.stuck:
        to_do = f"The log says why (“cannot tick”); then `chatdesk case verify {number}`."
        yield wrong(_DATABASE, f"{number} fails whenever it is woken, and is put off.", to_do)


def _outbox(found: Condition, now: datetime) -> Iterator[Line]:
    is_well = True
    if found.dead:
        is_well = False
        yield wrong(
            _OUTBOX,
            f"{found.dead} message{_s(found.dead)} of cases that go on reached nobody.",
            "`chatdesk outbox list --state dead` says why; mend that, then `chatdesk outbox retry --dead`.",
        )
    if found.dead_of_ended:
        yield left_open(_OUTBOX, f"{found.dead_of_ended} of cases that are over reached nobody.")
    if found.uncertain:
        is_well = False
        what = f"Of {found.uncertain} message{_s(found.uncertain)} nobody knows whether they arrived."
        yield wrong(
            _OUTBOX, what, "A running server settles it within a minute; if not, look at the platform's status."
        )
    if found.oldest_waiting_at is not None and now - found.oldest_waiting_at > LATE:
        is_well = False
        what = f"The oldest message waits since {_time(found.oldest_waiting_at)}, {_ago(found.oldest_waiting_at, now)}."
        yield wrong(_OUTBOX, what, "`chatdesk outbox list` says for what; then see whether a server runs.")
    if is_well:
        yield well(_OUTBOX, "Nothing waits for long, and nothing is lost.")


def _silence(found: Condition, serving: Settings | None) -> Iterator[Line]:
    hold = found.hold
    if hold is not None:
        until = f" until {_time(hold.until_at)}" if hold.until_at else ""
        yield left_open(
            _OUTBOX,
            f"Pings are held{until}, since {_time(hold.begun_at)} by {hold.begun_by} ({hold.reason}); "
            f"{found.held} message{_s(found.held)} kept back.",
            "An administrator ends that in chat with “admin release”.",
        )
    if serving is not None and serving.shadow_channel is not None:
        what = f"Shadow mode: chatdesk posts in {serving.shadow_channel} alone, and wakes nobody."
        yield left_open(_OUTBOX, what, "Take CHATDESK_SHADOW_CHANNEL out and restart, to go live.")
    elif serving is not None and found.is_in_shadow:
        what = "This database was served in shadow last, and the setting is gone."
        yield left_open(_OUTBOX, what, "The next start goes live, and gives open cases real cards.")


def _who_is_who(settings: DirectorySettings, read: Read, kept: Kept, now: datetime) -> Iterator[Line]:
    """Where a file says it, what the database says differently; without one, what is odd in what the database says."""
    who = kept.directory
    if read.directory is not None:
        for one in of_the_database(read.directory, who) if who is not None else ():
            # What stands in the database only was made in chat, and stays.
            if one.where:
                yield wrong(_DIRECTORY, f"{one.code}: {one.odd}", one.advice)
    elif settings.directory is None and who is None:
        to_do = "Set CHATDESK_DIRECTORY, or write to chatdesk in a direct message and be led through the set-up."
        yield wrong(_DIRECTORY, "Nobody has said yet who is who.", to_do)
    elif settings.directory is None and who is not None:
        left = [_LEFT[step] for step in steps_left(who, kept.has_cases) if step in _LEFT]
        if left:
            what = f"The set-up is not over; what is missing: {', '.join(left)}."
            yield wrong(_DIRECTORY, what, "An administrator writes to chatdesk in a direct message and is led on.")
        for one in (*of_the_file(who), *of_policies(who, read.policies, now.date())):
            yield wrong(_DIRECTORY, f"{one.code}: {one.odd}", one.advice)


def _ago(at: datetime, now: datetime) -> str:
    minutes = int((now - at).total_seconds() // 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h"


def _s(count: int) -> str:
    return "" if count == 1 else "s"


def _time(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")
