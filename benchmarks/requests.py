"""Requests: how long `/case` takes to be committed and acknowledged, beside a bare Bolt handler that does nothing.

Run from the repository's root: `python -m benchmarks.requests [REQUESTS]`. Both listen on the loopback in this
process, on SQLite with every commit on the disk, and are asked in turns over one connection with signed requests.
Times are the wall's, as whoever typed sees them. A figure beyond its goal is printed, and ends nothing.
"""

from __future__ import annotations

import asyncio
import json
import logging
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlencode

import aiohttp
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from tests.replicas import replicas_on

SECRET = "signed"
# The demo's app and its people, who are in the workspace that stands for Slack.
BOT = "U0CHATDESK"
REQUESTS = 300
ROUNDS = 3
# By the median; and by the slowest of a hundred, beside what Bolt does if nobody tells it to process first.
GOAL_P50, GOAL_P99 = 8.0, 1.0
FRIDAY = "2026-03-06T14:20-05:00"

QUICK, STOCK = "Bolt, processed first", "Bolt as it comes"
_FORM = "application/x-www-form-urlencoded"

Ask = Callable[[int], Awaitable[float]]


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1].isdigit() else REQUESTS
    logging.disable(logging.WARNING)
    asyncio.run(measure(count))
    return 0


async def measure(count: int) -> None:
    print(f"\nRequests, {count} of each kind, one connection, best of {ROUNDS} rounds\n")
    with tempfile.TemporaryDirectory() as folder:
        async with (
            replicas_on(f"sqlite:///{Path(folder) / 'bench.db'}", FRIDAY, 1) as desk,
            bare_bolt(desk.playground.api_url, process_first=True) as quick,
            bare_bolt(desk.playground.api_url, process_first=False) as stock,
            aiohttp.ClientSession() as session,
        ):
            # What is sent afterwards would run in this very process, and so would the Slack that takes it.
            desk.apps[0].desk.on_commit = lambda: None
            ours = f"http://127.0.0.1:{desk.apps[0].port}/slack/events"
            await asked(session, ours, "open VPN is down", 0, mention=True)
            kinds: dict[str, Ask] = {
                QUICK: lambda n: asked(session, quick, "noop", n),
                STOCK: lambda n: asked(session, stock, "noop", n),
                "/case list": lambda n: asked(session, ours, "list", n),
                "/case note, committed": lambda n: asked(session, ours, f"note HARBOR-1 line {n}", n),
                "@chatdesk open, committed": lambda n: asked(session, ours, f"open Nothing works {n}", n, mention=True),
            }
            show(await in_turns(kinds, count))


async def in_turns(kinds: dict[str, Ask], count: int) -> dict[str, list[float]]:
    """The best round of each, by its median."""
    best: dict[str, list[float]] = {}
    number = 1
    for _ in range(ROUNDS):
        for name, ask in kinds.items():
            times = []
            for _ in range(count):
                times.append(await ask(number))
                number += 1
            if name not in best or statistics.median(times) < statistics.median(best[name]):
                best[name] = sorted(times)
    return best


async def asked(session: aiohttp.ClientSession, url: str, text: str, number: int, *, mention: bool = False) -> float:
    """Seconds until the answer was read. Raises RuntimeError for anything but a 200."""
    body, kind = (_mention(text, number), "application/json") if mention else (_command(text, number), _FORM)
    stamp = str(int(time.time()))
    signature = SignatureVerifier(SECRET).generate_signature(timestamp=stamp, body=body)
    headers = {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": str(signature), "Content-Type": kind}
    before = time.perf_counter()
    async with session.post(url, data=body, headers=headers) as answer:
        said = await answer.text()
    took = time.perf_counter() - before
    if answer.status != 200:
        raise RuntimeError(f"{url} answered {answer.status}: {said}")
    return took


def _command(text: str, number: int) -> str:
    return urlencode(
        {
            "command": "/case",
            "text": text,
            "team_id": "T0NORTHWIND",
            "channel_id": "C0CASEDESK",
            "user_id": "U0DANA",
            "trigger_id": f"{number}.bench",
            "response_url": "https://hooks.slack.com/commands/bench",
            "api_app_id": "A0PLAYAPP",
        }
    )


def _mention(text: str, number: int) -> str:
    event = {
        "type": "app_mention",
        "user": "U0RUTH",
        "team": "T0NORTHWIND",
        "channel": "C0HARBOR",
        "ts": f"{1772824800 + number}.000100",
        "text": f"<@{BOT}> {text}",
    }
    envelope = {
        "type": "event_callback",
        "event_id": f"Ev{number}",
        "event_time": 1772824800,
        "team_id": "T0NORTHWIND",
        "api_app_id": "A0PLAYAPP",
        "event": event,
        "authorizations": [{"team_id": "T0NORTHWIND", "user_id": BOT, "is_bot": True}],
    }
    return json.dumps(envelope)


@asynccontextmanager
async def bare_bolt(api_url: str, *, process_first: bool) -> AsyncIterator[str]:
    """The address of a Bolt app whose one command does nothing."""
    app = AsyncApp(
        client=AsyncWebClient(token="xoxb-replicas", base_url=api_url),
        signing_secret=SECRET,
        process_before_response=process_first,
    )

    @app.command("/case")
    async def nothing(ack: AsyncAck) -> None:
        await ack("done")

    async def answer(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    site = web.Application()
    site.router.add_post("/slack/events", answer)
    runner = web.AppRunner(site, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    finally:
        await runner.cleanup()


def show(times: dict[str, list[float]]) -> None:
    quick, stock = times[QUICK], times[STOCK]
    print(f"{'':<28}{'p50':>10}{'p99':>10}{'p50 / Bolt':>12}{'p99 / stock':>13}")
    for name, ordered in times.items():
        p50, p99 = statistics.median(ordered), at(ordered, 0.99)
        by_median, by_slowest = p50 / statistics.median(quick), p99 / at(stock, 0.99)
        missed = "  MISSED" if by_median > GOAL_P50 or (name != STOCK and by_slowest > GOAL_P99) else ""
        missed = "" if name == STOCK else missed
        print(f"{name:<28}{p50 * 1e3:>7.2f} ms{p99 * 1e3:>7.2f} ms{by_median:>11.1f}x{by_slowest:>12.2f}x{missed}")
    print(f"goals: p50 at most {GOAL_P50:.0f}x Bolt that processes first, p99 at most that of Bolt as it comes")


def at(ordered: list[float], share: float) -> float:
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


if __name__ == "__main__":
    sys.exit(main())
