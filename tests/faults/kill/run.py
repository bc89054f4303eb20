"""Plays a story once to find its points, then once for each of them."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.faults.kill.facts import Facts, Verdict, facts, judge
from tests.faults.kill.life import Life, LivedOn, Moment
from tests.faults.kill.stories import BEGINS, STORIES, Story, drain

# In memory: a process that dies loses nothing that it wrote, and the disk need not be waited for.
_MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None


@dataclass
class Result:
    """Of one story: the points it has, those to die at and those died at, and what came of each death.

    `recovered` counts the different things that deaths left; each was lived on from.
    """

    story: str
    points: list[str]
    wanted: list[int]
    killed: list[str] = field(default_factory=list)
    verdicts: dict[int, Verdict] = field(default_factory=dict)
    recovered: int = 0
    seconds: float = 0.0

    @property
    def bad(self) -> dict[int, Verdict]:
        return {number: verdict for number, verdict in self.verdicts.items() if not verdict.is_good}

    def figures(self) -> dict[str, Any]:
        """For the page: how many deaths lost something, told something twice, or said that they might have."""
        verdicts = self.verdicts.values()
        return {
            "points": len(self.points),
            "different": len(self.wanted),
            "names": sorted(set(self.points)),
            "killed": len(self.killed),
            "left": self.recovered,
            "lost": sum(bool(verdict.lost) for verdict in verdicts),
            "twice": sum(bool(verdict.twice) for verdict in verdicts),
            "marked": sum(bool(verdict.marked) for verdict in verdicts),
        }

    def told(self) -> str:
        """Where it went wrong, for whoever mends it."""
        return "\n".join(
            f"{self.story}, point {number} ({self.points[number - 1]}): lost {verdict.lost}, twice {verdict.twice}"
            for number, verdict in self.bad.items()
        )


@dataclass(frozen=True)
class _Whole:
    """A story without a death: where it begins and ends, which points it has, what comes of it."""

    begins: Moment
    ends: Moment
    passed: list[tuple[int, str]]
    facts: Facts


class Much(Enum):
    """How many points to die at: none (they are counted), a part, or all.

    Points of one name between which nothing happens that anybody outside can see are one. The part is each name
    once a story, and the last point of all those that look alike from outside.
    """

    NONE = "none"
    PART = "part"
    ALL = "all"


async def run_stories(much: Much, only: Collection[str] = ()) -> AsyncIterator[Result]:
    """Counts the points of each story (of those in `only`, if any are) and dies at as many as wanted."""
    with TemporaryDirectory(prefix="chatdesk-kill-", dir=_MEMORY) as folder:
        async with Life(Path(folder), BEGINS).open() as life:
            async for result in _run_all(life, much, only):
                yield result


async def _run_all(life: Life, much: Much, only: Collection[str]) -> AsyncIterator[Result]:
    begins = await _rehearse(life)
    asked = [number for number, story in enumerate(STORIES, 1) if not only or story.name in only]
    for story in STORIES[: max(asked)]:
        whole = await _whole(life, story, begins)
        if not only or story.name in only:
            yield await _run(life, story, whole, _wanted(whole.passed, much), goes_on=much is Much.ALL)
        begins = whole.ends


async def _rehearse(life: Life) -> Moment:
    await life.begin()
    await drain(life)
    begins = await life.moment()
    await life.begin(is_rehearsal=True)
    for story in STORIES:
        await story.play(life)
    await life.back_to(begins)
    return begins


async def _whole(life: Life, story: Story, begins: Moment) -> _Whole:
    await life.back_to(begins)
    await life.begin()
    await life.tell("watch", name="", which=0)
    await story.play(life)
    passed = [(done, what) for done, what in await life.tell("passed")]
    ends = await life.moment()
    await drain(life)
    await life.end()
    return _Whole(begins, ends, passed, facts(life))


def _wanted(passed: list[tuple[int, str]], much: Much) -> list[int]:
    if much is Much.NONE:
        return []
    backwards = list(reversed(list(enumerate(passed, 1))))
    if much is Much.ALL:
        return sorted({point: number for number, point in backwards}.values())
    first = {what: number for number, (_, what) in backwards}
    last = {done: number for number, (done, _) in reversed(backwards)}
    return sorted({*first.values(), *last.values()})


async def _run(life: Life, story: Story, whole: _Whole, wanted: list[int], *, goes_on: bool) -> Result:
    """With `goes_on` to the end, else to the first death after which something is wrong."""
    began = time.perf_counter()
    result = Result(story.name, [what for _, what in whole.passed], wanted)
    proven: dict[str, Verdict] = {}
    for number in wanted:
        await life.back_to(whole.begins)
        life.known = set(proven)
        name = result.points[number - 1]
        left = await _die_at(life, story, name, result.points[:number].count(name))
        if left not in proven:
            proven[left] = judge(facts(life), whole.facts)
        result.killed += life.deaths
        result.verdicts[number] = proven[left]
        if result.bad and not goes_on:
            break
    life.known = set()
    result.recovered = len(proven)
    result.seconds = time.perf_counter() - began
    return result


async def _die_at(life: Life, story: Story, name: str, which: int) -> str:
    """What the death left; lived on from there, unless that was done before."""
    await life.begin()
    await life.tell("watch", name=name, which=which)
    try:
        await story.play(life)
        await drain(life)
        await life.end()
    except LivedOn as before:
        return before.left
    return life.left
