"""Plausible courses made from a seed: the same seed gives the same courses, on every machine."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from math import exp
from random import Random

from chatdesk.core.business_hours import BusinessHours
from chatdesk.core.policy import Kind, Metric, Policy, Target
from chatdesk.core.spans import due_after
from chatdesk.simulation.course import Course, Wait

# Shares and lengths that read like a support desk; nothing follows from them but the example.
_IN_HOURS = 0.75
_UNSAID = 0.06
_PRESSED = 0.1
_WAITS = 0.18
_RAISED = 0.05
_NEVER_RESOLVED = 0.02
_APPROVED = 0.6
_DEFAULT_DELAYS = {
    Metric.ACKNOWLEDGEMENT: timedelta(hours=1),
    Metric.FIRST_RESPONSE: timedelta(hours=3),
    Metric.ANALYSIS: timedelta(hours=12),
    Metric.WORKAROUND: timedelta(days=1),
    Metric.RESOLUTION: timedelta(days=3),
}
_LONGEST = timedelta(days=60)
_BETWEEN_UPDATES = timedelta(days=2)
_MOST_UPDATES = 30


def random_courses(policy: Policy, count: int, since: datetime, until: datetime, seed: int) -> Iterator[Course]:
    """`count` courses opened from `since` up to `until` (UTC). Those of a smaller count are the first of a larger."""
    chance = Random(seed)
    for number in range(1, count + 1):
        yield _course(f"R{number}", policy, since, until, chance)


def _course(name: str, policy: Policy, since: datetime, until: datetime, chance: Random) -> Course:
    hours = policy.hours(policy.main_hours)
    opened_at = _second(since + (until - since) * chance.random())
    if chance.random() < _IN_HOURS:
        opened_at = max(min(hours.next_opening(opened_at), until - timedelta(seconds=1)), since)
    severity = _severity(policy, chance)
    reason = chance.choice(policy.reasons).key if policy.reasons else None
    plan = chance.choice(policy.plans).key if policy.plans else None
    kind = Kind.INCIDENT if reason is None else None
    course = Course(name, opened_at, severity, kind, reason, plan)
    # A desk that is pressed is late with everything.
    pace = 3.0 if chance.random() < _PRESSED else 1.0
    targets = {
        target.metric: target
        for target in policy.targets_for(
            severity if severity is not None else policy.unset_severity,
            plan or policy.default_plan,
            course.kind_under(policy),
        )
    }
    acknowledged_at = _done(Metric.ACKNOWLEDGEMENT, targets, opened_at, opened_at, hours, pace, chance)
    first_response_at = _done(Metric.FIRST_RESPONSE, targets, opened_at, acknowledged_at, hours, pace, chance)
    analysed_at = (
        _done(Metric.ANALYSIS, targets, opened_at, acknowledged_at, hours, pace, chance)
        if Metric.ANALYSIS in targets
        else None
    )
    workaround_at = (
        _done(Metric.WORKAROUND, targets, opened_at, first_response_at, hours, pace, chance)
        if Metric.WORKAROUND in targets
        else None
    )
    latest = max(at for at in (first_response_at, analysed_at, workaround_at) if at is not None)
    resolved_at = _done(Metric.RESOLUTION, targets, opened_at, latest, hours, pace, chance)
    is_resolved = chance.random() >= _NEVER_RESOLVED
    return Course(
        name=name,
        opened_at=opened_at,
        severity=severity,
        kind=kind,
        reason=reason,
        plan=plan,
        acknowledged_at=acknowledged_at,
        analysed_at=analysed_at,
        first_response_at=first_response_at,
        updates=_updates(targets.get(Metric.UPDATE), hours, first_response_at, resolved_at, chance),
        workaround_at=workaround_at,
        waits=_waits(first_response_at, resolved_at, chance),
        severity_changes=_changes(policy, severity, first_response_at, resolved_at, chance),
        resolved_at=resolved_at if is_resolved else None,
        approved_at=_approved(resolved_at, chance) if is_resolved else None,
    )


def _severity(policy: Policy, chance: Random) -> int | None:
    numbers = [step.number for step in policy.severities]
    if not numbers or (chance.random() < _UNSAID and policy.unset_severity is not None):
        return None
    return chance.choices(numbers, weights=[2 + 3 * place for place in range(len(numbers))])[0]


def _done(
    metric: Metric,
    targets: dict[Metric, Target],
    opened_at: datetime,
    not_before: datetime,
    hours: BusinessHours,
    pace: float,
    chance: Random,
) -> datetime:
    """Mostly well before it is due, and by the night shift or the next morning where that is closed."""
    target = targets.get(metric)
    due_at = due_after(target.within, opened_at, hours) if target is not None else None
    length = due_at - opened_at if due_at is not None else _DEFAULT_DELAYS[metric]
    share = 0.42 * pace * exp(chance.gauss(0, 0.55))
    at = opened_at + min(max(length * share, timedelta(minutes=1)), _LONGEST)
    if target is None or length > timedelta(hours=10):
        opening = hours.next_opening(at)
        at = at if opening == at else opening + timedelta(minutes=chance.randrange(90))
    return _second(max(at, not_before + timedelta(minutes=1)))


def _updates(
    target: Target | None, hours: BusinessHours, since: datetime, until: datetime, chance: Random
) -> tuple[datetime, ...]:
    """Where updates are promised, mostly in time; else now and then."""
    found: list[datetime] = []
    at = since
    while len(found) < _MOST_UPDATES:
        due_at = due_after(target.within, at, hours) if target is not None else None
        pause = due_at - at if due_at is not None else _BETWEEN_UPDATES
        at = _second(at + max(pause * (0.35 + 0.7 * chance.random()), timedelta(minutes=5)))
        if at >= until:
            break
        found.append(at)
    return tuple(found)


def _waits(since: datetime, until: datetime, chance: Random) -> tuple[Wait, ...]:
    if chance.random() >= _WAITS:
        return ()
    first, last = sorted((chance.random(), chance.random()))
    return (Wait(_second(since + (until - since) * first), _second(since + (until - since) * last)),)


def _changes(
    policy: Policy, severity: int | None, since: datetime, until: datetime, chance: Random
) -> tuple[tuple[datetime, int], ...]:
    others = [step.number for step in policy.severities if step.number != severity]
    if not others or chance.random() >= (_RAISED if severity is not None else 0.9):
        return ()
    return ((_second(since + (until - since) * chance.random() * 0.3), chance.choice(others)),)


def _approved(resolved_at: datetime, chance: Random) -> datetime | None:
    if chance.random() >= _APPROVED:
        return None
    return _second(resolved_at + timedelta(hours=72) * chance.random())


def _second(at: datetime) -> datetime:
    return at.replace(microsecond=0)
