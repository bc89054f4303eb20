"""The demo as a newcomer uses it: in a browser, by mouse and keyboard, with the real program behind the page."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, expect

from chatdesk.app import read_files
from chatdesk.demo.play import DIRECTORY, Demo
from tests.playground.page_world import Windows, chromium

WHEN = datetime.fromisoformat("2026-03-06T14:20-05:00")


@pytest.fixture
async def windows() -> AsyncIterator[Windows]:
    async with chromium() as made:
        yield made


@pytest.fixture
async def demo(tmp_path: Path) -> AsyncIterator[Demo]:
    demo = Demo(read_files(None, DIRECTORY), tmp_path, WHEN)
    await demo.start()
    yield demo
    await demo.stop()


async def test_a_customer_opens_a_case_time_passes_and_everybody_up_to_the_vps_hears_of_it(
    demo: Demo, windows: Windows
) -> None:
    page = await (await windows.window(0)).new_page()
    thrown: list[str] = []
    page.on("pageerror", lambda error: thrown.append(str(error)))

    await go(page, demo, "U0RUTH", "C0HARBOR")
    await page.locator(".channel .composer textarea").fill("/case open VPN is down")
    await page.locator(".channel .composer textarea").press("Enter")
    form = page.locator("dialog.modal")
    await expect(form.get_by_label("What is wrong, in one line?")).to_have_value("VPN is down")
    await form.get_by_label("P1 · Major impact").check()
    await form.get_by_role("button", name="Open", exact=True).click()
    await expect(messages(page).last).to_contain_text("HARBOR-1 · VPN is down")
    await expect(page.locator("body")).to_contain_text("We have your case. Its number is HARBOR-1.")
    if await form.is_visible():  # on a machine so busy that the answer came in the form instead
        await page.keyboard.press("Escape")

    # The warning, the missed promise with tier 1, the warning of the escalation clock, then tiers 2 and 3.
    await expect(page.locator(".upcoming")).to_contain_text("warning: acknowledgement of HARBOR-1")
    for _ in range(2):
        await next_thing(page)
    await go(page, demo, "U0MALIK", "C0ONCALL")
    await expect(messages(page).last).to_contain_text("HARBOR-1 of Harbor Grid is escalated to tier 1")
    while not await tier_is_next(page, 2):
        await next_thing(page)
    await next_thing(page)
    await go(page, demo, "U0GRACE", "C0DIRECTORS")
    await expect(messages(page).last).to_contain_text("HARBOR-1 of Harbor Grid is escalated to tier 2")
    while not await tier_is_next(page, 3):
        await next_thing(page)
    await next_thing(page)
    await go(page, demo, "U0VICTOR", "C0VPBRIDGE")
    await expect(messages(page).last).to_contain_text("HARBOR-1 of Harbor Grid is escalated to tier 3")

    # The director owns it now and has it; an engineer brings it home, the customer approves.
    await messages(page).last.get_by_role("button", name="I have it").click()
    await go(page, demo, "U0DANA", "C0CASEDESK")
    card = messages(page).first
    await expect(card).to_contain_text("Grace Lindqvist")
    await card.get_by_role("button", name="De-escalate").click()
    await send(form, "Why is it over?", "The backup line carries them.")
    await card.get_by_role("button", name="Resolve", exact=True).click()
    await send(form, "What you tell the customer", "The concentrator was replaced.")
    await expect(card).to_contain_text("Fixed, waiting for the customer's word")
    await go(page, demo, "U0RUTH", "C0HARBOR")
    await page.get_by_role("button", name="Approve the fix").first.click()
    await expect(page.locator(".channel")).to_contain_text("Closed")
    await page.reload()
    await expect(page.locator(".channel")).to_contain_text("Closed")
    assert thrown == []


async def test_a_foreign_customer_is_refused_the_command_and_comes_in_by_mention(demo: Demo, windows: Windows) -> None:
    page = await (await windows.window(0)).new_page()
    await go(page, demo, "U0CHLOE", "C0BLUEPEAK")
    composer = page.locator(".channel .composer textarea")
    await composer.fill("/case open no sound")
    await composer.press("Enter")
    await expect(page.locator(".channel")).to_contain_text("is not a valid command")
    await composer.fill("@chatdesk open no sound")
    await composer.press("Enter")
    await expect(page.locator(".channel")).to_contain_text("BLUEPEAK-1")


async def test_another_policy_holds_for_the_cases_opened_from_then_on(demo: Demo, windows: Windows) -> None:
    page = await (await windows.window(0)).new_page()
    await go(page, demo, "U0RUTH", "C0HARBOR")
    await page.get_by_label("Policy").select_option("codify")
    await expect(page.locator(".step-result")).to_contain_text("New cases open under Codify")
    await expect(page.locator(".step-result")).to_contain_text("channels are written in Spanish now")
    await page.locator(".channel .composer textarea").fill("/case open no registra")
    await page.locator(".channel .composer textarea").press("Enter")
    form = page.locator("dialog.modal")
    await expect(form).to_contain_text("Are any functions unavailable?")
    await form.get_by_role("button", name="Open", exact=True).click()
    await expect(messages(page).last).to_contain_text("Revisión del problema")


async def test_a_story_is_chosen_from_the_menu_and_clicked_through(demo: Demo, windows: Windows) -> None:
    page = await (await windows.window(0)).new_page()
    thrown: list[str] = []
    page.on("pageerror", lambda error: thrown.append(str(error)))
    await go(page, demo, "U0DANA", "C0CASEDESK")
    bar, played = page.locator(".story-bar"), page.locator(".story-count")
    await expect(bar).to_be_hidden()
    await page.get_by_label("Play a story").select_option(label="A high defect, corrected within a day")
    await expect(bar).to_contain_text("C2 ATOM: A high defect, corrected within a day")
    await expect(page.get_by_label("Policy")).to_have_value("c2-atom")

    go_on = bar.get_by_role("button", name="Next step")
    await go_on.click()
    await expect(played).to_have_text("step 1 of 5")
    await expect(page.get_by_label("Clauses at work")).to_contain_text("C2-8")
    await expect(page.locator(".who")).to_contain_text("Ruth Adler")
    await expect(page.locator(".channel")).to_contain_text("HARBOR-1 · The line stands")
    await go_on.press("Enter")
    await expect(played).to_have_text("step 2 of 5")
    await expect(page.locator(".who")).to_contain_text("Dana Reyes")
    await expect(page.locator(".pane.thread")).to_contain_text("We see the fault and look for a part.")

    await bar.get_by_role("button", name="All of it").click()
    await expect(played).to_have_text("step 5 of 5, the end")
    await expect(page.locator(".pane.thread")).to_contain_text("The fix is approved and the case is closed.")
    await expect(go_on).to_be_disabled()
    await bar.get_by_role("button", name="Start again").click()
    await expect(played).to_have_text("5 steps")
    await go_on.click()
    await expect(page.locator(".channel")).to_contain_text("HARBOR-2 · The line stands")
    await bar.get_by_role("button", name="Leave the story").click()
    await expect(bar).to_be_hidden()
    assert thrown == []


async def go(page: Page, demo: Demo, person: str, place: str) -> None:
    """Becomes somebody, at a place. A link says both, so a reload stays there."""
    await page.goto(f"{demo.playground.base_url}/#/{person}/{place}")
    await page.locator(".pane:not([hidden])").first.wait_for()


def messages(page: Page) -> Locator:
    return page.locator(".channel .message")


async def next_thing(page: Page) -> None:
    was = await page.locator("time.moment").get_attribute("datetime")
    await page.get_by_role("button", name="To the next thing").click()
    await expect(page.locator(".time-strip")).to_have_attribute("aria-busy", "false")
    await expect(page.locator("time.moment")).not_to_have_attribute("datetime", was or "")


async def tier_is_next(page: Page, tier: int) -> bool:
    return f"tier {tier} of HARBOR-1" in (await page.locator(".upcoming").text_content() or "")


async def send(form: Locator, label: str, text: str) -> None:
    await form.get_by_label(label).fill(text)
    await form.locator("button[type=submit]").click()
    await expect(form).to_be_hidden()
