"""An explanation as plain values for JSON."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from chatdesk.core.business_hours import BusinessHours
from chatdesk.core.policy import Assumption, Policy, Reading
from chatdesk.explain import ExplainedClock, ExplainedTier, Explanation
from chatdesk.explain.words import rule_words, why_words
from chatdesk.policy_files import span_words
from chatdesk.policy_files.week import DAYS


def plain_explanation(explanation: Explanation) -> dict[str, Any]:
    """One object. Moments are ISO 8601 with the offset that holds in the calendar's zone at that moment."""
    policy = explanation.policy
    return {
        "policy": policy.name,
        "version": policy.version,
        "at": explanation.at.isoformat(),
        "kind": explanation.kind.value,
        "plan": explanation.plan,
        "clocks": [_clock(policy, clock) for clock in explanation.clocks],
        "tiers": [_tier(policy, tier) for tier in explanation.tiers],
        "ladder": {
            "clauses": list(policy.ladder.clauses),
            "readings": [_reading(reading) for reading in policy.ladder.readings],
            "house": policy.ladder.is_house,
        },
        "business_hours": [_hours(hours) for hours in policy.calendars],
        "pauses_for": list(policy.pauses_for),
        "severity_counts_from": "change" if policy.severity_counts_from_change else "report",
    }


def _clock(policy: Policy, clock: ExplainedClock) -> dict[str, Any]:
    target = clock.target
    zone = ZoneInfo(policy.hours(target.hours).zone)
    return {
        "metric": target.metric.value,
        "severity": clock.severity,
        "target": target.id,
        "hours": target.hours,
        "span": span_words(target.within),
        "due_at": _iso(clock.due_at, zone) if clock.due_at else None,
        "strength": target.strength.value,
        "clauses": list(target.clauses),
        "assumed": [_assumption(one) for one in target.assumed if not one.is_confirmed],
        "steps": [
            {
                "from": _iso(step.from_at, zone),
                "to": _iso(step.to_at, zone),
                "counted_seconds": step.counted_seconds,
                "why": why_words(step, zone),
            }
            for step in clock.steps
        ],
        "rule": rule_words(clock),
        "readings": [_reading(reading) for reading in target.readings],
        "house": target.is_house,
    }


def _tier(policy: Policy, tier: ExplainedTier) -> dict[str, Any]:
    zone = ZoneInfo(policy.hours(tier.target.hours).zone)
    return {
        "tier": tier.tier.number,
        "severity": tier.severity,
        "at": _iso(tier.at, zone),
        "roles": list(tier.tier.roles),
        "channel": tier.tier.channel,
        "automatic": tier.is_automatic,
        "clauses": list(tier.tier.clauses),
        "house": policy.ladder.is_house,
    }


def _hours(hours: BusinessHours) -> dict[str, Any]:
    return {
        "name": hours.name,
        "zone": hours.zone,
        "week": {day: [str(span) for span in ranges] for day, ranges in zip(DAYS, hours.week, strict=True)},
    }


def _assumption(assumption: Assumption) -> dict[str, str]:
    return {"what": assumption.key, "because": assumption.reason.in_language("en")}


def _reading(reading: Reading) -> dict[str, Any]:
    return {
        "taken": reading.taken.in_language("en"),
        "not_taken": [words.in_language("en") for words in reading.not_taken],
    }


def _iso(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).isoformat()
