"""Connecting chatdesk as the README says, with the workspace on this machine in Slack's place: two real processes,
and between them only what an installer does on the page."""

from __future__ import annotations

import asyncio
import json
import os
import re
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from playwright.async_api import Page, expect

from chatdesk.demo.manifest import find_manifest
from chatdesk.demo.play import DIRECTORY
from tests.playground.page_world import Windows, chromium

CHANNELS = {"C0HARBOR": "U0RUTH", "C0CASEDESK": "U0DANA"}


class Started:
    """A `chatdesk` process. `until` reads what it writes."""

    def __init__(self, process: asyncio.subprocess.Process, stream: asyncio.StreamReader) -> None:
        self.process = process
        self._stream = stream
        self.lines: list[str] = []

    async def until(self, pattern: str) -> str:
        async with asyncio.timeout(30):
            while True:
                line = (await self._stream.readline()).decode()
                assert line, f"it ended: {self.lines}"
                self.lines.append(line)
                if found := re.search(pattern, line):
                    return found[1]

    async def end(self) -> None:
        if self.process.returncode is None:
            self.process.terminate()
        async with asyncio.timeout(30):
            await self.process.communicate()


@pytest.fixture
async def processes() -> AsyncIterator[list[Started]]:
    started: list[Started] = []
    yield started
    for one in reversed(started):
        await one.end()


async def start(processes: list[Started], *words: str, reads: str = "stdout", **settings: str) -> Started:
    pipes = {"stdout": asyncio.subprocess.DEVNULL, "stderr": asyncio.subprocess.DEVNULL} | {
        reads: asyncio.subprocess.PIPE
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "chatdesk", *words, env={"PATH": os.environ["PATH"]} | settings, **pipes
    )
    stream = getattr(process, reads)
    processes.append(Started(process, stream))
    return processes[-1]


@pytest.fixture
async def workspace(processes: list[Started]) -> str:
    """The address of `chatdesk playground`."""
    return await (await start(processes, "playground", "--port", "0")).until(r"(http://\S+:\d+) +the workspace")


@pytest.fixture
async def http(workspace: str) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(workspace, headers={"X-Playground": "1"}) as session:
        yield session


async def step(http: aiohttp.ClientSession, path: str, **body: Any) -> dict[str, Any]:
    async with http.post(f"/page/{path}", json=body) as answer:
        return await answer.json()


async def serve(processes: list[Started], http: aiohttp.ClientSession, folder: Path, **settings: str) -> Started:
    return await start(
        processes,
        "serve",
        reads="stderr",
        CHATDESK_DATABASE_URL=f"sqlite:///{folder}/desk.db",
        CHATDESK_DIRECTORY=str(DIRECTORY),
        CHATDESK_PORT="0",
        CHATDESK_SLACK_API_URL=f"{http._base_url}/api/",
        **settings,
    )


async def read(http: aiohttp.ClientSession, user: str, channel: str, words: str) -> None:
    """Waits until this person reads the words in a channel."""
    async with asyncio.timeout(20), http.get("/page/changes") as changes:
        async for line in changes.content:
            if not line.startswith(b"data:"):
                continue
            async with http.get(f"/page/channel/{channel}", params={"as": user}) as answer:
                if words in json.dumps(await answer.json(), ensure_ascii=False):
                    return


async def a_case_is_opened(http: aiohttp.ClientSession) -> None:
    for channel, user in CHANNELS.items():
        outcome = await step(http, "say", **{"as": user}, channel=channel, text="/invite @chatdesk")
        assert outcome["notice"] == "@chatdesk has joined."
    outcome = await step(http, "say", **{"as": "U0RUTH"}, channel="C0HARBOR", text="/case help")
    assert outcome["ok"], outcome
    await step(http, "say", **{"as": "U0RUTH"}, channel="C0HARBOR", text="@chatdesk open VPN is down")
    await read(http, "U0DANA", "C0CASEDESK", "HARBOR-1")


async def test_over_http_with_a_request_url(processes, workspace, http, tmp_path: Path) -> None:
    manifest = find_manifest().read_text()
    created = (await step(http, "apps/create", manifest=manifest))["app"]
    bot_token = (await step(http, "apps/install"))["app"]["bot_token"]
    served = await serve(
        processes, http, tmp_path, SLACK_BOT_TOKEN=bot_token, SLACK_SIGNING_SECRET=created["signing_secret"]
    )
    port = await served.until(r'"port": (\d+)')
    here = manifest.replace("https://chatdesk.example.com", f"http://127.0.0.1:{port}")
    await step(http, "apps/create", manifest=here)
    outcome = await step(http, "apps/verify", url=f"http://127.0.0.1:{port}/slack/events")
    assert outcome.get("notice") == "Verified.", outcome
    await a_case_is_opened(http)


