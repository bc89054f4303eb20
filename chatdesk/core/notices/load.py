"""Who hears of bulk loads."""

from __future__ import annotations

from chatdesk.core import events as e
from chatdesk.core.events import Event
from chatdesk.core.load import LoadState
from chatdesk.core.notice import CUSTOMER_VIEW, ENGINEERS_VIEW, Notice
from chatdesk.core.notices.scene import ON_CALL, Rules, Scene, notice

_BOTH = (CUSTOMER_VIEW, ENGINEERS_VIEW)


def _received(body: e.LoadReceived, event: Event, scene: Scene) -> list[Notice]:
    """One too many waits for one of us, who must hear of it."""
    waits = body.load.state is LoadState.WAITING
    if waits:
        return notice("load.waiting", event, [*_BOTH, ON_CALL], rows=body.load.rows)
    return notice("load.received", event, _BOTH, rows=body.load.rows, digest=body.load.digest)


def _approved(body: e.LoadApproved, event: Event, scene: Scene) -> list[Notice]:
    return notice("load.approved", event, [*_BOTH, *scene.owner()], by=body.by)


def _declined(body: e.LoadDeclined, event: Event, scene: Scene) -> list[Notice]:
    return notice("load.declined", event, [*_BOTH, *scene.owner()], by=body.by, text=body.text_id)


RULES: Rules = {
    e.LoadReceived: _received,
    e.LoadApproved: _approved,
    e.LoadDeclined: _declined,
}
