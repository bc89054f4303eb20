"""What can become of one message."""

from __future__ import annotations

from enum import StrEnum


class Result(StrEnum):
    SENT = "sent"
    RETRIED = "retried"
    DEAD = "dead"
    UNCERTAIN = "uncertain"
    LOST = "lost"
    UNCHANGED = "unchanged"


def if_held(is_held: bool, result: Result) -> Result:
    """What was recorded, or that the lease was lost to somebody else and nothing was."""
    return result if is_held else Result.LOST
