"""What may be asked of a case, in the order of its life. Imperative; refused or turned into events by `decide`.

A `…_id` of a text points into the texts the desk stores in the same transaction; the core
never holds what people wrote. `said_at` is the platform's own timestamp of the message.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chatdesk.core.case import Resolution, Status, WaitingOn
from chatdesk.core.people import NOBODY, Actor
from chatdesk.core.policy import Kind


@dataclass(frozen=True, kw_only=True)
class Command:
    """`actor` is filled in by the desk from the directory; an adapter leaves it as it is."""

    actor: Actor = NOBODY


@dataclass(frozen=True, kw_only=True)
class Open(Command):
    """Open a case. `reported_at` starts its clocks (rule D1). `severity` is the requester's own word, if given.

    The desk fills in `number`, `plan` and, where they are empty, `customer_id` and
    `requester_id` (an agent opening on somebody's behalf names the requester). `follows` is
    an older case that can no longer be reopened.
    """

    case_id: str
    title_id: str
    number: str = ""
    customer_id: str = ""
    requester_id: str = ""
    description_id: str | None = None
    reported_at: datetime
    via: str = "command"
    plan: str | None = None
    kind: Kind | None = None
    reason: str | None = None
    severity: int | None = None
    answers: tuple[tuple[str, str], ...] = ()
    follows: str | None = None


@dataclass(frozen=True, kw_only=True)
class Acknowledge(Command):
    """A named agent says "I have it", and becomes the owner if there is none."""


@dataclass(frozen=True, kw_only=True)
class Assign(Command):
    owner_id: str


@dataclass(frozen=True, kw_only=True)
class Reply(Command):
    """A message the other side reads. An agent's counts as a response and an update.

    `seen_in` names the views (`customer`, `engineers`) in whose thread it was written and
    so stands already.
    """

    text_id: str
    said_at: datetime
    seen_in: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Note(Command):
    """An internal message among engineers; counts for nothing."""

    text_id: str
    seen_in: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FinishAnalysis(Command):
    """The anomaly was reviewed or replicated (metric `analysis`)."""

    text_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class SetSeverity(Command):
    """An agent sets it; a customer's word counts at once only while none was given, else it is a proposal."""

    severity: int
    answers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class DeclineSeverity(Command):
    """An agent keeps the severity as it is and answers the customer's proposal."""


@dataclass(frozen=True, kw_only=True)
class WaitOn(Command):
    """The case waits; clocks pause only where the policy says so (rule D5)."""

    whom: WaitingOn


@dataclass(frozen=True, kw_only=True)
class Resume(Command):
    pass


@dataclass(frozen=True, kw_only=True)
class Escalate(Command):
    """Raise the next tier now, or accept the proposal that waits. A reason is required."""

    reason_id: str


@dataclass(frozen=True, kw_only=True)
class AcceptTier(Command):
    """Yes to the tier that is proposed."""

    tier: int


@dataclass(frozen=True, kw_only=True)
class DeclineTier(Command):
    """No to the tier that is proposed; it is proposed again after the same interval."""

    tier: int


@dataclass(frozen=True, kw_only=True)
class TakeEscalation(Command):
    """ "I have it", said by one of those who were told."""


@dataclass(frozen=True, kw_only=True)
class Ask(Command):
    """One of those who were told asks the owner a question, inside."""

    text_id: str


@dataclass(frozen=True, kw_only=True)
class DeEscalate(Command):
    reason_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class HandOff(Command):
    """Move the case to a deeper support level."""

    to_level: int
    note_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class OfferWorkaround(Command):
    text_id: str


@dataclass(frozen=True, kw_only=True)
class Resolve(Command):
    resolution: Resolution
    text_id: str


@dataclass(frozen=True, kw_only=True)
class Approve(Command):
    """The customer accepts the fix; the case closes."""


@dataclass(frozen=True, kw_only=True)
class Reject(Command):
    """The customer refuses the fix; work goes on with the time that was left."""

    text_id: str


@dataclass(frozen=True, kw_only=True)
class Close(Command):
    pass


@dataclass(frozen=True, kw_only=True)
class Reopen(Command):
    text_id: str


@dataclass(frozen=True, kw_only=True)
class Withdraw(Command):
    """The requester no longer needs it."""

    text_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class LinkTo(Command):
    """Relate two cases of one customer. The desk fills in whose case the other is."""

    other_id: str
    other_customer_id: str = ""
    relation: str = "related"


@dataclass(frozen=True, kw_only=True)
class MergeInto(Command):
    """This case ends and goes on in another of the same customer, which must not have ended itself.

    The desk fills in whose case the other is and how it stands.
    """

    other_id: str
    other_customer_id: str = ""
    other_status: Status | None = None


@dataclass(frozen=True, kw_only=True)
class Tick(Command):
    """Time has passed. Replaying it changes nothing."""
