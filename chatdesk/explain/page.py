"""An explanation as a page for the terminal; plain text where that is no terminal."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from zoneinfo import ZoneInfo

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from chatdesk.core.business_hours import Step
from chatdesk.core.policy import Policy
from chatdesk.explain import ExplainedClock, ExplainedTier, Explanation
from chatdesk.explain.words import (
    KINDS,
    length_words,
    moment_words,
    promise_words,
    rule_words,
    way_words,
    why_words,
)

_WIDTH = 100
_INDENT = (0, 0, 0, 2)
_FURTHER = (0, 0, 0, 4)


def print_explanation(explanation: Explanation) -> None:
    """Write the page to standard output, without colours unless that is a terminal."""
    console = Console(highlight=False)
    console = Console(highlight=False, width=_WIDTH) if not console.is_terminal else console
    policy = explanation.policy
    zone = ZoneInfo(policy.hours(policy.main_hours).zone)
    console.print(Text(policy.title.in_language("en"), style="bold"))
    console.print(_facts(explanation, zone))
    console.print()
    console.print(_due_times(explanation))
    if explanation.tiers:
        console.print(_tiers(explanation))
    console.print(Text("How the times come about", style="bold"))
    for clock in explanation.clocks:
        console.print()
        _print_clock(console, policy, clock)
    _print_readings(console, explanation)
    _print_assumed(console, explanation)


def _facts(explanation: Explanation, zone: ZoneInfo) -> str:
    policy = explanation.policy
    said = f"Policy {policy.name}, version {policy.version}.\n"
    said += f"Reported {moment_words(explanation.at, zone)} ({zone.key}), kind {KINDS[explanation.kind]}"
    return said + (f", plan {explanation.plan}." if explanation.plan else ".")


def _due_times(explanation: Explanation) -> Table:
    table = _table("Due times", "Severity", "Clock", "Due", "Within", "Clauses")
    for severity, clocks in groupby(explanation.clocks, key=lambda clock: clock.severity):
        for number, clock in enumerate(clocks):
            table.add_row(
                _severity(explanation.policy, severity) if number == 0 else "",
                _metric(clock),
                _due(explanation.policy, clock),
                promise_words(clock),
                ", ".join(clock.target.clauses) + (" (house value)" if clock.target.is_house else ""),
            )
    return table


def _tiers(explanation: Explanation) -> Table:
    policy = explanation.policy
    title = "Tiers, if nothing but a timely acknowledgement happens"
    if policy.ladder.is_house:
        title = "Tiers of the house (no promise of the provider), if nothing happens"
    table = _table(title, "Severity", "Tier", "At", "How", "Who is told")
    for severity, tiers in groupby(explanation.tiers, key=lambda tier: tier.severity):
        for number, tier in enumerate(tiers):
            table.add_row(
                _severity(policy, severity) if number == 0 else "",
                str(tier.tier.number),
                moment_words(tier.at, ZoneInfo(policy.hours(tier.target.hours).zone)),
                "by itself" if tier.is_automatic else "proposed",
                _told(policy, tier),
            )
    return table


def _told(policy: Policy, tier: ExplainedTier) -> str:
    roles = [policy.role(key) for key in tier.tier.roles]
    names = ", ".join(role.label.in_language("en") for role in roles if role)
    return f"{names}; channel {tier.tier.channel}" if tier.tier.channel else names


def _print_clock(console: Console, policy: Policy, clock: ExplainedClock) -> None:
    zone = ZoneInfo(policy.hours(clock.target.hours).zone)
    name = _metric(clock) if clock.severity is None else f"{_severity(policy, clock.severity)}, {_metric(clock)}"
    due = "no due time" if clock.due_at is None else f"due {_due(policy, clock)}"
    heading = Text(name, style="bold")
    heading.append(f": {promise_words(clock)}; {due}", style="not bold")
    console.print(heading)
    if clock.steps:
        console.print(_way(clock.steps, zone))
    rule = rule_words(clock)
    if rule:
        console.print(Padding(Text(rule), _INDENT))


def _way(steps: Iterable[Step], zone: ZoneInfo) -> Padding:
    """One row for each stretch that counts, and one for what lies between two of them."""
    rows = Table.grid(padding=(0, 2))
    rows.add_column(no_wrap=True)
    rows.add_column(no_wrap=True, justify="right")
    rows.add_column()
    for group in _merged(steps):
        counted = sum(step.counted_seconds for step in group)
        why = "; ".join(dict.fromkeys(_named(group, zone)))
        way = way_words(group[0].from_at, group[-1].to_at, zone)
        rows.add_row(way, length_words(counted), why, style="" if counted else "dim")
    return Padding(rows, _INDENT)


def _merged(steps: Iterable[Step]) -> list[list[Step]]:
    """Open stretches one by one; what lies between two of them as one."""
    return [list(group) for _, group in groupby(steps, key=lambda step: (bool(step.counted_seconds), _own(step)))]


def _own(step: Step) -> str:
    return step.from_at.isoformat() if step.counted_seconds else ""


def _named(steps: list[Step], zone: ZoneInfo) -> list[str]:
    words = [why_words(step, zone) for step in steps]
    named = [word for word in words if word != "closed"]
    return named or words


def _print_readings(console: Console, explanation: Explanation) -> None:
    readings = [reading for clock in explanation.clocks for reading in clock.target.readings]
    if explanation.tiers:
        readings += explanation.policy.ladder.readings
    if not readings:
        return
    console.print()
    console.print(Text("Readings taken", style="bold"))
    for reading in dict.fromkeys(readings):
        console.print(Padding(Text(reading.taken.in_language("en")), _INDENT))
        for words in reading.not_taken:
            console.print(Padding(Text(f"Not taken: {words.in_language('en')}", style="dim"), _FURTHER))


def _print_assumed(console: Console, explanation: Explanation) -> None:
    assumed = [one for clock in explanation.clocks for one in clock.target.assumed if not one.is_confirmed]
    if not assumed:
        return
    console.print()
    console.print(Text("Assumed, and not yet confirmed", style="bold"))
    for one in dict.fromkeys(assumed):
        console.print(Padding(Text(one.reason.in_language("en")), _INDENT))


def _severity(policy: Policy, number: int | None) -> str:
    step = policy.severity(number)
    return step.label.in_language("en") if step else "any"


def _metric(clock: ExplainedClock) -> str:
    return clock.target.metric.value.replace("_", " ")


def _due(policy: Policy, clock: ExplainedClock) -> str:
    if clock.due_at is None:
        return "no due time"
    return moment_words(clock.due_at, ZoneInfo(policy.hours(clock.target.hours).zone))


def _table(title: str, *columns: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        table.add_column(column, no_wrap=column in ("Severity", "Clock", "Due", "At", "Tier"))
    return table
