"""Slack or the database fails for a moment, or work breaks after it was promised: nothing is lost in silence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from chatdesk.adapters.slack import SlackFront
from tests.adapters.patience import Busy
from tests.adapters.shown import anchor, has_modal, numbers, told
from tests.world import World


@pytest.mark.parametrize("kind", ["ratelimited", "http_500"])
async def test_a_ticket_whose_message_slack_cannot_give_now_opens_its_case_later(world: World, kind: str) -> None:
    message = await world.customer.say("#harbor-support", "The VPN is down")
    world.playground.faults.add("conversations.replies", kind, times=2)
    await world.engineer.react(message, "ticket")
    assert {delivery.status for delivery in world.playground.journal.deliveries("reaction_added")} == {503}
    assert numbers(world, "#case-desk") == []
    await world.playground.outbound.flush_retries()
    await world.settle()
    assert numbers(world, "#case-desk") == ["HARBOR-1"]


async def test_a_ticket_that_slack_never_lets_through_is_told_of_at_the_last_repetition(world: World) -> None:
    message = await world.customer.say("#harbor-support", "The VPN is down")
    world.playground.faults.add("conversations.replies", "http_500", times=99)
    await world.engineer.react(message, "ticket")
    assert told(world, world.engineer) == ""
    await world.playground.outbound.flush_retries()
    await world.settle()
    assert "reference" in told(world, world.engineer)


async def test_a_ticket_on_a_message_that_is_not_there_is_told(world: World) -> None:
    message = await world.customer.say("#harbor-support", "The VPN is down")
    world.playground.faults.add("conversations.replies", "error:thread_not_found", times=2)
    await world.engineer.react(message, "ticket")
    assert "cannot read that message" in told(world, world.engineer)
    assert numbers(world, "#case-desk") == []
    world.playground.workspace.join(world.playground.as_("ruth").place("#harbor-support"), world.outsider.id)
    another = await world.customer.say("#harbor-support", "The printer too")
    await world.outsider.react(another, "ticket")
    assert told(world, world.outsider) == ""


@pytest.mark.parametrize(
    ("kind", "words"),
    [("ratelimited", "reference"), ("http_500", "reference"), ("error:thread_not_found", "cannot read that message")],
)
async def test_a_form_about_a_message_that_cannot_be_read_says_so_and_is_not_empty(
    world: World, kind: str, words: str
) -> None:
    await world.foreign_customer.mention("#bluepeak-support", "our sound is gone again")
    world.playground.faults.add("conversations.replies", kind)
    await world.foreign_customer.click("Open a case")
    assert words in world.foreign_customer.modal().text
    await world.playground.as_("chloe").close(everything=True)
    await world.foreign_customer.click("Open a case")
    await world.foreign_customer.submit({"severity": "2"})
    assert numbers(world, "#case-desk") == ["BLUEPEAK-1"]


async def test_an_event_that_the_database_cannot_take_is_repeated_by_slack(world: World) -> None:
    with no_database(world):
        await world.playground.as_("ruth").mention("#harbor-support", "open VPN down")
        await world.playground.settle()
        assert {delivery.status for delivery in world.playground.journal.deliveries("app_mention")} == {503}
    await world.playground.outbound.flush_retries()
    await world.settle()
    assert world.playground.journal.deliveries("app_mention")[-1].status == 200
    assert numbers(world, "#case-desk") == ["HARBOR-1"]


@pytest.mark.parametrize("door", ["command", "click", "form"])
async def test_who_asks_while_the_database_is_away_is_told_to_try_again(world: World, door: str) -> None:
    await world.customer.mention("#harbor-support", "open VPN down")
    card = anchor(world, world.engineer, "#case-desk", "HARBOR-1")
    dana = world.playground.as_("dana")
    with no_database(world):
        match door:
            case "command":
                await dana.slash("#case-desk", "/case ack HARBOR-1")
            case "click":
                await dana.click("I have it", card)
            case _:
                await dana.slash("#case-desk", "/case reply HARBOR-1")
        await world.playground.settle()
        await world.demo.app.slack.settle()
    shown = world.engineer.modal().text if door == "form" else told(world, world.engineer)
    assert "Please try again" in shown
    assert "reference" in shown


@pytest.mark.parametrize("door", ["command", "click"])
async def test_a_promised_answer_that_breaks_is_told_with_a_reference(
    world: World, hasty: SlackFront, door: str
) -> None:
    await world.customer.mention("#harbor-support", "open VPN down")
    await hasty.settle()
    await world.settle()
    card = anchor(world, world.engineer, "#case-desk", "HARBOR-1")
    busy = Busy(world)
    if door == "command":
        await world.playground.as_("dana").slash("#case-desk", "/case ack HARBOR-1")
        assert "The answer follows" in told(world, world.engineer)
    else:
        await world.playground.as_("dana").click("I have it", card)
    with no_database(world):
        await busy.over(hasty)
    assert "reference" in told(world, world.engineer)


@pytest.mark.parametrize("is_closed", [False, True], ids=["open", "closed meanwhile"])
async def test_a_form_whose_promised_answer_breaks_is_told_in_it(
    world: World, hasty: SlackFront, is_closed: bool
) -> None:
    ruth = world.playground.as_("ruth")
    await ruth.slash("#harbor-support", "/case open VPN down")
    await hasty.settle()
    busy = Busy(world)
    await ruth.submit({"severity": "2"})
    assert "The answer follows" in ruth.modal().text
    if is_closed:
        await ruth.close(everything=True)
    with no_database(world):
        await busy.over(hasty)
    shown = told(world, world.customer) if is_closed else ruth.modal().text
    assert "reference" in shown


async def test_a_form_that_cannot_be_drawn_in_time_or_later_says_so(world: World, hasty: SlackFront) -> None:
    busy = Busy(world)
    ruth = world.playground.as_("ruth")
    await ruth.slash("#harbor-support", "/case open VPN down")
    assert ruth.modal().title == "One moment"
    with no_database(world):
        await busy.over(hasty)
    assert has_modal(world, world.customer)
    assert "reference" in ruth.modal().text


@contextmanager
def no_database(world: World) -> Iterator[None]:
    """Every question who somebody is fails in the database itself."""
    store = world.demo.app.desk._store
    with store.writing() as tx:
        tx.exec_driver_sql("ALTER TABLE identities RENAME TO elsewhere")
    yield
    with store.writing() as tx:
        tx.exec_driver_sql("ALTER TABLE elsewhere RENAME TO identities")
