"""Words in the thread of a case that has ended: nobody reads them there, so the writer is shown where to go on."""

from __future__ import annotations

import pytest

from chatdesk.playground import text_of
from chatdesk.playground.conversations import Message
from tests.adapters.shown import anchor, told
from tests.world import World

AGAIN = 'It is down again, "as before"'


@pytest.fixture
async def theirs(world: World) -> Message:
    """The customer's thread of HARBOR-1."""
    return await world.customer.mention("#harbor-support", "open severity 2 VPN down")


async def test_in_a_closed_case_s_thread_the_words_reopen_the_case(world: World, theirs: Message) -> None:
    await _close(world)
    await world.customer.say("#harbor-support", AGAIN, theirs)
    assert "closed already" in told(world, world.customer)
    assert "not passed on" in told(world, world.customer)
    await world.customer.click("Reopen")
    await world.customer.submit({})
    assert "HARBOR-1 is open again" in told(world, world.customer)
    assert AGAIN in world.engineer.reads(anchor(world, world.engineer, "#case-desk", "HARBOR-1"))


async def test_too_late_to_reopen_they_open_a_case_that_follows(world: World, theirs: Message) -> None:
    await _close(world)
    await world.until("2026-03-13T14:21-04:00")
    await world.customer.say("#harbor-support", AGAIN, theirs)
    await world.customer.click("Open a case")
    await world.customer.submit({"title": "VPN down again", "severity": "2"})
    new = anchor(world, world.engineer, "#case-desk", "HARBOR-2")
    assert AGAIN in text_of(new)
    assert "This case follows HARBOR-1" in world.engineer.reads(new)
    await world.customer.say("#harbor-support", "still no change", theirs)
    assert "still no change" in world.engineer.reads(new)


async def test_a_withdrawn_case_goes_on_in_a_new_one(world: World, theirs: Message) -> None:
    await world.customer.slash("#harbor-support", "/case withdraw HARBOR-1")
    await world.customer.say("#harbor-support", AGAIN, theirs)
    assert "was withdrawn" in told(world, world.customer)
    await world.customer.click("Open a case")
    await world.customer.submit({"title": "VPN down again", "severity": "2"})
    assert AGAIN in text_of(anchor(world, world.engineer, "#case-desk", "HARBOR-2"))


async def test_a_merged_case_goes_on_in_the_other(world: World, theirs: Message) -> None:
    await world.customer.mention("#harbor-support", "open severity 2 printer dead")
    await world.engineer.slash("#case-desk", "/case merge HARBOR-1 HARBOR-2")
    await world.customer.say("#harbor-support", AGAIN, theirs)
    assert "goes on in HARBOR-2" in told(world, world.customer)
    await world.customer.click("Add a reply")
    await world.customer.submit({})
    assert AGAIN in world.engineer.reads(anchor(world, world.engineer, "#case-desk", "HARBOR-2"))


@pytest.mark.parametrize("words", ["🔥" * 2000, '"\n' * 1500, "x" * 2900], ids=["emoji", "escaped", "long"])
async def test_words_that_no_button_can_carry_whole_are_cut(world: World, theirs: Message, words: str) -> None:
    await _close(world)
    await world.customer.say("#harbor-support", words, theirs)
    await world.customer.click("Reopen")
    await world.customer.submit({})
    assert "HARBOR-1 is open again" in told(world, world.customer)


async def test_a_form_that_comes_too_late_brings_its_words_back(world: World, theirs: Message) -> None:
    await world.customer.slash("#harbor-support", "/case reply HARBOR-1")
    await world.engineer.slash("#case-desk", "/case resolve HARBOR-1 replaced the router")
    await world.colleague.mention("#harbor-support", "approve", theirs)
    await world.customer.submit({"text": AGAIN})
    await world.customer.click("Reopen")
    await world.customer.submit({})
    assert AGAIN in world.engineer.reads(anchor(world, world.engineer, "#case-desk", "HARBOR-1"))


async def test_a_form_that_is_asked_for_too_late_offers_the_other(world: World, theirs: Message) -> None:
    await _close(world)
    await world.customer.slash("#harbor-support", "/case reply HARBOR-1")
    assert "closed already" in world.customer.modal().text
    await world.playground.as_("ruth").close(everything=True)
    await world.customer.click("Reopen", _newest_answer(world))
    await world.customer.submit({"text": AGAIN})
    assert "HARBOR-1 is open again" in told(world, world.customer)


def _newest_answer(world: World) -> Message:
    return [m for m in world.playground.as_("ruth").everything() if m.only_for == world.customer.id][-1]


async def _close(world: World) -> None:
    await world.engineer.slash("#case-desk", "/case resolve HARBOR-1 replaced the router")
    await world.customer.slash("#harbor-support", "/case approve HARBOR-1")
    assert "approved and closed" in told(world, world.customer)
