"""A simulation's sums as tables for the terminal."""

from __future__ import annotations

from rich import box
from rich.console import Console
from rich.table import Table

from chatdesk.core.policy import Policy
from chatdesk.policy_files import span_words
from chatdesk.simulation.figures import Fate, Figures
from chatdesk.simulation.labels import length_words, metric_words, plural, role_words, severity_words

_WIDTH = 110
_TOLD = {
    "clock.warned": "A due time comes near",
    "clock.breached": "A due time passed",
    "tier.proposed": "A tier is proposed",
    "tier.raised": "A tier is told",
    "handed_off": "Handed to a deeper level",
    "nobody_assigned": "Nobody took it over",
}


def print_figures(figures: Figures, about: str) -> None:
    console = Console(highlight=False, markup=False)
    if not console.is_terminal:
        console = Console(highlight=False, markup=False, width=_WIDTH)
    console.print(f"{figures.policy.title.in_language('en')}: {about}")
    console.print(f"{plural(figures.cases_with_a_miss, 'case')} of {figures.cases:,} missed a promise.")
    console.print()
    console.print(_promises(figures))
    console.print(_tiers(figures))
    console.print(_told(figures))
    for (step, reason), times in sorted(figures.refused.items()):
        console.print(f"The policy refused {step} {plural(times, 'time')}: {reason}")


def _promises(figures: Figures) -> Table:
    table = _table("Severity", "Promise")
    for name in ("Kept", "Missed", "Running", "Kept of ended", "Warned", "Latest by"):
        table.add_column(name, justify="right")
    last: str | None = None
    for severity, target_id, row in figures.sorted_rows():
        target = figures.policy.target(target_id)
        label = severity_words(figures.policy, severity)
        share = row.kept_share
        table.add_row(
            label if label != last else "",
            f"{metric_words(target.metric)}, {span_words(target.within)}{' (house)' if target.is_house else ''}",
            f"{row.fates[Fate.KEPT]:,}",
            f"{row.fates[Fate.MISSED]:,}",
            f"{row.fates[Fate.OPEN]:,}",
            "" if share is None else f"{share:.1%}",
            f"{row.warned:,}",
            # A missed cycle of what recurs ends where the next begins.
            length_words(row.latest_seconds) if row.fates[Fate.MISSED] and not target.recurs else "",
        )
        last = label
    return table


def _tiers(figures: Figures) -> Table | str:
    if not figures.tiers and not figures.proposed:
        return "No tier was told."
    table = _table("Tier", "Told", "Cases", "Proposed first", "Who")
    for number in sorted({*figures.tiers, *figures.proposed}):
        tier = figures.tiers.get(number)
        table.add_row(
            str(number),
            f"{tier.times:,}" if tier else "0",
            f"{tier.cases:,}" if tier else "0",
            f"{figures.proposed[number]:,}",
            _who(figures.policy, number),
        )
    return table


def _who(policy: Policy, number: int) -> str:
    tier = policy.ladder.tier(number)
    if tier is None:
        return ""
    channel = [f"channel {tier.channel}"] if tier.channel else []
    return ", ".join([*channel, *(role_words(policy, role) for role in tier.roles)])


def _told(figures: Figures) -> Table | str:
    if not figures.told:
        return "Nobody was told anything."
    table = _table("Told", "Whom")
    table.add_column("Times", justify="right")
    last: str | None = None
    for (kind, audience, name), times in sorted(figures.told.items()):
        whom = role_words(figures.policy, name) if audience == "person" else f"{audience} {name}"
        table.add_row(_TOLD[kind] if kind != last else "", whom, f"{times:,}")
        last = kind
    return table


def _table(*names: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in names:
        table.add_column(name, overflow="fold")
    return table
