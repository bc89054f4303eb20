"""Both sides look for a date, or wait for a release."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chatdesk.core.agreement import Term
from chatdesk.core.events.base import Happening


@dataclass(frozen=True)
class TermOffered(Happening):
    term: Term
    by: str
    is_ours: bool


@dataclass(frozen=True)
class TermAccepted(Happening):
    term: Term
    by: str


@dataclass(frozen=True)
class TermDeclined(Happening):
    term: Term
    by: str
    text_id: str | None


@dataclass(frozen=True)
class AgreementLapsed(Happening):
    """The promise that now holds needs no agreement."""


@dataclass(frozen=True)
class AgreementAwaited(Happening):
    """From now on both sides owe each other an answer; they are reminded at `nudge_at` (None: no more)."""

    nudge_at: datetime | None


@dataclass(frozen=True)
class AgreementNudged(Happening):
    nudge_at: datetime | None


@dataclass(frozen=True)
class ReleaseAnnounced(Happening):
    """The release this case waits for is planned for `due_at`, or is out."""

    release: str
    due_at: datetime | None
    is_out: bool
    text_id: str | None = None
