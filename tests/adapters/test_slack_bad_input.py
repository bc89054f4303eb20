"""What people and Slack do wrong: twice, late, stale, together, hostile, and not theirs."""

from __future__ import annotations

import asyncio
import json
from urllib.parse import parse_qs, urlencode

import pytest

from chatdesk.adapters.talk.verb import Who
from chatdesk.adapters.talk.verbs import VERBS
from chatdesk.playground import text_of
from chatdesk.playground.journal import Delivery
from tests.adapters.shown import anchor, has_modal, numbers, told
from tests.world import World

HOSTILE = "<!channel> <@U0GRACE> <https://evil.example|bank> *bold* _it_ `code` & &lt;b&gt;"


async def test_a_form_sent_twice_opens_one_case(world: World) -> None:
    await world.customer.slash("#harbor-support", "/case open VPN down")
    await world.customer.submit({"severity": "2"})
    sent = world.playground.journal.deliveries("view_submission")[-1]
    again = await world.playground.outbound.repeat(sent, retry_num=0)
    await world.settle()
    assert again.status == 200
    assert numbers(world, "#case-desk") == ["HARBOR-1"]
    assert len(_ephemerals(world, "ruth")) == 1


async def test_one_event_three_times_is_one_case_and_one_answer(world: World) -> None:
    await world.foreign_customer.mention("#bluepeak-support", "open no sound")
    sent = world.playground.journal.deliveries("app_mention")[-1]
    for number in (1, 2):
        answer = await world.playground.outbound.repeat(sent, retry_num=number)
        assert answer.status == 200
    await world.settle()
    assert numbers(world, "#case-desk") == ["BLUEPEAK-1"]
    assert len(_ephemerals(world, "chloe")) == 1


async def test_a_question_asked_once_is_answered_once_however_often_slack_sends_it(world: World) -> None:
    await world.foreign_customer.mention("#bluepeak-support", "help")
    sent = world.playground.journal.deliveries("app_mention")[-1]
    await asyncio.gather(*(world.playground.outbound.repeat(sent, retry_num=number) for number in (1, 2)))
    await world.settle()
    assert len(_ephemerals(world, "chloe")) == 1


async def test_an_event_repeated_to_another_process_is_still_one_case(world: World) -> None:
    """Only the receipt in the database can know; what this process remembers is forgotten."""
    await world.foreign_customer.mention("#bluepeak-support", "open no sound")
    sent = world.playground.journal.deliveries("app_mention")[-1]
    await _restart(world)
    await world.playground.outbound.repeat(sent, retry_num=1)
    await world.settle()
    assert numbers(world, "#case-desk") == ["BLUEPEAK-1"]
    assert len(_ephemerals(world, "chloe")) == 1


async def test_a_click_that_slack_sends_twice_counts_once(world: World) -> None:
    await world.customer.mention("#harbor-support", "open VPN down")
    await world.engineer.click("I have it", anchor(world, world.engineer, "#case-desk", "HARBOR-1"))
    sent = world.playground.journal.deliveries("block_actions")[-1]
    before = world.engineer.reads("#case-desk")
    await world.playground.outbound.repeat(sent, retry_num=0)
    await world.settle()
    assert world.engineer.reads("#case-desk") == before


async def test_two_people_click_at_once_and_the_second_reads_who_was_first(world: World) -> None:
    await world.customer.mention("#harbor-support", "open VPN down")
    card = anchor(world, world.engineer, "#case-desk", "HARBOR-1")
    dana, malik = world.playground.as_("dana"), world.playground.as_("malik")
    await asyncio.gather(dana.click("I have it", card), malik.click("I have it", card))
    await world.settle()
    answers = sorted([told(world, world.engineer), told(world, world.on_call)])
    assert any("has this case already" in answer for answer in answers)
    assert any("HARBOR-1 is yours." in answer for answer in answers)
    winner = "Dana Reyes" if "is yours" in told(world, world.engineer) else "Malik Osei"
    assert any(f"{winner} has this case already" in answer for answer in answers)


async def test_a_click_on_a_stale_card_says_what_is_so_now(world: World) -> None:
    await world.customer.mention("#harbor-support", "open VPN down")
    card = anchor(world, world.engineer, "#case-desk", "HARBOR-1")
    await world.engineer.click("I have it", card)
    stale = world.playground.journal.deliveries("block_actions")[-1]
    await world.customer.slash("#harbor-support", "/case withdraw")
    await _send_again(world, stale, trigger_id="another")
    assert "This case was withdrawn" in told(world, world.engineer)


