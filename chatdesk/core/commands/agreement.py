"""Finding a date that both sides accept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from chatdesk.core.agreement import Term
from chatdesk.core.commands.base import Command


@dataclass(frozen=True, kw_only=True)
class OfferTerm(Command):
    """Propose a date or a release for the correction; a clock runs on it once the other side accepts."""

    term: Term


@dataclass(frozen=True, kw_only=True)
class AcceptTerm(Command):
    """Yes to the offer made at `offered_at`; a newer one must be read first."""

    offered_at: datetime


@dataclass(frozen=True, kw_only=True)
class DeclineTerm(Command):
    text_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class NoteRelease(Command):
    """A release is planned for `due_at` or is out. The desk gives it to each case that waits for this release."""

    release: str
    due_at: datetime | None = None
    is_out: bool = False
    text_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class AnnounceRelease(Command):
    """To everybody, and of no case: a release is planned for a day, or is out where there is none (C2-11).

    The desk tells every customer, and gives a `NoteRelease` to each case that waits for it.
    """

    release: str
    due_on: date | None = None
    text_id: str | None = None
