"""English words of a simulation's table and pictures."""

from __future__ import annotations

from chatdesk.core.policy import Metric, Policy


def severity_words(policy: Policy, number: int | None) -> str:
    step = policy.severity(number)
    if step is not None:
        return step.label.in_language("en")
    return "Severity never said" if policy.severities else "Every case"


def metric_words(metric: Metric) -> str:
    return metric.value.replace("_", " ").capitalize()


def role_words(policy: Policy, key: str) -> str:
    role = policy.role(key)
    return role.label.in_language("en") if role is not None else key.replace("_", " ")


def plural(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"


def length_words(seconds: int) -> str:
    """In two units at most, such as "2 d 3 h"."""
    minutes, _ = divmod(seconds, 60)
    days, rest = divmod(minutes, 24 * 60)
    hours, left = divmod(rest, 60)
    parts = [f"{n} {unit}" for n, unit in ((days, "d"), (hours, "h"), (left, "min")) if n]
    return " ".join(parts[:2]) or "under a minute"
