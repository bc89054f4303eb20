"""Who hears of a change request's steps: both sides, each step once."""

from __future__ import annotations

from chatdesk.core import events as e
from chatdesk.core.events import Event
from chatdesk.core.notice import CUSTOMER_VIEW, ENGINEERS_VIEW, Notice, person
from chatdesk.core.notices.scene import Rules, Scene, notice

_BOTH = (CUSTOMER_VIEW, ENGINEERS_VIEW)


def _needs(body: e.NeedsWritten, event: Event, scene: Scene) -> list[Notice]:
    return notice("change.analysed", event, _BOTH, by=body.by, text=body.text_id)


def _criterion(body: e.CriterionAdded, event: Event, scene: Scene) -> list[Notice]:
    # Whoever may approve is asked in person too; a thread alone alerts nobody.
    authorised = [person(one) for one in scene.roster.people("representative")]
    return notice("change.criterion", event, [*_BOTH, *authorised], by=body.by, text=body.text_id)


def _approved(body: e.CriterionApproved, event: Event, scene: Scene) -> list[Notice]:
    return notice("change.approved", event, [*_BOTH, *scene.owner()], by=body.by)


def _refused(body: e.CriterionRefused, event: Event, scene: Scene) -> list[Notice]:
    return notice("change.refused", event, [*_BOTH, *scene.owner()], by=body.by, text=body.text_id)


def _evaluated(body: e.ChangeEvaluated, event: Event, scene: Scene) -> list[Notice]:
    return notice("change.evaluated", event, _BOTH, by=body.by, text=body.text_id)


def _scheduled(body: e.ChangeScheduled, event: Event, scene: Scene) -> list[Notice]:
    due_at = body.term.due_at.isoformat() if body.term.due_at else None
    return notice("change.scheduled", event, _BOTH, by=body.by, due_at=due_at, release=body.term.release)


RULES: Rules = {
    e.NeedsWritten: _needs,
    e.CriterionAdded: _criterion,
    e.CriterionApproved: _approved,
    e.CriterionRefused: _refused,
    e.ChangeEvaluated: _evaluated,
    e.ChangeScheduled: _scheduled,
}
