"""Who is who: brought up to directory.yml at a start, and changed by administrators in chat from then on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from chatdesk.core.directory import Directory
from chatdesk.core.directory_applying import apply_all
from chatdesk.core.directory_changes import Change
from chatdesk.core.directory_file import fold
from chatdesk.core.errors import Refused
from chatdesk.core.places import Identity
from chatdesk.store import directory, directory_changes, standing, who_is_who
from chatdesk.store.directory_changes import Made
from chatdesk.store.engine import Tx

# From who is who now, and every id that is taken, the changes that somebody asks for.
Plan = Callable[[Directory | None, "Taken"], Sequence[Change] | Refused]


@dataclass(frozen=True)
class Taken:
    """`ids` are every person's, of those who left too; `met` gives the id of somebody who was only met so far."""

    ids: frozenset[str]
    met: Callable[[Identity], str | None]


@dataclass(frozen=True)
class Administered:
    """Who is who before and after. `is_repeat` says that the request was carried out before."""

    before: Directory | None
    after: Directory
    changes: tuple[Change, ...] = ()
    is_repeat: bool = False


def use_file(tx: Tx, file: Directory) -> tuple[Made, ...]:
    """The file, with what was changed in chat beside it; gives what the file overrules for the first time."""
    directory_changes.lock(tx)
    counting = [one for one in directory_changes.made(tx) if not one.is_overruled]
    who, overruled = fold(file, [one.change for one in counting])
    lost = tuple(counting[number] for number in overruled)
    if lost:
        directory_changes.overrule(tx, [one.id for one in lost])
    directory.use(tx, who)
    return lost


def administer(tx: Tx, request: str, by: Identity, by_name: str, plan: Plan, now: datetime) -> Administered | Refused:
    """Carries out what an administrator asks for, once however often it is delivered; all of it or nothing."""
    directory_changes.lock(tx)
    before = who_is_who.read(tx)
    if directory_changes.is_done(tx, request) and before is not None:
        return Administered(before, before, is_repeat=True)
    planned = plan(before, Taken(who_is_who.all_ids(tx), lambda identity: who_is_who.met_as(tx, identity)))
    if isinstance(planned, Refused):
        return planned
    after = apply_all(before, planned)
    if isinstance(after, Refused):
        return after
    if after != before:
        directory.use(tx, after)
        directory_changes.record(tx, request, by, by_name, planned, now)
        standing.keep(tx)
    return Administered(before, after, tuple(planned))
