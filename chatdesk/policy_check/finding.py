"""What is odd in a policy that can be used, where it stands, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from chatdesk.policy_files.document import Where

# Every code that a program gives. Others may come from a file's `notes:`.
CODES = {
    "E-CLAUSE": "a clause id that is not listed under 'clauses:'",
    "E-CYCLE": "a climb or a handoff that comes back to where it was",
    "E-GAP": "a combination of answers that no severity covers",
    "E-HIDDEN": "a target that never runs, because earlier ones cover its cases",
    "E-MONO": "a worse severity with a later due time",
    "E-NEVER": "a time that can never decide or never be reached in its hours",
    "E-NOBODY": "a tier or a support level at which nobody can be reached",
    "E-OVERLAP": "answers that fit two severities, of which the milder wins",
    "E-ROW": "inside one severity, an earlier step due after a later one",
    "E-TABLE": "a plan without its own times",
    "E-UNREACHED": "a rule or a severity that no answers lead to",
    "E-WARN": "a warning that comes no sooner than its due time",
    "W-ASSUMED": "an assumption that nobody has confirmed yet",
    "W-EMPTY": "a role that nobody fills",
    "W-HOL": "hours without holidays",
    "W-LANG": "a text missing in a language of the policy",
    "W-LONG": "a target that is due more than a year later",
    "W-MANY": "more combinations of answers than can be checked",
    "W-OFFSET": "a fixed offset where a zone is meant",
    "W-PAST": "holidays that are all over, or left out for nothing",
    "W-UNIT": "one target, two units that agree only for one length of day",
    "W-UNQ": "a promise without a quantity",
    "W-UNUSED": "something declared that nothing uses",
    "W-WAIVER": "a waiver that no longer applies",
    "W-ZONE": "a zone by an old name, or one whose rules have changed lately",
}

# Known only when a directory is given.
NEED_A_DIRECTORY = ("E-NOBODY", "W-EMPTY")


@dataclass(frozen=True)
class Odd:
    """One thing that is odd. `where` leads to its line; `place` is how a waiver names it."""

    code: str
    where: Where
    odd: str
    advice: str
    clauses: tuple[str, ...] = ()
    named: str = ""

    @property
    def place(self) -> str:
        return self.named or ".".join(map(str, self.where)) or "policy"


@dataclass(frozen=True)
class Waiver:
    name: str
    on: date
    reason: str


@dataclass(frozen=True)
class Finding:
    """An odd thing at its line (from 1) of its file; `waiver` where somebody lets it pass."""

    path: Path
    line: int
    code: str
    place: str
    odd: str
    advice: str
    clauses: tuple[str, ...] = ()
    waiver: Waiver | None = field(default=None)

    @property
    def is_waived(self) -> bool:
        return self.waiver is not None

    def __str__(self) -> str:
        told = f"{self.path}:{self.line}: {self.code}: {self.odd} {self.advice}"
        if self.waiver is None:
            return told
        return f"{told} (Waived by {self.waiver.name} on {self.waiver.on}: {self.waiver.reason})"
