"""A case ends, comes back, or meets another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chatdesk.core.case import Resolution
from chatdesk.core.events.base import Happening


@dataclass(frozen=True)
class Resolved(Happening):
    resolution: Resolution
    text_id: str
    by: str
    remind_at: datetime | None
    means: str | None = None
    site: str | None = None


@dataclass(frozen=True)
class ApprovalReminded(Happening):
    remind_at: datetime | None


@dataclass(frozen=True)
class Approved(Happening):
    by: str


@dataclass(frozen=True)
class Rejected(Happening):
    by: str
    text_id: str


@dataclass(frozen=True)
class Closed(Happening):
    by: str | None


@dataclass(frozen=True)
class Reopened(Happening):
    by: str
    text_id: str


@dataclass(frozen=True)
class Withdrawn(Happening):
    by: str
    text_id: str | None


@dataclass(frozen=True)
class Linked(Happening):
    other_id: str
    relation: str


@dataclass(frozen=True)
class Merged(Happening):
    into_id: str
    by: str
