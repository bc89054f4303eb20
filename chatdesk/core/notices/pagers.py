"""What wakes people beside a tier's channel: a tier told, the escalation taken, the escalation over."""

from __future__ import annotations

from dataclasses import replace

from chatdesk.core.notice import Notice, pager
from chatdesk.core.notices.scene import Scene


def paged(told: Notice, scene: Scene, tier: int, channel: str | None) -> list[Notice]:
    """The notice once more, for the pagers of a tier's channel.

    `escalation` and `tier` name the alarm, so that what follows reaches the one that rang. All of them are
    urgent, or a later word about an alarm could overtake the alarm.
    """
    escalation = scene.after.escalation
    if channel is None or escalation is None:
        return []
    facts = dict(told.facts) | {"escalation": str(escalation.number), "tier": str(tier)}
    return [
        replace(told, audience=pager(channel), facts=tuple(sorted(facts.items())), is_urgent=True, stands_alone=True)
    ]


def paged_everywhere(told: Notice, scene: Scene) -> list[Notice]:
    """The notice for every alarm that this escalation has raised."""
    escalation = scene.after.escalation
    found: list[Notice] = []
    for raised in escalation.raised if escalation else ():
        tier = scene.policy.ladder.tier(raised.tier)
        found += paged(told, scene, raised.tier, tier.channel if tier else None)
    return found
