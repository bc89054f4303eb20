"""Is what is stored what happened?"""

from __future__ import annotations

from dataclasses import dataclass, fields

from chatdesk.core.case import Case
from chatdesk.core.evolve import fold
from chatdesk.store import cases
from chatdesk.store.engine import Tx


@dataclass(frozen=True)
class Verified:
    """Is the stored case what its events give? `differences` names the fields and columns that are not."""

    case_id: str
    number: str
    events: int
    differences: tuple[str, ...]

    @property
    def is_sound(self) -> bool:
        return not self.differences


def verify(tx: Tx, case_id: str) -> Verified:
    """Fold a case's events and compare. Raises LookupError if there is no such case."""
    stored = cases.load(tx, case_id)
    if stored is None:
        raise LookupError(f"there is no case {case_id}")
    history = cases.history(tx, case_id)
    folded = fold(history)
    odd = [field.name for field in fields(Case) if getattr(folded, field.name) != getattr(stored, field.name)]
    return Verified(case_id, stored.number, len(history), (*odd, *cases.odd_columns(tx, stored)))
