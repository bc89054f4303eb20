"""A course played through a policy by the product's own rules: `decide` gives the events, `evolve` folds them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from chatdesk.core import events as e
from chatdesk.core.case import Case
from chatdesk.core.commands import Command, Tick
from chatdesk.core.decide import decided
from chatdesk.core.errors import Refused
from chatdesk.core.events import Event
from chatdesk.core.notice import Notice
from chatdesk.core.notices import notices
from chatdesk.core.people import Roster
from chatdesk.core.policy import Policy
from chatdesk.simulation.course import Course
from chatdesk.simulation.steps import CUSTOMER, OWNER, opening, steps

# What a reader of a simulation asks about; the rest of a case's life is not told.
TOLD = frozenset({"clock.warned", "clock.breached", "tier.proposed", "tier.raised", "handed_off", "nobody_assigned"})
_TELLING = (e.ClockWarned, e.ClockBreached, e.TierProposed, e.TierRaised, e.HandedOff, e.NobodyAssigned)
_TICK = Tick()


@dataclass(frozen=True)
class Played:
    """A course and the case it made. `refused` are the commands that the policy did not allow, with the reason."""

    course: Course
    case: Case
    raised: tuple[e.TierRaised, ...]
    proposed: tuple[e.TierProposed, ...]
    told: tuple[Notice, ...]
    refused: tuple[tuple[str, str], ...]


class CannotOpen(Exception):
    """The policy takes no such case."""


def play_all(courses: Iterable[Course], policy: Policy, until: datetime | None) -> Iterator[Played]:
    """Each course in turn, up to `until` (UTC), or to its own last moment where that is None."""
    roster = roster_of(policy)
    for course in courses:
        yield play(course, policy, roster, until)


def play(course: Course, policy: Policy, roster: Roster, until: datetime | None) -> Played:
    """What became of it. Raises CannotOpen.

    Nobody answers what is proposed, takes an escalation or ends one by hand: the
    ladder shows what it does alone.
    """
    stage = _Stage(policy, roster)
    stage.give(opening(course, policy), course.opened_at)
    if stage.case is None:
        raise CannotOpen(f"case {course.name} cannot be opened under this policy: {stage.refused[0][1]}")
    last = course.opened_at
    for at, command in steps(course, policy):
        if until is not None and at > until:
            break
        stage.wake_until(at)
        stage.give(command, at)
        last = at
    if stage.case.is_live:
        stage.wake_until(until or last)
    return Played(
        course, stage.case, tuple(stage.raised), tuple(stage.proposed), tuple(stage.told), tuple(stage.refused)
    )


def roster_of(policy: Policy) -> Roster:
    """A person behind every role, who is called by it."""
    roles = {role.key for role in policy.roles} | {"on_call"}
    roles |= {role for tier in policy.ladder.tiers for role in tier.roles}
    roles |= {tier.owner for tier in policy.ladder.tiers if tier.owner is not None}
    roles |= {role for level in policy.support_levels for role in level.roles}
    roles |= {reason.team for reason in policy.reasons if reason.team is not None}
    people = {role: (role,) for role in sorted(roles)}
    people["representative"] = (str(CUSTOMER.person_id),)
    return Roster(people, frozenset({str(OWNER.person_id)}))


class _Stage:
    """One case while it is played."""

    def __init__(self, policy: Policy, roster: Roster) -> None:
        self.policy = policy
        self.roster = roster
        self.case: Case | None = None
        self.raised: list[e.TierRaised] = []
        self.proposed: list[e.TierProposed] = []
        self.told: list[Notice] = []
        self.refused: list[tuple[str, str]] = []

    def wake_until(self, until: datetime) -> None:
        """As a server that never sleeps: each moment the case waits for, when it comes."""
        while self.case is not None and (at := self.case.wake_at) is not None and at <= until:
            self.give(_TICK, at)

    def give(self, command: Command, now: datetime) -> None:
        before = self.case
        outcome = decided(before, command, self.policy, self.roster, now)
        if isinstance(outcome, Refused):
            self.refused.append((type(command).__name__, outcome.reason))
            return
        self.case, events = outcome
        if any(isinstance(event.body, _TELLING) for event in events):
            self._listen(before, self.case, events)

    def _listen(self, before: Case | None, after: Case, events: tuple[Event, ...]) -> None:
        self.raised += [event.body for event in events if isinstance(event.body, e.TierRaised)]
        self.proposed += [event.body for event in events if isinstance(event.body, e.TierProposed)]
        told = notices(before, after, events, self.policy, self.roster)
        self.told += [notice for notice in told if notice.kind in TOLD]
