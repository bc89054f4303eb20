"""Who hears of warnings and breaches."""

from __future__ import annotations

from chatdesk.core import events as e
from chatdesk.core.events import Event
from chatdesk.core.notice import ENGINEERS_VIEW, Notice
from chatdesk.core.notices.scene import ON_CALL, Rules, Scene, notice
from chatdesk.core.policy import Metric

# A due time that runs out on these hands the case on or raises a tier, which is told by itself.
_TRIGGERS = (Metric.ESCALATION, Metric.HANDOFF)


def _warned(body: e.ClockWarned, event: Event, scene: Scene) -> list[Notice]:
    escalation = scene.after.escalation
    if body.metric is Metric.ESCALATION and escalation is not None and escalation.is_active and escalation.tier:
        # It is escalated already; when the next tier is told, the escalation itself says.
        return []
    clock = scene.after.cycle(body.metric, body.cycle)
    target = scene.policy.target(clock.target_id)
    return notice(
        "clock.warned",
        event,
        [ENGINEERS_VIEW, *scene.owner(), ON_CALL],
        metric=body.metric,
        cycle=body.cycle,
        due_at=clock.due_at.isoformat() if clock.due_at else None,
        strength=target.strength,
        is_house="yes" if target.is_house else None,
    )


def _breached(body: e.ClockBreached, event: Event, scene: Scene) -> list[Notice]:
    if body.metric in _TRIGGERS:
        return []
    same = [b for other in scene.events if isinstance(b := other.body, e.ClockBreached) and b.metric is body.metric]
    if body is not same[-1]:
        return []
    clock = scene.after.cycle(body.metric, body.cycle)
    target = scene.policy.target(clock.target_id)
    return notice(
        "clock.breached",
        event,
        [ENGINEERS_VIEW, *scene.owner(), ON_CALL],
        urgent=True,
        alone=scene.is_worst(),
        metric=body.metric,
        cycle=body.cycle,
        due_at=body.due_at.isoformat(),
        strength=target.strength,
        missed=len(same),
        late_by_change="yes" if clock.is_late_by_change else None,
        is_house="yes" if target.is_house else None,
    )


def _withdrawn_breach(body: e.BreachWithdrawn, event: Event, scene: Scene) -> list[Notice]:
    clock = scene.after.cycle(body.metric, body.cycle)
    return notice(
        "clock.withdrawn",
        event,
        [ENGINEERS_VIEW, ON_CALL],
        metric=body.metric,
        due_at=clock.due_at.isoformat() if clock.due_at else None,
        evidence_at=body.evidence_at.isoformat(),
    )


RULES: Rules = {
    e.ClockWarned: _warned,
    e.ClockBreached: _breached,
    e.BreachWithdrawn: _withdrawn_breach,
}
