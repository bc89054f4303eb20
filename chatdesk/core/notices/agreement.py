"""Who hears of offers, agreements and releases: both sides, always."""

from __future__ import annotations

from typing import Any

from chatdesk.core import events as e
from chatdesk.core.agreement import Term
from chatdesk.core.events import Event
from chatdesk.core.notice import CUSTOMER_VIEW, ENGINEERS_VIEW, Notice
from chatdesk.core.notices.scene import Rules, Scene, notice

_BOTH = (CUSTOMER_VIEW, ENGINEERS_VIEW)


def _offered(body: e.TermOffered, event: Event, scene: Scene) -> list[Notice]:
    audiences = list(_BOTH) if body.is_ours else [*_BOTH, *scene.owner()]
    side = "ours" if body.is_ours else "customer"
    at = event.at.isoformat()
    return notice("term.offered", event, audiences, by=body.by, side=side, offered_at=at, **_facts(body.term))


def _accepted(body: e.TermAccepted, event: Event, scene: Scene) -> list[Notice]:
    return notice("term.accepted", event, [*_BOTH, *scene.owner()], by=body.by, **_facts(body.term))


def _declined(body: e.TermDeclined, event: Event, scene: Scene) -> list[Notice]:
    return notice("term.declined", event, [*_BOTH, *scene.owner()], by=body.by, text=body.text_id, **_facts(body.term))


def _nudged(body: e.AgreementNudged, event: Event, scene: Scene) -> list[Notice]:
    offer = scene.after.offer
    facts = _facts(offer.term) if offer else {}
    side = ("ours" if offer.is_ours else "customer") if offer else None
    at = offer.offered_at.isoformat() if offer else None
    return notice("term.nudged", event, [*_BOTH, *scene.owner()], side=side, offered_at=at, **facts)


def _announced(body: e.ReleaseAnnounced, event: Event, scene: Scene) -> list[Notice]:
    return notice(
        "release.announced",
        event,
        _BOTH,
        release=body.release,
        due_at=body.due_at.isoformat() if body.due_at else None,
        out="yes" if body.is_out else "no",
        text=body.text_id,
    )


def _facts(term: Term) -> dict[str, Any]:
    return {"due_at": term.due_at.isoformat() if term.due_at else None, "release": term.release}


RULES: Rules = {
    e.TermOffered: _offered,
    e.TermAccepted: _accepted,
    e.TermDeclined: _declined,
    e.AgreementNudged: _nudged,
    e.ReleaseAnnounced: _announced,
}
