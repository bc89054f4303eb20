"""The course of one case as it is known beforehand: what people did, and when. What follows from it is played."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chatdesk.core.policy import Kind, Policy


@dataclass(frozen=True)
class Wait:
    """From `since` until `until` (UTC) the case waited for the customer; None where it still does."""

    since: datetime
    until: datetime | None


@dataclass(frozen=True)
class Course:
    """All instants are UTC; None and empty mean that it did not happen.

    `severity` is the requester's word, `severity_changes` are an engineer's. `answers` are
    the answers to the policy's questions.
    """

    name: str
    opened_at: datetime
    severity: int | None = None
    kind: Kind | None = None
    reason: str | None = None
    plan: str | None = None
    answers: tuple[tuple[str, str], ...] = ()
    acknowledged_at: datetime | None = None
    analysed_at: datetime | None = None
    first_response_at: datetime | None = None
    updates: tuple[datetime, ...] = ()
    workaround_at: datetime | None = None
    waits: tuple[Wait, ...] = ()
    severity_changes: tuple[tuple[datetime, int], ...] = ()
    resolved_at: datetime | None = None
    approved_at: datetime | None = None

    def kind_under(self, policy: Policy) -> Kind:
        """The kind that the policy makes of it."""
        reason = policy.reason(self.reason)
        return self.kind or (reason.kind if reason else Kind.INCIDENT)
