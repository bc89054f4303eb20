"""Who hears that somebody left, or that outsiders came."""

from __future__ import annotations

from chatdesk.core import events as e
from chatdesk.core.events import Event
from chatdesk.core.notice import ENGINEERS_VIEW, Notice
from chatdesk.core.notices.scene import ON_CALL, Rules, Scene, notice


def _owner_left(body: e.OwnerLeft, event: Event, scene: Scene) -> list[Notice]:
    return notice("owner.left", event, [ENGINEERS_VIEW, ON_CALL], urgent=True, who=body.person_id)


def _requester_left(body: e.RequesterLeft, event: Event, scene: Scene) -> list[Notice]:
    audiences = [ENGINEERS_VIEW, *scene.owner()]
    return notice("requester.left", event, audiences, who=body.person_id, because=body.because)


def _outsiders_came(body: e.OutsidersCame, event: Event, scene: Scene) -> list[Notice]:
    audiences = [ENGINEERS_VIEW, *((ON_CALL,) if body.tells_on_call else ())]
    return notice("outsiders.came", event, audiences, urgent=True)


RULES: Rules = {
    e.OwnerLeft: _owner_left,
    e.RequesterLeft: _requester_left,
    e.OutsidersCame: _outsiders_came,
}
