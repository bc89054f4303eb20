"""The web application: real sockets on the loopback."""

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web

from chatdesk.adapters.web import WebServer


class Inside:
    """What the server is given: a readiness, and a handler that waits until it is told to answer."""

    def __init__(self) -> None:
        self.why_not: str | None = None
        self.arrived = asyncio.Event()
        self.may_answer = asyncio.Event()

    async def readiness(self) -> str | None:
        return self.why_not

    async def slow(self, request: web.Request) -> web.Response:
        self.arrived.set()
        await self.may_answer.wait()
        return web.Response(text="answered")

    async def echo(self, request: web.Request) -> web.Response:
        return web.Response(body=await request.read())


@pytest.fixture
def inside() -> Inside:
    return Inside()


@pytest.fixture
async def server(inside: Inside) -> AsyncIterator[WebServer]:
    posts = {"/slow": inside.slow, "/echo": inside.echo}
    server = WebServer(posts, inside.readiness, host="127.0.0.1", port=0, drain_seconds=2)
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def test_it_says_that_it_lives_and_whether_it_is_ready(
    server: WebServer, inside: Inside, http: aiohttp.ClientSession
) -> None:
    async with http.get(f"http://127.0.0.1:{server.port}/healthz") as answer:
        assert answer.status == 200
    async with http.get(f"http://127.0.0.1:{server.port}/readyz") as answer:
        assert answer.status == 200
    inside.why_not = "the database does not answer"
    async with http.get(f"http://127.0.0.1:{server.port}/readyz") as answer:
        assert answer.status == 503
        assert "the database does not answer" in await answer.text()
    async with http.get(f"http://127.0.0.1:{server.port}/healthz") as answer:
        assert answer.status == 200


async def test_a_body_of_more_than_one_mebibyte_is_refused(server: WebServer, http: aiohttp.ClientSession) -> None:
    url = f"http://127.0.0.1:{server.port}/echo"
    async with http.post(url, data=b"x" * 1024 * 1024) as answer:
        assert answer.status == 200
    async with http.post(url, data=b"x" * (1024 * 1024 + 1)) as answer:
        assert answer.status == 413


async def test_a_request_in_hand_is_answered_before_it_stops(
    server: WebServer, inside: Inside, http: aiohttp.ClientSession
) -> None:
    url = f"http://127.0.0.1:{server.port}"

    async def ask() -> str:
        async with http.post(f"{url}/slow") as answer:
            return await answer.text()

    asked = asyncio.create_task(ask())
    await inside.arrived.wait()
    stopping = asyncio.create_task(server.stop())
    async with asyncio.timeout(20):
        while True:  # the socket closes a moment after stopping begins
            try:
                async with aiohttp.ClientSession() as other, other.get(f"{url}/healthz"):
                    await asyncio.sleep(0)
            except aiohttp.ClientError:
                break
    inside.may_answer.set()
    assert await asked == "answered"
    await stopping


async def test_a_taken_address_is_an_error(server: WebServer, inside: Inside) -> None:
    second = WebServer({}, inside.readiness, host="127.0.0.1", port=server.port, drain_seconds=1)
    with pytest.raises(OSError, match="address already in use"):
        await second.start()
