"""The drivers that scenarios are written with: what they find, wait for, and say when it is not there."""

import asyncio

import pytest

from chatdesk.playground import NotThere, text_of
from tests.playground.blocks_by_hand import actions, button, cell, context, header, mrkdwn, plain, rich, section, table
from tests.playground.bolt_app import World

DATE = "<!date^1792000000^{date_short} at {time}|14 Oct 20:26 UTC>"


async def test_the_words_of_a_message_are_those_a_person_reads(world: World) -> None:
    blocks = [
        header(plain("Case 7")),
        section(text=mrkdwn(f"Due {DATE}, see <https://e.test|the page> &amp; wait"), fields=[mrkdwn("*P1*")]),
        rich({"type": "text", "text": "for "}, {"type": "user", "user_id": "U0BEN"}),
        table([cell("left"), cell("right")]),
        context(plain("small print")),
        actions(button("I have it", value="secret")),
    ]
    await world.client.chat_postMessage(channel="C0TEAM", text="Case 7, read aloud", blocks=blocks)
    assert text_of(world.person("ana").last("#team")).splitlines() == [
        "Case 7",
        "Due 14 Oct 20:26 UTC, see the page & wait",
        "*P1*",
        "for <@U0BEN>",
        "left",
        "right",
        "small print",
        "I have it",
        "Case 7, read aloud",
    ]


async def test_what_people_write_is_read_once_and_unescaped(world: World) -> None:
    message = await world.person("ana").say("#team", "1 < 2 & more")
    assert text_of(message) == "1 < 2 & more"


async def test_waiting_ends_when_the_message_comes_even_in_a_thread(world: World) -> None:
    ana = world.person("ana")
    parent = await ana.say("#team", "hi")
    waiting = asyncio.create_task(ana.sees("an answer", "#team"))
    await asyncio.sleep(0)
    await world.client.chat_postMessage(channel="C0TEAM", text="an answer", thread_ts=parent.ts)
    found = await waiting
    assert ana.thread(parent) == [found]
    assert ana.messages("#team") == [parent]


async def test_what_is_not_there_is_said_with_what_is(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chatdesk.playground.reader.PATIENCE_SECONDS", 0.01)
    ben = world.person("ben")
    await ben.say("#team", "something else")
    with pytest.raises(NotThere, match="ben sees no 'a case' in #team, but:\nsomething else"):
        await ben.sees("a case", "#team")
    with pytest.raises(NotThere, match="ben is not in #birch, but in"):
        ben.messages("#birch")
    with pytest.raises(NotThere, match="no modal is open for ben"):
        ben.modal()
    with pytest.raises(NotThere, match="no modal shows 'Title'"):
        await ben.modal_with("Title")
    with pytest.raises(NotThere, match="Home does not show 'Cases', but: nothing"):
        await ben.home_with("Cases")
    with pytest.raises(KeyError, match="nobody here is zoe"):
        world.person("zoe")
