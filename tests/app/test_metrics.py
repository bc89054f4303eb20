"""GET /metrics of the running program, scraped over HTTP as Prometheus does."""

from __future__ import annotations

import re
from pathlib import Path

import aiohttp
from prometheus_client.parser import text_string_to_metric_families

from tests.desk_world import Start, worlds_of
from tests.story import Story
from tests.world import World

FRIDAY = "2026-03-06T14:20-05:00"
Samples = dict[tuple[str, tuple[tuple[str, str], ...]], float]


async def scrape(world: Story) -> str:
    async with aiohttp.ClientSession() as session, session.get(f"{world.app.address}/metrics") as answer:
        assert answer.status == 200
        assert answer.headers["Content-Type"].startswith("text/plain; version=")
        return await answer.text()


def samples(body: str) -> Samples:
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(body)
        for sample in family.samples
    }


def of(body: str, name: str, **labels: str) -> float:
    return samples(body)[name, tuple(sorted(labels.items()))]


async def test_it_tells_of_cases_clocks_tiers_doors_and_platforms(desk_world: Start) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    await world.open_case("VPN down in all offices", severity="P1 · Major impact")
    await world.until("2026-03-06T15:20-05:00")
    body = await scrape(world)
    assert of(body, "chatdesk_cases", policy="catamarun", status="open") == 1
    assert of(body, "chatdesk_clocks", **{"metric": "acknowledgement", "is": "breached"}) == 1
    assert of(body, "chatdesk_escalations", tier="1") == 1
    assert of(body, "chatdesk_request_seconds_count", door="/slack/events", status="200") >= 2
    assert of(body, "chatdesk_send_seconds_count", platform="slack", call="post", result="done") >= 3
    assert of(body, "chatdesk_delivery_lag_seconds") == 0
    assert of(body, "chatdesk_wake_lag_seconds") == 0
    assert of(body, "chatdesk_heartbeat_age_seconds") < 60


async def test_a_platform_that_puts_us_off_and_what_waits_for_it_are_seen(desk_world: Start) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    world.playground.faults.add("chat.postMessage", "ratelimited", times=1)
    await world.customer.slash("#harbor-support", "/case open Printer on fire")
    await world.customer.submit({"severity": "P1 · Major impact"})
    body = await scrape(world)
    assert of(body, "chatdesk_rate_limited_total", platform="slack") >= 1


async def test_no_label_names_anybody(desk_world: Start) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    number = await world.open_case("VPN down in all offices", severity="P1 · Major impact")
    await world.until("2026-03-06T15:20-05:00")
    body = await scrape(world)
    labels = " ".join(re.findall(r"\{.*\}", body)).lower()
    for name in (number, "harbor", "bluepeak", "ruth", "dana", "vpn", "C0CASEDESK"):
        assert name.lower() not in labels


async def test_without_the_database_it_still_answers_and_counts_the_trouble(desk_world: Start) -> None:
    world = await desk_world("catamarun", at=FRIDAY)
    world.app.metrics._counting.count = _fails
    body = await scrape(world)
    assert "chatdesk_cases{" not in body
    assert of(body, "chatdesk_database_errors_total", error="scrape:OSError") == 1


def _fails(now: object) -> None:
    raise OSError("disk on fire")


class OverSocket(World):
    over_sockets = True


async def test_what_comes_over_a_socket_is_counted_by_its_kind(tmp_path: Path) -> None:
    async with worlds_of(OverSocket, tmp_path) as start:
        world = await start("catamarun", at=FRIDAY)
        await world.open_case("VPN down in all offices", severity="P1 · Major impact")
        body = await scrape(world)
    assert of(body, "chatdesk_slack_socket_up") == 1
    assert of(body, "chatdesk_request_seconds_count", door="socket/slash_commands", status="200") == 1
