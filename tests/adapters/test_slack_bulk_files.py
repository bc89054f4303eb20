"""COD-11: a CSV file that comes with a message in Slack is read whole, within limits, and never from elsewhere."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from chatdesk.adapters.slack.client import PooledClient
from chatdesk.adapters.slack.files import LARGEST_FILE, Files
from chatdesk.adapters.talk.hearing import Attached, Hearing, Said, takes_file
from chatdesk.adapters.talk.spoken import Spoken
from chatdesk.adapters.talk.talk import Talk
from chatdesk.core.places import Identity, MessageRef, Place
from tests.world import World

ROWS = "Código;Nombre;Vigente desde\nA1;Norte;2026-05-01\n"


@dataclass
class Shelf:
    """A Slack that has one file, and remembers who asked for it."""

    url: str = ""
    info: dict[str, Any] = field(default_factory=dict)
    body: bytes = ROWS.encode()
    status: int = 200
    kind: str = "text/csv"
    asked_with: list[str] = field(default_factory=list)

    async def give_info(self, request: web.Request) -> web.Response:
        file = {"id": "F1", "filetype": "csv", "size": len(self.body), "url_private_download": f"{self.url}/f/rows.csv"}
        return web.json_response({"ok": True, "file": {**file, **self.info}})

    async def give_file(self, request: web.Request) -> web.Response:
        self.asked_with.append(request.headers.get("Authorization", ""))
        headers = {"Location": f"{self.url}/f/rows.csv"} if self.status == 302 else {}
        return web.Response(body=self.body, status=self.status, content_type=self.kind, headers=headers)


async def _serve(shelf: Shelf) -> web.AppRunner:
    app = web.Application()
    app.router.add_route("*", "/api/files.info", shelf.give_info)
    app.router.add_get("/f/rows.csv", shelf.give_file)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    shelf.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    return runner


@pytest.fixture
async def shelf() -> AsyncIterator[Shelf]:
    made = Shelf()
    runner = await _serve(made)
    yield made
    await runner.cleanup()


@pytest.fixture
async def files(shelf: Shelf) -> AsyncIterator[Files]:
    client = PooledClient("xoxb-secret", f"{shelf.url}/api/")
    yield Files(client, f"{shelf.url}/api/")
    await client.close()


MESSAGE = {"text": "load", "files": [{"id": "F1", "file_access": "check_file_info"}]}


async def test_the_file_is_read_with_the_bot_s_token(files: Files, shelf: Shelf) -> None:
    assert await files.first_of(MESSAGE) == Attached(ROWS)
    assert shelf.asked_with == ["Bearer xoxb-secret"]
    assert await files.first_of({"text": "load"}) is None


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
async def test_what_spreadsheets_write_is_read(files: Files, shelf: Shelf, encoding: str) -> None:
    shelf.body = ROWS.encode(encoding)
    assert await files.first_of(MESSAGE) == Attached(ROWS)


async def test_the_token_goes_to_no_other_host(files: Files, shelf: Shelf) -> None:
    other = Shelf()
    runner = await _serve(other)
    for address in (
        f"{other.url}/f/rows.csv",
        "http://files.slack.com/x",
        "https://files.slack.com.evil.example/x",
        "",
    ):
        shelf.info = {"url_private_download": address}
        assert await files.first_of(MESSAGE) == Attached(problem="talk.file_unreadable"), address
    assert (shelf.asked_with, other.asked_with) == ([], [])
    await runner.cleanup()


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"info": {"filetype": "xlsx"}}, "talk.file_no_text"),
        ({"body": b"PK\x00\x01"}, "talk.file_no_text"),
        ({"info": {"size": LARGEST_FILE + 1}}, "talk.file_too_big"),
        # What is said of its size is not what comes.
        ({"info": {"size": 10}, "body": b"x" * (LARGEST_FILE + 1)}, "talk.file_too_big"),
        # Without the right to read files there is a page to sign in, or the way to it.
        ({"kind": "text/html"}, "talk.file_unreadable"),
        ({"status": 302}, "talk.file_unreadable"),
        ({"status": 404}, "talk.file_unreadable"),
    ],
)
async def test_what_cannot_be_taken_is_said_and_not_guessed(
    files: Files, shelf: Shelf, changes: dict[str, Any], problem: str
) -> None:
    for name, value in changes.items():
        setattr(shelf, name, value)
    assert await files.first_of(MESSAGE) == Attached(problem=problem)


def test_only_words_that_ask_for_a_file_have_it_read() -> None:
    assert takes_file("load")
    assert takes_file("carga masiva")
    assert not takes_file("open The VPN is down")
    assert not takes_file("")


async def test_a_mention_with_a_file_opens_the_case_with_its_rows(tmp_path: Path) -> None:
    world = World(tmp_path, "2026-04-06T11:00-04:00", "codify")
    await world.start()
    app = world.app
    ids = iter(range(100))
    hearing = Hearing(Talk(app.desk, app.reads, lambda: f"x{next(ids)}"), app.reads)
    channel = Place("slack", "T0NORTHWIND", "C0HARBOR")
    said = Said(
        id="said-1",
        identity=Identity("slack", "T0NORTHWIND", "U0RUTH"),
        spoken=Spoken("load\n📎 rows.csv\nhttps://northwind.slack.com/files/U0RUTH/F1/rows.csv"),
        place=channel,
        message=MessageRef(channel, "1775487600.000100"),
        said_at=world.now,
        is_to_us=True,
        called="@chatdesk",
        attached=Attached(problem="talk.file_too_big"),
    )
    refused = hearing.hear(said, world.now)
    assert refused is not None
    assert refused.card.text == "The file is larger than 1 MB, so nothing was done. Please send a smaller one."
    answer = hearing.hear(replace(said, id="said-2", attached=Attached(ROWS)), world.now)
    assert answer is not None
    assert answer.done is not None
    view = app.reads.case_view(answer.done.case_id, world.now)
    assert view is not None
    assert view.case.load is not None
    assert view.case.load.rows == 1
    assert view.text(view.case.description_id) == ROWS
    await world.stop()
