"""English for findings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, tzinfo


def listed(items: Iterable[object], joint: str = "and") -> str:
    """ "1", "1 and 2", "1, 2 and 3"."""
    words = [str(item) for item in items]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {joint} {words[-1]}"


def severities_words(numbers: Iterable[int]) -> str:
    ordered = sorted(numbers)
    return f"severit{'y' if len(ordered) == 1 else 'ies'} {listed(ordered)}"


def day_and_time(at: datetime, zone: tzinfo) -> str:
    """ "Fri 12 Jun 16:00"."""
    local = at.astimezone(zone)
    return f"{local:%a} {local.day} {local:%b %H:%M}"
