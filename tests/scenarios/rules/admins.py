"""What the tests of administrators share: a desk with one, and the answer to what somebody asks for."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from tests.bare_world import BARE, known_directory
from tests.desk_world import worlds_of

AT = "2026-03-06T14:20-05:00"
Worlds = Callable[..., Awaitable[Any]]


@asynccontextmanager
async def known_worlds(platform: str, folder: Path) -> AsyncIterator[Worlds]:
    """Desks that directory.yml describes; Malik is the administrator."""
    async with worlds_of(BARE[platform], folder) as start:

        async def started(**more: Any) -> Any:
            world = await start("catamarun", at=AT, **{"who": known_directory(platform), "admins": ""} | more)
            # In Teams somebody can be mentioned only where they are.
            invite(world, "felix", "#case-desk")
            await world.settle()
            return world

        yield started


def invite(world: Any, login: str, where: str) -> None:
    """Somebody joins a channel."""
    is_slack = world.platforms == ("slack",)
    joins = world.person(login).id if is_slack else world.teams.tenant.people[login]
    members = world.engineer.driver.place(where).members
    if joins not in members:
        members.append(joins)


async def asked(actor: Any, where: str, command: str) -> str:
    """Everything new that somebody reads after typing a command, wherever the answer stands."""
    return await _new(actor, actor.slash(where, command), command)


async def answered(actor: Any, words: str) -> str:
    """The same for what is written to chatdesk alone."""
    return await _new(actor, actor.say("@chatdesk", words), words)


async def _new(actor: Any, act: Awaitable[Any], words: str) -> str:
    before = list(actor.driver.everything())
    await act
    seen = [one for one in actor.driver.everything() if not any(one is other for other in before)]
    return "\n".join(text for one in seen if (text := actor.text_of(one)) != words)
