"""Cases together: what is somebody's own, and a page of many."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from chatdesk.core.view import CaseView


@dataclass(frozen=True)
class Home:
    """What is somebody's own: cases they work on or asked for, and the others they may see that are not ended."""

    mine: tuple[CaseView, ...]
    others: tuple[CaseView, ...]


@dataclass(frozen=True)
class Page:
    """Some of `total` cases, in order; `resolutions` are the words that resolved them, by the case's id."""

    cases: tuple[CaseView, ...]
    total: int
    resolutions: Mapping[str, str] = field(default_factory=dict)
