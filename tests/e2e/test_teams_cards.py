"""Teams cards in the hands of a person: Microsoft's JavaScript library draws them in Chromium, buttons are pressed."""

from __future__ import annotations

import os
from typing import Any

import pytest
from playwright.async_api import Page, expect

from chatdesk.adapters.teams.render import Known, adaptive, form_card
from chatdesk.cards.model import Button, Card, ChoiceField, Confirm, FieldOption, Form, Paragraph, Quoted, TextField
from tests.e2e.teams_pictures import LIBRARY, show
from tests.playground.page_world import chromium

CASE = (("case", "c1"),)


@pytest.fixture(autouse=True)
def _library() -> None:
    if LIBRARY.is_file():
        return
    why = "the adaptivecards library is not installed in tests/node (needs Node and npm): no card is drawn"
    if os.environ.get("CHATDESK_REQUIRE_NODE") == "1":
        pytest.fail(why)
    pytest.skip(why)


async def test_a_button_that_asks_first_sends_nothing_before_yes() -> None:
    asked = Confirm("Withdraw this case?", "We stop.", "Withdraw it", "Go back")
    card = Card(text="x", buttons=(Button("withdraw", "Withdraw", CASE, "danger", asked),))
    async with chromium() as windows:
        page = await (await windows.window(0)).new_page()
        await show(page, adaptive(card, Known()))
        await expect(page.get_by_text("Withdraw this case?")).to_be_hidden()
        await _press(page, "Withdraw")
        await expect(page.get_by_text("Withdraw this case?")).to_be_visible()
        await _press(page, "Go back")
        await expect(page.get_by_text("Withdraw this case?")).to_be_hidden()
        assert await _sent(page) == []
        await _press(page, "Withdraw")
        await _press(page, "Withdraw it")
        assert await _sent(page) == [{"verb": "withdraw", "data": {"do": "withdraw", "args": {"case": "c1"}}}]


async def test_a_form_is_drawn_again_with_empty_fields_but_one_that_never_is_waits_for_them() -> None:
    title = TextField("title", "What is wrong?")
    question = ChoiceField("question.down", "Down?", (FieldOption("yes", "Yes"),), is_required=False, redraws=True)
    drawn_again = Form("open", "Open", "Open it", "Cancel", (title, question))
    plain = Form("reply", "Reply", "Send it", "Cancel", (title,))
    async with chromium() as windows:
        page = await (await windows.window(0)).new_page()
        await show(page, form_card(drawn_again, {}, Known(), is_dialog=False))
        await page.get_by_label("Down?").select_option("yes")
        await _press(page, "See what this suggests")
        (sent,) = await _sent(page)
        assert (sent["verb"], sent["data"]["redraw"]) == ("send", "yes")
        assert (sent["data"].get("title", ""), sent["data"]["question.down"]) == ("", "yes")
        await show(page, form_card(plain, {}, Known(), is_dialog=False))
        await _press(page, "Send it")
        await expect(page.get_by_text("Please fill this in.")).to_be_visible()
        assert await _sent(page) == []
        await page.get_by_label("What is wrong?").fill("VPN *down*")
        await _press(page, "Send it")
        assert [each["data"]["title"] for each in await _sent(page)] == ["VPN *down*"]


async def test_what_a_person_wrote_is_drawn_letter_by_letter() -> None:
    words = "**bold** [bank](https://evil.example) {{DATE(2026-03-06T20:20:00Z, SHORT)}} <b>b</b>\nnext"
    card = Card(text="x", blocks=(Paragraph((Quoted(words),)),))
    async with chromium() as windows:
        page = await (await windows.window(0)).new_page()
        await show(page, adaptive(card, Known()))
        drawn = (await page.locator("#card").inner_text()).replace("\u2060", "")
        assert drawn.strip() == words.replace("\n", " ")
        assert await page.locator("#card a, #card b").count() == 0


async def _press(page: Page, name: str) -> None:
    await page.get_by_role("button", name=name, exact=True).click()


async def _sent(page: Page) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = await page.evaluate("sent")
    return found
