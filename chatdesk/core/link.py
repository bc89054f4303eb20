"""How one case belongs with another."""

from __future__ import annotations

from dataclasses import dataclass

# A problem and the cases in which it shows, each said from its own side (C2-4).
FOUND_IN = "found_in"
CAUSED_BY = "caused_by"


@dataclass(frozen=True)
class Link:
    case_id: str
    relation: str
