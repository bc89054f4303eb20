from collections.abc import AsyncIterator

import aiohttp
import pytest

from tests.playground.bolt_app import World
from tests.playground.bolt_app import world as make_world
from tests.playground.page_client import Page


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with make_world() as made:
        yield made


@pytest.fixture
async def page(world: World) -> AsyncIterator[Page]:
    async with aiohttp.ClientSession(world.playground.base_url) as http:
        yield Page(http, world)
