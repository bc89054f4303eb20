"""Policies and directory.yml: can they be read, and what is odd in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from chatdesk.core.directory import Directory
from chatdesk.directory import DirectoryError, read_directory
from chatdesk.directory.oddities import of_policies, of_the_file
from chatdesk.doctor.line import Line, left_open, well, wrong
from chatdesk.policy_check import check
from chatdesk.policy_files import PolicyError, WholeFile, read_whole, shipped_policies
from chatdesk.settings import DirectorySettings

_POLICIES = "policies"
_DIRECTORY = "directory"


@dataclass(frozen=True)
class Read:
    """What could be read; `directory` is None where no file says who is who, or none that can be used."""

    policies: dict[str, WholeFile] = field(default_factory=dict)
    directory: Directory | None = None


def of_files(settings: DirectorySettings, now: datetime) -> tuple[Read, list[Line]]:
    known, lines = _policies(settings.policies, now)
    who, told = _directory(settings.directory, known, now)
    return Read(known, who), lines + told


def _policies(folder: Path | None, now: datetime) -> tuple[dict[str, WholeFile], list[Line]]:
    known: dict[str, WholeFile] = {}
    lines: list[Line] = []
    for path in shipped_policies() if folder is None else sorted(folder.glob("*.yml")):
        try:
            whole = read_whole(path)
        except PolicyError as error:
            to_do = "Correct the file; chatdesk does not start with it."
            lines += [wrong(_POLICIES, f"{path}:{one.line}: {one.message}", to_do) for one in error.findings]
            continue
        known[whole.policy.name] = whole
        odd = [finding for finding in check(whole, now.date()) if not finding.is_waived]
        if odd:
            of = f"{len(odd)} finding{'' if len(odd) == 1 else 's'}"
            to_do = f"Read them with `chatdesk policy check {path}`; correct them, or waive them with a reason."
            lines.append(wrong(_POLICIES, f"{path}: {of}.", to_do))
    if not lines:
        lines.append(well(_POLICIES, f"{len(known)} can be read, and nothing in them is odd and not waived."))
    return known, lines


def _directory(path: Path | None, known: dict[str, WholeFile], now: datetime) -> tuple[Directory | None, list[Line]]:
    if path is None:
        return None, [left_open(_DIRECTORY, "No file says who is who; the database alone does (CHATDESK_DIRECTORY).")]
    try:
        who = read_directory(path)
    except DirectoryError as error:
        to_do = "Correct the file; chatdesk does not start with it."
        return None, [wrong(_DIRECTORY, f"{path}:{one.line}: {one.message}", to_do) for one in error.findings]
    odd = [*of_the_file(who), *of_policies(who, known, now.date())]
    lines = [wrong(_DIRECTORY, f"{path}: {one.code}: {one.odd}", one.advice) for one in odd]
    return who, lines or [well(_DIRECTORY, f"{path} can be read, and nothing in it is odd.")]
