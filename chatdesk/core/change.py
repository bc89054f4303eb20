"""A request for change on its way from being asked for to being delivered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class ChangeStep(StrEnum):
    """Where a change request stands. The order is the way it goes; none can be skipped (C2-13 to C2-15)."""

    SUBMITTED = "submitted"
    ANALYSED = "analysed"
    CRITERION_ADDED = "criterion_added"
    CRITERION_APPROVED = "criterion_approved"
    EVALUATED = "evaluated"
    SCHEDULED = "scheduled"
    DELIVERED = "delivered"


@dataclass(frozen=True)
class Change:
    """`needs_id`, `criterion_id` and `effort_id` are texts. `deliver_at` (UTC) or `release` is what was told.

    A release that is announced for a day gives `deliver_at` too; it came out at `came_out_at`.
    """

    step: ChangeStep = ChangeStep.SUBMITTED
    needs_id: str | None = None
    criterion_id: str | None = None
    approved_by: str | None = None
    effort_id: str | None = None
    deliver_at: datetime | None = None
    release: str | None = None
    came_out_at: datetime | None = None
