"""Who must be told what: from events to notices, before words exist."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from chatdesk.core.case import Case
from chatdesk.core.events import Event
from chatdesk.core.notice import CUSTOMER_VIEW, Notice
from chatdesk.core.notices import agreement, change, clocks, ending, escalation, load, report, severity, work, workplace
from chatdesk.core.notices import policy as policies
from chatdesk.core.notices.scene import Rules, Scene
from chatdesk.core.people import Roster
from chatdesk.core.policy import Kind, Policy

_RULES: Rules = {
    **work.RULES,
    **severity.RULES,
    **clocks.RULES,
    **escalation.RULES,
    **ending.RULES,
    **agreement.RULES,
    **change.RULES,
    **report.RULES,
    **load.RULES,
    **policies.RULES,
    **workplace.RULES,
}


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
    if after.kind is Kind.PROBLEM:
        # A problem is ours; its customer hears of it in the cases it was found in.
        told = [notice for notice in told if notice.audience != CUSTOMER_VIEW]
    return _without_repeats(told)


def _without_repeats(told: list[Notice]) -> tuple[Notice, ...]:
    if not {"clock.breached", "tier.raised"} <= {notice.kind for notice in told}:
        return tuple(told)
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
