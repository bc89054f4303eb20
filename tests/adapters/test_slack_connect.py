"""Shared channels: what comes twice counts once, and people of other organisations are who they are."""

from __future__ import annotations

from tests.world import World


async def test_a_mention_that_comes_as_a_message_too_counts_once(world: World) -> None:
    root = await world.customer.mention("#harbor-support", "open VPN down")
    await world.customer.mention("#harbor-support", "it is worse than we thought this morning", root)
    kinds = [delivery.kind for delivery in world.playground.journal.deliveries()]
    assert kinds.count("app_mention") == 2, "Slack sends each as both"
    assert world.engineer.reads(world.card("HARBOR-1")).count("worse than we thought") == 1
    assert "HARBOR-2" not in world.engineer.reads("#case-desk")


async def test_a_form_of_somebody_of_another_organisation_is_about_our_channel(world: World) -> None:
    """Slack names their own workspace on what they submit; the case is shown in ours."""
    await world.foreign_customer.mention("#bluepeak-support", "open")
    await world.foreign_customer.click("Open a case")
    await world.foreign_customer.submit({"title": "Player frozen"})
    (sent,) = world.playground.journal.deliveries("view_submission")
    assert sent.content["team"]["id"] == "T0BLUEPEAK"
    assert "Player frozen" in world.foreign_customer.reads("#bluepeak-support")
    assert "BLUEPEAK-1 · Player frozen" in world.engineer.reads("#case-desk")
    shown = world.foreign_customer.messages("#bluepeak-support")
    card = next(m for m in shown if "BLUEPEAK-1" in world.foreign_customer.text_of(m) and m.only_for is None)
    await world.foreign_customer.say("#bluepeak-support", "it is frozen on phones too", card)
    assert "it is frozen on phones too" in world.engineer.reads(world.card("BLUEPEAK-1"))


async def test_a_form_asked_for_in_their_thread_opens_its_case_in_that_thread(world: World) -> None:
    """The thread stands in our workspace, whichever workspace Slack names on the form."""
    root = await world.foreign_customer.say("#bluepeak-support", "the player is frozen for everybody")
    await world.foreign_customer.mention("#bluepeak-support", "open", root)
    await world.foreign_customer.click("Open a case")
    await world.foreign_customer.submit({"title": "Player frozen"})
    for_everybody = [m for m in world.foreign_customer.thread(root) if m.only_for is None]
    assert "BLUEPEAK-1 · Player frozen" in "\n".join(world.foreign_customer.text_of(m) for m in for_everybody)
