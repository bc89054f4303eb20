"""Delivery where one platform answers no questions, and where one way is closed and another open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from chatdesk.core import commands as c
from chatdesk.core.places import Destination, MessageRef
from chatdesk.delivery import Delivery, SendFailed
from chatdesk.directory import read_directory
from chatdesk.store.engine import open_store
from chatdesk.store.tables import deliveries
from tests.delivery.world import DANA, HARBOR_CHANNEL, RecordingSender, World
from tests.store.two_platforms import ENGINEERS_ON_TEAMS, GRACE_ON_TEAMS, ON_CALL_ON_TEAMS, with_teams

SECOND = timedelta(seconds=1)
HARBOR = HARBOR_CHANNEL.channel
MARK = "You may have this message already"


class MuteSender(RecordingSender):
    """A platform that tells no bot which messages stand."""

    async def find(self, key: str, to: Destination, since: datetime) -> MessageRef | None:
        self.calls.append("find")
        raise SendFailed("uncertain", code="cannot_ask")


@pytest.fixture
def world(database: str) -> Iterator[World]:
    """Everything is on the mute platform."""
    store = open_store(database)
    made = World(store, "2026-03-06T14:20-05:00")
    made.sender = MuteSender()
    made.delivery = Delivery(made.outbox, made.mirrors, made.reads, {"slack": made.sender}, made.run)
    yield made
    made.close()
    store.close()


@pytest.fixture
def both(world: World) -> World:
    """The same desk with Teams beside Slack, each with a sender of its own."""
    world.desk.use_directory(with_teams(read_directory(Path("chatdesk/demo/directory.yml"))))
    world.teams = RecordingSender()
    senders = {"slack": world.sender, "teams": world.teams}
    world.delivery = Delivery(world.outbox, world.mirrors, world.reads, senders, world.run)
    return world


def states(world: World, kind: str) -> list[str]:
    with world.store.reading() as tx:
        return sorted(tx.execute(select(deliveries.c.state).where(deliveries.c.kind == kind)).scalars())


async def test_a_notice_nobody_can_ask_about_is_sent_once_more_after_a_minute_and_says_so(world: World) -> None:
    case_id = world.open()
    await world.deliver()
    world.sender.loses_answers = True
    world.send(DANA, c.Acknowledge(), case_id=case_id)
    await world.deliver()
    world.sender.loses_answers = False
    posted = len(world.sender.messages)
    await world.deliver(after=59 * SECOND)
    assert len(world.sender.messages) == posted
    await world.deliver(after=SECOND)

    first, again = [m.card.text for m in world.sender.messages if "has your case" in m.card.text]
    assert MARK not in first
    assert again.startswith(first)
    assert MARK in again
    assert set(states(world, "acknowledged")) == {"sent"}


async def test_if_nobody_can_know_of_the_repeat_either_that_is_the_end_of_it(world: World) -> None:
    case_id = world.open(severity=2)
    await world.deliver()
    world.sender.loses_answers = True
    world.send(DANA, c.Acknowledge(), case_id=case_id)
    await world.deliver()
    for _ in range(40):
        await world.deliver(after=10 * SECOND)

    told = [m for m in world.sender.messages if "has your case" in m.card.text]
    assert len(told) == 2
    assert set(states(world, "acknowledged")) == {"assumed"}
    assert states(world, "undeliverable") == []


async def test_of_an_urgent_one_the_engineers_hear_that_nobody_knows(world: World) -> None:
    world.open()
    await world.deliver()
    to_director = SendFailed("uncertain", code="http_502")
    world.sender.fails = lambda call, to: (
        to_director if call == "post" and to.place and to.place.channel == "C0DIRECTORS" else None
    )
    await world.until("2026-03-06T19:32-05:00")
    told = [text for text in world.sender.texts("C0ONCALL") if "did not reach" in text]
    assert any("sent twice" in text for text in told)


async def test_a_card_nobody_can_ask_about_is_posted_again_ever_more_rarely_and_says_so(world: World) -> None:
    world.sender.fails = lambda call, to: SendFailed("uncertain", code="http_502") if call == "post" else None
    case_id = world.open()
    posted_at: list[float] = []
    began = world.now
    for _ in range(90):
        before = world.sender.calls.count("post")
        await world.deliver(after=10 * SECOND)
        if world.sender.calls.count("post") > before:
            posted_at.append((world.now - began).total_seconds())
    assert posted_at == [10, 70, 130, 250, 490, 790]

    world.sender.fails = lambda call, to: None
    await world.deliver(after=timedelta(minutes=5))
    assert all(MARK in text for text in world.sender.texts(HARBOR))
    # The next edit draws it without the mark.
    world.send(DANA, c.Acknowledge(), case_id=case_id)
    await world.deliver(after=3 * SECOND)
    [card, *_] = [m for m in world.sender.messages if m.where == HARBOR]
    assert MARK not in card.card.text


async def test_who_is_closed_to_us_on_one_platform_is_told_on_the_other_and_nobody_is_alarmed(both: World) -> None:
    gone = SendFailed("dead", code="user_not_found")
    both.sender.fails = lambda call, to: gone if to.identity and to.identity.user == "U0GRACE" else None
    both.open()
    await both.until("2026-03-06T19:32-05:00")
    assert both.sender.texts("U0GRACE") == []
    assert both.teams.texts(GRACE_ON_TEAMS.user)
    assert states(both, "undeliverable") == []


async def test_a_platform_that_this_process_does_not_serve_is_as_good_as_gone(both: World) -> None:
    both.delivery = Delivery(both.outbox, both.mirrors, both.reads, {"teams": both.teams}, both.run)
    both.open()
    await both.deliver()
    await both.deliver(after=3 * SECOND)
    assert {m.ref.place.channel for m in both.teams.messages} == {"19:harbor@thread.tacv2", ENGINEERS_ON_TEAMS.channel}
    await both.until("2026-03-06T19:32-05:00")
    assert both.teams.texts(ON_CALL_ON_TEAMS.channel)


async def test_a_notice_whose_channel_was_left_takes_the_case_to_the_other_platform(both: World) -> None:
    case_id = both.open()
    await both.deliver()
    left = SendFailed("dead", code="removed")
    both.sender.fails = lambda call, to: left if to.place and to.place.channel == HARBOR else None
    both.send(DANA, c.Acknowledge(), case_id=case_id)
    await both.deliver()
    await both.deliver(after=3 * SECOND)
    card, told = [m for m in both.teams.messages if m.ref.place.channel == "19:harbor@thread.tacv2"]
    assert "VPN down" in card.card.text
    assert told.ref.place.thread == card.ref.message
    assert "has your case" in told.card.text
    assert states(both, "undeliverable") == []
