"""The fixture `desk_world`: one desk per scenario, on a clock that stands still."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from chatdesk.cli_case import verify
from tests.story import Story
from tests.world import World

Start = Callable[..., Awaitable[Story]]


@pytest.fixture
async def desk_world(tmp_path: Path) -> AsyncIterator[Start]:
    """`await desk_world("catamarun", at="2026-03-06T14:20-05:00")`. After the scenario every case must be sound."""
    async with worlds_of(World, tmp_path) as start:
        yield start


@asynccontextmanager
async def worlds_of(kind: Callable[..., Story], folder: Path) -> AsyncIterator[Start]:
    """Starts worlds of a kind, and ends them with a look at every case."""
    worlds: list[Story] = []

    async def start(policy: str, at: str, **more: Any) -> Story:
        world = kind(folder / str(len(worlds)), at, policy, **more)
        worlds.append(world)
        await world.start()
        return world

    yield start
    for world in worlds:
        await world.stop()
        assert verify(world.database_url, None) == 0
