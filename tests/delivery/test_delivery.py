"""From the outbox to the platform and back into the books, on a real database."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError
from structlog.typing import EventDict

from chatdesk import cards
from chatdesk.cards.model import Tone
from chatdesk.core import commands as c
from chatdesk.core.places import Destination, MessageRef, Place
from chatdesk.delivery import SendFailed
from tests.delivery.world import DANA, HARBOR_CHANNEL, RUTH, World

SECOND = timedelta(seconds=1)
ENGINEERS = "C0CASEDESK"
HARBOR = "C0HARBOR"
ON_CALL = "C0ONCALL"


async def test_a_new_case_is_shown_to_its_customer_and_to_the_engineers(world: World) -> None:
    world.open()
    done = await world.deliver()

    assert done.sent == 2
    [customers] = world.sender.texts(HARBOR)
    [ours] = world.sender.texts(ENGINEERS)
    assert "Someone takes it: by Fri 6 Mar, 15:20 (New York time)" in customers
    assert "Escalation" in ours
    assert "Escalation" not in customers


async def test_a_card_is_edited_in_place_and_its_thread_gets_the_notice(world: World) -> None:
    case_id = world.open()
    await world.deliver()
    world.send(DANA, c.Acknowledge(), case_id=case_id)
    await world.deliver(after=3 * SECOND)

    card, notice = (message for message in world.sender.messages if message.where == HARBOR)
    assert "Who has it: Dana Reyes" in card.card.text
    assert len(card.versions) == 2
    assert notice.ref.place.thread == card.ref.message
    assert notice.card.text == "HARBOR-1: Dana Reyes has your case and is on it."


async def test_several_changes_within_two_seconds_are_one_edit(world: World) -> None:
    case_id = world.open()
    await world.deliver()
    world.send(DANA, c.Acknowledge(), case_id=case_id)
    world.send(DANA, c.SetSeverity(severity=2), case_id=case_id)
    await world.deliver()
    assert world.sender.calls.count("edit") == 0
    await world.deliver(after=2 * SECOND)

    assert world.sender.calls.count("edit") == 2  # one for each place
    card = world.sender.messages[0].card
    assert "P2" in card.text
    assert "Dana Reyes" in card.text


async def test_notices_of_a_thread_wait_until_its_card_stands(world: World) -> None:
    world.sender.fails = lambda call, to: SendFailed("retry", code="ratelimited", retry_after=30.0)
    case_id = world.open()
    world.send(DANA, c.Acknowledge(), case_id=case_id)
    first = await world.deliver()
    assert (first.sent, first.retried) == (0, 2)

    world.sender.fails = lambda call, to: None
    assert (await world.deliver(after=29 * SECOND)).count == 0
    await world.deliver(after=SECOND)
    roots = [message for message in world.sender.messages if message.ref.place.thread is None]
    replies = [message for message in world.sender.messages if message.ref.place.thread is not None]
    assert len(roots) == len(replies) == 2
    assert {reply.ref.place.thread for reply in replies} == {root.ref.message for root in roots}


async def test_a_temporary_failure_is_tried_again_twice_as_late_each_time(world: World) -> None:
    world.open()
    world.sender.fails = lambda call, to: SendFailed("retry", code="internal_error")
    waits = []
    for _ in range(6):
        before = world.now
        await world.deliver()
        due_at = world.outbox.next_due_at()
        assert due_at is not None
        waits.append((due_at - before).total_seconds())
        world.now = due_at
    assert waits == [2, 4, 8, 16, 30, 30]


async def test_what_the_platform_asks_us_to_wait_is_honoured(world: World) -> None:
    world.open()
    world.sender.fails = lambda call, to: SendFailed("retry", code="ratelimited", retry_after=17.0)
    await world.deliver()
    assert world.outbox.next_due_at() == world.now + 17 * SECOND


async def test_a_channel_that_is_gone_is_told_to_the_engineers(world: World) -> None:
    world.open()
    gone = SendFailed("dead", code="is_archived")
    world.sender.fails = lambda call, to: gone if to.place and to.place.channel == "C0DIRECTORS" else None
    await world.until("2026-03-06T19:30-05:00")

    told = [text for text in world.sender.texts(ENGINEERS) if "did not reach" in text]
    assert told == [
        "HARBOR-1: A message about this case did not reach the directors' channel. "
        "Somebody must tell them another way.\n"
        "The channel is archived. Name another one in the directory."
    ]
    assert any("did not reach" in text for text in world.sender.texts(ON_CALL))
    assert world.sender.texts("U0GRACE"), "the director herself was still told"


async def test_a_lost_answer_is_looked_up_and_nothing_is_posted_twice(world: World) -> None:
    case_id = world.open()
    await world.deliver()
    world.sender.loses_answers = True
    world.send(DANA, c.Acknowledge(), case_id=case_id)
    done = await world.deliver()
    assert done.uncertain == 2
    world.sender.loses_answers = False
    await world.deliver(after=3 * SECOND)

    assert world.sender.calls.count("find") == 2
    assert len(world.sender.messages) == 4
    assert (await world.deliver(after=timedelta(hours=1))).count == 0


async def test_a_message_that_surely_does_not_stand_is_posted_again_without_a_mark(world: World) -> None:
    case_id = world.open()
    await world.deliver()
    dropped = SendFailed("uncertain", code="disconnected")
    world.sender.fails = lambda call, to: dropped if call == "post" else None
    world.send(DANA, c.Acknowledge(), case_id=case_id)
    await world.deliver()
    world.sender.fails = lambda call, to: None
    await world.deliver(after=3 * SECOND)

    assert [m.card.text for m in world.sender.messages if m.ref.place.thread] == [
        "HARBOR-1: Dana Reyes has your case and is on it.",
        "HARBOR-1: Dana Reyes has it.",
    ]


async def test_an_urgent_message_without_any_answer_for_a_minute_is_sent_once_more_and_says_so(world: World) -> None:
    world.open()
    await world.deliver()
    silence = SendFailed("uncertain", code="timeout")
    world.sender.fails = lambda call, to: silence if to.place and to.place.channel == ON_CALL else None
    world.sender.calls.clear()
    await world.until("2026-03-06T15:20:50-05:00")
    assert not world.sender.texts(ON_CALL)
    world.sender.fails = lambda call, to: silence if call == "find" else None
    await world.until("2026-03-06T15:21:10-05:00")

    [repeated] = [text for text in world.sender.texts(ON_CALL) if "escalated to tier 1" in text]
    assert repeated.endswith("You may have this message already: we could not tell whether it arrived.")
    await world.until("2026-03-06T16:30-05:00")
    assert len([text for text in world.sender.texts(ON_CALL) if "escalated to tier 1" in text]) == 1


async def test_it_is_sent_once_more_and_never_again(world: World) -> None:
    world.open()
    await world.deliver()
    silence = SendFailed("uncertain", code="timeout")
    world.sender.fails = lambda call, to: silence if call == "find" else None
    world.sender.loses_answers = True
    await world.until("2026-03-06T17:00-05:00")
    assert len([text for text in world.sender.texts(ON_CALL) if "escalated to tier 1" in text]) == 2
    assert len([text for text in world.sender.texts(ON_CALL) if "is due" in text]) == 1, "no urgent one"


async def test_a_card_whose_answer_was_lost_is_adopted_and_brought_up_to_date(world: World) -> None:
    world.sender.loses_answers = True
    case_id = world.open()
    await world.deliver()
    world.sender.loses_answers = False
    world.send(DANA, c.Acknowledge(), case_id=case_id)
    await world.deliver(after=3 * SECOND)

    roots = [message for message in world.sender.messages if message.ref.place.thread is None]
    assert len(roots) == 2
    assert all("Dana Reyes" in root.card.text for root in roots)


async def test_a_deleted_card_is_posted_anew_and_its_thread_moves_there(world: World) -> None:
    case_id = world.open()
    await world.deliver()
    old = next(message for message in world.sender.messages if message.where == HARBOR)
    world.sender.delete(old)
    world.send(DANA, c.Acknowledge(), case_id=case_id)
    await world.deliver(after=3 * SECOND)
    world.say(DANA, case_id, "We are looking at it.")
    await world.deliver(after=3 * SECOND)

    roots = [m for m in world.sender.messages if m.where == HARBOR and m.ref.place.thread is None]
    assert len(roots) == 1
    [reply] = [m for m in world.sender.messages if m.where == HARBOR and "We are looking" in m.card.text]
    assert reply.ref.place.thread == roots[0].ref.message


async def test_a_notice_whose_thread_is_gone_follows_its_card_to_a_new_thread(world: World) -> None:
    case_id = world.open()
    await world.deliver()
    old = next(message for message in world.sender.messages if message.where == HARBOR)
    world.sender.delete(old)
    gone = SendFailed("dead", code="thread_not_found")
    world.sender.fails = lambda call, to: gone if to.place and to.place.thread == old.ref.message else None
    world.say(DANA, case_id, "We are looking at it.")
    await world.deliver()

    [root] = [m for m in world.sender.messages if m.where == HARBOR and m.ref.place.thread is None]
    [reply] = [m for m in world.sender.messages if m.where == HARBOR and "We are looking" in m.card.text]
    assert reply.ref.place.thread == root.ref.message


async def test_a_case_whose_thread_was_gone_before_its_card_stood_begins_a_thread_of_its_own(world: World) -> None:
    gone = SendFailed("dead", code="thread_not_found")
    world.sender.fails = lambda call, to: gone if to.place and to.place.thread == "1.1" else None
    command = c.Open(case_id="c9", title_id="c9-title", reported_at=world.now, severity=1)
    world.send(RUTH, command, {"c9-title": "VPN down"}, place=replace(HARBOR_CHANNEL, thread="1.1"), case_id=None)
    await world.deliver()
    [root] = [m for m in world.sender.messages if m.where == HARBOR and m.ref.place.thread is None]
    assert "VPN down" in root.card.text
    world.say(DANA, "c9", "We are looking at it.")
    await world.deliver(after=3 * SECOND)
    [reply] = [m for m in world.sender.messages if m.where == HARBOR and "We are looking" in m.card.text]
    assert reply.ref.place.thread == root.ref.message


async def test_a_copy_of_a_reply_is_remembered_with_the_message_it_copies(world: World) -> None:
    case_id = world.open()
    await world.deliver()
    root = next(message for message in world.sender.messages if message.where == ENGINEERS)
    source = MessageRef(Place("slack", "T0NORTHWIND", ENGINEERS, root.ref.message), "7.7")
    world.say(DANA, case_id, "We see the tunnels dropping.", message=source)
    await world.deliver()

    copy = world.sender.messages[-1]
    assert copy.where == HARBOR
    assert world.mirrors.copies_of(source) == (copy.ref,)
    assert world.mirrors.source_of(copy.ref) == source


async def test_the_reply_calls_the_requester_by_name(world: World) -> None:
    case_id = world.open()
    world.say(DANA, case_id, "We see the tunnels dropping.")
    await world.deliver()
    reply = next(m for m in world.sender.messages if m.where == HARBOR and m.ref.place.thread)
    assert "Ruth Adler, Dana Reyes writes:" in reply.card.text
    assert "We see the tunnels dropping." in reply.card.text


async def test_notices_of_one_channel_share_a_message(make_world: Callable[[str], World]) -> None:
    world = make_world("2026-03-06T10:20-05:00")
    refused = SendFailed("retry", code="internal_error")
    world.sender.fails = lambda call, to: refused if to.place and to.place.channel == ON_CALL else None
    first, second = world.open("Printer", severity=2), world.open("Scanner", severity=2)
    await world.deliver()
    await world.until("2026-03-06T13:25-05:00")
    world.sender.fails = lambda call, to: None
    await world.deliver(after=timedelta(minutes=5))

    [both] = world.sender.texts(ON_CALL)
    assert "HARBOR-1" in both
    assert "HARBOR-2" in both
    labels = [button.label for m in world.sender.messages if m.where == ON_CALL for button in m.card.buttons]
    assert "I have it · HARBOR-1" in labels
    assert "I have it · HARBOR-2" in labels
    assert {first, second} == {dict(b.args)["case"] for m in world.sender.messages[-1:] for b in m.card.buttons}


async def test_the_first_ping_of_the_worst_severity_stands_alone(world: World) -> None:
    world.open("Printer"), world.open("Scanner")
    await world.until("2026-03-06T15:21-05:00")
    pings = [m.card for m in world.sender.messages if m.where == ON_CALL and m.card.tone is Tone.BAD]
    assert ["HARBOR-1" in ping.text for ping in pings] == [True, False]
    assert ["HARBOR-2" in ping.text for ping in pings] == [False, True]


async def test_a_notice_that_cannot_be_written_is_a_dead_letter_and_the_others_go_on(
    world: World, monkeypatch: pytest.MonkeyPatch, logged: list[EventDict]
) -> None:
    def broken(scene: object) -> None:
        raise KeyError("a blank that nobody fills")

    case_id = world.open()
    await world.deliver()
    monkeypatch.setitem(cards.notices._CARDS, "acknowledged", broken)  # type: ignore[index, arg-type]
    world.send(DANA, c.Acknowledge(), case_id=case_id)
    world.say(DANA, case_id, "We are looking at it.")
    await world.deliver(after=3 * SECOND)

    assert any("We are looking at it." in text for text in world.sender.texts(HARBOR))
    assert any("could not be written" in text for text in world.sender.texts(ENGINEERS))
    assert {entry["event"] for entry in logged if entry["log_level"] != "info"} == {"notice.not_written"}
    assert (await world.deliver(after=timedelta(minutes=10))).dead == 0


async def test_a_case_that_cannot_be_drawn_holds_up_no_other(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    broken_id = world.open("Broken")
    real = world.reads.case_view

    def read(case_id: str, now: object) -> object:
        if case_id == broken_id:
            raise ValueError("a body that nobody can read")
        return real(case_id, now)  # type: ignore[arg-type]

    monkeypatch.setattr(world.reads, "case_view", read)
    world.open("Fine")
    await world.deliver()
    assert any("Fine" in text for text in world.sender.texts(HARBOR))
    assert not any("Broken" in text for text in world.sender.texts(HARBOR))
    monkeypatch.undo()
    await world.deliver(after=timedelta(minutes=2))
    assert any("Broken" in text for text in world.sender.texts(HARBOR))


async def test_a_failing_database_makes_no_dead_letters(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    case_id = world.open()
    await world.deliver()
    world.send(DANA, c.Acknowledge(), case_id=case_id)

    def unreachable(case_id: str, now: object) -> object:
        raise OperationalError("SELECT", {}, Exception("disk I/O error"))

    monkeypatch.setattr(world.reads, "case_view", unreachable)
    with pytest.raises(OperationalError):
        await world.deliver(after=3 * SECOND)
    monkeypatch.undo()
    await world.deliver(after=timedelta(minutes=3))
    assert "HARBOR-1: Dana Reyes has it." in world.sender.texts(ENGINEERS)
    assert "Who has it: Dana Reyes" in world.sender.texts(HARBOR)[0]
    assert not any("did not reach" in text for text in world.sender.texts(ENGINEERS))


async def test_a_fault_in_a_sender_is_treated_as_not_knowing(world: World) -> None:
    case_id = world.open()
    await world.deliver()
    world.sender.fails = lambda call, to: RuntimeError("a bug") if call == "post" else None
    world.send(DANA, c.Acknowledge(), case_id=case_id)
    assert (await world.deliver()).uncertain == 2
    world.sender.fails = lambda call, to: None
    await world.deliver(after=3 * SECOND)
    assert "HARBOR-1: Dana Reyes has it." in world.sender.texts(ENGINEERS)


async def test_a_platform_that_never_answers_is_not_waited_for(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chatdesk.delivery.sender.LONGEST_CALL", timedelta(milliseconds=20))
    world.open()
    world.sender.hold = asyncio.Event()
    assert (await world.deliver()).uncertain == 2
    world.sender.hold = None
    await world.deliver(after=3 * SECOND)
    assert len(world.sender.messages) == 2


async def test_a_day_of_failures_ends_with_people_knowing(world: World) -> None:
    case_id = world.open()
    await world.deliver()
    refused = SendFailed("retry", code="internal_error")
    world.sender.fails = lambda call, to: refused if to.place and to.place.channel == HARBOR else None
    world.say(DANA, case_id, "We are looking at it.")
    await world.deliver()
    world.now += timedelta(hours=24)
    await world.deliver()
    assert any("did not reach the customer's thread" in text for text in world.sender.texts(ENGINEERS))


async def test_eight_destinations_are_served_at_once_and_no_more(world: World) -> None:
    for number in range(12):
        world.open(f"Case {number}")
    world.sender.hold = asyncio.Event()
    work = asyncio.create_task(world.deliver())
    await world.sender.entered(8)
    # Whatever else was started has its turn now.
    await world.run(lambda: None)
    await asyncio.sleep(0)
    assert world.sender.most_at_once == 8
    world.sender.hold.set()
    await work
    assert len(world.sender.messages) == 24
    assert world.sender.most_at_once == 8


async def test_one_thread_has_one_message_in_flight_and_keeps_its_order(world: World) -> None:
    case_id = world.open()
    await world.deliver()
    world.sender.hold = asyncio.Event()
    world.say(DANA, case_id, "First")
    work = asyncio.create_task(world.deliver())
    await world.sender.entered(2)
    world.say(DANA, case_id, "Second")
    rival = asyncio.create_task(world.deliver(after=3 * SECOND))
    await world.run(lambda: None)
    world.sender.hold.set()
    await asyncio.gather(work, rival)
    await world.deliver(after=SECOND)

    told = [text for text in world.sender.texts(HARBOR) if "Dana Reyes writes" in text]
    assert [text.splitlines()[-1] for text in told] == ["First", "Second"]


async def test_one_slow_channel_does_not_hold_up_the_others(world: World) -> None:
    world.open()
    await world.deliver()
    slow, others_were_told = asyncio.Event(), asyncio.Event()
    real = world.sender.post

    async def post(card: object, to: Destination, key: str) -> MessageRef:
        if to.place and to.place.channel == ON_CALL:
            await slow.wait()
        message = await real(card, to, key)  # type: ignore[arg-type]
        if world.sender.texts("U0INGRID") and world.sender.texts("U0OWEN"):
            others_were_told.set()
        return message

    world.sender.post = post  # type: ignore[method-assign, assignment]
    world.now += timedelta(hours=1)
    world.desk.wake_due(world.now)
    work = asyncio.create_task(world.deliver())
    await others_were_told.wait()
    assert not world.sender.texts(ON_CALL)
    slow.set()
    await work
    assert world.sender.texts(ON_CALL)


async def test_being_stopped_leaves_what_was_in_flight_to_be_looked_up(world: World) -> None:
    world.open()
    world.sender.hold = asyncio.Event()
    work = asyncio.create_task(world.deliver())
    await world.sender.entered(1)
    work.cancel()
    with pytest.raises(asyncio.CancelledError):
        await work
    world.sender.hold = None
    assert (await world.deliver()).count == 0
    await world.deliver(after=timedelta(minutes=3))
    assert world.sender.calls.count("find") == 2
    assert len([m for m in world.sender.messages if m.ref.place.thread is None]) == 2


async def test_delivering_again_when_nothing_is_due_does_nothing(world: World) -> None:
    world.open()
    await world.deliver()
    world.sender.calls.clear()
    assert (await world.deliver(after=timedelta(minutes=1))).count == 0
    assert world.sender.calls == []


async def test_each_person_reads_their_own_language_and_zone(world: World) -> None:
    case_id = world.open()
    world.send(DANA, c.Escalate(reason_id="why"), {"why": "Board tonight"}, case_id=case_id)
    world.send(DANA, c.Assign(owner_id="tomas"), case_id=case_id)
    await world.deliver()

    [ingrid], [tomas] = world.sender.texts("U0INGRID"), world.sender.texts("U0TOMAS")
    assert "Harbor Grid needs you: HARBOR-1 has reached tier 1" in ingrid
    assert "Opened: Fri 6 Mar, 14:20 (New York time)" in ingrid
    assert "Este caso es suyo ahora. Se lo asignó Dana Reyes." in tomas
    assert "(hora de Santiago de Chile)" in tomas


async def test_why_a_case_was_escalated_stays_inside(world: World) -> None:
    case_id = world.open()
    world.send(DANA, c.Escalate(reason_id="why"), {"why": "Board tonight"}, case_id=case_id)
    await world.deliver()
    assert any("Board tonight" in text for text in world.sender.texts("U0INGRID"))
    assert any("we have escalated your case" in text for text in world.sender.texts(HARBOR))
    assert not any("Board tonight" in text for text in world.sender.texts(HARBOR))


async def test_the_customer_never_reads_our_notes(world: World) -> None:
    case_id = world.open()
    world.send(DANA, c.Note(text_id="n"), {"n": "Blame the intern"}, case_id=case_id)
    world.say(RUTH, case_id, "Any news?")
    await world.until("2026-03-06T15:30-05:00")
    assert any("Blame the intern" in text for text in world.sender.texts(ENGINEERS))
    assert not any("Blame the intern" in text for text in world.sender.texts(HARBOR))
    assert HARBOR_CHANNEL.channel == HARBOR
