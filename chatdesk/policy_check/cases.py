"""The targets of every sort of case that a policy knows: severity, plan and kind."""

from __future__ import annotations

from collections.abc import Mapping

from chatdesk.core.policy import Kind, Metric, Policy, Target

Sort = tuple[int | None, str | None, Kind]
CasesOf = Mapping[Sort, Mapping[Metric, Target]]


def cases_of(policy: Policy) -> CasesOf:
    """By (severity, plan, kind), the one target of each metric; as `Policy.targets_for`, for all sorts in one walk."""
    severities: list[int | None] = [*(step.number for step in policy.severities)] or [None]
    plans: list[str | None] = [*(plan.key for plan in policy.plans)] or [None]
    found: dict[Sort, dict[Metric, Target]] = {
        (severity, plan, kind): {} for severity in severities for plan in plans for kind in Kind
    }
    for target in policy.targets:
        for (severity, plan, kind), chosen in found.items():
            if target.metric not in chosen and target.covers(severity, plan, kind):
                chosen[target.metric] = target
    return found
