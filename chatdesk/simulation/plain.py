"""A simulation as plain values, for JSON and for one CSV row a promise."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from chatdesk.simulation.figures import Fate, Figures, fate_of, late_seconds
from chatdesk.simulation.playing import Played

CLOCK_COLUMNS = (
    "case",
    "severity",
    "metric",
    "cycle",
    "promise",
    "started",
    "due",
    "warned",
    "ended",
    "fate",
    "late_seconds",
)


def plain_figures(figures: Figures) -> dict[str, Any]:
    """The sums. Instants are ISO 8601 in UTC, shares between 0 and 1."""
    policy = figures.policy
    return {
        "policy": policy.name,
        "version": policy.version,
        "until": _iso(figures.until),
        "cases": figures.cases,
        "cases_with_a_miss": figures.cases_with_a_miss,
        "promises": [
            {
                "severity": severity,
                "promise": target_id,
                "metric": policy.target(target_id).metric.value,
                "is_house": policy.target(target_id).is_house,
                "kept": row.fates[Fate.KEPT],
                "missed": row.fates[Fate.MISSED],
                "open": row.fates[Fate.OPEN],
                "warned": row.warned,
                "kept_share": row.kept_share,
                "latest_seconds": row.latest_seconds,
            }
            for severity, target_id, row in figures.sorted_rows()
        ],
        "tiers": [
            {"tier": number, "times": tier.times, "cases": tier.cases, "told": dict(sorted(tier.told.items()))}
            for number, tier in sorted(figures.tiers.items())
        ],
        "proposed": {str(tier): times for tier, times in sorted(figures.proposed.items())},
        "told": [
            {"notice": kind, "audience": audience, "name": name, "times": times}
            for (kind, audience, name), times in sorted(figures.told.items())
        ],
        "refused": [
            {"step": step, "reason": reason, "times": times}
            for (step, reason), times in sorted(figures.refused.items())
        ],
    }


def plain_case(played: Played, until: datetime | None) -> dict[str, Any]:
    """One case: its promises with their fates, the tiers it reached and who was told."""
    return {
        "case": played.course.name,
        "severity": played.case.severity,
        "status": played.case.status.value,
        "opened": _iso(played.case.opened_at),
        "promises": clock_rows(played, until),
        "tiers": [
            {
                "tier": one.raised.tier,
                "at": _iso(one.raised.at),
                "channel": one.channel,
                "told": list(one.raised.told),
                "because": one.because,
            }
            for one in played.raised
        ],
        "told": [
            {
                "notice": notice.kind,
                "at": _iso(notice.at),
                "audience": notice.audience.name,
                "metric": notice.fact("metric"),
            }
            for notice in played.told
        ],
        "refused": [{"step": step, "reason": reason} for step, reason in played.refused],
    }


def clock_rows(played: Played, until: datetime | None) -> list[dict[str, Any]]:
    return [
        {
            "case": played.course.name,
            "severity": played.case.severity,
            "metric": clock.metric.value,
            "cycle": clock.cycle,
            "promise": clock.target_id,
            "started": _iso(clock.started_at),
            "due": _iso(clock.due_at),
            "warned": _iso(clock.warned_at),
            "ended": _iso(clock.ended_at),
            "fate": fate.value,
            "late_seconds": late_seconds(clock, until) if fate is Fate.MISSED else 0,
        }
        for clock in played.case.clocks
        if (fate := fate_of(clock)) is not None
    ]


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at is not None else None
