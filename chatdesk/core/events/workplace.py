"""People and channels of a case are not what they were."""

from __future__ import annotations

from dataclasses import dataclass

from chatdesk.core.events.base import Happening


@dataclass(frozen=True)
class OwnerLeft(Happening):
    person_id: str


@dataclass(frozen=True)
class RequesterLeft(Happening):
    """`because` is `left_channel` or `account_closed`."""

    person_id: str
    because: str


@dataclass(frozen=True)
class OutsidersCame(Happening):
    """Into the channel where our own people work on the case."""

    tells_on_call: bool