async def test_over_a_socket_without_any_address(processes, workspace, http, tmp_path: Path) -> None:
    manifest = find_manifest().read_text().replace("socket_mode_enabled: false", "socket_mode_enabled: true")
    await step(http, "apps/create", manifest=manifest)
    bot_token = (await step(http, "apps/install"))["app"]["bot_token"]
    app_token = (await step(http, "apps/token"))["app"]["app_tokens"][0]
    settings = {"SLACK_BOT_TOKEN": bot_token, "SLACK_APP_TOKEN": app_token}
    served = await serve(processes, http, tmp_path, **settings)
    port = await served.until(r'"port": (\d+)')
    await a_case_is_opened(http)
    async with http.get(f"http://127.0.0.1:{port}/readyz") as answer:
        assert (await answer.json()) == {"status": "ready"}

    # Somebody starts the same app with a database of their own.
    other = tmp_path / "other"
    other.mkdir()
    second = await serve(processes, http, other, **settings)
    assert await second.until(r"SLACK_APP_TOKEN: (this Slack app is connected 1 more time)")
    # The first goes on, and a stop ends it in order.
    assert (await step(http, "say", **{"as": "U0RUTH"}, channel="C0HARBOR", text="/case list"))["ok"]
    await served.end()
    assert served.process.returncode == 0
    async with http.get("/page/apps") as answer:
        assert (await answer.json())["app"]["connections"] == 0


async def test_the_wrong_secret_and_the_wrong_token_are_told_where_they_are_found_out(
    processes, workspace, http, tmp_path: Path
) -> None:
    manifest = find_manifest().read_text()
    await step(http, "apps/create", manifest=manifest)
    bot_token = (await step(http, "apps/install"))["app"]["bot_token"]
    settings = {"SLACK_BOT_TOKEN": bot_token}
    wrong = await serve(processes, http, tmp_path, **settings, SLACK_APP_TOKEN="xapp-of-another-app")
    assert await wrong.until(r"SLACK_APP_TOKEN: (Slack does not accept it \(invalid_auth\))")
    served = await serve(processes, http, tmp_path, **settings, SLACK_SIGNING_SECRET="of-another-app")
    port = await served.until(r'"port": (\d+)')
    outcome = await step(http, "apps/verify", url=f"http://127.0.0.1:{port}/slack/events")
    assert "it answered 401; does the app have the Signing Secret from above?" in outcome["error"]


@pytest.fixture
async def windows() -> AsyncIterator[Windows]:
    async with chromium() as made:
        yield made


async def test_the_steps_in_a_browser(processes, workspace, http, tmp_path: Path, windows: Windows) -> None:
    page: Page = await (await windows.window(0)).new_page()
    thrown: list[str] = []
    page.on("pageerror", lambda error: thrown.append(str(error)))
    await page.goto(workspace)
    await page.get_by_role("link", name="Your app").click()
    await expect(page.get_by_role("heading", name="Create an app")).to_be_visible()
    manifest = page.get_by_role("textbox", name="App manifest")
    await manifest.fill("display_information: {}")
    await page.get_by_role("button", name="Create").click()
    await expect(page.get_by_role("alert")).to_contain_text("line 1: display_information: needs name")
    await page.locator("#file").set_input_files(find_manifest())
    await expect(manifest).to_have_value(re.compile("name: chatdesk"))
    await picture(page, "1-create")
    await page.get_by_role("button", name="Create").click()
    await expect(page.get_by_role("heading", name="chatdesk", exact=True)).to_be_visible()
    await page.get_by_role("button", name="Install to the workspace").click()
    await expect(page.get_by_text("Bot User OAuth Token")).to_be_visible()
    for show in reversed(await page.get_by_role("button", name="Show").all()):
        await show.click()
    secret = await page.locator("dt:text('Signing Secret') + dd code").inner_text()
    token = await page.locator("dt:text('Bot User OAuth Token') + dd code").inner_text()
    served = await serve(processes, http, tmp_path, SLACK_BOT_TOKEN=token, SLACK_SIGNING_SECRET=secret)
    port = await served.until(r'"port": (\d+)')
    await page.get_by_label("Request URL").fill("http://127.0.0.1:1/slack/events")
    await page.get_by_role("button", name="Verify").click()
    await expect(page.get_by_text("The address is not verified: nothing listens there.")).to_be_visible()
    text = await manifest.input_value()
    await manifest.fill(text.replace("https://chatdesk.example.com", f"http://127.0.0.1:{port}"))
    await page.get_by_role("button", name="Save changes").click()
    await page.get_by_label("Request URL").fill(f"http://127.0.0.1:{port}/slack/events")
    await page.get_by_role("button", name=re.compile("Verify|Retry")).click()
    await expect(page.get_by_text("Request URL: verified.")).to_be_visible()
    await picture(page, "2-verified")
    await a_case_is_opened(http)
    assert not thrown


async def picture(page: Page, name: str) -> None:
    """For people to look at, where CHATDESK_PICTURES names a folder."""
    if folder := os.environ.get("CHATDESK_PICTURES"):
        await page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
