"""Messages that ask for an answer lose the buttons that lead nowhere any more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from chatdesk import cards
from chatdesk.core import commands as c
from chatdesk.core.case import Resolution
from chatdesk.core.places import MessageRef
from chatdesk.delivery import SendFailed
from chatdesk.store.engine import open_store
from tests.delivery.world import DANA, RUTH, Message, World

SECOND = timedelta(seconds=1)
HARBOR = "C0HARBOR"
ON_CALL = "C0ONCALL"


@pytest.fixture
def world(database: str) -> Iterator[World]:
    store = open_store(database)
    made = World(store, "2026-03-06T14:20-05:00")
    yield made
    made.close()
    store.close()


async def asked(world: World) -> tuple[str, Message]:
    """A case without a severity, and the question for it."""
    case_id = world.open(severity=None)
    await world.deliver()
    await world.deliver(after=3 * SECOND)
    [question] = [m for m in world.sender.messages if m.where == HARBOR and "Until you choose" in m.card.text]
    assert question.card.buttons
    return case_id, question


def resolve(world: World, case_id: str) -> None:
    command = c.Resolve(resolution=Resolution.PERMANENT, text_id=f"{case_id}-fix")
    world.send(DANA, command, {f"{case_id}-fix": "We replaced it."}, case_id=case_id)


async def test_an_answered_question_is_edited_once_and_never_again(world: World) -> None:
    case_id, question = await asked(world)
    world.send(RUTH, c.SetSeverity(severity=2), case_id=case_id)
    await world.deliver(after=SECOND)
    assert len(question.versions) == 1
    await world.deliver(after=SECOND)
    assert question.card.buttons == ()
    assert "Until you choose" not in question.card.text
    world.send(DANA, c.Acknowledge(), case_id=case_id)
    resolve(world, case_id)
    await world.deliver(after=timedelta(minutes=1))
    assert len(question.versions) == 2


async def test_a_change_that_takes_no_button_away_edits_nothing(world: World) -> None:
    case_id, question = await asked(world)
    world.send(DANA, c.Acknowledge(), case_id=case_id)
    await world.deliver()
    done = await world.deliver(after=3 * SECOND)
    assert done.unchanged == 1
    assert len(question.versions) == 1
    world.send(RUTH, c.SetSeverity(severity=2), case_id=case_id)
    await world.deliver(after=3 * SECOND)
    assert question.card.buttons == ()


async def test_a_brief_loses_its_buttons_one_after_the_other(world: World) -> None:
    case_id = world.open()
    await world.until("2026-03-06T15:21-05:00")
    [brief] = [m for m in world.sender.messages if m.where == ON_CALL and "escalated to tier 1" in m.card.text]
    assert [button.verb for button in brief.card.buttons] == ["take", "ask", "deescalate"]
    world.send(DANA, c.TakeEscalation(), case_id=case_id)
    await world.deliver(after=3 * SECOND)
    assert [button.verb for button in brief.card.buttons] == ["ask", "deescalate"]
    resolve(world, case_id)
    await world.deliver(after=3 * SECOND)
    assert brief.card.buttons == ()


async def test_an_answer_while_the_question_is_sent_is_seen(world: World) -> None:
    case_id = world.open(severity=None)
    real = world.sender.post

    async def post(card: object, *given: object) -> MessageRef:
        message = await real(card, *given)  # type: ignore[arg-type]
        if "Until you choose" in card.text:  # type: ignore[attr-defined]
            world.send(RUTH, c.SetSeverity(severity=2), case_id=case_id)
        return message

    world.sender.post = post  # type: ignore[method-assign, assignment]
    await world.deliver()
    await world.deliver(after=3 * SECOND)
    [question] = [m for m in world.sender.messages if "Until you choose" in m.versions[0].text]
    assert question.card.buttons == ()


async def test_an_edit_that_fails_for_now_is_tried_again_and_one_that_cannot_be_is_left(world: World) -> None:
    case_id, question = await asked(world)
    refused = SendFailed("retry", code="ratelimited", retry_after=20.0)
    world.sender.fails = lambda call, to: refused if call == "edit" else None
    world.send(RUTH, c.SetSeverity(severity=2), case_id=case_id)
    await world.deliver(after=3 * SECOND)
    world.sender.fails = lambda call, to: None
    await world.deliver(after=19 * SECOND)
    assert question.card.buttons
    await world.deliver(after=SECOND)
    assert question.card.buttons == ()

    _, other = await asked(world)
    world.sender.delete(other)
    world.send(RUTH, c.SetSeverity(severity=2), case_id=dict(other.card.buttons[0].args)["case"])
    await world.deliver(after=3 * SECOND)
    assert (await world.deliver(after=timedelta(minutes=5))).dead == 0
    assert not any("did not reach" in m.card.text for m in world.sender.messages)


async def test_a_question_that_cannot_be_written_anew_stays_as_it_is(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(scene: object) -> None:
        raise KeyError("a blank that nobody fills")

    case_id, question = await asked(world)
    monkeypatch.setitem(cards.notices._CARDS, "severity.ask", broken)  # type: ignore[index, arg-type]
    world.send(RUTH, c.SetSeverity(severity=2), case_id=case_id)
    await world.deliver(after=3 * SECOND)
    assert len(question.versions) == 1
    assert (await world.deliver(after=timedelta(minutes=5))).unchanged == 0


async def test_a_message_of_several_notices_is_left_alone(world: World) -> None:
    refused = SendFailed("retry", code="internal_error")
    world.sender.fails = lambda call, to: refused if to.place and to.place.channel == HARBOR else None
    case_id = world.open(severity=None)
    world.send(DANA, c.Acknowledge(), case_id=case_id)
    await world.deliver()
    world.sender.fails = lambda call, to: None
    await world.deliver(after=3 * SECOND)
    await world.deliver(after=3 * SECOND)
    [both] = [m for m in world.sender.messages if m.where == HARBOR and "Until you choose" in m.card.text]
    assert "Dana Reyes has your case" in both.card.text
    world.send(RUTH, c.SetSeverity(severity=2), case_id=case_id)
    await world.deliver(after=3 * SECOND)
    assert len(both.versions) == 1
