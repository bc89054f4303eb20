"""Every door through which a case comes in: command, form, mention, reaction, shortcut, direct message, home page."""

from __future__ import annotations

import asyncio

from chatdesk.playground import text_of
from tests.adapters.shown import anchor, has_modal, numbers, told
from tests.world import World


async def test_the_command_opens_a_form_with_the_title_filled_in(world: World) -> None:
    await world.customer.slash("#harbor-support", "/case open VPN down")
    form = world.customer.modal()
    title = next(b for b in form.view.blocks if b["block_id"] == "title")
    assert title["element"]["initial_value"] == "VPN down"
    assert (await world.customer.submit({"severity": "2"})).error is None
    assert "Its number is HARBOR-1." in told(world, world.customer)
    assert "P2" in world.customer.reads("#harbor-support")
    assert numbers(world, "#case-desk") == ["HARBOR-1"]


async def test_the_bare_command_opens_an_empty_form(world: World) -> None:
    await world.customer.slash("#harbor-support", "/case")
    assert world.customer.modal().title == "Open a case"


async def test_the_questions_suggest_a_severity_and_another_answer_another(world: World) -> None:
    """A suggestion is not the person's own word, so a later answer moves it."""
    await world.customer.slash("#harbor-support", "/case open VPN down")
    await world.customer.click("Is there a workaround?", choose="No")
    await world.customer.click("How is the network doing?", choose="It is down")
    assert _chosen(world) == "1"
    await world.customer.click("Is there a workaround?", choose="Yes")
    await world.customer.click("How is the network doing?", choose="A small fault, we can work")
    assert _chosen(world) == "3"
    await world.customer.submit({})
    assert "P3" in told(world, world.customer)


async def test_of_two_quick_choices_the_last_picture_stands(world: World) -> None:
    """Both are made on the same picture of the form, before either has been drawn."""
    await world.customer.slash("#harbor-support", "/case open VPN down")
    await asyncio.gather(
        world.customer.click("Is there a workaround?", choose="No"),
        world.customer.click("How is the network doing?", choose="It is down"),
    )
    assert "From your answers: P1 · Major impact." in world.customer.modal().text
    assert _chosen(world) == "1"


async def test_a_choice_that_arrives_after_a_later_one_draws_nothing(world: World) -> None:
    await world.customer.slash("#harbor-support", "/case open VPN down")
    await world.customer.click("Is there a workaround?", choose="No")
    await world.pass_("1s")
    await world.customer.click("How is the network doing?", choose="It is down")
    earlier = world.playground.journal.deliveries("block_actions")[-2]
    await world.playground.outbound.repeat(earlier, retry_num=0)
    await world.settle()
    assert "From your answers: P1 · Major impact." in world.customer.modal().text


async def test_a_severity_that_was_chosen_stays_when_the_form_is_drawn_again(world: World) -> None:
    await world.customer.slash("#harbor-support", "/case open VPN down")
    await world.customer.click("How is the network doing?", choose="It is down")
    await world.customer.submit({"severity": "4"})
    assert "P4" in told(world, world.customer)


async def test_a_foreign_customer_opens_by_mention_and_says_how_bad_by_button(world: World) -> None:
    refused = await world.foreign_customer.slash("#bluepeak-support", "/case open no sound")
    assert "not a valid command" in (refused.error or "")
    message = await world.foreign_customer.mention("#bluepeak-support", "open no sound")
    thread = world.foreign_customer.thread(message)
    assert "BLUEPEAK-1" in text_of(thread[0])
    await world.foreign_customer.click("P1 · Major impact")
    assert "P1" in text_of(world.foreign_customer.thread(message)[0])
    assert "BLUEPEAK-1" in told(world, world.foreign_customer)


async def test_a_ticket_on_a_message_opens_one_case_for_its_author(world: World) -> None:
    message = await world.customer.say("#harbor-support", "The VPN is down\nNobody in Lima can work")
    await world.engineer.react(message, "ticket")
    await world.colleague.react(message, "ticket")
    await world.engineer.react(message, "eyes")
    assert numbers(world, "#case-desk") == ["HARBOR-1"]
    card = text_of(anchor(world, world.engineer, "#case-desk", "HARBOR-1"))
    assert "The VPN is down" in card
    assert "Requester: Ruth Adler" in card
    assert "how badly" in world.customer.reads(message)


async def test_a_reaction_in_a_case_s_thread_opens_no_second_case(world: World) -> None:
    message = await world.customer.mention("#harbor-support", "open VPN down")
    more = await world.customer.say("#harbor-support", "and the printers", message)
    await world.engineer.react(more, "ticket")
    assert numbers(world, "#case-desk") == ["HARBOR-1"]
    assert "This message belongs to HARBOR-1 already." in told(world, world.engineer)


async def test_one_of_ours_opens_on_a_customer_s_behalf(world: World) -> None:
    await world.engineer.slash("#case-desk", "/case open for @ruth via phone Router is dead")
    assert not has_modal(world, world.engineer)
    card = text_of(anchor(world, world.engineer, "#case-desk", "HARBOR-1"))
    assert "Requester: Ruth Adler, Harbor Grid" in card
    assert "by phone" in card
    await world.customer.click("P2 · Moderate impact")
    assert "P2" in text_of(anchor(world, world.engineer, "#case-desk", "HARBOR-1"))


