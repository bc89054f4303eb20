"""An explanation in at most twelve lines; the page and JSON hold everything."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from chatdesk.core.business_hours import BusinessHours
from chatdesk.core.policy import Policy, SpanKind
from chatdesk.explain import ExplainedClock, ExplainedTier, Explanation
from chatdesk.explain.words import KINDS, moment_words, promise_words
from chatdesk.policy_files.week import DAYS

MOST_LINES = 12


def short_lines(explanation: Explanation) -> list[str]:
    """What is due when, which clause says so, what did not count, how it was read; the weightiest first."""
    lines = [_head(explanation), *_due_lines(explanation), *_hours_lines(explanation), _rules(explanation.policy)]
    lines += dict.fromkeys([*_readings(explanation), *_assumed(explanation)])
    if len(lines) <= MOST_LINES:
        return lines
    left = len(lines) - MOST_LINES + 1
    return [*lines[: MOST_LINES - 1], f"… and {left} more line{'' if left == 1 else 's'}: --full, or --json."]


def _head(explanation: Explanation) -> str:
    policy = explanation.policy
    zone = ZoneInfo(policy.hours(policy.main_hours).zone)
    plan = f", plan {explanation.plan}" if explanation.plan else ""
    return (
        f"{policy.title.in_language('en')}: reported {moment_words(explanation.at, zone)} ({zone.key}), "
        f"{KINDS[explanation.kind]}{plan}"
    )


def _due_lines(explanation: Explanation) -> Iterator[str]:
    """A line for each clock of one severity; of several severities, a line for each severity."""
    policy = explanation.policy
    numbers = {clock.severity for clock in explanation.clocks}
    for severity, grouped in groupby(explanation.clocks, key=lambda clock: clock.severity):
        clocks = list(grouped)
        tiers = [tier for tier in explanation.tiers if tier.severity == severity]
        if len(numbers) == 1:
            yield from (_clock(policy, clock, is_long=True) for clock in clocks)
            if tiers:
                yield _tiers(policy, tiers)
        else:
            step = policy.severity(severity)
            label = step.label.in_language("en") if step else "Any"
            yield f"{label}: {'; '.join(_clock(policy, clock, is_long=False) for clock in clocks)}"
    if not explanation.clocks:
        yield "Nothing is promised for such a case."


def _clock(policy: Policy, clock: ExplainedClock, is_long: bool) -> str:
    target = clock.target
    metric = target.metric.value.replace("_", " ")
    zone = ZoneInfo(policy.hours(target.hours).zone)
    due = f"due {moment_words(clock.due_at, zone)}" if clock.due_at else "no due time"
    source = ", ".join(target.clauses) or ("house value" if target.is_house else "")
    if not is_long:
        return f"{metric} {due} ({source})"
    skipped = _skipped(clock, zone)
    left_out = f"; not counted: {', '.join(skipped)}" if skipped else ""
    house = "; a house value" if target.is_house and target.clauses else ""
    return f"{metric.capitalize()}: {promise_words(clock)}, {due}{left_out} ({source}{house})"


def _tiers(policy: Policy, tiers: list[ExplainedTier]) -> str:
    told = ", ".join(
        f"{tier.tier.number} {moment_words(tier.at, ZoneInfo(policy.hours(tier.target.hours).zone))}" for tier in tiers
    )
    clauses = dict.fromkeys(clause for tier in tiers for clause in tier.tier.clauses)
    how = "by itself" if tiers[0].is_automatic else "proposed first"
    source = "the house's ladder, no promise" if policy.ladder.is_house else ", ".join(clauses)
    return f"Tiers, {how}: {told} ({source})"


def _skipped(clock: ExplainedClock, zone: ZoneInfo) -> list[str]:
    """Holidays and days of the week that held no hours, each once."""
    found: dict[str, None] = {}
    for step in clock.steps:
        if step.why[0] == "holiday" and len(step.why) > 1:
            found[step.why[1]] = None
        elif step.why[0] == "no_hours":
            first = step.from_at.astimezone(zone).date()
            last = (step.to_at.astimezone(zone) - timedelta(seconds=1)).date()
            for n in range(min((last - first).days, 6) + 1):
                found[f"{first + timedelta(days=n):%a}"] = None
    return list(found)


def _hours_lines(explanation: Explanation) -> Iterator[str]:
    names = dict.fromkeys(
        clock.target.hours
        for clock in explanation.clocks
        if clock.due_at is not None and clock.target.within.kind is not SpanKind.ELAPSED
    )
    for name in names:
        hours = explanation.policy.hours(name)
        yield f"Business time: {_week(hours)} ({hours.zone})"


def _week(hours: BusinessHours) -> str:
    told = []
    for ranges, run in groupby(range(7), key=lambda day: hours.week[day]):
        days = list(run)
        if ranges:
            first, last = DAYS[days[0]].capitalize(), DAYS[days[-1]].capitalize()
            told.append(f"{first if first == last else f'{first}–{last}'} {', '.join(map(str, ranges))}")
    return "; ".join(told)


def _rules(policy: Policy) -> str:
    paused = " and ".join(policy.pauses_for)
    waiting = f"Waiting for the {paused} pauses the clocks" if paused else "Waiting pauses no clock"
    since = "that change" if policy.severity_counts_from_change else "the report"
    return f"{waiting}; after a change of severity, times count from {since}"


def _readings(explanation: Explanation) -> Iterator[str]:
    ladder = explanation.policy.ladder.readings if explanation.tiers else ()
    for reading in (*(one for clock in explanation.clocks for one in clock.target.readings), *ladder):
        others = " ".join(words.in_language("en") for words in reading.not_taken)
        yield f"Read as: {reading.taken.in_language('en')}{f' Not: {others}' if others else ''}"


def _assumed(explanation: Explanation) -> Iterator[str]:
    told = dict.fromkeys(
        one.reason.in_language("en")
        for clock in explanation.clocks
        for one in clock.target.assumed
        if not one.is_confirmed
    )
    if told:
        yield f"Assumed, and not confirmed: {' '.join(told)}"
