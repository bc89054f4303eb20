"""The page without a mouse, on small screens, and for those who listen to it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from .page_blocks import card
from .page_world import Stage, Windows, chromium, stage

pytestmark = pytest.mark.asyncio(loop_scope="module")

# Controls that can be seen but have no name that could be spoken.
NAMELESS = """() => [...document.querySelectorAll("button, input, select, textarea, a")]
    .filter((one) => one.checkVisibility() && !one.closest("[inert]"))
    .filter((one) => !(one.getAttribute("aria-label") || one.labels?.length || one.textContent.trim()
        || [...(one.getAttribute("aria-labelledby") ?? "").split(" ")].some((id) => id && document.getElementById(id))))
    .map((one) => one.outerHTML)"""

# Whether the focus is in a dialog, or nowhere on the page (on its way through the browser's own buttons).
INSIDE = "document.activeElement === document.body || Boolean(document.activeElement.closest('dialog'))"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def windows() -> AsyncIterator[Windows]:
    async with chromium() as made:
        yield made


@pytest_asyncio.fixture(loop_scope="module")
async def here(windows: Windows) -> AsyncIterator[Stage]:
    async with stage(windows) as made:
        yield made


async def keys(page: Page, *names: str) -> None:
    for name in names:
        await page.keyboard.press(name)


async def leave_field(page: Page) -> None:
    await page.evaluate("document.activeElement.blur()")


async def test_a_whole_conversation_goes_by_keys(here: Stage) -> None:
    page = await here.page("U0ANA", "C0TEAM")
    await leave_field(page)
    await keys(page, "/")
    await page.keyboard.type("Hello @be")
    await expect(page.locator(".suggestion")).to_have_count(1)
    await keys(page, "Enter")
    await page.keyboard.type("two")
    await keys(page, "Shift+Enter")
    await page.keyboard.type("lines :tad")
    await keys(page, "Tab", "Enter")
    message = page.locator(".channel .message").last
    content = message.locator(".message-content")
    await expect(content).to_have_text("Hello @Ben Okafor two\nlines 🎉", use_inner_text=True)
    await keys(page, "Shift+Tab", "Shift+Tab")
    await expect(message).to_be_focused()
    await keys(page, "Enter")
    await expect(page.locator(".thread textarea")).to_be_focused()
    await page.keyboard.type("an answer")
    await keys(page, "Enter")
    await expect(page.locator(".thread .message")).to_have_count(2)
    await keys(page, "Escape")
    await expect(page.locator(".thread")).to_be_hidden()


async def test_a_command_and_its_form_go_by_keys(here: Stage) -> None:
    page = await here.page("U0BEN", "C0TEAM")
    await page.keyboard.type("/ti")
    await expect(page.locator(".suggestion")).to_contain_text("/ticket")
    await keys(page, "Enter", "Enter")
    modal = page.locator("dialog.modal")
    await expect(modal.get_by_label("Title")).to_be_focused()
    await page.keyboard.type("By keys")
    await keys(page, "Tab", "Space", "ArrowDown")
    await expect(modal.get_by_label("Low")).to_be_checked()
    for _ in range(12):
        await keys(page, "Tab")
        inside = await page.evaluate(INSIDE)
        assert inside, "the focus left the open form"
    await modal.get_by_label("Title").focus()
    await keys(page, "Control+Enter")
    await expect(modal).to_be_hidden()
    await expect(page.locator(".channel .message h3")).to_have_text("By keys, low")


async def test_escape_closes_a_form_and_the_app_keeps_none_open(here: Stage) -> None:
    page = await here.page("U0BEN", "C0TEAM")
    await page.keyboard.type("/ticket")
    await keys(page, "Enter")
    await expect(page.locator("dialog.modal")).to_be_visible()
    await keys(page, "Escape")
    await expect(page.locator("dialog.modal")).to_be_hidden()
    await page.reload()
    await expect(page.locator(".channel")).to_be_visible()
    assert here.world.playground.views.stack("U0BEN") == []


async def test_the_focus_stays_on_a_button_while_its_card_changes(here: Stage) -> None:
    ts = await here.post(blocks=card("Before"))
    page = await here.page("U0ANA", "C0TEAM")
    take = page.get_by_role("button", name="Take")
    await take.focus()
    await keys(page, "Enter")
    await here.next_action()
    await here.world.client.chat_update(channel="C0TEAM", ts=ts, text="After", blocks=card("After"))
    await expect(page.locator(".channel h3")).to_have_text("After")
    await expect(take).to_be_focused()


async def test_keys_lead_from_channel_to_channel_and_to_other_people(here: Stage) -> None:
    page = await here.page("U0BEN", "C0TEAM")
    await leave_field(page)
    await keys(page, "j")
    await expect(page.locator(".channel h1")).to_have_text("quiet")
    await leave_field(page)
    await keys(page, "k")
    await expect(page.locator(".channel h1")).to_have_text("team")
    await leave_field(page)
    await keys(page, "p")
    await page.keyboard.type("torres")
    await keys(page, "ArrowDown", "Enter")
    await expect(page.locator(".who")).to_contain_text("Ana Torres")
    await leave_field(page)
    await keys(page, "?")
    await expect(page.locator("dialog.ask")).to_contain_text("Choose who you are")
    await keys(page, "Escape")
    await expect(page.locator("dialog.ask")).to_have_count(0)


async def test_messages_are_walked_through_by_arrows_and_done_to_by_tab(here: Stage) -> None:
    page = await here.page("U0BEN", "C0TEAM")
    for text in ("first", "second"):
        await here.world.person("ana").say("#team", text)
    messages = page.locator(".channel .message")
    await messages.last.focus()
    await keys(page, "ArrowUp")
    await expect(messages.first).to_be_focused()
    await keys(page, "Tab", "Enter")
    await expect(messages.first.locator(".reaction").first).to_have_attribute("aria-pressed", "true")


async def test_everything_that_can_be_used_has_a_name(here: Stage) -> None:
    await here.post(blocks=card("One"))
    page = await here.page("U0ANA", "C0TEAM")
    await page.locator(".channel .message").hover()
    assert await page.evaluate(NAMELESS) == []
    await page.locator(".channel textarea").fill("/ticket")
    await page.locator(".channel textarea").press("Enter")
    await expect(page.locator("dialog.modal")).to_be_visible()
    assert await page.evaluate(NAMELESS) == []


@pytest.mark.parametrize(("width", "height"), [(400, 800), (1280, 800), (1600, 1000)])
async def test_the_page_fits(here: Stage, width: int, height: int) -> None:
    ts = await here.post(text="One", blocks=card("A rather long title for a card on a small screen"))
    page = await here.page("U0ANA", f"C0TEAM/{ts}", {"width": width, "height": height})
    await expect(page.locator(".thread .message h3")).to_be_visible()
    assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    for box in await page.locator(".thread, .step, .send").all():
        spot = await box.bounding_box()
        assert spot is None or (spot["x"] >= 0 and spot["x"] + spot["width"] <= width)
    await page.get_by_label("Close the thread").click()
    if width < 720:
        await expect(page.locator(".sidebar")).to_be_hidden()
        await page.get_by_label("Channels", exact=True).click()
    await page.locator(".side-item", has_text="birch").click()
    await expect(page.locator(".channel h1")).to_have_text("birch")
    await expect(page.locator(".channel textarea")).to_be_focused()
