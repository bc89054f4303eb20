"""People use the page: talk, threads, forms, buttons, time; each test in a real browser with a real app."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, expect

from .page_blocks import card
from .page_world import Stage, Windows, chromium, stage

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def windows() -> AsyncIterator[Windows]:
    async with chromium() as made:
        yield made


@pytest_asyncio.fixture(loop_scope="module")
async def here(windows: Windows) -> AsyncIterator[Stage]:
    async with stage(windows) as made:
        yield made


def composer(page: Page) -> Locator:
    return page.locator(".channel .composer textarea")


def messages(page: Page) -> Locator:
    return page.locator(".channel .message")


async def write(page: Page, text: str) -> None:
    await composer(page).fill(text)
    await composer(page).press("Enter")


async def test_what_one_person_says_the_other_sees_at_once(here: Stage) -> None:
    ana, ben = await here.page("U0ANA", "C0TEAM"), await here.page("U0BEN", "C0TEAM")
    await write(ana, "Hello *there* @ben and all")
    await expect(messages(ben).last).to_contain_text("Ana Torres")
    await expect(messages(ben).last.locator("strong")).to_have_text("there")
    await expect(messages(ben).last.locator(".mention.is-me")).to_have_text("@Ben Okafor")
    await expect(composer(ana)).to_have_value("")
    await expect(ben.locator("#announcer")).to_have_text("Ana Torres: Hello there @Ben Okafor and all")


async def test_a_form_keeps_what_was_typed_when_it_is_refused_and_then_becomes_a_card(here: Stage) -> None:
    page = await here.page("U0BEN", "C0TEAM")
    await write(page, "/ticket")
    modal = page.locator("dialog.modal")
    await modal.get_by_role("button", name="Create").click()
    await expect(modal.locator(".input-error").nth(1)).to_have_text("Please fill this in.")
    await modal.get_by_label("Title").fill("bad")
    await modal.get_by_label("High").check()
    await modal.locator(".multi").click()
    await page.get_by_label("Ana Torres").check()
    await page.keyboard.press("Escape")
    await modal.get_by_role("button", name="Create").click()
    await expect(modal.locator(".has-error")).to_contain_text("This is too bad a title.")
    await expect(modal.get_by_label("Title")).to_be_focused()
    await modal.get_by_label("Title").fill("good")
    await modal.get_by_role("button", name="Create").click()
    await expect(modal).to_be_hidden()
    await expect(messages(page).last.locator("h3")).to_have_text("good, high")
    assert here.submitted[0]["people"]["who"]["selected_users"] == ["U0ANA"]


async def test_a_form_that_the_app_changes_keeps_what_was_typed(here: Stage) -> None:
    page = await here.page("U0BEN", "C0TEAM")
    await write(page, "/ticket")
    modal = page.locator("dialog.modal")
    await modal.get_by_label("Title").fill("half a tit")
    await modal.get_by_label("Low").check()
    await modal.get_by_role("button", name="Change").click()
    await expect(modal.locator(".modal-body")).to_contain_text("One block more")
    await expect(modal.get_by_label("Title")).to_have_value("half a tit")
    await expect(modal.get_by_label("Low")).to_be_checked()


async def test_a_question_is_asked_before_a_dangerous_button_does_anything(here: Stage) -> None:
    page = await here.page("U0ANA", "C0TEAM")
    await here.post(blocks=card("One"))
    await page.get_by_role("button", name="Drop").click()
    await expect(page.locator("dialog.ask")).to_contain_text("It cannot be undone.")
    await page.get_by_role("button", name="No", exact=True).click()
    await page.get_by_role("button", name="Take").click()
    assert (await here.next_action())["actions"][0]["action_id"] == "take"
    await page.get_by_role("button", name="Drop").click()
    await page.get_by_role("button", name="Do it").click()
    assert (await here.next_action())["actions"][0]["action_id"] == "drop"


async def test_choices_in_a_message_reach_the_app_and_outlive_a_reload(here: Stage) -> None:
    await here.post(blocks=card("One"))
    page = await here.page("U0ANA", "C0TEAM")
    await page.get_by_label("Level").select_option("low")
    assert (await here.next_action())["actions"][0]["selected_option"]["value"] == "low"
    await page.get_by_label("More actions").first.click()
    await page.get_by_role("menuitem", name="Print").click()
    assert (await here.next_action())["actions"][0]["selected_option"]["value"] == "print"
    await page.reload()
    await expect(page.get_by_label("Level")).to_have_value("low")


async def test_an_app_that_fails_is_told_of_beside_its_button(here: Stage) -> None:
    await here.post(blocks=card("One"))
    page = await here.page("U0ANA", "C0TEAM")
    await page.get_by_role("button", name="Break").click()
    await expect(page.locator(".message-body > .message-note")).to_have_text("The app did not respond.")


async def test_a_thread_opens_beside_the_channel_and_is_summed_up_under_its_message(here: Stage) -> None:
    ana, ben = await here.page("U0ANA", "C0TEAM"), await here.page("U0BEN", "C0TEAM")
    await write(ana, "Where is the map?")
    await messages(ben).last.hover()
    await messages(ben).last.get_by_label("Reply in thread").click()
    await ben.locator(".thread textarea").fill("In the drawer")
    await ben.locator(".thread textarea").press("Enter")
    await expect(ben.locator(".thread .message").last).to_contain_text("In the drawer")
    await expect(messages(ana).last.locator(".thread-summary")).to_contain_text("1 reply")
    await expect(messages(ana)).to_have_count(1)
    await ben.locator(".thread textarea").press("Escape")
    await expect(ben.locator(".thread")).to_be_hidden()


async def test_an_answer_for_one_person_is_marked_and_seen_by_nobody_else(here: Stage) -> None:
    ana, ben = await here.page("U0ANA", "C0TEAM"), await here.page("U0BEN", "C0TEAM")
    await write(ana, "/ticket quietly")
    await expect(messages(ana).last).to_contain_text("Only visible to you")
    await expect(messages(ana).last).to_contain_text("Heard: quietly")
    await write(ana, "and now loudly")
    await expect(messages(ben).last).to_contain_text("and now loudly")
    await expect(messages(ben)).to_have_count(1)
    await messages(ana).first.hover()
    await messages(ana).first.get_by_label("Dismiss").click()
    await expect(messages(ana)).to_have_count(1)
    await ana.reload()
    await expect(messages(ana)).to_have_count(1)


async def test_becoming_somebody_else_shows_only_what_they_may_see(here: Stage) -> None:
    page = await here.page("U0ANA", "C0TEAM")
    await write(page, "not for Dan")
    await page.locator(".who").click()
    await page.get_by_label("Find a person").fill("holm")
    await page.keyboard.press("Enter")
    await expect(page.locator(".who")).to_contain_text("Dan Holm")
    await expect(page.locator(".side-item")).to_have_text(["birchHome", "Helper · Home"])
    await expect(page.locator(".channel h1")).to_have_text("birch")
    await expect(messages(page)).to_have_count(0)


async def test_a_command_that_is_refused_says_so_where_it_was_typed(here: Stage) -> None:
    page = await here.page("U0DAN", "C0BIRCH")
    await write(page, "/ticket please")
    await expect(page.locator(".note")).to_contain_text("/ticket is not a valid command")
    await expect(composer(page)).to_have_value("/ticket please")


async def test_a_reload_changes_nothing(here: Stage) -> None:
    page = await here.page("U0BEN", "C0TEAM")
    await write(page, "The start of a thread")
    await messages(page).last.hover()
    await messages(page).last.get_by_label("Reply in thread").click()
    await page.locator(".thread textarea").fill("half an answer")
    await composer(page).fill("/ticket")
    await composer(page).press("Enter")
    await page.get_by_label("Title").fill("half a title")
    await page.reload()
    await expect(page.locator(".who")).to_contain_text("Ben Okafor")
    await expect(page.get_by_label("Title")).to_have_value("half a title")
    await page.get_by_role("button", name="Leave").click()
    await expect(page.locator(".thread .message")).to_have_count(1)
    await expect(page.locator(".thread textarea")).to_have_value("half an answer")


async def test_a_permalink_leads_to_its_thread(here: Stage) -> None:
    ts = await here.post(text="The start")
    await here.post(text="The end", thread_ts=ts)
    link = (await here.world.client.chat_getPermalink(channel="C0TEAM", message_ts=ts))["permalink"]
    page = await here.page("U0BEN", "C0QUIET")
    await page.goto(f"{link}?thread_ts={ts}")
    await expect(page.locator(".thread .message")).to_have_count(2)
    await expect(page.locator(".who")).to_contain_text("Ben Okafor")


async def test_two_tabs_are_two_people(here: Stage) -> None:
    page = await here.page("U0ANA", "C0TEAM")
    other = await page.context.new_page()
    await other.goto(f"{here.world.playground.base_url}/#/U0BEN/C0TEAM")
    await write(other, "two")
    await write(page, "one")
    await page.reload()
    await expect(messages(page).locator(".author")).to_have_text(["Ben Okafor", "Ana Torres"])
    await expect(page.locator(".who")).to_contain_text("Ana Torres")
    await expect(other.locator(".who")).to_contain_text("Ben Okafor")
    await other.close()


async def test_the_clock_moves_and_says_what_happened(here: Stage) -> None:
    page = await here.page("U0ANA", "C0TEAM")
    await expect(page.locator(".moment")).to_contain_text("11:00")
    await expect(page.locator(".upcoming")).to_have_text("Next in 1 h a reminder")
    await page.get_by_role("button", name="Next thing").click()
    await expect(page.locator(".step-result")).to_contain_text("It moved, and one thing happened.")
    await expect(page.locator(".moment")).to_contain_text("12:00")
    await expect(messages(page).last).to_contain_text("The clock moved: next")
    await page.get_by_role("button", name="Back").click()
    await expect(page.locator(".step-result .is-error")).to_have_text("The clock only goes forward.")


async def test_a_choice_in_the_header_is_made_for_everybody(here: Stage) -> None:
    ana, ben = await here.page("U0ANA", "C0TEAM"), await here.page("U0BEN", "C0TEAM")
    await ana.get_by_label("Flavour").select_option("fig")
    await expect(ana.locator(".step-result")).to_contain_text("flavour is fig.")
    await expect(ben.get_by_label("Flavour")).to_have_value("fig")
    assert here.story.flavour == "fig"
    await ana.get_by_label("Flavour").select_option("mud")
    await expect(ana.locator(".step-result .is-error")).to_have_text("There is no flavour mud.")
    await expect(ana.get_by_label("Flavour")).to_have_value("fig")


async def test_one_reacts_edits_and_deletes(here: Stage) -> None:
    ana, ben = await here.page("U0ANA", "C0TEAM"), await here.page("U0BEN", "C0TEAM")
    await write(ana, "Teh map & <b>")
    await messages(ben).last.hover()
    await messages(ben).last.get_by_label("React with :ticket:").click()
    await expect(messages(ana).last.locator(".reaction").first).to_have_attribute("aria-pressed", "false")
    await messages(ana).last.locator(".reaction").first.click()
    await expect(messages(ben).last.locator(".reaction").first).to_contain_text("2")
    await messages(ana).last.hover()
    await messages(ana).last.get_by_label("More actions").click()
    await ana.get_by_role("menuitem", name="Edit").click()
    await expect(ana.get_by_label("Edit message")).to_have_value("Teh map & <b>")
    await ana.get_by_label("Edit message").fill("The map & <b>")
    await ana.get_by_role("button", name="Save").click()
    await expect(messages(ben).last.locator(".message-content")).to_have_text("The map & <b> (edited)")
    await messages(ana).last.hover()
    await messages(ana).last.get_by_label("More actions").click()
    await ana.get_by_role("menuitem", name="Delete").click()
    await ana.get_by_role("button", name="Delete").click()
    await expect(messages(ben)).to_have_count(0)


async def test_shortcuts_are_offered_on_messages_to_those_who_have_them(here: Stage) -> None:
    await here.post(channel="C0BIRCH", text="Look")
    ana, dan = await here.page("U0ANA", "C0BIRCH"), await here.page("U0DAN", "C0BIRCH")
    await messages(dan).last.hover()
    await expect(messages(dan).last.get_by_label("Reply in thread")).to_be_visible()
    await expect(messages(dan).last.get_by_label("More actions")).to_have_count(0)
    await messages(ana).last.hover()
    await messages(ana).last.get_by_label("More actions").click()
    await ana.get_by_role("menuitem", name="Make a note").click()
    await expect(ana.locator("dialog.modal h2")).to_have_text("New ticket")


async def test_the_home_of_the_app_works_like_a_message(here: Stage) -> None:
    page = await here.page("U0ANA", "home")
    await expect(page.locator(".home h3")).to_have_text("Your page")
    await page.locator(".home").get_by_role("button", name="Take").click()
    assert (await here.next_action())["view"]["type"] == "home"


async def test_a_direct_message_is_started_and_counted_as_unread(here: Stage) -> None:
    ana, ben = await here.page("U0ANA", "C0TEAM"), await here.page("U0BEN", "C0TEAM")
    await ana.get_by_label("Write to somebody").click()
    await ana.get_by_role("option", name="Ben Okafor").click()
    await expect(composer(ana)).to_have_attribute("placeholder", "Write to Ben Okafor")
    await write(ana, "Between us")
    unread = ben.locator(".side-item", has_text="Ana Torres")
    await expect(unread.locator(".badge")).to_have_text("1")
    await unread.click()
    await expect(messages(ben).last).to_contain_text("Between us")
    await ben.locator(".side-item", has_text="team").click()
    await expect(ben.locator(".channel h1")).to_have_text("team")
    await expect(unread.locator(".badge")).to_have_count(0)
