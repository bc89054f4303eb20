"""One message stands in each customer's channel, whatever happens to it, to us or to the answers of the platform."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from structlog.typing import EventDict

from chatdesk.cards.model import Card
from chatdesk.cards.standing import standing_card
from chatdesk.core.directory import Directory
from chatdesk.core.errors import Refused
from chatdesk.core.people import Standing
from chatdesk.core.places import Destination, MessageRef
from chatdesk.core.view import Reader
from chatdesk.delivery import SendFailed
from chatdesk.delivery.patience import BEFORE_LOOKING, LEASE
from chatdesk.directory import read_directory
from tests.delivery.world import HARBOR_CHANNEL, Message, World

HARBOR, BLUEPEAK = "C0HARBOR", "C0BLUEPEAK"
TITLE = "Need help? Open a case"
HOUR = timedelta(hours=1)
PICTURE = standing_card(Reader("en", "UTC", Standing.CUSTOMER))


@pytest.fixture
def standing(world: World) -> World:
    """A desk that has just started, with nothing sent yet."""
    world.desk.keep_standing()
    return world


async def test_one_is_posted_to_each_customer_s_channel_and_a_restart_posts_no_other(standing: World) -> None:
    done = await standing.deliver()
    assert done.sent == 2
    assert [message.card.title[0].text for message in standing.sender.messages] == [TITLE, TITLE]
    standing.desk.keep_standing()
    done = await standing.deliver()
    assert (done.sent, done.unchanged) == (0, 2)
    assert standing.sender.calls == ["post", "post"]


async def test_a_lost_answer_makes_no_second_message(standing: World) -> None:
    standing.sender.loses_answers = True
    await standing.deliver()
    standing.sender.loses_answers = False
    await standing.deliver(BEFORE_LOOKING)
    assert len(_in(standing, HARBOR)) == 1
    standing.desk.keep_standing()
    await standing.deliver(timedelta(hours=7))
    assert len(_in(standing, HARBOR)) == 1, "the one that was found is the one that is kept"


async def test_a_sender_that_died_after_its_post_made_no_second_message(standing: World) -> None:
    [*claimed] = standing.outbox.standing.claim(standing.now, 8, LEASE)
    for each in claimed:
        await standing.sender.post(PICTURE, Destination(each.place), each.key)
    await standing.deliver()
    assert len(standing.sender.messages) == 2, "its lease still runs"
    await standing.deliver(LEASE)
    assert len(standing.sender.messages) == 2


async def test_where_the_platform_cannot_be_asked_it_is_sent_once_more_and_says_so(standing: World) -> None:
    standing.sender.loses_answers = True
    standing.sender.fails = lambda call, to: SendFailed("uncertain", code="cannot_ask") if call == "find" else None
    await standing.deliver()
    standing.sender.loses_answers = False
    await standing.until((standing.now + HOUR).isoformat())
    first, second = _in(standing, HARBOR)
    assert "You may have this message already" not in first.card.text
    assert "You may have this message already" in second.card.text


async def test_one_that_was_deleted_is_posted_anew_as_soon_as_we_hear_of_it(standing: World) -> None:
    await standing.deliver()
    [message] = _in(standing, HARBOR)
    standing.sender.delete(message)
    standing.desk.message_deleted(MessageRef(HARBOR_CHANNEL, message.ref.message))
    await standing.deliver()
    assert len(_in(standing, HARBOR)) == 1


async def test_one_that_is_deleted_while_it_is_edited_is_posted_anew(standing: World) -> None:
    await standing.deliver()
    standing.desk.keep_standing()
    [message] = _in(standing, HARBOR)
    edit = standing.sender.edit

    async def edit_and_lose(card: Card, ref: MessageRef) -> None:
        await edit(card, ref)
        if ref == message.ref:
            standing.sender.delete(message)
            standing.desk.message_deleted(MessageRef(HARBOR_CHANNEL, ref.message))

    standing.sender.edit = edit_and_lose
    await standing.deliver(timedelta(hours=7))
    standing.sender.edit = edit
    await standing.deliver()
    await standing.deliver()
    assert len(_in(standing, HARBOR)) == 1


async def test_one_whose_deletion_nobody_told_us_is_found_missing_at_a_later_start(standing: World) -> None:
    await standing.deliver()
    standing.sender.delete(_in(standing, HARBOR)[0])
    standing.desk.keep_standing()
    await standing.deliver(timedelta(hours=7))
    assert len(_in(standing, HARBOR)) == 1
    assert len(_in(standing, BLUEPEAK)) == 1


async def test_its_words_follow_the_language_of_the_customer(standing: World) -> None:
    await standing.deliver()
    standing.desk.set_customer_policy("harbor", "catamarun", language="es")
    await standing.deliver()
    [message] = _in(standing, HARBOR)
    assert message.card.title[0].text == "¿Necesita ayuda? Abra un caso"
    assert [len(each.versions) for each in standing.sender.messages] == [2, 1]


async def test_a_channel_that_becomes_a_customer_s_gets_one_and_the_one_it_was_keeps_no_buttons(world: World) -> None:
    who = read_directory(Path("chatdesk/demo/directory.yml"))
    world.desk.keep_standing()
    await world.deliver()
    elsewhere = replace(HARBOR_CHANNEL, channel="C0HARBOR2")
    _move(world, who, channels=(elsewhere,))
    await world.deliver()
    assert [len(each.card.buttons) for each in _in(world, HARBOR)] == [0]
    assert [len(each.card.buttons) for each in _in(world, "C0HARBOR2")] == [3]
    _move(world, who, channels=(HARBOR_CHANNEL,))
    await world.deliver()
    assert [len(each.card.buttons) for each in _in(world, HARBOR)] == [0, 3]


async def test_a_customer_for_whom_none_is_wanted_has_none(world: World) -> None:
    who = read_directory(Path("chatdesk/demo/directory.yml"))
    _move(world, who, has_standing_message=False)
    await world.deliver()
    assert not _in(world, HARBOR)
    assert len(_in(world, BLUEPEAK)) == 1


async def test_our_people_may_refuse_one_and_have_it_back(standing: World) -> None:
    await standing.deliver()
    assert standing.desk.want_standing(HARBOR_CHANNEL, False)
    await standing.deliver()
    assert [len(each.card.buttons) for each in _in(standing, HARBOR)] == [0]
    standing.desk.keep_standing()
    await standing.deliver(timedelta(hours=7))
    assert len(_in(standing, HARBOR)) == 1, "what was refused in chat outlives a start"
    assert standing.desk.want_standing(HARBOR_CHANNEL, True)
    await standing.deliver()
    assert [len(each.card.buttons) for each in _in(standing, HARBOR)] == [0, 3]
    assert isinstance(standing.desk.want_standing(replace(HARBOR_CHANNEL, channel="C0NOWHERE"), True), Refused)


async def test_a_channel_that_we_are_not_in_is_said_once_and_served_when_we_come_into_it(
    standing: World, logged: list[EventDict]
) -> None:
    away = SendFailed("dead", code="not_in_channel")
    standing.sender.fails = lambda call, to: away if to.place and to.place.channel == HARBOR else None
    await standing.deliver()
    await standing.deliver(HOUR)
    assert [entry["channel"] for entry in logged if entry["event"] == "standing.not_shown"] == [HARBOR]
    standing.sender.fails = lambda call, to: None
    assert standing.desk.came_into(HARBOR_CHANNEL)
    await standing.deliver()
    assert len(_in(standing, HARBOR)) == 1


async def test_a_platform_that_asks_us_to_wait_is_waited_for(standing: World) -> None:
    slow = SendFailed("retry", code="ratelimited", retry_after=30)
    standing.sender.fails = lambda call, to: slow if call == "post" else None
    await standing.deliver()
    assert standing.outbox.next_due_at() == standing.now + timedelta(seconds=30)
    standing.sender.fails = lambda call, to: None
    await standing.deliver(timedelta(seconds=30))
    assert len(standing.sender.messages) == 2


async def test_what_comes_up_while_it_is_sent_is_looked_at_afterwards(standing: World) -> None:
    [*claimed] = standing.outbox.standing.claim(standing.now, 8, LEASE)
    standing.desk.want_standing(HARBOR_CHANNEL, False)
    for each in claimed:
        ref = await standing.sender.post(PICTURE, Destination(each.place), each.key)
        standing.outbox.standing.record_shown(each.token, ref, "drawn", standing.now)
    await standing.deliver()
    assert [len(each.card.buttons) for each in _in(standing, HARBOR)] == [0]


def _in(world: World, channel: str) -> list[Message]:
    return [message for message in world.sender.messages if message.where == channel]


def _move(world: World, who: Directory, **changed: object) -> None:
    """The directory says something else of Harbor Grid now."""
    moved = tuple(replace(one, **changed) if one.id == "harbor" else one for one in who.customers)  # type: ignore[arg-type]
    world.desk.use_directory(replace(who, customers=moved))
    world.desk.keep_standing()
