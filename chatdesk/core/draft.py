"""A decision in the making: events so far, and the case they have made."""

from __future__ import annotations

from datetime import datetime

from chatdesk.core.case import Case
from chatdesk.core.errors import Refused
from chatdesk.core.events import Event, Happening
from chatdesk.core.evolve import evolve
from chatdesk.core.people import Actor, Roster
from chatdesk.core.policy import Policy


class RefusedError(Exception):
    """Carries a refusal out of nested rules to `decide`, which returns it as a value."""

    def __init__(self, refused: Refused) -> None:
        super().__init__(refused.reason)
        self.refused = refused


class Draft:
    """Collects events and folds each at once, so that a rule sees the case as its predecessors left it."""

    def __init__(self, case: Case | None, policy: Policy, roster: Roster, actor: Actor, now: datetime) -> None:
        self._case = case
        self.policy = policy
        self.roster = roster
        self.actor = actor
        self.now = now
        self.events: list[Event] = []

    @property
    def case(self) -> Case:
        if self._case is None:
            raise ValueError("the case is not open yet")
        return self._case

    @property
    def severity(self) -> int | None:
        """The severity whose targets run: the case's own, or the policy's stand-in while nobody has said one."""
        return self.case.severity if self.case.severity is not None else self.policy.unset_severity

    @property
    def person_id(self) -> str:
        if self.actor.person_id is None:
            raise ValueError(f"{self.actor.standing} is nobody in particular")
        return self.actor.person_id

    def happen(self, body: Happening, at: datetime | None = None, actor: Actor | None = None) -> None:
        seq = (self._case.version if self._case else 0) + 1
        event = Event(seq, at or self.now, self.now, actor or self.actor, body)
        self._case = evolve(self._case, event)
        self.events.append(event)


def refuse(reason: str, /, **facts: str) -> RefusedError:
    return RefusedError(Refused.because(reason, **facts))
