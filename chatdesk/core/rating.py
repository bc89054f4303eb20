"""What the customer thought of the help."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

WORST_SCORE, BEST_SCORE = 1, 5


@dataclass(frozen=True)
class Rating:
    """How satisfied the customer was, from `WORST_SCORE` to `BEST_SCORE`."""

    score: int
    by: str
    at: datetime
    text_id: str | None = None
