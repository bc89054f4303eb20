"""A bulk load that came with a case."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class LoadState(StrEnum):
    """Accepted at once, or as one too many in its month waiting for somebody's yes, and the answer."""

    ACCEPTED = "accepted"
    WAITING = "waiting"
    APPROVED = "approved"
    DECLINED = "declined"


@dataclass(frozen=True)
class Load:
    """How many rows were checked and found right, and their hash."""

    rows: int
    digest: str
    state: LoadState = LoadState.ACCEPTED
