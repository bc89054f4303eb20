"""Who hears of the work on a case."""

from __future__ import annotations

from collections.abc import Sequence

from chatdesk.core import events as e
from chatdesk.core.events import Event
from chatdesk.core.notice import CUSTOMER_VIEW, ENGINEERS_VIEW, Audience, Notice, person
from chatdesk.core.notices.report import of_opening
from chatdesk.core.notices.scene import ON_CALL, Rules, Scene, notice


def _opened(body: e.Opened, event: Event, scene: Scene) -> list[Notice]:
    # The card in each view tells the opening itself; only what is open is said apart.
    told = [*of_opening(body, event, scene), *_team(body, event, scene)]
    if scene.policy.severities and scene.after.severity is None:
        told += notice("severity.ask", event, [CUSTOMER_VIEW])
    elif event.actor.person_id not in (None, body.requester_id):
        # Whoever did not ask themselves has to be called to their case, which the question above does too.
        told += notice("opened.for", event, [CUSTOMER_VIEW], by=event.actor.person_id)
    return told


def _team(body: e.Opened, event: Event, scene: Scene) -> list[Notice]:
    """The people whose work the reason is, told at once."""
    reason = scene.policy.reason(body.reason)
    if reason is None or reason.team is None:
        return []
    people = scene.roster.people(reason.team)
    skipped = None if people else reason.team
    return notice("team.asked", event, [ENGINEERS_VIEW, *map(person, people)], team=reason.team, skipped=skipped)


def _acknowledged(body: e.Acknowledged, event: Event, scene: Scene) -> list[Notice]:
    # Somebody who acknowledges by replying is read in the reply.
    if any(isinstance(other.body, (e.Replied, e.WorkaroundOffered, e.Resolved)) for other in scene.events):
        return []
    return notice("acknowledged", event, [CUSTOMER_VIEW, ENGINEERS_VIEW], by=body.by)


def _owner_changed(body: e.OwnerChanged, event: Event, scene: Scene) -> list[Notice]:
    if body.because == "acknowledged" or body.owner_id is None:
        return []
    audiences = [ENGINEERS_VIEW, CUSTOMER_VIEW]
    if event.actor.person_id != body.owner_id:
        audiences.append(person(body.owner_id))
    return notice("owner.changed", event, audiences, owner=body.owner_id, because=body.because)


def _replied(body: e.Replied, event: Event, scene: Scene) -> list[Notice]:
    if body.is_response:
        views = _not_seen([CUSTOMER_VIEW, ENGINEERS_VIEW], body.seen_in)
        return notice("reply.to_customer", event, views, by=body.by, text=body.text_id)
    views = _not_seen([ENGINEERS_VIEW, CUSTOMER_VIEW], body.seen_in)
    return notice("reply.from_customer", event, [*views, *scene.owner()], by=body.by, text=body.text_id)


def _noted(body: e.Noted, event: Event, scene: Scene) -> list[Notice]:
    return notice("note", event, _not_seen([ENGINEERS_VIEW], body.seen_in), by=body.by, text=body.text_id)


def _analysis_finished(body: e.AnalysisFinished, event: Event, scene: Scene) -> list[Notice]:
    return notice("analysis.finished", event, [ENGINEERS_VIEW], by=body.by, text=body.text_id)


def _wait_started(body: e.WaitStarted, event: Event, scene: Scene) -> list[Notice]:
    pause = "yes" if body.clocks_pause else "no"
    return notice("wait.started", event, [CUSTOMER_VIEW, ENGINEERS_VIEW], whom=body.whom, clocks_pause=pause)


def _wait_ended(body: e.WaitEnded, event: Event, scene: Scene) -> list[Notice]:
    return notice("wait.ended", event, [CUSTOMER_VIEW, ENGINEERS_VIEW])


def _handed_off(body: e.HandedOff, event: Event, scene: Scene) -> list[Notice]:
    level = scene.policy.support_level(body.to_level)
    people = [person(one) for role in (level.roles if level else ()) for one in scene.roster.people(role)]
    missing = [role for role in (level.roles if level else ()) if not scene.roster.people(role)]
    return notice(
        "handed_off",
        event,
        [ENGINEERS_VIEW, *people],
        urgent=body.because in ("severity", "outage"),
        level=body.to_level,
        by=body.by,
        because=body.because,
        text=body.note_id,
        skipped=",".join(missing) or None,
    )


def _nobody_assigned(body: e.NobodyAssigned, event: Event, scene: Scene) -> list[Notice]:
    return notice("nobody_assigned", event, [ENGINEERS_VIEW, ON_CALL], urgent=True, level=body.level)


def _workaround(body: e.WorkaroundOffered, event: Event, scene: Scene) -> list[Notice]:
    return notice("workaround.offered", event, [CUSTOMER_VIEW, ENGINEERS_VIEW], by=body.by, text=body.text_id)


def _linked(body: e.Linked, event: Event, scene: Scene) -> list[Notice]:
    return notice("linked", event, [ENGINEERS_VIEW], other=body.other_id, relation=body.relation)


def _not_seen(views: Sequence[Audience], seen_in: tuple[str, ...]) -> list[Audience]:
    return [view for view in views if view.name not in seen_in]


RULES: Rules = {
    e.Opened: _opened,
    e.Acknowledged: _acknowledged,
    e.OwnerChanged: _owner_changed,
    e.Replied: _replied,
    e.Noted: _noted,
    e.AnalysisFinished: _analysis_finished,
    e.WaitStarted: _wait_started,
    e.WaitEnded: _wait_ended,
    e.HandedOff: _handed_off,
    e.NobodyAssigned: _nobody_assigned,
    e.WorkaroundOffered: _workaround,
    e.Linked: _linked,
}
