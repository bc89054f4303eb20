"""How due times and tiers come about, worked out without a case; no words chosen yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from chatdesk.core.business_hours import BusinessHours, DaysRule, Step
from chatdesk.core.policy import Kind, Metric, Policy, Span, SpanKind, Target, Tier
from chatdesk.core.spans import due_after

ELAPSED = ("elapsed",)


@dataclass(frozen=True)
class ExplainedClock:
    """One promise of a case reported at a moment. `due_at` is UTC, None where there is no due time.

    `steps` lead from the report to `due_at` without a gap. `days_rule` says which part of
    rule D3 ran where business days decide. `is_cut_short` tells that `at_latest` came first.
    """

    target: Target
    severity: int | None
    due_at: datetime | None
    steps: tuple[Step, ...] = ()
    days_rule: DaysRule | None = None
    is_cut_short: bool = False


@dataclass(frozen=True)
class ExplainedTier:
    """When a tier is told (UTC), or proposed where that does not happen by itself, if nothing else is done.

    `target` is the promise whose span leads from tier to tier.
    """

    tier: Tier
    severity: int | None
    at: datetime
    is_automatic: bool
    target: Target


@dataclass(frozen=True)
class Explanation:
    """`at` is the moment of the report."""

    policy: Policy
    at: datetime
    kind: Kind
    plan: str | None
    clocks: tuple[ExplainedClock, ...]
    tiers: tuple[ExplainedTier, ...]


def explain(
    policy: Policy, at: datetime, severities: Sequence[int | None], plan: str | None, kind: Kind = Kind.INCIDENT
) -> Explanation:
    """Every clock and tier of one case for each of these severities, reported at `at`."""
    clocks: list[ExplainedClock] = []
    tiers: list[ExplainedTier] = []
    for severity in severities:
        own = [
            explain_clock(target, severity, at, policy.hours(target.hours))
            for target in policy.targets_for(severity, plan, kind)
        ]
        clocks += own
        tiers += _tiers(policy, severity, own)
    return Explanation(policy, at, kind, plan, tuple(clocks), tuple(tiers))


def explain_clock(target: Target, severity: int | None, at: datetime, hours: BusinessHours) -> ExplainedClock:
    """One target from a report at `at`. ValueError for a naive instant."""
    due_at = due_after(target.within, at, hours)
    if due_at is None:
        return ExplainedClock(target, severity, None)
    span, is_cut_short = _deciding_span(target.within, at, due_at, hours)
    if span.kind is SpanKind.ELAPSED:
        steps = [Step(at.astimezone(UTC), due_at, span.seconds, ELAPSED)]
    else:
        steps = hours.walk(at, due_at)
    rule = hours.business_days_rule(at, span.days, span.end_of_day) if span.kind is SpanKind.BUSINESS_DAYS else None
    return ExplainedClock(target, severity, due_at, tuple(steps), rule, is_cut_short)


def _deciding_span(span: Span, at: datetime, due_at: datetime, hours: BusinessHours) -> tuple[Span, bool]:
    """The rule that gave `due_at`: the span's own, or `at_latest` where that comes earlier."""
    if span.at_latest is None:
        return span, False
    latest = due_after(span.at_latest, at, hours)
    own = due_after(Span(span.kind, span.seconds, span.days, span.end_of_day), at, hours)
    if own == due_at or latest is None:
        return span, False
    return _deciding_span(span.at_latest, at, latest, hours)[0], True


def _tiers(policy: Policy, severity: int | None, clocks: Sequence[ExplainedClock]) -> list[ExplainedTier]:
    """The climb if nobody does anything but acknowledge in time (rule D15).

    A policy with an escalation time climbs from there; another from the earliest promise of
    the case that starts its ladder. Each further tier comes one span of that target later.
    """
    base = _base(policy, clocks)
    if base is None or base.due_at is None:
        return []
    hours = policy.hours(base.target.hours)
    is_automatic = severity not in policy.ladder.manual
    found: list[ExplainedTier] = []
    at: datetime | None = base.due_at
    for tier in policy.ladder.tiers:
        if at is None or tier.number > policy.ladder.top_for(severity):
            break
        found.append(ExplainedTier(tier, severity, at, is_automatic, base.target))
        at = due_after(base.target.within, at, hours)
    return found


def _base(policy: Policy, clocks: Sequence[ExplainedClock]) -> ExplainedClock | None:
    starting = [clock for clock in clocks if clock.target.metric in policy.ladder.starts]
    by_schedule = [clock for clock in starting if clock.target.metric is Metric.ESCALATION]
    dated = [(clock.due_at, clock) for clock in by_schedule or starting if clock.due_at is not None]
    return min(dated, key=lambda pair: pair[0])[1] if dated else None