async def test_a_button_nobody_made_is_answered_kindly(world: World) -> None:
    await world.customer.mention("#harbor-support", "open VPN down")
    await world.engineer.click("I have it", anchor(world, world.engineer, "#case-desk", "HARBOR-1"))
    sent = world.playground.journal.deliveries("block_actions")[-1]
    for action_id in ("do:0:abolish", "approve_everything"):
        seen = len(_ephemerals(world, "dana"))
        await _send_again(world, sent, trigger_id=action_id, action_id=action_id)
        assert "earlier version" in told(world, world.engineer)
        assert len(_ephemerals(world, "dana")) == seen + 1, action_id
    trigger_id = world.playground.triggers.issue(world.engineer.id)
    await _send_again(world, sent, trigger_id=trigger_id, action_id="do:0:ack:form")
    assert "earlier version" in world.engineer.modal().text


async def test_a_button_that_carries_rubbish_is_answered_kindly(world: World) -> None:
    await world.customer.mention("#harbor-support", "open VPN down")
    await world.engineer.click("I have it", anchor(world, world.engineer, "#case-desk", "HARBOR-1"))
    sent = world.playground.journal.deliveries("block_actions")[-1]
    rubbish = {
        "offered_at": "soon",
        "tier": "all",
        "to": "up",
        "level": "up",
        "severity": "x",
        "score": "x",
        "whom": "x",
    }
    for verb in ("date_accept", "tier_accept", "tier_decline", "handoff", "severity_set", "rate", "wait"):
        seen = len(_ephemerals(world, "dana"))
        await _send_again(world, sent, trigger_id=f"rubbish {verb}", action_id=f"do:0:{verb}", **rubbish)
        assert "Something went wrong" not in told(world, world.engineer), verb
        assert len(_ephemerals(world, "dana")) == seen + 1, verb


async def test_a_hand_over_without_a_level_is_asked_for_it(world: World) -> None:
    await world.customer.mention("#harbor-support", "open VPN down")
    await world.engineer.mention("#case-desk", "handoff HARBOR-1")
    assert "To which support level? For example: @chatdesk handoff HARBOR-1 3" in world.engineer.reads("#case-desk")


async def test_a_foreign_person_who_sends_our_buttons_is_refused(world: World) -> None:
    """The button's bytes are no authority: who clicked is looked up again. Every verb of ours, one after the other."""
    await world.foreign_customer.mention("#bluepeak-support", "open no sound")
    await world.foreign_customer.click("P2 · Moderate impact")
    sent = world.playground.journal.deliveries("block_actions")[-1]
    before = world.on_the_card("BLUEPEAK-1")
    for verb in (verb.name for verb in VERBS if verb.who is Who.OURS):
        seen = len(_ephemerals(world, "chloe"))
        forged = {"action_id": f"do:0:{verb}", "tier": "1", "to": "2", "whom": "customer", "severity": "1"}
        await _send_again(world, sent, trigger_id=f"forged {verb}", **forged)
        # Of administration not even that it is there is told.
        refused = "does nothing any more" if verb == "admin" else "Only our support team can do that"
        assert refused in told(world, world.foreign_customer), verb
        assert len(_ephemerals(world, "chloe")) == seen + 1, verb
    assert world.on_the_card("BLUEPEAK-1") == before


async def test_not_there_and_not_yours_read_the_same_to_the_byte(world: World) -> None:
    await world.foreign_customer.mention("#bluepeak-support", "open our secret")
    answers = []
    for number in ("BLUEPEAK-1", "BLUEPEAK-9", "NOBODY-1"):
        for words in (f"show {number}", f"reply {number} hello", f"withdraw {number}", f"severity {number} 1"):
            await world.customer.slash("#harbor-support", f"/case {words}")
            answers.append(world.playground.journal.deliveries("slash_command")[-1].answer)
    assert len(set(answers)) == 1
    assert "secret" not in answers[0]
    assert "our secret" not in world.customer.reads("#harbor-support")


async def test_an_outsider_cannot_tell_a_case_that_is_there_from_one_that_is_not(world: World) -> None:
    await world.customer.mention("#harbor-support", "open VPN down")
    answers = []
    for number in ("HARBOR-1", "HARBOR-9"):
        await world.outsider.slash("@chatdesk", f"/case show {number}")
        answers.append(world.playground.journal.deliveries("slash_command")[-1].answer)
    assert answers[0] == answers[1]
    assert "no such case" in answers[0]


