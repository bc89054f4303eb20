"""Words in a case's thread that are edited or deleted after they were said: every copy says what stands."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import create_engine, select

from chatdesk.playground import payloads
from chatdesk.playground.conversations import Message
from chatdesk.store.tables import metadata
from tests.adapters.shown import anchor
from tests.world import World

WHERE = "#harbor-support"


@pytest.fixture
async def theirs(world: World) -> Message:
    """The customer's thread of HARBOR-1."""
    return await world.customer.mention(WHERE, "open VPN down")


@pytest.fixture
def ours(world: World, theirs: Message) -> Message:
    """The engineers' thread of HARBOR-1."""
    return anchor(world, world.engineer, "#case-desk", "HARBOR-1")


async def test_an_edit_changes_the_copy_and_says_so(world: World, theirs: Message, ours: Message) -> None:
    message = await world.customer.say(WHERE, "it is branch 7", theirs)
    await world.customer.edit(WHERE, message, "it is branch 9")
    read = world.engineer.reads(ours)
    assert "it is branch 9" in read and "(edited)" in read
    assert "branch 7" not in read


async def test_a_deletion_takes_the_words_out_of_the_copy(world: World, theirs: Message, ours: Message) -> None:
    message = await world.customer.say(WHERE, "my password is 1234", theirs)
    await world.customer.delete(WHERE, message)
    read = world.engineer.reads(ours)
    assert "1234" not in read
    assert "This message was deleted where it was written." in read


async def test_an_edit_that_comes_before_its_message_is_kept_for_it(
    world: World, theirs: Message, ours: Message
) -> None:
    ts = _later(theirs, 5)
    await _deliver(world, _changed(theirs, ts, "right", edited=_later(theirs, 9)))
    assert "right" not in world.engineer.reads(ours), "nothing was said yet"
    await _deliver(world, _said(theirs, ts, "wrong"))
    read = world.engineer.reads(ours)
    assert "right" in read and "(edited)" in read
    assert "wrong" not in read


async def test_a_deletion_that_comes_before_its_message_is_kept_for_it(
    world: World, theirs: Message, ours: Message
) -> None:
    ts = _later(theirs, 5)
    await _deliver(world, _deleted(theirs, ts, at=_later(theirs, 9)))
    await _deliver(world, _said(theirs, ts, "my password is 1234"))
    read = world.engineer.reads(ours)
    assert "1234" not in read
    assert "This message was deleted where it was written." in read


async def test_of_two_edits_in_the_wrong_order_the_later_one_stands(
    world: World, theirs: Message, ours: Message
) -> None:
    ts = _later(theirs, 5)
    await _deliver(world, _said(theirs, ts, "first words"))
    await _deliver(world, _changed(theirs, ts, "third words", edited=_later(theirs, 9)))
    await _deliver(world, _changed(theirs, ts, "second words", edited=_later(theirs, 7)))
    read = world.engineer.reads(ours)
    assert "third words" in read
    assert "second words" not in read


async def test_an_edit_that_comes_after_the_deletion_brings_nothing_back(
    world: World, theirs: Message, ours: Message
) -> None:
    ts = _later(theirs, 5)
    await _deliver(world, _said(theirs, ts, "first words"))
    await _deliver(world, _deleted(theirs, ts, at=_later(theirs, 9)))
    await _deliver(world, _changed(theirs, ts, "second words", edited=_later(theirs, 7)))
    read = world.engineer.reads(ours)
    assert "first words" not in read
    assert "second words" not in read
    assert "(edited)" not in read


async def test_the_same_edit_told_twice_is_one(world: World, theirs: Message, ours: Message) -> None:
    ts = _later(theirs, 5)
    await _deliver(world, _said(theirs, ts, "first words"))
    for _ in range(2):
        await _deliver(world, _changed(theirs, ts, "other words", edited=_later(theirs, 9)))
    assert _happened(world, "WordsChanged") == 1


async def test_a_link_that_slack_draws_is_no_edit(world: World, theirs: Message, ours: Message) -> None:
    ts = _later(theirs, 5)
    await _deliver(world, _said(theirs, ts, "see <https://example.com>"))
    drawn = _changed(theirs, ts, "see <https://example.com>", edited=None)
    await _deliver(world, drawn)
    await _deliver(world, _changed(theirs, ts, "see <https://example.com>", edited=_later(theirs, 9)))
    assert _happened(world, "WordsChanged") == 0
    assert "(edited)" not in world.engineer.reads(ours)


async def test_nobody_else_edits_somebody_s_words(world: World, theirs: Message, ours: Message) -> None:
    ts = _later(theirs, 5)
    await _deliver(world, _said(theirs, ts, "first words"))
    for user, team in (("U0DANA", None), ("U0CHLOE", "T0BLUEPEAK"), ("U0FELIX", None)):
        forged = _changed(theirs, ts, "forged words", edited=_later(theirs, 9), user=user, team=team)
        await _deliver(world, forged)
    assert "forged" not in world.engineer.reads(ours)
    assert _happened(world, "WordsChanged") == 0


async def test_an_edit_of_a_message_that_nobody_knows_breaks_nothing(
    world: World, theirs: Message, ours: Message
) -> None:
    before = world.engineer.reads("#case-desk")
    away = _changed(theirs, _later(theirs, 5), "chatter", edited=_later(theirs, 9))
    del away["message"]["thread_ts"]
    await _deliver(world, away)
    await _deliver(world, _deleted(theirs, _later(theirs, 6), at=_later(theirs, 9)))
    assert world.engineer.reads("#case-desk") == before
    assert all(delivery.status == 200 for delivery in world.playground.journal.deliveries())


