"""Pagers on the loopback, and worlds whose directory names them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from functools import partial

import pytest

from chatdesk import paging
from chatdesk.adapters.paging import Hosts
from chatdesk.core.pagers import Pager
from tests import world as slack
from tests.delivery.conftest import empty_database as empty_database
from tests.delivery.conftest import make_world as make_world
from tests.delivery.conftest import world as world
from tests.paging.peers import GENIE_KEY, HOOK_SECRET, ROUTING_KEY, PagerPeer
from tests.paging.post_office import PostOffice

# The worlds on both platforms, as the scenarios have them.
from tests.scenarios.conftest import desk_world as desk_world

Name = Callable[..., None]


@pytest.fixture
async def pagers() -> AsyncIterator[PagerPeer]:
    async with PagerPeer() as peer:
        yield peer


@pytest.fixture
async def post_office() -> AsyncIterator[PostOffice]:
    async with PostOffice() as office:
        yield office


@pytest.fixture
def hosts(pagers: PagerPeer) -> Hosts:
    return hosts_at(pagers)


def hosts_at(pagers: PagerPeer) -> Hosts:
    return Hosts(pagers.url, f"{pagers.url}/eu", pagers.url, f"{pagers.url}/eu")


@pytest.fixture
def name_pagers(pagers: PagerPeer, post_office: PostOffice, monkeypatch: pytest.MonkeyPatch) -> Name:
    """`name_pagers(("on_call", Pager(…)), …)`: the worlds started from then on have them, and their secrets."""
    monkeypatch.setenv("CHATDESK_PAGING_SECRET_ON_CALL", ROUTING_KEY)
    monkeypatch.setenv("CHATDESK_PAGING_SECRET_GENIE", GENIE_KEY)
    monkeypatch.setenv("CHATDESK_PAGING_SECRET_HOOK", HOOK_SECRET)
    monkeypatch.setenv("CHATDESK_SMTP_URL", post_office.url)
    monkeypatch.setenv("CHATDESK_SMTP_FROM", "chatdesk@example.com")
    monkeypatch.setattr(paging, "Hosts", partial(hosts_at, pagers))
    shipped = slack._files()

    def name(*named: tuple[str, Pager]) -> None:
        files = replace(shipped, directory=replace(shipped.directory, pagers=named))
        monkeypatch.setattr(slack, "_files", lambda: files)

    return name
