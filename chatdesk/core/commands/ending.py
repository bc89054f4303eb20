"""How a case ends, comes back, or meets another."""

from __future__ import annotations

from dataclasses import dataclass

from chatdesk.core.case import Resolution, Status
from chatdesk.core.commands.base import Command
from chatdesk.core.policy import Kind


@dataclass(frozen=True, kw_only=True)
class Resolve(Command):
    resolution: Resolution
    text_id: str
    means: str | None = None
    site: str | None = None


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
    """Relate two cases of one customer; a case and a problem are cause and effect.

    The desk fills in whose case the other is and of what kind.
    """

    other_id: str
    other_customer_id: str = ""
    other_kind: Kind | None = None
    relation: str = "related"


@dataclass(frozen=True, kw_only=True)
class MergeInto(Command):
    """This case ends and goes on in another of the same customer, which must not have ended itself.

    The desk fills in whose case the other is and how it stands.
    """

    other_id: str
    other_customer_id: str = ""
    other_status: Status | None = None
