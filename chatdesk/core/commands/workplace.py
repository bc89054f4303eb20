"""What a platform tells of people and channels, as far as it concerns a case."""

from __future__ import annotations

from dataclasses import dataclass

from chatdesk.core.commands.base import Command


@dataclass(frozen=True, kw_only=True)
class LoseOwner(Command):
    """The account of the one who owns the case is closed: nobody owns it any more."""

    person_id: str


@dataclass(frozen=True, kw_only=True)
class LoseRequester(Command):
    """Who asked reads the case no more. `because` is `left_channel` or `account_closed`."""

    person_id: str
    because: str


@dataclass(frozen=True, kw_only=True)
class NoteOutsiders(Command):
    """People of another organisation can read the channel in which our own people work on the case.

    `tells_on_call` is set on one case only where several are shown there.
    """

    tells_on_call: bool
