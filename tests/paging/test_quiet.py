"""In shadow, and while pings are held, nobody is woken."""

from __future__ import annotations

import pytest

from chatdesk.core.pagers import Pager, PagerKind
from tests.desk_world import worlds_of
from tests.paging.peers import PagerPeer
from tests.paging.post_office import PostOffice
from tests.shadow_world import ShadowOnSlack, ShadowOnTeams

FRIDAY = "2026-03-06T14:20-05:00"
PAGERS = (
    ("on_call", Pager(PagerKind.PAGERDUTY, "us", "ON_CALL")),
    ("on_call", Pager(PagerKind.EMAIL, "malik@example.com")),
)


@pytest.fixture(params=[ShadowOnSlack, ShadowOnTeams])
async def shadow_world(request, tmp_path):
    async with worlds_of(request.param, tmp_path) as start:
        yield start


async def test_in_shadow_no_pager_rings_and_the_log_channel_says_which_would(
    shadow_world, name_pagers, pagers: PagerPeer, post_office: PostOffice
) -> None:
    name_pagers(*PAGERS)
    world = await shadow_world("catamarun", at=FRIDAY)
    number = await world.open_case("Tunnels drop", severity="P1 · Major impact")
    await world.until("2026-03-06T15:20-05:00")
    root = next(message for message in world.director.messages("#vp-bridge") if number in world.director.reads(message))
    told = world.director.reads(root)
    assert f"{number} of Harbor Grid is escalated to tier 1 (P1 · Major impact): Tunnels drop" in told
    assert "Would go to the pagers of the on-call channel." in told
    assert (pagers.requests, post_office.letters) == ([], [])


async def test_while_held_no_pager_rings_and_at_release_what_is_still_so_rings_once(
    desk_world, name_pagers, pagers: PagerPeer, post_office: PostOffice
) -> None:
    name_pagers(*PAGERS)
    world = await desk_world("catamarun", at=FRIDAY)
    await world.open_case("Tunnels drop", severity="P1 · Major impact")
    await world.level_3.slash("#case-desk", "/case admin hold a drill")
    await world.until("2026-03-06T15:30-05:00")
    assert (pagers.requests, post_office.letters) == ([], [])
    await world.level_3.slash("#case-desk", "/case admin release")
    [incident] = pagers.pagerduty.values()
    assert (incident.status, incident.rang, len(post_office.letters)) == ("triggered", 1, 1)


async def test_a_pager_that_rang_before_pings_were_held_falls_silent_all_the_same(
    desk_world, name_pagers, pagers: PagerPeer
) -> None:
    name_pagers(PAGERS[0])
    world = await desk_world("catamarun", at=FRIDAY)
    number = await world.open_case("Tunnels drop", severity="P1 · Major impact")
    await world.until("2026-03-06T15:30-05:00")
    [incident] = pagers.pagerduty.values()
    await world.level_3.slash("#case-desk", "/case admin hold a drill")
    await world.engineer.click("I have it", world.card(number))
    assert incident.status == "acknowledged"
    await world.engineer.slash("#case-desk", f"/case resolve {number} Restarted.")
    assert incident.status == "resolved"


async def test_of_an_alarm_that_is_held_nothing_is_said_before_its_release(
    desk_world, name_pagers, pagers: PagerPeer
) -> None:
    name_pagers(PAGERS[0])
    world = await desk_world("catamarun", at=FRIDAY)
    number = await world.open_case("Tunnels drop", severity="P1 · Major impact")
    await world.level_3.slash("#case-desk", "/case admin hold a drill")
    await world.until("2026-03-06T15:30-05:00")
    await world.engineer.click("I have it", world.card(number))
    assert pagers.requests == []
