"""The demo with Microsoft Teams beside Slack: one chatdesk, one clock, and windows of Teams for three people."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import typer

from chatdesk.adapters.teams.auth import LocalAuth
from chatdesk.adapters.teams.hosts import Hosts
from chatdesk.adapters.teams.tokens import NoTokens
from chatdesk.app import Files, read_files, wall_clock
from chatdesk.demo.agents_playground import AgentsPlayground
from chatdesk.demo.play import DIRECTORY, Demo, TeamsBeside, coming_friday, folder_of
from chatdesk.demo.teams_cast import APP_ID, on_both_platforms, windows_of
from chatdesk.fronts import LocalPeer

_ZONE = ZoneInfo("America/New_York")
_WINDOWS = """
chatdesk runs, between a small Slack workspace of its own and Microsoft Teams as Microsoft's Agents Playground shows it.
It is {now:%A %-d %B %Y, %H:%M} in New York. Open these, each in a tab of its own, and keep them open: a window of
Teams that is opened again has forgotten what it showed.

{addresses}
"""
_WITH_SLACK = """
  1. As the customer, in General of Harbor Grid, write  @chatdesk open VPN is down  (choose chatdesk from the list)
     and press how bad it is.
  2. On the Slack page become Dana Reyes: the card stands in #case-desk. Take it, answer, and look at both sides.
  3. On the Slack page press "To the next thing" until tier 2 is told: the director reads it in the personal chat.
  4. Resolve it in Slack; approve it in Teams.
"""
_WITHOUT_SLACK = """
  1. As the customer, in General of Harbor Grid, write  @chatdesk open VPN is down  (choose chatdesk from the list)
     and press how bad it is.
  2. As the engineer, in General of Support, work on the card: take it, escalate it.
  3. The director reads of it in the personal chat. The Slack page has the clock: press "To the next thing".
  4. Resolve it as the engineer:  @chatdesk resolve HARBOR-1 cable replaced  in the case's thread; approve it as
     the customer.
"""
_END = """
When you write @chatdesk, choose it by a click in the list that opens: the name typed out is no mention there.
What the Agents Playground cannot: buttons that open a dialog do nothing (write the command instead), choosing people,
and wide cards (it says so below each). The times that it puts beside messages are your own clock's, today; the story's
are in the messages. The form for a new case is behind "+", Action Command, with the command id case_open;
in a message's menu the id is case_from_message.
Ctrl-C ends everything. The next run starts anew.
"""


class TeamsDemo:
    """The demo, and three windows of Teams.

    `start` is when the story begins: well before today, because what is written in a window
    carries today's time, and a message counts as written no later than now. `port` is the Slack
    page's, and the windows take the next three; 0 takes free ones. `program` is the folder of
    the npm package @microsoft/m365agentsplayground.
    """

    def __init__(
        self,
        files: Files,
        program: Path,
        folder: Path,
        start: datetime,
        *,
        engineers_in_teams: bool,
        policy: str | None = None,
        port: int = 0,
        elapsed: Callable[[], float] = time.monotonic,
    ) -> None:
        who = files.directory
        assert who is not None, "the demo comes with a directory"
        self.windows = windows_of(who)
        self.playgrounds = tuple(
            AgentsPlayground(program, folder / f"teams-{window.person.id}", window.config, port + number if port else 0)
            for number, window in enumerate(self.windows, start=1)
        )
        hosts = Hosts(frozenset(playground.origin for playground in self.playgrounds))
        self.demo = Demo(
            files,
            folder,
            start,
            policy=policy,
            port=port,
            elapsed=elapsed,
            teams=TeamsBeside(
                on_both_platforms(who, self.windows, engineers_in_teams=engineers_in_teams),
                LocalPeer(LocalAuth(hosts), NoTokens(), hosts, APP_ID),
            ),
        )

    async def start(self) -> None:
        """Raises StartRefused."""
        await self.demo.start()
        if self.demo.app is None:
            raise RuntimeError("the demo has started without its app")
        endpoint = f"http://127.0.0.1:{self.demo.app.port}/api/messages"
        await asyncio.gather(*(playground.start(endpoint) for playground in self.playgrounds))

    async def move_in(self) -> None:
        """Adds the app to every chat and channel, as somebody does who opens each of them in turn."""
        for playground, window in zip(self.playgrounds, self.windows, strict=True):
            for conversation in (window.personal_chat, *(channel for channel, _ in window.channels)):
                await playground.install(conversation)

    async def stop(self) -> None:
        # chatdesk first: what it still has to say needs somebody to say it to.
        await self.demo.stop()
        await asyncio.gather(*(playground.stop() for playground in self.playgrounds))


async def play_teams(*, program: Path, port: int, engineers_in_teams: bool) -> None:
    """Runs until Ctrl-C. Raises StartRefused."""
    files = read_files(None, DIRECTORY)
    # A message that is stamped later than now counts as said now: a year of the story may pass before it matters.
    start = coming_friday(wall_clock() - timedelta(weeks=52))
    both = TeamsDemo(files, program, folder_of(port), start, engineers_in_teams=engineers_in_teams, port=port)
    over = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, over.set)
    try:
        await both.start()
        await both.move_in()
        typer.echo(_told(both, engineers_in_teams))
        await over.wait()
    finally:
        await both.stop()


def _told(both: TeamsDemo, engineers_in_teams: bool) -> str:
    parts = ("customer", "engineer", "director")
    lines = [
        (f"Teams: {window.person.name}, {part}", playground.origin)
        for window, playground, part in zip(both.windows, both.playgrounds, parts, strict=True)
    ]
    lines.append(("Slack: everybody, and the clock", both.demo.playground.base_url))
    shown = _WINDOWS.format(
        now=both.demo.clock.now().astimezone(_ZONE),
        addresses="\n".join(f"    {who:<36}{address}" for who, address in lines),
    )
    return shown + (_WITHOUT_SLACK if engineers_in_teams else _WITH_SLACK) + _END
