"""One case from its opening to its close against Microsoft's own playground, with the engineers in Teams too."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from chatdesk.app import read_files
from chatdesk.demo.play import DIRECTORY
from chatdesk.demo.teams_play import TeamsDemo
from tests.agents_playground.peer import Message, PersonAtAWindow
from tests.node_packages import node, node_package

WHEN = datetime.fromisoformat("2026-03-06T14:20-05:00")

# Edits of one card wait up to two seconds of this world's time.
SOON = timedelta(seconds=5)
CARD = "application/vnd.microsoft.card.adaptive"
WORDS = "application/vnd.microsoft.activity.message"


@dataclass
class Teams:
    demo: TeamsDemo
    ruth: PersonAtAWindow
    dana: PersonAtAWindow
    grace: PersonAtAWindow

    async def until(self, when: str) -> None:
        await self.demo.demo.time.go_to(datetime.fromisoformat(when))
        await self.settle()

    async def settle(self) -> None:
        """Waits until chatdesk has answered everything and sent what it has to say."""
        demo = self.demo.demo
        assert demo.app and demo.app.teams
        while True:
            await demo.app.teams.settle()
            beat = await demo.app.heartbeat.beat()
            due_at = await demo.app.run(demo.app.outbox.next_due_at)
            if due_at and demo.clock.now() < due_at <= demo.clock.now() + SOON:
                demo.clock.advance_to(due_at)
            elif beat.found_nothing:
                break

    async def press(self, who: PersonAtAWindow, what: str, message: Message) -> dict[str, object]:
        answer = await who.press(what, message)
        await self.settle()
        return answer


_GREETINGS = ("chatdesk is here", "Your cases", "Need help? Open a case")


@pytest.fixture
async def teams(tmp_path: Path) -> AsyncIterator[Teams]:
    node()
    program = node_package("@microsoft/m365agentsplayground")
    files = read_files(None, DIRECTORY)
    demo = TeamsDemo(files, program, tmp_path, WHEN, engineers_in_teams=True, elapsed=lambda: 0.0)
    async with AsyncExitStack() as closing:
        closing.push_async_callback(demo.stop)
        await demo.start()
        at_windows = [
            await closing.enter_async_context(PersonAtAWindow(playground, window))
            for playground, window in zip(demo.playgrounds, demo.windows, strict=True)
        ]
        await demo.move_in()
        yield Teams(demo, *at_windows)


async def test_a_case_is_opened_by_mention_climbs_to_the_director_and_is_brought_home(teams: Teams) -> None:
    ruth, dana, grace = teams.ruth, teams.dana, teams.grace

    # Opened by mention; how bad it is is asked in its thread, and said by a button.
    said = await ruth.mention(ruth.channel, "open VPN is down")
    await ruth.sees("We have your case. Its number is HARBOR-1.", said.thread)
    question = await ruth.sees("how badly does this hurt you?", said.thread)
    answer = await teams.press(ruth, "P1 · Major impact", question)
    assert answer == {"type": WORDS, "value": "HARBOR-1 is P1 · Major impact now."}
    await ruth.sees("Someone takes it: by Fri 6 Mar, 15:20 (New York time)", said.thread)

    # The engineers' card: taken by a button, edited where it stands. The same button once more changes nothing.
    card = await dana.sees("Owner: nobody yet", dana.channel)
    thread, take = card.thread, card.sheet.action("I have it")
    answer = await teams.press(dana, "I have it", card)
    assert answer == {"type": WORDS, "value": "HARBOR-1 is yours."}
    assert await dana.sees("Owner: Dana Reyes", dana.channel, edited=True) is card
    again = await dana.execute(card, take, {})
    assert again["type"] == CARD
    await teams.settle()
    assert "Dana Reyes has this case already." in (await dana.sees("has this case already")).text
    await ruth.sees("Dana Reyes has your case and is on it.", said.thread)

    # In its thread: a reply to the customer, and the severity.
    await dana.mention(thread, "reply We are looking at the tunnel.")
    await dana.sees("Your reply to HARBOR-1 is on its way.", thread)
    await teams.settle()
    assert "Dana Reyes writes:" in (await ruth.sees("We are looking at the tunnel.", said.thread)).text
    await dana.mention(thread, "severity 2")
    await dana.sees("HARBOR-1 is P2 · Moderate impact now.", thread)
    await teams.settle()
    await ruth.sees("The severity of your case is now P2 · Moderate impact.", said.thread)
    await dana.mention(thread, "severity 1")
    await dana.sees("HARBOR-1 is P1 · Major impact now.", thread)
    await teams.settle()

    # Four hours after it was opened tier 1 is told by itself, four hours later tier 2: the director, in person.
    await teams.until("2026-03-06T22:19:59-05:00")
    await dana.sees("HARBOR-1 of Harbor Grid is escalated to tier 1", dana.window.channels[1][0])
    assert not [one for one in grace.messages if "HARBOR-1" in one.text]
    await teams.until("2026-03-06T22:20-05:00")
    await grace.sees("HARBOR-1 of Harbor Grid is escalated to tier 2", grace.channel)
    brief = await grace.sees("Harbor Grid needs you: HARBOR-1 has reached tier 2", grace.chat)
    assert "Tier 3 is told Sat 7 Mar, 02:20 (New York time)" in brief.text
    await teams.press(grace, "I have it", brief)
    await dana.sees("Grace Lindqvist has the escalation.", thread)

    # Resolved in the thread, approved by a button.
    await dana.mention(thread, "resolve The concentrator was replaced.")
    await dana.sees("HARBOR-1 is resolved, and the customer is asked to check.", thread)
    await teams.settle()
    fixed = await ruth.sees("Dana Reyes says this is fixed:", said.thread)
    assert "The concentrator was replaced." in fixed.text
    answer = await teams.press(ruth, "Approve the fix", fixed)
    assert answer == {"type": WORDS, "value": "Thank you. HARBOR-1 is approved and closed."}
    await ruth.sees("Status: Closed", said.thread, edited=True)
    await dana.sees("Status: Closed", dana.channel, edited=True)


async def test_a_message_becomes_a_case_by_its_own_menu_and_the_app_has_greeted_once(teams: Teams) -> None:
    ruth = teams.ruth
    # The window opened after the first try to write there, and this clock stands still.
    clock = teams.demo.demo.clock
    clock.advance_to(clock.now() + timedelta(seconds=5))
    await teams.settle()
    await ruth.sees("Need help? Open a case", ruth.channel)
    await ruth.sees("Nothing is open. If something is wrong, open a case.", ruth.chat)
    await teams.demo.move_in()

    # The question in the chat is answered after the second greeting would have been.
    await ruth.say(ruth.chat, "hours")
    await ruth.sees("Mon–Fri 09:00–17:00 (New York)", ruth.chat)
    await teams.settle()
    greeted = [one.conversation for one in ruth.messages if one.text.startswith(_GREETINGS)]
    assert len(greeted) == len(set(greeted)) == 3

    # What nobody was asked about is not heard; the message's own menu opens the form with its words.
    message = await ruth.say(ruth.channel, "No sound on channel 4")
    form = await ruth.open_from("case_from_message", message)
    assert form.title == "Open a case"
    assert form.sheet.input("What is wrong, in one line?")["value"] == "No sound on channel 4"
    empty = await ruth.send(form, **{"What is wrong, in one line?": " "})
    assert not isinstance(empty, str), "a case without a title was taken"
    assert empty.sheet.errors
    entries = {"What is wrong, in one line?": "No sound on channel 4", "How bad is it?": "P2 · Moderate impact"}
    done = await ruth.send(empty, **entries)
    assert isinstance(done, str), done.sheet.text
    assert "We have your case. Its number is HARBOR-1." in done
    await teams.settle()
    card = await teams.dana.sees("HARBOR-1 · No sound on channel 4", teams.dana.channel)
    assert "Severity: P2 · Moderate impact" in card.text
    assert "Requester: Ruth Adler, Harbor Grid" in card.text
