"""Every scenario runs once on each platform, word for word the same."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from chatdesk.adapters.slack import build_slack
from chatdesk.adapters.teams.front import build_teams
from chatdesk.playground import triggers
from tests.desk_world import Start, worlds_of
from tests.mixed_world import MixedWorld
from tests.platforms import SLACK, TEAMS
from tests.teams_world import TeamsWorld
from tests.world import World

_PATIENT = 60.0

_WORLDS = {SLACK: World, TEAMS: TeamsWorld}


@pytest.fixture(params=list(_WORLDS))
async def desk_world(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Start]:
    """`await desk_world("catamarun", at="2026-03-06T14:20-05:00")`. After the scenario every case must be sound."""
    async with worlds_of(_WORLDS[request.param], tmp_path) as start:
        yield start


@pytest.fixture
async def mixed_world(tmp_path: Path) -> AsyncIterator[Start]:
    """`await mixed_world("catamarun", at=…, accounts={"owen": ("teams", "slack")})`: they in Teams, we in Slack."""
    async with worlds_of(MixedWorld, tmp_path) as start:
        yield start


@pytest.fixture
async def teams_world(tmp_path: Path) -> AsyncIterator[Start]:
    """As `desk_world`, for what only Teams does."""
    async with worlds_of(TeamsWorld, tmp_path) as start:
        yield start


@pytest.fixture(autouse=True)
def _a_busy_machine_is_not_what_is_tried_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """How quick an answer must be is pinned in tests/adapters and tests/playground, where only that is slow."""
    monkeypatch.setattr(triggers, "TRIGGER_SECONDS", _PATIENT)
    monkeypatch.setitem(build_slack.__kwdefaults__, "budget_seconds", _PATIENT)
    monkeypatch.setitem(build_teams.__kwdefaults__, "budget_seconds", _PATIENT)
    monkeypatch.setitem(build_teams.__kwdefaults__, "invoke_seconds", _PATIENT)
