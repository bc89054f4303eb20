"""The page in a real browser, in front of a real workspace with a small real app behind it."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import pytest
from playwright.async_api import Browser, BrowserContext, Page, ViewportSize, async_playwright, expect

from .bolt_app import World, world
from .page_blocks import FORM, card

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE_MS = 10_000  # a limit, not a wait: machines that test are busy ones
WIDE: ViewportSize = {"width": 1280, "height": 800}


def chromium_path() -> str:
    """Where Chromium is; without one the test is skipped aloud, or fails where a browser is required."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    if os.environ.get("CHATDESK_REQUIRE_BROWSER") == "1":
        pytest.fail("CHATDESK_REQUIRE_BROWSER=1, but there is no Chromium on this machine")
    pytest.skip("NO CHROMIUM ON THIS MACHINE: THE PAGE IS NOT TESTED")


@dataclass
class Windows:
    """A browser's windows, kept from test to test since opening one is slow. Tabs keep their things to
    themselves; two pages of one test stand in two windows, because a tab in the back is throttled."""

    browser: Browser
    contexts: list[BrowserContext] = field(default_factory=list)

    async def window(self, number: int) -> BrowserContext:
        while len(self.contexts) <= number:
            self.contexts.append(await self.browser.new_context(viewport=WIDE, reduced_motion="reduce"))
        return self.contexts[number]


@asynccontextmanager
async def chromium() -> AsyncIterator[Windows]:
    path = chromium_path()
    expect.set_options(timeout=PATIENCE_MS)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, headless=True, args=list(FLAGS))
        yield Windows(browser)
        await browser.close()


class Story:
    """A time control whose next thing is one hour ahead, and the choice of a flavour."""

    def __init__(self) -> None:
        self.world: World | None = None
        self.flavour = "mint"

    def now(self) -> datetime:
        assert self.world
        return self.world.clock.now()

    def steps(self) -> list[tuple[str, str]]:
        return [("15m", "+15 min"), ("next", "Next thing"), ("back", "Back")]

    async def step(self, key: str) -> str:
        assert self.world
        if key == "back":
            raise ValueError("The clock only goes forward.")
        self.world.clock.move(minutes=15 if key == "15m" else 60)
        await self.world.client.chat_postMessage(channel="C0TEAM", text=f"The clock moved: {key}")
        return "It moved, and one thing happened."

    def next_moment(self) -> tuple[datetime, str] | None:
        return self.now() + timedelta(hours=1), "a reminder"

    def options(self) -> list[dict[str, Any]]:
        choices = [["mint", "Mint"], ["fig", "Fig"], ["mud", "Mud"]]
        return [{"key": "flavour", "label": "Flavour", "value": self.flavour, "choices": choices}]

    async def choose(self, key: str, value: str) -> str:
        if value == "mud":
            raise ValueError(f"There is no {key} {value}.")
        self.flavour = value
        return f"{key} is {value}."


@dataclass
class Stage:
    """A workspace, its app, and what reached the app: bodies of actions, values of forms."""

    world: World
    windows: Windows
    story: Story
    told: asyncio.Queue[dict[str, Any]] = field(default_factory=asyncio.Queue)
    submitted: list[dict[str, Any]] = field(default_factory=list)
    pages: list[Page] = field(default_factory=list)
    thrown: list[str] = field(default_factory=list)

    async def page(self, person: str, place: str, viewport: ViewportSize = WIDE) -> Page:
        """A tab of its own, opened as that person at that place."""
        page = await (await self.windows.window(len(self.pages))).new_page()
        if viewport != WIDE:
            await page.set_viewport_size(viewport)
        page.set_default_timeout(PATIENCE_MS)
        page.on("pageerror", lambda error: self.thrown.append(str(error)))
        self.pages.append(page)
        await page.goto(f"{self.world.playground.base_url}/#/{person}/{place}")
        await page.locator(".pane:not([hidden])").first.wait_for()
        return page

    async def post(self, channel: str = "C0TEAM", **message: Any) -> str:
        """The app posts; answers the ts."""
        posted = await self.world.client.chat_postMessage(channel=channel, **{"text": "…"} | message)
        return str(posted["ts"])

    async def next_action(self) -> dict[str, Any]:
        """The body of the next action that reaches the app; none may be left out."""
        return await asyncio.wait_for(self.told.get(), PATIENCE_MS / 1000)


@asynccontextmanager
async def stage(windows: Windows) -> AsyncIterator[Stage]:
    """A fresh workspace whose app keeps what it is told. No page may throw an error of its own."""
    story = Story()
    async with world(time_control=story, settings=story) as made:
        story.world = made
        here = Stage(made, windows, story)
        listen(here)
        yield here
        for page in here.pages:
            await page.close()
        assert here.thrown == []
        assert here.told.empty()


def listen(here: Stage) -> None:
    """The app: it keeps every action; `/ticket` opens a form, and a form that is good becomes a card."""
    bolt = here.world.bolt

    @bolt.command("/ticket")
    async def ticket(ack: Any, body: dict[str, Any], client: Any) -> None:
        await ack()
        if body["text"]:
            await client.chat_postEphemeral(
                channel=body["channel_id"], user=body["user_id"], text=f"Heard: {body['text']}"
            )
        else:
            await client.views_open(trigger_id=body["trigger_id"], view=FORM)

    @bolt.view("form")
    async def sent(ack: Any, body: dict[str, Any], client: Any) -> None:
        values = body["view"]["state"]["values"]
        if values["title"]["text"]["value"] == "bad":
            return await ack(response_action="errors", errors={"title": "This is too bad a title."})
        await ack()
        here.submitted.append(values)
        words = f"{values['title']['text']['value']}, {values['level']['pick']['selected_option']['value']}"
        await client.chat_postMessage(channel="C0TEAM", text=words, blocks=card(words))

    @bolt.action("change_form")
    async def change(ack: Any, body: dict[str, Any], client: Any) -> None:
        await ack()
        extra = {"type": "section", "text": {"type": "plain_text", "text": "One block more"}}
        view = FORM | {"blocks": [extra, *FORM["blocks"]]}
        await client.views_update(view_id=body["view"]["id"], hash=body["view"]["hash"], view=view)

    @bolt.action("broken")
    async def broken() -> None:
        raise RuntimeError("this action never answers well")

    @bolt.action(re.compile(r".*"))
    async def told(ack: Any, body: dict[str, Any]) -> None:
        await ack()
        here.told.put_nowait(body)

    @bolt.event("app_home_opened")
    async def home(event: dict[str, Any], client: Any) -> None:
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": card("Your page")})

    @bolt.shortcut(re.compile(r".*"))
    async def shortcut(ack: Any, body: dict[str, Any], client: Any) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=FORM)

    @bolt.event(re.compile(r".*"))
    async def other() -> None:
        """Everything else is of no interest here."""
