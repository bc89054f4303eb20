"""What is wrong in a policy file, where, and what to do about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path


@dataclass(frozen=True, order=True)
class Finding:
    """`line` counts from 1."""

    path: Path
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


class PolicyError(Exception):
    """A policy file cannot be used. `findings` holds everything that is wrong with it, by line."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = sorted(set(findings))
        super().__init__("\n".join(str(finding) for finding in self.findings))


def did_you_mean(word: object, known: Iterable[object]) -> str:
    """Advice to append to "unknown …": the nearest known word, else all of them."""
    names = [str(name) for name in known]
    near = get_close_matches(str(word).lower(), [name.lower() for name in names], n=1, cutoff=0.7)
    if near:
        return f"did you mean '{next(name for name in names if name.lower() == near[0])}'?"
    if not names:
        return "none is declared in this file"
    return f"use one of: {', '.join(names)}"
