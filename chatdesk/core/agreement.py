"""A date or a release that both sides agree on (rule D9, `agreed`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Term:
    """What is offered or agreed: a moment (UTC), or the release that will bring the correction; never both."""

    due_at: datetime | None = None
    release: str | None = None


@dataclass(frozen=True)
class Offer:
    """A term that one side proposes and the other has not answered yet."""

    term: Term
    by: str
    is_ours: bool
    offered_at: datetime


@dataclass(frozen=True)
class Agreed:
    """A term that both sides accepted.

    Its release is planned for `planned_at`, as last announced, and was delivered at `came_out_at`.
    """

    term: Term
    accepted_by: str
    accepted_at: datetime
    came_out_at: datetime | None = None
    planned_at: datetime | None = None

    @property
    def due_at(self) -> datetime | None:
        """What the clock runs on (UTC): the agreed moment, or that of the release once it has one."""
        return self.term.due_at or self.planned_at
