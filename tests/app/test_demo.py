"""The demo's clock control, its choice of policy, and its start."""

from datetime import datetime
from pathlib import Path

import pytest

from chatdesk.app import StartRefused, read_files
from chatdesk.demo.alone import empty_workspace
from chatdesk.demo.play import DIRECTORY, Demo, coming_friday
from tests.world import text_of

FRIDAY = "2026-03-06T14:20-05:00"


@pytest.mark.parametrize(
    ("today", "begins"),
    [
        ("2026-03-04T09:00-05:00", "2026-03-06T14:20-05:00"),
        ("2026-03-06T14:19-05:00", "2026-03-06T14:20-05:00"),
        ("2026-03-06T14:20-05:00", "2026-03-13T14:20-04:00"),
        ("2026-03-07T12:00-05:00", "2026-03-13T14:20-04:00"),
    ],
)
def test_the_story_begins_on_the_coming_friday_afternoon(today: str, begins: str) -> None:
    assert coming_friday(datetime.fromisoformat(today)) == datetime.fromisoformat(begins)


@pytest.mark.parametrize(
    ("step", "leads_to"),
    [
        ("15m", "2026-03-06T14:35-05:00"),
        ("1h", "2026-03-06T15:20-05:00"),
        ("day", "2026-03-09T14:20-04:00"),  # over the weekend and the change of clocks
    ],
)
async def test_a_step_leads_where_it_says(desk_world, step: str, leads_to: str) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    told = await world.demo.time.step(step)
    assert world.now == datetime.fromisoformat(leads_to)
    assert told.endswith("in New York.")


async def test_nothing_waits_before_a_case_is_open(desk_world) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    assert world.demo.time.next_moment() is None
    with pytest.raises(ValueError, match="Open a case first"):
        await world.demo.time.step("next")


async def test_the_next_thing_is_named_and_reached(desk_world) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    await world.open_case("VPN is down", severity="P1 · Major impact")
    at, what = world.demo.time.next_moment()
    assert (at, what) == (datetime.fromisoformat("2026-03-06T15:05-05:00"), "warning: acknowledgement of HARBOR-1")
    told = await world.demo.time.step("next")
    assert told == "Fri 15:05: warning: acknowledgement of HARBOR-1 · It is now Fri 15:05 in New York."
    assert world.demo.time.next_moment()[1] == "acknowledgement of HARBOR-1 is due"


async def test_what_happens_in_a_long_jump_happens_in_its_order_and_at_its_own_time(desk_world) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    await world.open_case("VPN is down", severity="P1 · Major impact")
    told = await world.demo.time.step("day")
    assert told.startswith("Fri 15:05: warning: acknowledgement of HARBOR-1 · Fri 15:20: ")
    seen = [(_clock(m.ts), text_of(m).splitlines()[0]) for m in world.on_call.messages("#on-call")]
    assert [at for at, _ in seen] == ["15:05", "15:20"]
    assert [_clock(m.ts) for m in world.director.messages("#directors")] == ["19:20"]
    assert [_clock(m.ts) for m in world.vp_sales.messages("#vp-bridge")] == ["23:20"]


async def test_one_step_at_a_time(desk_world) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    async with world.demo.time._turn:
        with pytest.raises(ValueError, match="moving already"):
            await world.demo.time.step("1h")


async def test_a_policy_in_another_language_moves_the_customers_there_and_back(desk_world) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    await world.demo.choice.choose("policy", "codify")
    spanish = await world.open_case("No registra")
    assert "Estado: Abierto" in text_of(world.card(spanish, world.customer))
    await world.demo.choice.choose("policy", "catamarun")
    english = await world.open_case("VPN is down", severity="P1 · Major impact")
    assert "Status: Open" in text_of(world.card(english, world.customer))


async def test_open_cases_keep_the_policy_they_opened_under(desk_world) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    number = await world.open_case("VPN is down", severity="P1 · Major impact")
    await world.demo.choice.choose("policy", "c2-atom")
    await world.until("2026-03-06T15:20-05:00")
    assert f"{number} of Harbor Grid is escalated to tier 1" in world.on_call.reads("#on-call")
    await world.open_case("The line stands", severity="2 · High")
    assert "Fix: by Mon 9 Mar, 15:20 (New York time)" in world.customer.reads("#harbor-support")


async def test_a_policy_that_is_not_there_is_refused(desk_world, tmp_path: Path) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    with pytest.raises(ValueError, match="no policy called mud"):
        await world.demo.choice.choose("policy", "mud")
    with pytest.raises(StartRefused, match="no policy 'mud'; there are advendio, c2-atom"):
        Demo(read_files(None, DIRECTORY), tmp_path, datetime.fromisoformat(FRIDAY), policy="mud")


async def test_a_taken_port_is_refused_with_advice(desk_world, tmp_path: Path) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    port = int(world.playground.base_url.rsplit(":", 1)[1])
    second = Demo(read_files(None, DIRECTORY), tmp_path / "2", datetime.fromisoformat(FRIDAY), port=port)
    with pytest.raises(StartRefused, match=rf"port {port} is taken .*--port 0, or with make: ARGS=--port=0"):
        await second.start()
    await second.stop()


def test_who_administers_the_directory_administers_the_empty_workspace_too() -> None:
    assert [one.name for one in empty_workspace(DIRECTORY).people if one.is_admin] == ["samuel"]


def _clock(ts: str) -> str:
    """When a message was posted, in New York; all of this is before the clocks change."""
    from zoneinfo import ZoneInfo

    return f"{datetime.fromtimestamp(float(ts), ZoneInfo('America/New_York')):%H:%M}"
