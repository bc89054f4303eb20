"""A whole desk on Slack: the loopback workspace and the real program on a clock that stands still.

What a person does goes over signed HTTP, and what they read came through the Web API.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path

from chatdesk.app import App, Files, read_files
from chatdesk.core.directory import Directory
from chatdesk.demo.clock import DemoClock
from chatdesk.demo.play import DIRECTORY, Demo
from chatdesk.demo.time_control import DemoTime
from chatdesk.playground import text_of as all_words_of
from chatdesk.playground.conversations import Message
from chatdesk.playground.reading import words_of
from tests import story
from tests.teams_peer.tenant import Message as InTeams

__all__ = ["Actor", "World", "text_of"]

# Nobody listens there.
_NOWHERE = "http://127.0.0.1:9/"


class World(story.Story):
    platforms = ("slack",)
    over_sockets = False

    def __init__(self, folder: Path, at: str, policy: str, *, shows_standing: bool = False) -> None:
        self._shows_standing = shows_standing
        self.database_url = f"sqlite:///{folder / 'demo.db'}"
        begins = datetime.fromisoformat(at)
        still = {"policy": policy, "elapsed": lambda: 0.0, "over_sockets": self.over_sockets}
        self.demo = Demo(_files(), folder, begins, **still)
        self.playground = self.demo.playground
        self._request_url: str | None = None

    async def start(self) -> None:
        await self.demo.start()
        self.gather_the_cast()
        await self.settle()
        if not self._shows_standing:
            self._forget_what_was_said()

    def _forget_what_was_said(self) -> None:
        """Scenarios begin in empty channels; what stands in them is tried in its own."""
        for place in self.playground.workspace.conversations.values():
            place.messages.clear()
        self.playground.journal.clear()

    async def stop(self) -> None:
        await self.demo.stop()

    @property
    def app(self) -> App:
        return self.demo.app

    @property
    def directory(self) -> Directory:
        return _files().directory

    @property
    def clock(self) -> DemoClock:
        return self.demo.clock

    @property
    def time(self) -> DemoTime:
        return self.demo.time

    def person(self, name: str) -> Actor:
        driver = self.playground.as_(name)
        return Actor(self, driver, driver.person.real_name)

    def cut_off(self) -> None:
        self._request_url, self.playground.request_url = self.playground.request_url, _NOWHERE

    async def reconnect(self) -> None:
        self.playground.request_url = self._request_url
        await self.playground.outbound.flush_retries()
        await self.settle()

    async def settle_peers(self) -> None:
        await self.playground.settle()
        await self.app.slack.settle()


class Actor(story.Actor):
    def text_of(self, message: Message) -> str:
        return text_of(message)


def text_of(message: Message | InTeams) -> str:
    """What is on the screen: a message's blocks or card, or its text where it has none."""
    if isinstance(message, InTeams):
        return message.text
    return "\n".join(words_of(message.blocks)) or all_words_of(message)


@cache
def _files() -> Files:
    return read_files(None, DIRECTORY)
