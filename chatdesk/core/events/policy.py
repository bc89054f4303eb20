"""Under which version of its policy a case is."""

from __future__ import annotations

from dataclasses import dataclass

from chatdesk.core.events.base import Happening


@dataclass(frozen=True)
class PolicyChanged(Happening):
    """The case moved from one version of its policy to another; what that did to its clocks follows as events."""

    was: str
    version: str