async def test_hostile_words_stay_words_everywhere(world: World) -> None:
    message = await world.customer.mention("#harbor-support", f"open {HOSTILE}")
    await world.customer.say("#harbor-support", HOSTILE, message)
    await world.engineer.click("I have it", anchor(world, world.engineer, "#case-desk", "HARBOR-1"))
    for call in world.playground.journal.calls():
        if call.method not in ("chat.postMessage", "chat.update", "chat.postEphemeral", "response_url"):
            continue
        sent = json.dumps(call.args)
        assert "<!channel>" not in json.dumps(call.args.get("text"))
        assert '"type": "broadcast"' not in sent
        assert call.args.get("link_names") in (None, "0", "false", False)
        assert "U0GRACE" not in _mrkdwn(sent)


@pytest.mark.parametrize(
    "words",
    ["🔥🔥🔥", "\u202eevil\u202c \u05d0\u05d1\u05d2 \u200f", "x" * 39_900, "a\u0301" * 500, "****"],
    ids=["emoji", "right to left", "40000 characters", "combining", "markup"],
)
async def test_a_case_can_be_called_anything(world: World, words: str) -> None:
    message = await world.customer.mention("#harbor-support", f"open {words}")
    assert numbers(world, "#case-desk") == ["HARBOR-1"]
    await world.customer.say("#harbor-support", words, message)
    assert all(call.error is None for call in world.playground.journal.calls() if call.method.startswith("chat."))
    assert "Ruth Adler of Harbor Grid writes" in world.engineer.reads("#case-desk")


async def test_words_of_blanks_are_missing_words(world: World) -> None:
    await world.customer.slash("#harbor-support", "/case open x")
    outcome = await world.customer.submit({"What is wrong, in one line?": "  \u00a0 ", "severity": "2"})
    assert "What is wrong?" in outcome.errors["title"]
    assert has_modal(world, world.customer)
    await world.customer.submit({"What is wrong, in one line?": "VPN down", "severity": "2"})
    assert numbers(world, "#case-desk") == ["HARBOR-1"]


async def test_everything_mistyped_is_answered(world: World) -> None:
    await world.customer.mention("#harbor-support", "open VPN down")
    for typed, answer in {
        "shwo 1": "Did you mean",
        "severity terrible": "How bad is it?",
        "severity 9": "no severity 9",
        "assign nobody": "",
        "show HARBOR-99999999": "no such case",
        "close the window, it is cold": "nothing was done",
        "xyzzy": "do not know what",
        "reply": "",
    }.items():
        outcome = await world.customer.slash("#harbor-support", f"/case {typed}")
        assert outcome.error is None, typed
        shown = world.customer.modal().text if has_modal(world, world.customer) else told(world, world.customer)
        assert answer in shown, (typed, shown)
        if has_modal(world, world.customer):
            await world.playground.as_("ruth").close(everything=True)


def _ephemerals(world: World, name: str) -> list[str]:
    driver = world.playground.as_(name)
    return [text_of(m) for m in driver.everything() if m.only_for == driver.id]


def _mrkdwn(sent: str) -> str:
    found: list[str] = []

    def walk(part: object) -> None:
        if isinstance(part, list):
            for item in part:
                walk(item)
        elif isinstance(part, dict):
            if part.get("type") == "mrkdwn":
                found.append(part["text"])
            for value in part.values():
                walk(value)

    walk(json.loads(sent))
    return " ".join(found)


async def _send_again(world: World, sent: Delivery, *, trigger_id: str, action_id: str = "", **args: str) -> None:
    """Sends a click once more, signed, as another click with these changes."""
    payload = json.loads(parse_qs(sent.body.decode())["payload"][0])
    payload["trigger_id"] = trigger_id
    action = payload["actions"][0]
    action["action_id"] = action_id or action["action_id"]
    action["value"] = json.dumps({**json.loads(action["value"]), **args})
    body = urlencode({"payload": json.dumps(payload)}).encode()
    answer = await world.playground.outbound.send("block_actions", {}, body, sent.content_type, {})
    assert answer.status == 200
    await world.settle()


async def _restart(world: World) -> None:
    """A new process on the same database, as far as this adapter can tell."""
    work = world.demo.app.slack._work
    await work.settle()
    work._seen.clear()
