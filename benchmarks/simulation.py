"""Simulation: cases a second, beside the floor of bare decisions, for each shipped policy.

Run from the repository's root: `python -m benchmarks.simulation [CASES]`. The floor takes the very
commands that a simulation gave and only decides and folds them, with nothing kept or added up;
both run in one process, turn by turn. Times are of the processor, since a busy machine makes the
wall's clock say little. A figure below its goal is printed, and ends nothing.
"""

from __future__ import annotations

import sys
from dataclasses import replace as slow_replace
from datetime import UTC, datetime
from time import process_time

from chatdesk.core.case import Case
from chatdesk.core.commands import Command
from chatdesk.core.copies import replace as quick_replace
from chatdesk.core.decide import decided
from chatdesk.core.errors import Refused
from chatdesk.core.policy import Policy
from chatdesk.policy_files import read_policy, shipped_policies
from chatdesk.simulation import Figures, Worst, play_all, playing, random_courses
from chatdesk.simulation.playing import roster_of

SEED = 20260306
CASES = 1500
ROUNDS = 3
SINCE, UNTIL = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)
# 100,000 cases within a minute; and what is beside the rules themselves costs at most one and a half times as much.
GOAL_A_SECOND, GOAL_OF_FLOOR = 100_000 / 60, 0.4


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1].isdigit() else CASES
    print(f"Simulation, {count:,} made-up cases of three months, best of {ROUNDS} rounds, one process, seed {SEED}\n")
    print("floor: the same commands, decided and folded only")
    header = ("cases /s", "goal", "floor /s", "of floor", "goal", "events", "100,000 in")
    print(" " * 14 + "".join(f"{title:>12}" for title in header))
    for path in shipped_policies():
        policy = read_policy(path)
        ours, floor, events = measured(policy, count)
        show(policy.name, ours, floor, events)
    copies()
    return 0


def measured(policy: Policy, count: int) -> tuple[float, float, float]:
    """Cases a second of the whole, of the floor, and how many events a case has."""
    given = commands_of(policy, count)
    best = floor = float("inf")
    events = 0
    for _ in range(ROUNDS):
        before = process_time()
        events = whole(policy, count)
        best = min(best, process_time() - before)
        before = process_time()
        bare(policy, given)
        floor = min(floor, process_time() - before)
    return count / best, count / floor, events / count


def whole(policy: Policy, count: int) -> int:
    """What the command does: make cases up, play them, add up, and keep those to draw."""
    figures, worst, events = Figures(policy, UNTIL), Worst(60), 0
    for played in play_all(random_courses(policy, count, SINCE, UNTIL, SEED), policy, UNTIL):
        figures.add(played)
        worst.add(played)
        events += played.case.version
    return events


def commands_of(policy: Policy, count: int) -> list[list[tuple[Command, datetime]]]:
    """Every command that playing these cases gives, ticks too, by case."""
    given: list[list[tuple[Command, datetime]]] = []

    class Listening(playing._Stage):
        def give(self, command: Command, now: datetime) -> None:
            given[-1].append((command, now))
            super().give(command, now)

    was, playing._Stage = playing._Stage, Listening  # type: ignore[misc]
    try:
        roster = roster_of(policy)
        for course in random_courses(policy, count, SINCE, UNTIL, SEED):
            given.append([])
            playing.play(course, policy, roster, UNTIL)
    finally:
        playing._Stage = was  # type: ignore[misc]
    return given


def bare(policy: Policy, given: list[list[tuple[Command, datetime]]]) -> None:
    roster = roster_of(policy)
    for commands in given:
        case: Case | None = None
        for command, now in commands:
            outcome = decided(case, command, policy, roster, now)
            if not isinstance(outcome, Refused):
                case = outcome[0]


def copies() -> None:
    """What the core's own copying gains: every fold is one or two of these."""
    policy = read_policy(shipped_policies()[0])
    (played,) = play_all(random_courses(policy, 1, SINCE, UNTIL, SEED), policy, UNTIL)
    times = []
    for copy in (quick_replace, slow_replace):
        before = process_time()
        for seq in range(20_000):
            copy(played.case, version=seq)
        times.append(process_time() - before)
    print(f"\na copy of a case with one field changed: {times[1] / times[0]:.0f}x as quick as dataclasses.replace")


def show(name: str, ours: float, floor: float, events: float) -> None:
    share = ours / floor
    figures = (
        f"{ours:,.0f}", f"{GOAL_A_SECOND:,.0f}", f"{floor:,.0f}", f"{share:.0%}", f"{GOAL_OF_FLOOR:.0%}",
        f"{events:.1f}", f"{100_000 / ours:.0f} s",
    )  # fmt: skip
    missed = "" if ours >= GOAL_A_SECOND and share >= GOAL_OF_FLOOR else "  MISSED"
    print(f"{name:<14}" + "".join(f"{figure:>12}" for figure in figures) + missed)


if __name__ == "__main__":
    sys.exit(main())
