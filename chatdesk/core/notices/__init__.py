"""Who must be told what: from events to notices, before words exist."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from chatdesk.core.case import Case
from chatdesk.core.events import Event
from chatdesk.core.notice import Notice
from chatdesk.core.notices import clocks, ending, escalation, severity, work
from chatdesk.core.notices.scene import Rules, Scene
from chatdesk.core.people import Roster
from chatdesk.core.policy import Policy

_RULES: Rules = {**work.RULES, **severity.RULES, **clocks.RULES, **escalation.RULES, **ending.RULES}


def notices(
    before: Case | None, after: Case, events: Sequence[Event], policy: Policy, roster: Roster
) -> tuple[Notice, ...]:
    """Every notice these events call for, in their order, each audience once per event.

    Missed cycles of one recurring clock fold into one notice (rule D12), and a breach that
    is what raises a tier in the same moment is told by the tier's notice where both would go, which
    then carries the breach's facts too.
    """
    scene = Scene(before, after, events, policy, roster)
    told: list[Notice] = []
    for event in events:
        rule = _RULES.get(type(event.body))
        if rule is not None:
            told += rule(event.body, event, scene)
    return _without_repeats(told)


def _without_repeats(told: list[Notice]) -> tuple[Notice, ...]:
    breaches = {(n.audience, n.at, n.fact("metric")): n for n in told if n.kind == "clock.breached"}
    raised = {(n.audience, n.at, n.fact("trigger")) for n in told if n.kind == "tier.raised"}
    kept: list[Notice] = []
    for notice in told:
        key = (notice.audience, notice.at, notice.fact("trigger") or notice.fact("metric"))
        if notice.kind == "tier.raised" and key in breaches:
            facts = dict(breaches[key].facts) | dict(notice.facts)
            kept.append(replace(notice, facts=tuple(sorted(facts.items()))))
        elif notice.kind != "clock.breached" or key not in raised:
            kept.append(notice)
    return tuple(kept)
