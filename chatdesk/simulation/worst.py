"""The cases most worth a look, kept while many pass by."""

from __future__ import annotations

from heapq import heappush, heappushpop

from chatdesk.simulation.figures import Fate, fate_of
from chatdesk.simulation.playing import Played


class Worst:
    """Keeps `most` cases: those with the most misses, tiers and warnings; of equals the earlier."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._seen = 0
        self._heap: list[tuple[tuple[int, int, int], int, Played]] = []

    def add(self, played: Played) -> None:
        self._seen += 1
        if not self._most:
            return
        entry = (weight_of(played), -self._seen, played)
        if len(self._heap) < self._most:
            heappush(self._heap, entry)
        else:
            heappushpop(self._heap, entry)

    @property
    def left_out(self) -> int:
        return self._seen - len(self._heap)

    def in_order(self) -> list[Played]:
        """All of them as they came where none was left out, else the worst first."""
        ordered = sorted(self._heap, key=lambda entry: (entry[0], entry[1]), reverse=True)
        if not self.left_out:
            ordered.sort(key=lambda entry: -entry[1])
        return [played for _, _, played in ordered]


def weight_of(played: Played) -> tuple[int, int, int]:
    clocks = played.case.clocks
    missed = sum(fate_of(clock) is Fate.MISSED for clock in clocks)
    warned = sum(clock.warned_at is not None for clock in clocks)
    return missed, len(played.raised), warned
