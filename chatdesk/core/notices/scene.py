"""What a rule of telling may look at, and how it says a notice."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from chatdesk.core.case import Case
from chatdesk.core.events import Event, Happening
from chatdesk.core.notice import Audience, Notice, channel, person
from chatdesk.core.people import Roster
from chatdesk.core.policy import Policy

ON_CALL = channel("on_call")


@dataclass(frozen=True)
class Scene:
    """All that a rule of telling may look at. `after` is the case once the whole batch has happened."""

    before: Case | None
    after: Case
    events: Sequence[Event]
    policy: Policy
    roster: Roster

    def owner(self) -> tuple[Audience, ...]:
        return (person(self.after.owner_id),) if self.after.owner_id else ()

    def is_worst(self) -> bool:
        return self.after.severity is not None and self.after.severity == self.policy.worst_severity


Rules = Mapping[type[Happening], Callable[[Any, Event, Scene], list[Notice]]]


def notice(
    kind: str, event: Event, audiences: Sequence[Audience], *, urgent: bool = False, alone: bool = False, **facts: Any
) -> list[Notice]:
    plain = tuple(sorted((key, str(value)) for key, value in facts.items() if value is not None))
    return [Notice(kind, audience, event.at, event.seq, plain, urgent, alone) for audience in dict.fromkeys(audiences)]