@pytest.mark.parametrize("user", ["U0OTHERBOT", "U0RUTH"])
async def test_what_two_bots_write_to_each_other_is_never_carried(
    world: World, theirs: Message, ours: Message, user: str
) -> None:
    """Another chatdesk in the same channel posts, edits and deletes its copies there, under a name of its own or
    somebody's."""
    before = world.engineer.reads(ours)
    ts = _later(theirs, 5)
    bot = {"bot_id": "B0OTHER", "app_id": "A0OTHER", "user": user}
    await _deliver(world, _said(theirs, ts, "Ruth writes: only branch 7") | bot)
    changed = _changed(theirs, ts, "Ruth writes: only branch 9", edited=_later(theirs, 9))
    changed["message"] |= bot
    await _deliver(world, changed)
    deleted = _deleted(theirs, ts, at=_later(theirs, 10))
    deleted["previous_message"] |= bot
    await _deliver(world, deleted)
    assert world.engineer.reads(ours) == before


async def test_the_root_of_a_thread_that_is_deleted_leaves_a_stump_that_is_no_words(
    world: World, theirs: Message, ours: Message
) -> None:
    await world.customer.say(WHERE, "only branch 7", theirs)
    await world.customer.delete(WHERE, theirs)
    assert "VPN down" in world.on_the_card("HARBOR-1"), "the report stands"
    assert "This message was deleted." not in world.engineer.reads(ours)


async def test_the_root_of_a_thread_that_is_deleted_takes_its_words_along(
    world: World, theirs: Message, ours: Message
) -> None:
    said = await world.engineer.mention("#case-desk", "reply HARBOR-1 the password is 1234")
    assert "1234" in world.customer.reads(theirs)
    await world.on_call.say("#case-desk", "are you sure?", said)
    await world.engineer.delete("#case-desk", said)
    assert "1234" not in world.customer.reads(theirs)


async def test_a_note_that_is_edited_stays_inside(world: World, theirs: Message, ours: Message) -> None:
    note = await world.engineer.say("#case-desk", "it is the firmware", ours)
    await world.engineer.edit("#case-desk", note, "it is the firmware of rack 4")
    assert "firmware" not in world.customer.reads(WHERE)
    assert _happened(world, "WordsChanged") == 1


async def test_a_reply_by_command_is_edited_by_its_words_alone(world: World, theirs: Message, ours: Message) -> None:
    said = await world.engineer.mention("#case-desk", "reply we are on it", ours)
    bot = world.playground.workspace.bot.id
    await world.engineer.edit("#case-desk", said, f"<@{bot}> reply we are both on it")
    read = world.customer.reads(theirs)
    assert "we are both on it" in read
    assert "reply we" not in read


async def test_a_copy_that_was_deleted_is_left_deleted(world: World, theirs: Message, ours: Message) -> None:
    said = await world.customer.say(WHERE, "only branch 7", theirs)
    copy = world.engineer.finds("only branch 7", "#case-desk")
    world.playground.workspace.delete(world.playground.as_("dana").place("#case-desk"), copy)
    await world.customer.edit(WHERE, said, "only branch 9")
    assert "branch 9" not in world.engineer.reads(ours)


async def test_an_edit_that_slack_does_not_take_now_is_tried_again(
    world: World, theirs: Message, ours: Message
) -> None:
    said = await world.customer.say(WHERE, "only branch 7", theirs)
    world.playground.faults.add("chat.update", "http_503", times=3)
    await world.customer.edit(WHERE, said, "only branch 9")
    await world.pass_("2m")
    assert "branch 9" in world.engineer.reads(ours)
    assert "branch 7" not in world.engineer.reads(ours)


def _later(root: Message, seconds: int) -> str:
    return f"{float(root.ts) + seconds:.6f}"


def _said(root: Message, ts: str, text: str) -> dict[str, Any]:
    return {"type": "message", "user": "U0RUTH", "text": text, "ts": ts, "thread_ts": root.ts, "event_ts": ts}


def _changed(
    root: Message, ts: str, text: str, edited: str | None, user: str = "U0RUTH", team: str | None = None
) -> dict[str, Any]:
    message = {"type": "message", "user": user, "text": text, "ts": ts, "thread_ts": root.ts}
    if team:
        message["team"] = team
    if edited:
        message["edited"] = {"user": user, "ts": edited}
    at = edited or _later(root, 8)
    return {
        "type": "message",
        "subtype": "message_changed",
        "hidden": True,
        "message": message,
        "ts": at,
        "event_ts": at,
    }


def _deleted(root: Message, ts: str, at: str) -> dict[str, Any]:
    previous = {"type": "message", "user": "U0RUTH", "text": "gone", "ts": ts, "thread_ts": root.ts}
    return {
        "type": "message",
        "subtype": "message_deleted",
        "hidden": True,
        "deleted_ts": ts,
        "previous_message": previous,
        "ts": at,
        "event_ts": at,
    }


async def _deliver(world: World, event: dict[str, Any]) -> None:
    place = world.playground.as_("ruth").place(WHERE)
    whole = event | {"channel": place.id, "channel_type": "channel"}
    envelope = payloads.envelope(world.playground.workspace, whole, place)
    await world.playground.outbound.event(envelope)
    await world.settle()


def _happened(world: World, event: str) -> int:
    engine = create_engine(world.database_url)
    with engine.connect() as tx:
        kinds = tx.execute(select(metadata.tables["events"].c.type)).scalars().all()
    engine.dispose()
    return kinds.count(event)
