"""Where chatdesk was not invited: whoever asks is answered all the same, and people read how to invite it."""

from __future__ import annotations

from chatdesk.playground import text_of
from tests.adapters.shown import numbers
from tests.world import World

HARBOR, BOT = "C0HARBOR", "U0CHATDESK"


async def test_who_asks_is_answered_and_the_engineers_read_how_to_invite_us(world: World) -> None:
    await world.playground.administration.remove(HARBOR, BOT, world.customer.id)
    await world.settle()
    await world.customer.slash("#harbor-support", "/case open VPN down")
    await world.customer.submit({"severity": "2"})
    assert "Its number is HARBOR-1." in text_of(world.customer.messages("@chatdesk")[-1])
    await world.settle()
    assert numbers(world, "#case-desk") == ["HARBOR-1"]
    said = "\n".join(text_of(message) for message in world.engineer.thread(world.card("HARBOR-1")))
    assert "The bot is not in that channel." in said
    assert "/invite @chatdesk" in said
    shown = world.customer.messages("#harbor-support")
    assert not any(message.is_from_app and message.only_for is None for message in shown)


async def test_who_asks_there_learns_once_how_to_let_us_in(world: World) -> None:
    await world.playground.administration.remove(HARBOR, BOT, world.customer.id)
    await world.settle()
    for _ in range(2):
        await world.customer.slash("#harbor-support", "/case list")
        await world.customer.slash("#harbor-support", "/case open VPN down")
        await world.customer.submit({"severity": "2"})
        await world.settle()
    told = world.customer.reads("#harbor-support") + world.customer.reads("@chatdesk")
    assert told.count("write there: /invite @chatdesk") == 1
    # Everybody for themselves, and in their own language.
    await world.colleague.slash("#harbor-support", "/case open Mail is slow")
    await world.colleague.submit({"severity": "2"})
    answer = text_of(world.colleague.messages("@chatdesk")[-1])
    assert "HARBOR-3" in answer
    assert "escriba allí: /invite @chatdesk" in answer


async def test_where_we_are_nobody_is_told_to_invite_us(world: World) -> None:
    for words in ("/case list", "/case help", "/case hours"):
        await world.customer.slash("#harbor-support", words)
    await world.settle()
    assert "/invite" not in world.customer.reads("#harbor-support") + world.customer.reads("@chatdesk")
