"""Two threads of one case: what is said in the customer's is for both sides, what is said in ours stays ours."""

from __future__ import annotations

import pytest

from chatdesk.playground import text_of
from chatdesk.playground.conversations import Message
from tests.adapters.shown import anchor, told
from tests.world import World


@pytest.fixture
async def theirs(world: World) -> Message:
    """The customer's thread of HARBOR-1."""
    return await world.customer.mention("#harbor-support", "open VPN down")


@pytest.fixture
def ours(world: World, theirs: Message) -> Message:
    """The engineers' thread of HARBOR-1."""
    return anchor(world, world.engineer, "#case-desk", "HARBOR-1")


async def test_the_customer_s_words_reach_the_engineers(world: World, theirs: Message, ours: Message) -> None:
    await world.customer.say("#harbor-support", "only branch 7 & <them>", theirs)
    assert "only branch 7 & <them>" in world.engineer.reads(ours)


async def test_a_note_stays_inside(world: World, theirs: Message, ours: Message) -> None:
    await world.engineer.say("#case-desk", "it is the firmware", ours)
    assert "firmware" not in world.customer.reads("#harbor-support")
    await world.engineer.slash("#case-desk", "/case list")
    assert "Acknowledgement: due" in world.on_the_card("HARBOR-1")


async def test_a_reply_by_mention_reaches_the_customer_and_counts(world: World, theirs: Message, ours: Message) -> None:
    await world.engineer.mention("#case-desk", "reply we are on it", ours)
    assert "we are on it" in world.customer.reads(theirs)
    assert "Acknowledgement: done" in world.on_the_card("HARBOR-1")


async def test_our_words_in_the_customer_s_thread_are_a_reply(world: World, theirs: Message, ours: Message) -> None:
    await world.engineer.say("#harbor-support", "please restart it", theirs)
    assert "please restart it" in world.engineer.reads(ours)
    assert "Acknowledgement: done" in world.on_the_card("HARBOR-1")
    assert world.customer.reads(theirs).count("please restart it") == 1


async def test_a_mention_that_is_no_command_is_a_word_in_the_thread(
    world: World, theirs: Message, ours: Message
) -> None:
    await world.customer.mention("#harbor-support", "it is worse than we thought this morning", theirs)
    assert "worse than we thought" in world.engineer.reads(ours)


async def test_a_customer_s_thanks_resolve_nothing(world: World, theirs: Message, ours: Message) -> None:
    await world.customer.mention("#harbor-support", "fixed now, thanks", theirs)
    assert "fixed now, thanks" in world.engineer.reads(ours)
    assert "Fixed" not in text_of(anchor(world, world.customer, "#harbor-support", "HARBOR-1"))


async def test_a_mistyped_command_in_a_thread_is_asked_about(world: World, theirs: Message, ours: Message) -> None:
    await world.engineer.mention("#case-desk", "resovle", ours)
    assert "Did you mean @chatdesk resolve?" in told(world, world.engineer)


async def test_chatter_outside_threads_is_none_of_our_business(world: World) -> None:
    await world.customer.say("#harbor-support", "good morning")
    assert len(world.customer.messages("#harbor-support")) == 1


async def test_a_colleague_who_is_no_agent_changes_nothing_and_learns_nothing(world: World, theirs: Message) -> None:
    world.playground.workspace.join(world.playground.as_("ruth").place("#harbor-support"), world.outsider.id)
    before = world.engineer.reads("#case-desk")
    await world.outsider.say("#harbor-support", "let me see", theirs)
    assert world.engineer.reads("#case-desk") == before
    assert told(world, world.outsider) == ""


async def test_somebody_of_the_customer_s_whom_nobody_listed_is_theirs(world: World) -> None:
    message = await world.person("noah").mention("#bluepeak-support", "open no sound")
    assert "BLUEPEAK-1" in world.foreign_customer.reads(message)
    assert "Requester: Noah Weiss, Bluepeak Media" in world.on_the_card("BLUEPEAK-1")
