"""Bad days are Slack's, unless they say otherwise. Faults of Teams' own calls are in tests/adapters/teams."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs
from structlog.typing import EventDict

from tests.desk_world import Start, worlds_of
from tests.teams_world import TeamsWorld
from tests.world import World


@pytest.fixture(autouse=True)
def logged() -> Iterator[list[EventDict]]:
    """What was logged: the faults are made on purpose, and painting each with its variables takes seconds."""
    with capture_logs() as entries:
        yield entries


@pytest.fixture
async def slack_world(tmp_path: Path) -> AsyncIterator[Start]:
    async with worlds_of(World, tmp_path) as start:
        yield start


@pytest.fixture
async def teams_world(tmp_path: Path) -> AsyncIterator[Start]:
    async with worlds_of(TeamsWorld, tmp_path) as start:
        yield start
