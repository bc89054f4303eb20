"""docs/slack-duties.md as data: which duty has which tests and which red runs.

A row is `| S5-7 | the duty | what chatdesk does | tests | removals |`. Tests are node ids and removals are
names, each in backquotes; a duty that needs neither says in the last column "Not applicable: why."
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.faults.removal import ROOT

PAGE = ROOT / "docs" / "slack-duties.md"
# How many duties each section of Slack's facts holds: a row that is taken out is missed.
AT_LEAST = {0: 5, 1: 40, 2: 12, 3: 14, 5: 28}

_ROW = re.compile(r"^\| *(S(\d)-(\d+)) *\|(.*)\|\s*$")
_QUOTED = re.compile(r"`([^`]+)`")


@dataclass(frozen=True)
class Duty:
    key: str
    tests: tuple[str, ...]
    removals: tuple[str, ...]
    reason: str


def duties(page: Path = PAGE) -> Iterator[Duty]:
    """Raises ValueError where a row has not its five columns."""
    for line in page.read_text(encoding="utf-8").splitlines():
        row = _ROW.match(line)
        if row is None:
            if re.match(r"^\| *S\d", line):
                raise ValueError(f"docs/slack-duties.md: this row cannot be read: {line}")
            continue
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", row[4])]
        if len(cells) != 4:
            raise ValueError(f"docs/slack-duties.md: {row[1]} has {len(cells) + 1} columns, not five")
        _, _, tests, last = cells
        reason = last.partition("Not applicable:")[2].strip()
        yield Duty(row[1], tuple(_QUOTED.findall(tests)), () if reason else tuple(_QUOTED.findall(last)), reason)


def missing(found: set[str]) -> list[str]:
    """Numbers that a section skips, or that it ends before."""
    absent = []
    for section, least in AT_LEAST.items():
        numbers = {int(key.partition("-")[2]) for key in found if key.startswith(f"S{section}-")}
        absent += [f"S{section}-{n}" for n in range(1, max(numbers | {least}) + 1) if n not in numbers]
    return absent
