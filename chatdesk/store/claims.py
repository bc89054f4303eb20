"""What a delivery worker holds while it sends: leases, each with a token that nobody else has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chatdesk.core.notice import Notice
from chatdesk.core.places import Destination, MessageRef, Place


@dataclass(frozen=True)
class ClaimedNotice:
    """One row of the outbox. What belongs to no case has no `case_id`; its notice's `seq` is what it tells of."""

    id: int
    case_id: str | None
    customer_id: str
    notice: Notice
    created_at: datetime


@dataclass(frozen=True)
class ClaimedBatch:
    """Notices that share one message, in order.

    `key` marks the message on its platform, so that it can be found again. `since` is when
    the message was first tried under that key. `is_repeat` says that it may stand already
    and is sent once more on purpose; `attempts` counts this one too.
    """

    token: str
    key: str
    destination: Destination
    rows: tuple[ClaimedNotice, ...]
    attempts: int
    since: datetime
    is_repeat: bool = False

    @property
    def is_urgent(self) -> bool:
        return any(row.notice.is_urgent for row in self.rows)


@dataclass(frozen=True)
class Shown:
    """The buttons with which a message stands, in words that tell them apart, from the case at `version`."""

    buttons: tuple[str, ...]
    version: int


@dataclass(frozen=True)
class ClaimedMessage:
    """A message that was sent with `buttons` and whose case has moved on: what still leads somewhere may be less."""

    token: str
    case_id: str
    notice: Notice
    destination: Destination
    message: MessageRef
    buttons: frozenset[str]
    attempts: int
    is_repeat: bool


@dataclass(frozen=True)
class ClaimedRewrite:
    """A message that was sent with these notices, in order, and shows words that have changed since."""

    token: str
    rows: tuple[ClaimedNotice, ...]
    destination: Destination
    message: MessageRef
    attempts: int
    is_repeat: bool


@dataclass(frozen=True)
class ClaimedCard:
    """A case whose card in one place is out of date.

    Edit the message `anchor`, or post to `place` where there is none. `is_uncertain` says
    that an earlier post under `key`, first tried at `since`, may stand already: look for it
    first. `wanted` is the version of the case that is asked for; a later one is as good.
    """

    token: str
    key: str
    case_id: str
    view: str
    place: Place
    anchor: MessageRef | None
    wanted: int
    attempts: int
    since: datetime
    is_uncertain: bool = False
