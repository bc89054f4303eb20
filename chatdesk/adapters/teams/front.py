"""Teams' front door: one address that takes everything Teams sends, and the sender for the outbox."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import datetime

from aiohttp import web

from chatdesk.adapters.talk.carrying import Carrying
from chatdesk.adapters.talk.hearing import Hearing
from chatdesk.adapters.talk.once import Work
from chatdesk.adapters.talk.ports import Run
from chatdesk.adapters.talk.talk import Talk
from chatdesk.adapters.teams.auth import Gate
from chatdesk.adapters.teams.bot import TeamsAdapter
from chatdesk.adapters.teams.calls import Calls
from chatdesk.adapters.teams.carried import Carried
from chatdesk.adapters.teams.clicks import Clicks
from chatdesk.adapters.teams.dialogs import Dialogs
from chatdesk.adapters.teams.grounds import Grounds
from chatdesk.adapters.teams.hosts import Hosts
from chatdesk.adapters.teams.housekeeping import Housekeeping
from chatdesk.adapters.teams.invokes import Invokes
from chatdesk.adapters.teams.learning import Learning, Watched
from chatdesk.adapters.teams.people import People
from chatdesk.adapters.teams.references import References
from chatdesk.adapters.teams.send import TeamsSender
from chatdesk.adapters.teams.shadow import OnlyHere
from chatdesk.adapters.teams.tell import LONGEST_WAIT_SECONDS, Tell
from chatdesk.adapters.teams.tokens import Tokens
from chatdesk.adapters.teams.trouble import PATIENCE_SECONDS, Trouble
from chatdesk.adapters.teams.turns import Turns
from chatdesk.adapters.teams.welcome import Welcome
from chatdesk.adapters.teams.wishes import Wishes
from chatdesk.desk import Desk
from chatdesk.reads import Reads

# Bot Service gives up after ten to fifteen seconds and delivers again.
MESSAGE_SECONDS = 8.0
# Whoever pressed a button sees an error after three; what is left is for the network.
INVOKE_SECONDS = 2.2
_DRAIN_SECONDS = 5.0


class TeamsFront:
    """`sender` posts for the outbox; `receive` answers POST /api/messages."""

    def __init__(self, adapter: TeamsAdapter, turns: Turns, sender: TeamsSender, work: Work, trouble: Trouble) -> None:
        self.sender = sender
        self._adapter = adapter
        self._turns = turns
        self._work = work
        self._trouble = trouble

    async def receive(self, request: web.Request) -> web.Response:
        return await self._adapter.receive(request, self._turns)

    async def why_token_is_refused(self) -> str | None:
        """What is wrong with our credential; None if it is good, or if nobody answers now."""
        return await self._adapter.why_token_is_refused()

    async def settle(self) -> None:
        """Waits until everything that requests have started is done."""
        await self._work.settle()

    async def close(self) -> None:
        """Lets what is in hand end, within a bounded time."""
        self._trouble.close()
        await self._work.close(_DRAIN_SECONDS)
        await self._adapter.close()


def build_teams(
    *,
    auth: Gate,
    tokens: Tokens,
    hosts: Hosts,
    app_id: str,
    tenants: frozenset[str],
    desk: Desk,
    reads: Reads,
    run: Run,
    references: References,
    now: Callable[[], datetime],
    new_id: Callable[[], str] = lambda: secrets.token_hex(16),
    budget_seconds: float = MESSAGE_SECONDS,
    invoke_seconds: float = INVOKE_SECONDS,
    patience_seconds: float = PATIENCE_SECONDS,
    longest_wait_seconds: float = LONGEST_WAIT_SECONDS,
    admins: frozenset[str] = frozenset(),
    only_here: OnlyHere | None = None,
) -> TeamsFront:
    """Composes the adapter. `tenants` are our own organisation's: only guests of theirs are guests of ours.
    `only_here` is set in shadow mode.

    Nothing is called over the network before the first request or message.
    """
    calls = Calls(tokens, hosts, only_here=only_here)
    adapter = TeamsAdapter(auth, calls, app_id)
    work = Work(budget_seconds)
    talk = Talk(desk, reads, new_id, admins)
    people = People(calls, desk, reads, references, tenants, run, now)
    housekeeping = Housekeeping(desk, references, run, now)
    learning = Learning(references, hosts, housekeeping, run, now)
    tell = Tell(adapter, calls, references, run, now, longest_wait_seconds)
    trouble = Trouble(people, tell, work, patience_seconds)
    wishes = Wishes(talk, people, Grounds(people, talk, tenants, run), reads, run, now)
    dialogs = Dialogs(talk, people, wishes, reads, run, now, new_id)
    clicks = Clicks(dialogs, wishes, reads, run, now)
    invokes = Invokes(clicks, dialogs, wishes, people, learning, tell, work, now, invoke_seconds)
    welcome = Welcome(talk, people, learning, housekeeping, tell, run, now)
    hearing = Hearing(talk, reads)
    sender = TeamsSender(adapter, Watched(references, learning), run, now, tenants)
    turns = Turns(
        hearing,
        wishes,
        dialogs,
        clicks,
        invokes,
        welcome,
        Carried(Carrying(desk, hearing, new_id), people, work, run, now),
        people,
        learning,
        tell,
        trouble,
        work,
        run,
        now,
        new_id,
    )
    return TeamsFront(adapter, turns, sender, work, trouble)
