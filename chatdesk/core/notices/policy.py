"""Who hears that a case is under another version of its policy."""

from __future__ import annotations

from typing import Any

from chatdesk.core import events as e
from chatdesk.core.events import Event
from chatdesk.core.notice import ENGINEERS_VIEW, Notice
from chatdesk.core.notices.scene import Rules, Scene, notice


def _policy_changed(body: e.PolicyChanged, event: Event, scene: Scene) -> list[Notice]:
    """With the due times that are others than before; those that ended with the old version are not owed any more."""
    before = {clock.metric: clock.due_at for clock in (scene.before.running_clocks if scene.before else ())}
    dues: dict[str, Any] = {
        f"due.{clock.metric}": clock.due_at.isoformat()
        for clock in scene.after.running_clocks
        if clock.due_at is not None and before.get(clock.metric) != clock.due_at
    }
    return notice("policy.changed", event, [ENGINEERS_VIEW], was=body.was, version=body.version, **dues)


RULES: Rules = {e.PolicyChanged: _policy_changed}
