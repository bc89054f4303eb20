"""Who hears of the end of a case, and of its return."""

from __future__ import annotations

from chatdesk.core import events as e
from chatdesk.core.events import Event
from chatdesk.core.notice import CUSTOMER_VIEW, ENGINEERS_VIEW, Notice
from chatdesk.core.notices.scene import Rules, Scene, notice
from chatdesk.core.policy import Kind


def _resolved(body: e.Resolved, event: Event, scene: Scene) -> list[Notice]:
    return notice(
        "resolved", event, [CUSTOMER_VIEW, ENGINEERS_VIEW], by=body.by, text=body.text_id, resolution=body.resolution
    )


def _approval_reminded(body: e.ApprovalReminded, event: Event, scene: Scene) -> list[Notice]:
    resolved_at = scene.after.resolved_at.isoformat() if scene.after.resolved_at else None
    return notice("approval.reminder", event, [CUSTOMER_VIEW], resolved_at=resolved_at)


def _approved(body: e.Approved, event: Event, scene: Scene) -> list[Notice]:
    return notice("approved", event, [CUSTOMER_VIEW, ENGINEERS_VIEW], by=body.by)


def _rejected(body: e.Rejected, event: Event, scene: Scene) -> list[Notice]:
    return notice(
        "rejected", event, [CUSTOMER_VIEW, ENGINEERS_VIEW, *scene.owner()], urgent=True, by=body.by, text=body.text_id
    )


def _closed(body: e.Closed, event: Event, scene: Scene) -> list[Notice]:
    told: list[Notice] = []
    # An approval closes the case in the same breath and says so.
    if not any(isinstance(other.body, e.Approved) for other in scene.events):
        told += notice("closed", event, [CUSTOMER_VIEW, ENGINEERS_VIEW], by=body.by)
    if scene.after.rating is None and scene.after.kind is not Kind.PROBLEM:
        told += notice("rating.ask", event, [CUSTOMER_VIEW])
    return told


def _reopened(body: e.Reopened, event: Event, scene: Scene) -> list[Notice]:
    return notice(
        "reopened", event, [CUSTOMER_VIEW, ENGINEERS_VIEW, *scene.owner()], urgent=True, by=body.by, text=body.text_id
    )


def _withdrawn(body: e.Withdrawn, event: Event, scene: Scene) -> list[Notice]:
    return notice("withdrawn", event, [CUSTOMER_VIEW, ENGINEERS_VIEW], by=body.by, text=body.text_id)


def _merged(body: e.Merged, event: Event, scene: Scene) -> list[Notice]:
    return notice("merged", event, [CUSTOMER_VIEW, ENGINEERS_VIEW], by=body.by, other=body.into_id)


RULES: Rules = {
    e.Resolved: _resolved,
    e.ApprovalReminded: _approval_reminded,
    e.Approved: _approved,
    e.Rejected: _rejected,
    e.Closed: _closed,
    e.Reopened: _reopened,
    e.Withdrawn: _withdrawn,
    e.Merged: _merged,
}