async def test_one_of_ours_chooses_the_customer_in_the_form(world: World) -> None:
    await world.engineer.slash("#case-desk", "/case open Router is dead")
    await world.engineer.submit({"For which customer?": "Bluepeak Media", "Who asked?": "@chloe", "severity": "3"})
    assert "BLUEPEAK-1" in world.foreign_customer.reads("#bluepeak-support")
    assert "Requester: Chloé Martin" in text_of(anchor(world, world.engineer, "#case-desk", "BLUEPEAK-1"))


async def test_the_customer_chosen_in_the_form_decides_what_is_asked(world: World) -> None:
    desk = world.demo.app.desk
    await world.demo.app.run(desk.set_customer_policy, "bluepeak", "codify")
    await world.engineer.slash("#case-desk", "/case open Router is dead")
    await world.engineer.click("For which customer?", choose="Harbor Grid")
    assert "P1 · Major impact" in world.engineer.modal().text
    await world.engineer.click("For which customer?", choose="Bluepeak Media")
    assert "P1 · Major impact" not in world.engineer.modal().text
    assert "Are any functions unavailable?" in world.engineer.modal().text


async def test_a_stranger_chosen_in_the_form_is_refused_beside_the_field(world: World) -> None:
    await world.engineer.slash("#case-desk", "/case open Router is dead")
    outcome = await world.engineer.submit(
        {"For which customer?": "Harbor Grid", "Who asked?": "@felix", "severity": "3"}
    )
    assert "does not know that person" in outcome.errors["requester"]
    assert numbers(world, "#case-desk") == []


async def test_the_message_shortcut_brings_the_words_and_the_author(world: World) -> None:
    message = await world.customer.say("#harbor-support", "The VPN is down\nNobody in Lima can work")
    await world.engineer.shortcut("case_from_message", message)
    await world.engineer.submit({"severity": "2"})
    assert "HARBOR-1" in world.customer.reads(message)
    assert "Requester: Ruth Adler" in text_of(anchor(world, world.engineer, "#case-desk", "HARBOR-1"))


async def test_the_global_shortcut_opens_the_form_and_answers_in_it(world: World) -> None:
    await world.customer.shortcut("case_open_global")
    await world.customer.submit({"What is wrong, in one line?": "VPN down", "severity": "2"})
    assert "Its number is HARBOR-1." in world.customer.modal().text
    assert "HARBOR-1" in world.customer.reads("#harbor-support")


async def test_an_engineer_s_global_shortcut_asks_for_which_customer(world: World) -> None:
    """It knows of no channel, so nothing else could say."""
    await world.engineer.shortcut("case_open_global")
    entries = {"What is wrong, in one line?": "No sound", "Who asked?": "@chloe", "severity": "3"}
    await world.engineer.submit(entries | {"For which customer?": "Bluepeak Media"})
    assert "Its number is BLUEPEAK-1." in world.engineer.modal().text
    assert "BLUEPEAK-1 · No sound" in world.foreign_customer.reads("#bluepeak-support")
    assert "Requester: Chloé Martin" in text_of(anchor(world, world.engineer, "#case-desk", "BLUEPEAK-1"))


async def test_an_engineer_s_home_page_asks_for_which_customer(world: World) -> None:
    await world.engineer.home()
    await world.playground.as_("dana").click_home("Open a case")
    await world.engineer.submit(
        {"For which customer?": "Bluepeak Media", "What is wrong, in one line?": "No sound", "severity": "3"}
    )
    assert "BLUEPEAK-1" in world.foreign_customer.reads("#bluepeak-support")
    assert numbers(world, "#case-desk") == ["BLUEPEAK-1"]


async def test_a_direct_message_is_a_door_too(world: World) -> None:
    await world.customer.say("@chatdesk", "open VPN down")
    assert "HARBOR-1" in world.customer.reads("@chatdesk")
    assert numbers(world, "#case-desk") == ["HARBOR-1"]


async def test_in_a_direct_message_help_asks_nobody_to_mention_us(world: World) -> None:
    await world.customer.say("@chatdesk", "help")
    told = world.customer.reads("@chatdesk")
    assert "In this chat you need not mention me:" in told
    assert "show HARBOR-1" in told
    assert "@chatdesk show" not in told


async def test_who_only_tells_what_is_wrong_is_offered_a_case(world: World) -> None:
    await world.foreign_customer.mention("#bluepeak-support", "our sound is gone again")
    assert numbers(world, "#case-desk") == []
    await world.foreign_customer.click("Open a case")
    await world.foreign_customer.submit({"severity": "2"})
    assert "our sound is gone again" in text_of(anchor(world, world.engineer, "#case-desk", "BLUEPEAK-1"))


async def test_home_lists_what_is_yours_and_opens_a_case(world: World) -> None:
    await world.customer.mention("#harbor-support", "open VPN down")
    home = await world.customer.home()
    assert "HARBOR-1" in home.text
    await world.playground.as_("ruth").click_home("Open a case")
    await world.customer.submit({"What is wrong, in one line?": "Printer on fire", "severity": "4"})
    assert "HARBOR-2" in world.customer.modal().text


async def test_a_title_in_spanish_by_a_spanish_verb_is_answered_in_spanish(world: World) -> None:
    await world.colleague.mention("#harbor-support", "abrir la VPN no responde")
    assert "HARBOR-1" in told(world, world.colleague)
    assert "número" in told(world, world.colleague)


def _chosen(world: World) -> str | None:
    block = next(b for b in world.customer.modal().view.blocks if b["block_id"].startswith("severity"))
    option = block["element"].get("initial_option")
    return option and option["value"]
