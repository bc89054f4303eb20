"""Who hears of how bad it is."""

from __future__ import annotations

from typing import Any

from chatdesk.core import events as e
from chatdesk.core.events import Event
from chatdesk.core.notice import CUSTOMER_VIEW, ENGINEERS_VIEW, Notice
from chatdesk.core.notices.scene import ON_CALL, Rules, Scene, notice


def _severity_proposed(body: e.SeverityProposed, event: Event, scene: Scene) -> list[Notice]:
    worst = min((step.number for step in scene.policy.severities), default=None)
    is_worst = body.severity == worst
    audiences = [ENGINEERS_VIEW, *scene.owner(), *([ON_CALL] if is_worst else [])]
    return notice("severity.proposed", event, audiences, urgent=is_worst, severity=body.severity, by=body.by)


def _severity_reminded(body: e.SeverityProposalReminded, event: Event, scene: Scene) -> list[Notice]:
    proposal = scene.before.severity_proposal if scene.before else None
    by = proposal.by if proposal else None
    return notice("severity.reminder", event, [ENGINEERS_VIEW, ON_CALL], severity=body.severity, by=by)


def _severity_set(body: e.SeveritySet, event: Event, scene: Scene) -> list[Notice]:
    was_confirmed = scene.before is not None and scene.before.severity_is_confirmed
    if body.was == body.severity and body.is_confirmed == was_confirmed:
        # An outage was reported; the tier or the level that it raises tells of it.
        return []
    dues: dict[str, Any] = {
        f"due.{clock.metric}": clock.due_at.isoformat() for clock in scene.after.running_clocks if clock.due_at
    }
    return notice(
        "severity.set",
        event,
        [CUSTOMER_VIEW, ENGINEERS_VIEW],
        severity=body.severity,
        was=body.was,
        by=body.by,
        confirmed="yes" if body.is_confirmed else "no",
        **dues,
    )


def _severity_declined(body: e.SeverityDeclined, event: Event, scene: Scene) -> list[Notice]:
    return notice("severity.declined", event, [CUSTOMER_VIEW], severity=body.severity, by=body.by)


RULES: Rules = {
    e.SeverityProposed: _severity_proposed,
    e.SeverityProposalReminded: _severity_reminded,
    e.SeveritySet: _severity_set,
    e.SeverityDeclined: _severity_declined,
}
