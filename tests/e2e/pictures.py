"""Takes the README's pictures from the running demo: `python -m tests.e2e.pictures`. Look at them before committing."""

from __future__ import annotations

import asyncio
import tempfile
from datetime import datetime
from pathlib import Path

from playwright.async_api import Page, expect

from chatdesk.app import read_files
from chatdesk.demo.play import DIRECTORY, Demo
from tests.e2e.test_demo_page import go, messages, next_thing, send
from tests.playground.page_world import chromium

IMAGES = Path(__file__).parents[2] / "docs" / "images"
WHEN = datetime.fromisoformat("2026-03-06T14:20-05:00")


async def take() -> None:
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        demo = Demo(read_files(None, DIRECTORY), Path(folder), WHEN)
        await demo.start()
        try:
            async with chromium() as windows:
                page = await (await windows.window(0)).new_page()
                await page.set_viewport_size({"width": 1360, "height": 900})
                await _story(page, demo)
        finally:
            await demo.stop()


async def _story(page: Page, demo: Demo) -> None:
    await go(page, demo, "U0RUTH", "C0HARBOR")
    await page.locator(".channel .composer textarea").fill("/case open Outage map is blank since the storm")
    await page.locator(".channel .composer textarea").press("Enter")
    form = page.locator("dialog.modal")
    await form.get_by_label("How is the network doing?").select_option("unusable")
    await form.get_by_label("Is there a workaround?").select_option("no")
    await expect(form).to_contain_text("From your answers")
    await page.screenshot(path=IMAGES / "open.png")
    await form.get_by_role("button", name="Open", exact=True).click()
    await expect(messages(page).last).to_contain_text("HARBOR-1")
    await go(page, demo, "U0DANA", "C0CASEDESK")
    card = messages(page).first
    await card.get_by_role("button", name="I have it").click()
    await card.get_by_role("button", name="Reply", exact=True).click()
    await send(form, "Your reply", "We see the blank map too. The feed adapter is being restarted.")
    for _ in range(2):
        await next_thing(page)
    await expect(card).to_contain_text("Tier 1 of 3")
    await card.locator(".thread-summary").click()
    await page.wait_for_timeout(500)
    await page.screenshot(path=IMAGES / "demo.png")
    while "tier 2" not in (await page.locator(".upcoming").text_content() or ""):
        await next_thing(page)
    await next_thing(page)
    await go(page, demo, "U0GRACE", "C0DIRECTORS")
    await page.locator(".sidebar").get_by_text("chatdesk", exact=True).first.click()
    await expect(messages(page).last).to_contain_text("needs you")
    await page.screenshot(path=IMAGES / "brief.png")


if __name__ == "__main__":
    asyncio.run(take())
