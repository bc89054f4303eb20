"""The program as a whole: readiness, and a stop that lets what is in hand end."""

import asyncio

import aiohttp
from sqlalchemy import create_engine, text

from tests.world import World

FRIDAY = "2026-03-06T14:20-05:00"


async def test_it_is_not_ready_when_the_database_does_not_answer_and_tells_no_more_than_that(desk_world) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    assert await _ready(world) == (200, "ready")
    engine = create_engine(world.database_url)
    with engine.begin() as tx:
        tx.execute(text("ALTER TABLE cases RENAME TO gone"))
    status, body = await _ready(world)
    assert status == 503
    assert "the database does not answer" in body
    assert "gone" not in body
    with engine.begin() as tx:
        tx.execute(text("ALTER TABLE gone RENAME TO cases"))
    engine.dispose()
    assert await _ready(world) == (200, "ready")


async def test_a_message_on_its_way_arrives_and_is_recorded_before_the_stop_ends(desk_world) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    number = await world.open_case("VPN is down", severity="P1 · Major impact")
    slow = world.playground.faults.add("chat.postMessage", "slow", seconds=30)
    said = world.engineer.driver.say("#harbor-support", "We are on it.", thread=world.card(number, world.customer))
    await said
    async with asyncio.timeout(5):
        while not slow.met:  # noqa: ASYNC110 -- a fault tells nobody that it was met
            await asyncio.sleep(0)
    stopping = asyncio.create_task(world.demo.app.stop())
    for _ in range(20):
        await asyncio.sleep(0)
    assert not stopping.done()
    slow.release()
    await stopping
    engine = create_engine(world.database_url)
    with engine.connect() as tx:
        states = set(tx.execute(text("SELECT state FROM deliveries")).scalars())
    engine.dispose()
    assert states == {"sent"}
    assert "We are on it." in world.engineer.reads(world.card(number))


async def _ready(world: World) -> tuple[int, str]:
    url = f"http://127.0.0.1:{world.demo.app.port}/readyz"
    async with aiohttp.ClientSession() as http, http.get(url) as answer:
        body = await answer.text()
        return answer.status, "ready" if body == '{"status": "ready"}' else body
