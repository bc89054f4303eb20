"""A case is reported."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chatdesk.core.commands.base import Command
from chatdesk.core.load import Load
from chatdesk.core.policy import Kind


@dataclass(frozen=True, kw_only=True)
class Open(Command):
    """Open a case. `reported_at` starts its clocks (rule D1). `severity` is the requester's own word, if given.

    The desk fills in `number`, `plan` and, where they are empty, `customer_id` and
    `requester_id` (an agent opening on somebody's behalf names the requester). `follows` is
    an older case that can no longer be reopened, `found_in` are the cases in which a problem
    was found. `is_covered` and `load` are the desk's too: whether the
    customer's contract runs, and what it found in the rows that came with it.
    """

    case_id: str
    title_id: str
    number: str = ""
    customer_id: str = ""
    requester_id: str = ""
    description_id: str | None = None
    reported_at: datetime
    via: str = "command"
    plan: str | None = None
    kind: Kind | None = None
    reason: str | None = None
    severity: int | None = None
    answers: tuple[tuple[str, str], ...] = ()
    follows: str | None = None
    found_in: tuple[str, ...] = ()
    is_covered: bool = True
    load: Load | None = None
