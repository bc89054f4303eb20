"""What every command is."""

from __future__ import annotations

from dataclasses import dataclass

from chatdesk.core.people import NOBODY, Actor


@dataclass(frozen=True, kw_only=True)
class Command:
    """`actor` is filled in by the desk from the directory; an adapter leaves it as it is."""

    actor: Actor = NOBODY


@dataclass(frozen=True, kw_only=True)
class Tick(Command):
    """Time has passed. Replaying it changes nothing."""
