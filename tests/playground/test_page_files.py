"""Files on the page: attached to a message, given with a form; in a real browser."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import expect

from .forms import opened
from .page_world import Stage, Windows, chromium, stage
from .test_files import form

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def windows() -> AsyncIterator[Windows]:
    async with chromium() as made:
        yield made


@pytest_asyncio.fixture(loop_scope="module")
async def here(windows: Windows) -> AsyncIterator[Stage]:
    async with stage(windows) as made:
        yield made


async def test_files_are_attached_taken_away_and_sent(here: Stage) -> None:
    page = await here.page("U0ANA", "C0TEAM")
    chooser = page.locator(".channel .composer input[type=file]")
    await chooser.set_input_files(
        [
            {"name": "one.log", "mimeType": "text/plain", "buffer": b"1"},
            {"name": "two <b>.log", "mimeType": "text/plain", "buffer": b"2"},
        ]
    )
    chosen = page.locator(".channel .composer .chosen-files li")
    await expect(chosen).to_have_count(2)
    await page.get_by_role("button", name="Take one.log away").click()
    await expect(chosen).to_have_count(1)
    await page.locator(".channel .composer .send").click()
    await expect(page.locator(".channel .message").last.locator(".chosen-files a")).to_have_text("two <b>.log")
    await expect(chosen).to_have_count(0)


async def test_a_form_takes_files(here: Stage) -> None:
    page = await here.page("U0BEN", "C0TEAM")
    await opened(here.world, form(), "ben")
    modal = page.locator("dialog.modal")
    await modal.locator("input[type=file]").set_input_files(
        [{"name": "one.log", "mimeType": "text/plain", "buffer": b"1"}]
    )
    await expect(modal.locator(".chosen-files li")).to_have_count(1)
    # The browser's own "No file chosen" is not to be seen above the one that is.
    await expect(modal.locator("input[type=file]")).to_have_css("color", "rgba(0, 0, 0, 0)")
    async with page.expect_response("**/page/view"):
        await modal.get_by_role("button", name="Send").click()
    (sent,) = here.world.playground.journal.deliveries("view_submission")[-1:]
    (file,) = sent.content["view"]["state"]["values"]["files"]["files"]["files"]
    assert (file["name"], file["size"]) == ("one.log", 1)
