"""Who hears of tiers."""

from __future__ import annotations

from chatdesk.core import events as e
from chatdesk.core.escalation import CUSTOMER, REQUESTER
from chatdesk.core.events import Event
from chatdesk.core.notice import CUSTOMER_VIEW, ENGINEERS_VIEW, Audience, Notice, channel, person
from chatdesk.core.notices.pagers import paged, paged_everywhere
from chatdesk.core.notices.scene import ON_CALL, Rules, Scene, notice
from chatdesk.core.policy import Metric


def _tier_proposed(body: e.TierProposed, event: Event, scene: Scene) -> list[Notice]:
    return notice(
        "tier.proposed",
        event,
        [ENGINEERS_VIEW, ON_CALL, *scene.owner()],
        urgent=True,
        tier=body.tier,
        expires_at=body.expires_at.isoformat(),
        trigger=scene.after.escalation.trigger if scene.after.escalation else None,
    )


def _tier_declined(body: e.TierDeclined, event: Event, scene: Scene) -> list[Notice]:
    next_at = body.next_at.isoformat() if body.next_at else None
    return notice("tier.declined", event, [ENGINEERS_VIEW], tier=body.tier, by=body.by, next_at=next_at)


def _tier_raised(body: e.TierRaised, event: Event, scene: Scene) -> list[Notice]:
    tier = scene.policy.ladder.tier(body.raised.tier)
    roles = tier.roles if tier else ()
    trigger = scene.after.escalation.trigger if scene.after.escalation else ""
    clock = scene.after.clock(Metric(trigger)) if trigger in set(Metric) else None
    audiences: list[Audience] = [channel(body.channel)] if body.channel else []
    audiences += [person(one) for one in body.raised.told if one != scene.after.requester_id]
    if CUSTOMER in roles or REQUESTER in roles:
        audiences.append(CUSTOMER_VIEW)
    audiences.append(ENGINEERS_VIEW)
    told = notice(
        "tier.raised",
        event,
        audiences,
        urgent=True,
        alone=scene.is_worst(),
        tier=body.raised.tier,
        because=body.because,
        trigger=trigger,
        due_at=clock.due_at.isoformat() if clock and clock.due_at else None,
        skipped=",".join(body.raised.skipped_roles) or None,
        told=",".join(body.raised.told) or None,
        text=body.reason_id or (scene.after.escalation.reason_id if scene.after.escalation else None),
        by=event.actor.person_id
        if body.because == "recommendation"
        else _who_asked(scene) or _who_accepted(body, event),
        next_at=body.next_at.isoformat() if body.next_at else None,
        is_house="yes" if scene.policy.ladder.is_house else None,
    )
    return [*told, *paged(told[0], scene, body.raised.tier, body.channel)]


def _who_asked(scene: Scene) -> str | None:
    """Whose recommendation the tiers go on climbing from."""
    escalation = scene.after.escalation
    return escalation.started_by if escalation is not None and escalation.trigger == "recommendation" else None


def _who_accepted(body: e.TierRaised, event: Event) -> str | None:
    return event.actor.person_id if body.because == "accepted" else None


def _taken(body: e.EscalationTaken, event: Event, scene: Scene) -> list[Notice]:
    told = notice("escalation.taken", event, [ENGINEERS_VIEW, *_channels_told(scene)], by=body.by)
    silenced = paged_everywhere(told[0], scene)
    # Taken by doing something else, that is what the engineers' thread says.
    is_said = any(other.actor == event.actor and other.seq != event.seq for other in scene.events)
    return [*(told[1:] if is_said else told), *silenced]


def _asked(body: e.Asked, event: Event, scene: Scene) -> list[Notice]:
    return notice("asked", event, [ENGINEERS_VIEW, *scene.owner()], by=body.by, text=body.text_id)


def _de_escalated(body: e.DeEscalated, event: Event, scene: Scene) -> list[Notice]:
    escalation = scene.after.escalation
    if escalation is None or not escalation.raised:
        return []
    people = [person(one) for tier in escalation.raised for one in tier.told if one != scene.after.requester_id]
    audiences = [ENGINEERS_VIEW, *_channels_told(scene), *people]
    if _customer_was_told(scene):
        audiences.append(CUSTOMER_VIEW)
    told = notice("deescalated", event, audiences, by=body.by, text=body.reason_id)
    return [*told, *paged_everywhere(told[0], scene)]


def _channels_told(scene: Scene) -> list[Audience]:
    escalation = scene.after.escalation
    tiers = [scene.policy.ladder.tier(raised.tier) for raised in (escalation.raised if escalation else ())]
    return [channel(tier.channel) for tier in tiers if tier is not None and tier.channel]


def _customer_was_told(scene: Scene) -> bool:
    escalation = scene.after.escalation
    tiers = [scene.policy.ladder.tier(raised.tier) for raised in (escalation.raised if escalation else ())]
    return any(CUSTOMER in tier.roles or REQUESTER in tier.roles for tier in tiers if tier is not None)


RULES: Rules = {
    e.TierProposed: _tier_proposed,
    e.TierDeclined: _tier_declined,
    e.TierRaised: _tier_raised,
    e.EscalationTaken: _taken,
    e.Asked: _asked,
    e.DeEscalated: _de_escalated,
}
