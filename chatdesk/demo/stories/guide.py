"""The page's menu of stories (`playground.Guide`): one is played at a time, a step at a click."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chatdesk.core.policy import Policy
from chatdesk.demo.stories.stage import NotPlayed, Stage
from chatdesk.demo.stories.story import Step, Story
from chatdesk.playground import NotThere

Clauses = Mapping[str, str]


@dataclass(frozen=True)
class Theatre:
    """What a story needs of the demo. `prepare` chooses the policy and moves the clock; `stage` is a fresh one."""

    now: Callable[[], datetime]
    prepare: Callable[[str, datetime], Awaitable[None]]
    stage: Callable[[], Stage]


@dataclass
class _Playing:
    story: Story
    stage: Stage
    played: int = 0

    @property
    def last(self) -> Step | None:
        return self.story.steps[self.played - 1] if self.played else None

    @property
    def next(self) -> Step | None:
        return self.story.steps[self.played] if self.played < len(self.story.steps) else None


class StoryGuide:
    """`clauses(policy)` gives the words of each clause of a policy, in its language.

    `theatre` is set once chatdesk runs; until then nothing can be played.
    """

    def __init__(self, stories: Sequence[Story], policies: Sequence[Policy], clauses: Callable[[str], Clauses]) -> None:
        self.theatre: Theatre | None = None
        self._stories = {story.key: story for story in stories}
        self._policies = {policy.name: policy for policy in policies}
        self._clauses = clauses
        self._playing: _Playing | None = None
        self._turn = asyncio.Lock()

    def shown(self) -> dict[str, Any]:
        """The stories on offer, and the one that is played."""
        return {
            "stories": [
                {"key": story.key, "title": story.title, "group": self._name(story)} for story in self._stories.values()
            ],
            "playing": self._told(self._playing) if self._playing else None,
        }

    async def start(self, key: str) -> None:
        """Begins a story anew, under its policy and at a time that suits it. ValueError, in a sentence."""
        story, theatre = self._stories.get(key), self.theatre
        if story is None:
            raise ValueError(f"There is no story called {key}.")
        if theatre is None:
            raise ValueError("chatdesk is still starting.")
        async with self._alone():
            policy = self._policies[story.policy]
            await theatre.prepare(story.policy, story.begins(theatre.now(), policy.hours(policy.main_hours)))
            self._playing = _Playing(story, theatre.stage())

    async def next(self) -> dict[str, Any] | None:
        """Plays the next step; where to look then, None if there was none. ValueError, in a sentence."""
        async with self._alone():
            return await self._play_one()

    async def rest(self) -> dict[str, Any] | None:
        """Plays all the steps that are left; where to look then. ValueError, in a sentence."""
        async with self._alone():
            place = None
            while self._playing and self._playing.next:
                place = await self._play_one()
            return place

    async def leave(self) -> None:
        """The story is over; what has happened stays."""
        self._playing = None

    async def _play_one(self) -> dict[str, Any] | None:
        playing = self._playing
        if playing is None or playing.next is None:
            return None
        step = playing.next
        try:
            for act in step.acts:
                await act(playing.stage)
        except (NotPlayed, NotThere) as failed:
            # Somebody at the page may have done it already, or something else.
            raise ValueError(f"This step cannot be played: {failed} Start the story again for a new case.") from failed
        playing.played += 1
        return playing.stage.place(step.at.who, step.at.where, in_case=step.at.in_case)

    def _told(self, playing: _Playing) -> dict[str, Any]:
        story, last, coming, fill = playing.story, playing.last, playing.next, playing.stage.filled
        said = self._clauses(story.policy)
        return {
            "key": story.key,
            "title": story.title,
            "group": self._name(story),
            "language": self._policies[story.policy].language,
            "played": playing.played,
            "steps": len(story.steps),
            "did": fill(last.does) if last else None,
            "look": fill(last.look) if last else None,
            "clauses": [[clause, said[clause]] for clause in last.clauses] if last else [],
            "place": self._place(playing, last) if last else None,
            "next": fill(coming.does) if coming else None,
        }

    def _place(self, playing: _Playing, step: Step) -> dict[str, Any]:
        return playing.stage.place(step.at.who, step.at.where, in_case=step.at.in_case)

    def _name(self, story: Story) -> str:
        policy = self._policies[story.policy]
        return (policy.short_title or policy.title).in_language("en")

    def _alone(self) -> asyncio.Lock:
        if self._turn.locked():
            raise ValueError("A step is being played; wait until it is over.")
        return self._turn
