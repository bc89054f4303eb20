"""Bulk loads."""

from __future__ import annotations

from dataclasses import dataclass

from chatdesk.core.events.base import Happening
from chatdesk.core.load import Load


@dataclass(frozen=True)
class LoadReceived(Happening):
    """The case brought rows that were all right."""

    load: Load


@dataclass(frozen=True)
class LoadApproved(Happening):
    by: str


@dataclass(frozen=True)
class LoadDeclined(Happening):
    by: str
    text_id: str | None
