"""What many played cases add up to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from chatdesk.core.case import Clock, ClockState
from chatdesk.core.policy import Metric, Policy
from chatdesk.simulation.playing import Played

# These hand a case on or raise a tier when they run out; nobody was promised anything by them.
TRIGGERS = (Metric.ESCALATION, Metric.HANDOFF)


class Fate(StrEnum):
    """How a promise ended: kept in time, missed, or still running at the end of the simulation."""

    KEPT = "kept"
    MISSED = "missed"
    OPEN = "open"


@dataclass
class Row:
    """One promise for one severity. Every cycle of a recurring one counts."""

    fates: Counter[Fate] = field(default_factory=Counter)
    warned: int = 0
    latest_seconds: int = 0

    @property
    def kept_share(self) -> float | None:
        """Of those that came to an end; None where none did."""
        ended = self.fates[Fate.KEPT] + self.fates[Fate.MISSED]
        return self.fates[Fate.KEPT] / ended if ended else None


@dataclass
class TierRow:
    """How often a tier was told, in how many cases, and who stands behind it."""

    times: int = 0
    cases: int = 0
    told: Counter[str] = field(default_factory=Counter)
    because: Counter[str] = field(default_factory=Counter)


class Figures:
    """Adds up one played case after the other. Rows are keyed by severity (None: never said) and target id."""

    def __init__(self, policy: Policy, until: datetime | None) -> None:
        self.policy = policy
        self.until = until
        self.cases = 0
        self.cases_with_a_miss = 0
        self.rows: dict[tuple[int | None, str], Row] = {}
        self.tiers: dict[int, TierRow] = {}
        self.proposed: Counter[int] = Counter()
        self.told: Counter[tuple[str, str, str]] = Counter()
        self.refused: Counter[tuple[str, str]] = Counter()

    def add(self, played: Played) -> None:
        self.cases += 1
        missed = False
        for clock in played.case.clocks:
            fate = fate_of(clock)
            if fate is None:
                continue
            row = self.rows.setdefault((self._severity_of(played, clock), clock.target_id), Row())
            row.fates[fate] += 1
            row.warned += clock.warned_at is not None
            if fate is Fate.MISSED:
                missed = True
                row.latest_seconds = max(row.latest_seconds, late_seconds(clock, self.until))
        self.cases_with_a_miss += missed
        for number in {one.raised.tier for one in played.raised}:
            self.tiers.setdefault(number, TierRow()).cases += 1
        for one in played.raised:
            tier = self.tiers[one.raised.tier]
            tier.times += 1
            tier.told.update(one.raised.told)
            tier.because[one.because] += 1
        self.proposed.update(one.tier for one in played.proposed)
        self.told.update((notice.kind, notice.audience.kind, notice.audience.name) for notice in played.told)
        self.refused.update(played.refused)

    def _severity_of(self, played: Played, clock: Clock) -> int | None:
        """The severity that the promise was given for: the case's own, unless it was kept or missed before a change."""
        severity = played.case.severity
        covered = self.policy.target(clock.target_id).severities
        return covered[0] if severity is not None and covered and severity not in covered else severity

    def sorted_rows(self) -> list[tuple[int | None, str, Row]]:
        """By severity, the unsaid last, then in the policy's order."""
        order = {target.id: place for place, target in enumerate(self.policy.targets)}
        keys = sorted(self.rows, key=lambda key: (key[0] is None, key[0] or 0, order[key[1]]))
        return [(severity, target_id, self.rows[severity, target_id]) for severity, target_id in keys]


def fate_of(clock: Clock) -> Fate | None:
    """None for what has no due time, is no promise, or stopped being owed."""
    if clock.due_at is None or clock.metric in TRIGGERS:
        return None
    if clock.is_breached:
        return Fate.MISSED
    if clock.state is ClockState.MET:
        return Fate.KEPT
    return None if clock.state is ClockState.CANCELLED else Fate.OPEN


def late_seconds(clock: Clock, until: datetime | None) -> int:
    """How long after its due time it was given, around the clock; what never came is late until the end."""
    end = clock.ended_at or until
    return max(int((end - clock.due_at).total_seconds()), 0) if end is not None and clock.due_at is not None else 0
