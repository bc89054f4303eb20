"""Runs one test in the copy, and judges whether it turned red for the right reason."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.faults.copy import environment, taken_out
from tests.faults.removal import Removal

# What a test says itself: an assertion, pytest.fail (a time-out of pytest-timeout too), a wait that ran out.
_SAYS_RED = frozenset({"AssertionError", "Failed", "TimeoutError"})
_LONGEST_SECONDS = 900
_LINE = 160


@dataclass(frozen=True)
class Run:
    """How the tests ended, and what pytest wrote last."""

    code: int
    ends: list[dict[str, Any]]
    written: str

    @property
    def is_green(self) -> bool:
        return self.code == 0 and bool(self.ends) and all(end["outcome"] == "passed" for end in self.ends)

    def is_green_at(self, test: str) -> bool:
        """Did this one run and pass, in every form it has?"""
        ends = [end["outcome"] for end in self.ends if end["test"] == test or end["test"].startswith(f"{test}[")]
        return bool(ends) and all(outcome == "passed" for outcome in ends)


@dataclass(frozen=True)
class Seen:
    """`line` is what the red test said; where it did not turn red as it should, `trouble` says so instead."""

    line: str = ""
    trouble: str = ""


def run_tests(copy: Path, *tests: str) -> Run:
    """Runs node ids in the copy, with the copy's chatdesk."""
    ends = copy.parent / "ends.json"
    ends.unlink(missing_ok=True)
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.faults.reporting", "-p", "no:cacheprovider", *tests]
    try:
        done = subprocess.run(
            [*command, "-o", "addopts=", "--strict-markers", "--timeout=90"],
            cwd=copy,
            env=environment(copy) | {"CHATDESK_ENDS": str(ends)},
            capture_output=True,
            text=True,
            timeout=_LONGEST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Run(-1, [], f"it was not over after {_LONGEST_SECONDS} s")
    told = json.loads(ends.read_text(encoding="utf-8")) if ends.exists() else []
    return Run(done.returncode, told, (done.stdout + done.stderr)[-2000:])


def see(removal: Removal, copy: Path) -> Seen:
    """Runs the removal's test without the protection. Raises DoesNotApply."""
    with taken_out(removal, copy):
        run = run_tests(copy, removal.test)
    failed = [end for end in run.ends if end["outcome"] == "failed"]
    if run.code != 1 or not failed:
        how = "it stayed green" if run.is_green else f"pytest ended with {run.code}:\n{run.written}"
        return Seen(trouble=how)
    # What ends a scenario (is every case sound?) speaks as an assertion too, after the test itself.
    spoken = [end for end in failed if end["when"] != "setup" and _is_expected(end, removal)]
    if not spoken:
        end = failed[0]
        return Seen(trouble=f"red by {end['kinds'][:1]} in {end['when']}, which is no assertion: {end['line']}")
    return Seen(line=_short(str(spoken[0]["line"]), copy))


def _is_expected(end: dict[str, Any], removal: Removal) -> bool:
    return bool(_SAYS_RED.intersection(end["kinds"])) or removal.red_by in end["kinds"]


def _short(line: str, copy: Path) -> str:
    """One line without this machine's paths, ports and addresses of objects."""
    line = line.replace(str(copy), ".").replace(str(copy.parent), "…")
    line = re.sub(r"/[\w./-]*/pytest-of-[\w./-]+", "…", line)
    line = re.sub(r"0x[0-9a-f]{6,}", "0x…", line)
    line = re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:…", line)
    return line if len(line) <= _LINE else line[: _LINE - 1] + "…"
