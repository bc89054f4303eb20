"""Whoever has no business with a case gets, through every door and with every verb, what anybody gets about no case.

Unknown and foreign are the same to the byte, and nothing changes.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, select

from chatdesk.adapters.slack.doors import DOORS as SLACK_DOORS
from chatdesk.adapters.talk.door import Door
from chatdesk.adapters.talk.verbs import BY_NAME
from chatdesk.adapters.teams.doors import DOORS as TEAMS_DOORS
from chatdesk.store.tables import metadata
from tests.adapters.strangers import strangers
from tests.desk_world import worlds_of
from tests.platforms import SLACK, TEAMS
from tests.story import Story
from tests.teams_world import TeamsWorld
from tests.world import World

_WORLDS = {SLACK: World, TEAMS: TeamsWorld}
# As long as a real one, so that not even the length tells them apart.
_NO_CASE = "0" * 32
# Of receipts and of who was met last, a refused request may well write.
_WHAT_COUNTS = ("cases", "events", "texts", "deliveries", "mirrors", "destinations", "customers", "role_members")

# Doors that lead to no case: they open one, or show what is one's own.
_FOR_CASES = [door for door in (*SLACK_DOORS, *TEAMS_DOORS) if any(BY_NAME[verb].needs_case for verb in door.verbs)]


@pytest.fixture
async def start(tmp_path: Path) -> AsyncIterator[Any]:
    async def started(platform: str) -> Story:
        return await stack[platform]("catamarun", at="2026-03-06T14:20-05:00")

    async with worlds_of(World, tmp_path / SLACK) as slack, worlds_of(TeamsWorld, tmp_path / TEAMS) as teams:
        stack = {SLACK: slack, TEAMS: teams}
        yield started


@pytest.mark.parametrize("door", _FOR_CASES, ids=lambda door: f"{door.platform}, {door.name}, {door.through}")
async def test_foreign_and_unknown_are_answered_alike_and_change_nothing(start, door: Door) -> None:
    world = await start(door.platform)
    await world.open_case("our secret", severity="P1 · Major impact")
    case_id = _ids(world)["HARBOR-1"]
    knockers = await strangers(world)
    before = _state(world)
    read = world.customer.reads("#harbor-support"), world.engineer.reads("#case-desk")
    for who, knocker in knockers.items():
        verbs = sorted(verb for verb in door.verbs if BY_NAME[verb].needs_case)
        nothing = await knocker.knock(door, verbs[0], _NO_CASE, "HARBOR-9")
        assert "There is no such case, or it is not one of yours." in nothing, who
        for verb in verbs:
            assert await knocker.knock(door, verb, case_id, "HARBOR-1") == nothing, (who, verb)
    assert _state(world) == before
    assert read == (world.customer.reads("#harbor-support"), world.engineer.reads("#case-desk"))


def _ids(world: Story) -> dict[str, str]:
    cases = metadata.tables["cases"]
    engine = create_engine(world.database_url)
    with engine.connect() as tx:
        found = {row.number: row.id for row in tx.execute(select(cases.c.number, cases.c.id))}
    engine.dispose()
    return found


def _state(world: Story) -> dict[str, list[Any]]:
    engine = create_engine(world.database_url)
    with engine.connect() as tx:
        found = {name: sorted(map(repr, tx.execute(select(metadata.tables[name])))) for name in _WHAT_COUNTS}
    engine.dispose()
    return found
