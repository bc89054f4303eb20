"""Words that were said already are changed or taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chatdesk.core.events.base import Happening


@dataclass(frozen=True)
class WordsChanged(Happening):
    """`text_id` holds other words since `changed_at`; `was_id` those that it held before."""

    text_id: str
    was_id: str
    by: str
    changed_at: datetime


@dataclass(frozen=True)
class WordsDeleted(Happening):
    """Who deleted them no platform says; `deleted_at` is its own moment of it."""

    text_id: str
    deleted_at: datetime
