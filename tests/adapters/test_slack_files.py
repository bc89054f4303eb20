"""Files that come with a message in Slack: named and linked, never copied."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from chatdesk.adapters.slack.client import PooledClient
from chatdesk.adapters.slack.files import Files
from chatdesk.core.attached import AttachedFile

LOG = {
    "id": "F1",
    "name": "log & <b>.txt",
    "filetype": "text",
    "size": 1234,
    "permalink": "https://northwind.slack.com/files/U1/F1/log.txt",
}


@pytest.fixture
async def known() -> AsyncIterator[tuple[dict[str, Any], Files]]:
    """What `files.info` answers, by id; and the Files that ask it."""
    found: dict[str, Any] = {}

    async def info(request: web.Request) -> web.Response:
        form = await request.post()
        file = found.get(str(form.get("file") or request.query.get("file")))
        return web.json_response({"ok": True, "file": file} if file else {"ok": False, "error": "file_not_found"})

    app = web.Application()
    app.router.add_route("*", "/api/files.info", info)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
    client = PooledClient("xoxb-1", url)
    yield found, Files(client, url)
    await client.close()
    await runner.cleanup()


async def test_a_file_is_named_with_kind_size_and_link(known: Any) -> None:
    _, files = known
    named = await files.named_in({"text": "the logs", "files": [LOG]})
    assert named == (AttachedFile("log & <b>.txt", "slack", "text", 1234, LOG["permalink"]),)


async def test_what_is_gone_is_left_out_and_a_link_elsewhere_is_no_link(known: Any) -> None:
    _, files = known
    bad = {**LOG, "id": "F2", "name": "bad.txt", "permalink": "javascript:alert(1)"}
    gone = {"id": "F3", "mode": "tombstone"}
    hidden = {"id": "F4", "mode": "hidden_by_limit"}
    named = await files.named_in({"files": [bad, gone, hidden, "odd"]})
    assert [(file.name, file.url) for file in named] == [("bad.txt", None)]


async def test_a_file_of_another_organisation_is_asked_for(known: Any) -> None:
    found, files = known
    found["F1"] = LOG
    (named,) = await files.named_in({"files": [{"id": "F1", "file_access": "check_file_info", "mode": "file_access"}]})
    assert named.name == LOG["name"]
    assert named.size == 1234


async def test_a_file_that_nobody_may_ask_for_is_still_named(known: Any) -> None:
    _, files = known
    (named,) = await files.named_in({"files": [{"id": "F9", "file_access": "check_file_info"}]})
    assert named == AttachedFile("", "slack")
