"""Keys are kept for a day, renewed when an unknown one signs, and asked for no more often than that."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from aiohttp import web

from chatdesk.adapters.teams.keys import Keys, KeysUnreachable
from tests.adapters.teams.front_door import Clock, FrontDoor
from tests.teams_peer.keys import KeyServer


@pytest.fixture
async def server() -> AsyncIterator[KeyServer]:
    started = await KeyServer().start()
    yield started
    await started.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def keys(server: KeyServer, clock: Clock) -> Keys:
    return Keys(server.metadata_url, clock)


async def test_keys_are_fetched_once_a_day(server: KeyServer, keys: Keys, clock: Clock) -> None:
    found = await keys.key("key-1")
    assert found is not None
    assert found.endorsements == {"msteams"}
    clock.moment += timedelta(hours=23, minutes=59)
    await keys.key("key-1")
    assert server.asked == 1
    clock.moment += timedelta(minutes=1)
    await keys.key("key-1")
    assert server.asked == 2


async def test_many_requests_at_once_fetch_once(server: KeyServer, keys: Keys) -> None:
    found = await asyncio.gather(*(keys.key("key-1") for _ in range(20)))
    assert all(found)
    assert server.asked == 1


async def test_a_message_signed_with_a_new_key_is_believed_two_hours_after_the_old_one_was_kept() -> None:
    door = await FrontDoor().start()
    try:
        assert (await door.post(door.activity()))[0] == 200
        door.clock.moment += timedelta(hours=2)
        door.keys.rotate()
        assert (await door.post(door.activity()))[0] == 200
        old = door.token(key=1)
        assert (await door.post(door.activity(), token=old))[0] == 200
        door.clock.moment += timedelta(hours=2)
        door.keys.rotate(keeps_old=False)
        assert (await door.post(door.activity()))[0] == 200
        withdrawn = door.token(key=1)
        assert (await door.post(door.activity(), token=withdrawn))[0] == 401
    finally:
        await door.close()


async def test_unknown_keys_make_us_ask_once_a_minute_and_no_more(server: KeyServer, keys: Keys, clock: Clock) -> None:
    await keys.key("key-1")
    clock.moment += timedelta(hours=1)
    for number in range(50):
        assert await keys.key(f"invented-{number}") is None
    assert server.asked == 2
    server.rotate()
    assert await keys.key("key-2") is None
    clock.moment += timedelta(minutes=1)
    assert await keys.key("key-2") is not None
    assert server.asked == 3


async def test_without_an_answer_nobody_is_believed_and_soon_asked_again(
    server: KeyServer, keys: Keys, clock: Clock
) -> None:
    server.is_down = True
    for _ in range(2):
        with pytest.raises(KeysUnreachable):
            await keys.key("key-1")
    server.is_down = False
    with pytest.raises(KeysUnreachable):
        await keys.key("key-1")
    clock.moment += timedelta(seconds=10)
    assert await keys.key("key-1") is not None


async def test_while_the_issuer_is_away_known_keys_hold_for_two_days_and_unknown_ones_are_left_open(
    server: KeyServer, keys: Keys, clock: Clock
) -> None:
    await keys.key("key-1")
    server.is_down = True
    clock.moment += timedelta(hours=47)
    assert await keys.key("key-1") is not None
    with pytest.raises(KeysUnreachable):
        await keys.key("key-2")
    clock.moment += timedelta(hours=1)
    with pytest.raises(KeysUnreachable):
        await keys.key("key-1")


async def test_an_issuer_that_is_slow_holds_up_nobody_else(clock: Clock) -> None:
    released = asyncio.Event()

    async def slow(request: web.Request) -> web.Response:
        await released.wait()
        return web.Response(status=503)

    application = web.Application()
    application.router.add_get("/openid", slow)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    keys = Keys(f"http://127.0.0.1:{runner.addresses[0][1]}/openid", clock, timeout_seconds=0.05)
    try:
        with pytest.raises(KeysUnreachable):
            await keys.key("key-1")
    finally:
        released.set()
        await runner.cleanup()


@pytest.mark.parametrize(
    "shown",
    [
        b"",
        b"[]",
        b"<html>",
        b'{"keys": []}',
        b'{"keys": {}}',
        b'{"keys": [null, {"kty": "RSA"}, {"kty": "oct", "kid": "key-1", "k": "c2VjcmV0"}]}',
        b'{"keys": [{"kty": "RSA", "kid": "key-1", "n": 5, "e": "AQAB"}]}',
        b'{"keys": [{"kty": "RSA", "kid": "key-1", "n": "!", "e": "!"}]}',
    ],
)
async def test_a_list_without_a_usable_key_counts_as_no_answer(clock: Clock, shown: bytes) -> None:
    address = ""

    async def metadata(request: web.Request) -> web.Response:
        return web.json_response({"jwks_uri": address + "/keys"})

    async def listed(request: web.Request) -> web.Response:
        return web.Response(body=shown)

    application = web.Application()
    application.router.add_get("/openid", metadata)
    application.router.add_get("/keys", listed)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        with pytest.raises(KeysUnreachable):
            await Keys(address + "/openid", clock).key("key-1")
    finally:
        await runner.cleanup()


def test_keys_that_come_without_tls_from_elsewhere_are_not_asked_for(clock: Clock) -> None:
    for url in ("http://login.botframework.com/v1/.well-known/openidconfiguration", "http://10.0.0.1/x", "ftp://x/"):
        with pytest.raises(ValueError, match="is not https"):
            Keys(url, clock)
