"""The same life of a case through every door: typed after the command, typed after a mention, filled in, clicked."""

from __future__ import annotations

import pytest

from chatdesk.adapters.talk.verbs import BY_NAME, VERBS
from chatdesk.playground import text_of
from chatdesk.playground.conversations import Message
from tests.adapters.shown import anchor, has_modal, told
from tests.world import Actor, World

# Who says what, and the beginning of the answer that only they read.
LIFE = (
    ("engineer", "ack", "HARBOR-1 is yours"),
    ("engineer", "assign @malik", "Malik Osei owns HARBOR-1 now"),
    ("engineer", "reply we are on it", "Your reply to HARBOR-1"),
    ("engineer", "note smells of firmware", "Noted on HARBOR-1"),
    ("engineer", "severity 2", "HARBOR-1 is P2"),
    ("customer", "severity 1", "We have asked our engineers for P1"),
    ("engineer", "wait customer", "HARBOR-1 waits now"),
    ("engineer", "resume", "HARBOR-1 no longer waits"),
    ("customer", "date 2027-05-01", "promised, not agreed"),
    ("engineer", "date_accept", "There is no such proposal"),
    ("customer", "date_decline", "There is no such proposal"),
    ("engineer", "needs a report", "no request for change"),
    ("engineer", "criterion it opens", "no request for change"),
    ("engineer", "evaluate three days", "no request for change"),
    ("engineer", "schedule 2027-05-01", "no request for change"),
    ("engineer", "problem the firmware forgets", "HARBOR-3"),
    ("engineer", "external ISS-123", "HARBOR-1"),
    ("customer", "authorise", "This report counts already"),
    ("customer", "dismiss", "This report counts already"),
    ("engineer", "outage down", "promises no uptime"),
    ("engineer", "restored", "promises no uptime"),
    ("customer", "uptime", "promises no uptime"),
    ("customer", "figures", "Solved within 24 hours"),
    ("customer", "history", "Harbor Grid"),
    ("engineer", "release 4.2", "4.2"),
    ("customer", "load a table", "no rows are loaded"),
    ("engineer", "load_approve", "No load of this case waits"),
    ("engineer", "load_decline not now", "No load of this case waits"),
    ("engineer", "escalate they lose money", "HARBOR-1 is escalated to tier 1"),
    ("on_call", "take", "The escalation of HARBOR-1 is yours"),
    ("on_call", "ask since when?", "Your question about HARBOR-1"),
    ("engineer", "deescalate settled by phone", "The escalation of HARBOR-1 has ended"),
    ("engineer", "workaround use the other line", "The workaround for HARBOR-1"),
    ("engineer", "resolve replaced the router", "HARBOR-1 is resolved"),
    ("customer", "reject still down", "HARBOR-1 is open again"),
    ("engineer", "resolve replaced the cable too", "HARBOR-1 is resolved"),
    ("customer", "approve", "HARBOR-1 is approved and closed"),
    ("customer", "rate 5", "Thank you for rating HARBOR-1"),
    ("customer", "reopen it came back", "HARBOR-1 is open again"),
    ("engineer", "link HARBOR-2", "HARBOR-1 is linked to HARBOR-2"),
    ("engineer", "analysed", "No analysis"),
    ("engineer", "handoff 3", "cannot be handed"),
    ("customer", "show", "HARBOR-1"),
    ("customer", "explain", "How the times of HARBOR-1 come about"),
    ("customer", "hours", "Mon–Fri"),
    ("customer", "help", "What you can do here"),
    ("customer", "list", "2 cases"),
    ("customer", "home", "Your cases"),
    ("customer", "withdraw", "HARBOR-1 is withdrawn"),
    ("engineer", "close", "withdrawn"),
    ("engineer", "merge HARBOR-2", "withdrawn"),
)
# Administration has nothing to do with a case: tests/scenarios/rules/test_admin.py.
TYPED_HERE = {line.split()[0] for _, line, _ in LIFE} | {"open", "admin"}


def test_every_verb_that_can_be_typed_is_walked_through() -> None:
    assert {verb.name for verb in VERBS if verb.is_typed} == TYPED_HERE


async def test_by_command(world: World) -> None:
    await _open_two(world)
    for who, line, expected in LIFE:
        verb, _, words = line.partition(" ")
        person: Actor = getattr(world, who)
        where = "#harbor-support" if who == "customer" else "#case-desk"
        number = " HARBOR-1" if BY_NAME[verb].needs_case else ""
        outcome = await person.slash(where, f"/case {verb}{number} {words}")
        assert outcome.error is None, line
        assert expected in told(world, person), (line, told(world, person))


async def test_by_mention_in_the_case_s_own_threads(world: World) -> None:
    """No number is needed there. What a customer may not do is taken for a word to the others."""
    theirs, ours = await _open_two(world)
    for who, line, expected in LIFE:
        person: Actor = getattr(world, who)
        where, thread = ("#harbor-support", theirs) if who == "customer" else ("#case-desk", ours)
        await person.mention(where, line, thread)
        assert expected in told(world, person), (line, told(world, person))


@pytest.mark.parametrize(
    ("verb", "fields", "expected"),
    [
        ("assign", {"owner": "@malik"}, "Malik Osei owns HARBOR-1 now"),
        ("reply", {"text": "we are on it"}, "Your reply to HARBOR-1"),
        ("note", {"text": "firmware"}, "Noted on HARBOR-1"),
        ("severity", {"severity": "1"}, "HARBOR-1 is P1"),
        ("wait", {"whom": "vendor"}, "HARBOR-1 waits now"),
        ("escalate", {"text": "they lose money"}, "HARBOR-1 is escalated"),
        ("ask", {"text": "since when?"}, "Your question about HARBOR-1"),
        ("workaround", {"text": "use the other line"}, "The workaround for HARBOR-1"),
        ("resolve", {"text": "replaced it", "resolution": "workaround"}, "HARBOR-1 is resolved"),
        ("link", {"other": "harbor-2"}, "HARBOR-1 is linked to HARBOR-2"),
        ("merge", {"other": "HARBOR-2"}, "HARBOR-1 goes on in HARBOR-2"),
    ],
)
async def test_by_form(world: World, verb: str, fields: dict[str, str], expected: str) -> None:
    await _open_two(world)
    await world.engineer.slash("#case-desk", f"/case {verb} HARBOR-1")
    assert has_modal(world, world.engineer)
    outcome = await world.engineer.submit(fields)
    assert (outcome.error, outcome.errors) == (None, {})
    assert expected in told(world, world.engineer)


async def test_a_field_that_names_nothing_is_remarked_on_in_the_form(world: World) -> None:
    await _open_two(world)
    await world.engineer.slash("#case-desk", "/case link HARBOR-1")
    outcome = await world.engineer.submit({"other": "HARBOR-99"})
    assert "Which other case?" in outcome.errors["other"]
    await world.engineer.submit({"other": "2"})
    assert "HARBOR-1 is linked to HARBOR-2" in told(world, world.engineer)


async def test_a_form_that_could_only_be_refused_is_not_opened(world: World) -> None:
    await _open_two(world)
    await world.engineer.slash("#case-desk", "/case deescalate HARBOR-1")
    assert "This case is not escalated" in world.engineer.modal().text
    assert not world.engineer.modal().labels
    await world.engineer.slash("#case-desk", "/case resolve HARBOR-1 replaced the router")
    await world.engineer.slash("#case-desk", "/case escalate HARBOR-1")
    assert "resolved already" in world.engineer.modal().text
    assert not world.engineer.modal().labels


async def test_the_end_of_an_escalation_needs_a_reason(world: World) -> None:
    _, ours = await _open_two(world)
    await world.engineer.slash("#case-desk", "/case escalate HARBOR-1 they lose money")
    await world.engineer.mention("#case-desk", "deescalate", ours)
    assert "Why? Those who are told will read it" in told(world, world.engineer)
    await world.engineer.slash("#case-desk", "/case deescalate HARBOR-1")
    outcome = await world.engineer.submit({"text": "they can work again"})
    assert (outcome.error, outcome.errors) == (None, {})
    assert "The escalation of HARBOR-1 has ended" in told(world, world.engineer)


async def test_help_speaks_of_the_asker_s_own_cases(world: World) -> None:
    await world.foreign_customer.mention("#bluepeak-support", "help")
    assert "show BLUEPEAK-1" in told(world, world.foreign_customer)
    await world.engineer.slash("#case-desk", "/case help")
    assert "show NUMBER" in told(world, world.engineer)


async def test_by_button(world: World) -> None:
    """The card's own buttons, from the first to the approval."""
    theirs, ours = await _open_two(world)
    await world.engineer.click("I have it", ours)
    await world.engineer.click("Reply", ours)
    await world.engineer.submit({"text": "we are on it"})
    assert "we are on it" in world.customer.reads(theirs)
    await world.customer.click("Change severity", anchor(world, world.customer, "#harbor-support", "HARBOR-1"))
    await world.customer.submit({"severity": "1"})
    await world.engineer.click("Set P1 · Major impact", ours)
    assert "P1" in text_of(ours)
    await world.engineer.click("Escalate", ours)
    await world.engineer.submit({"text": "they lose money"})
    await world.on_call.click("I have it")
    assert "The escalation of HARBOR-1 is yours" in told(world, world.on_call)
    await world.engineer.click("De-escalate", ours)
    await world.engineer.submit({"text": "settled"})
    await world.engineer.click("Resolve", ours)
    await world.engineer.submit({"text": "replaced the router"})
    await world.customer.click("Approve the fix")
    assert "Status: Closed" in text_of(anchor(world, world.customer, "#harbor-support", "HARBOR-1"))


async def test_without_a_number_the_only_case_is_meant(world: World) -> None:
    await world.customer.mention("#harbor-support", "open VPN down")
    await world.engineer.slash("#case-desk", "/case ack")
    assert "HARBOR-1 is yours" in told(world, world.engineer)


async def test_without_a_number_several_cases_are_asked_about(world: World) -> None:
    await _open_two(world)
    await world.engineer.slash("#case-desk", "/case ack")
    assert "Which case?" in told(world, world.engineer)
    assert "HARBOR-2" in told(world, world.engineer)
    await world.engineer.slash("#case-desk", "/case ack 2")
    assert "HARBOR-2 is yours" in told(world, world.engineer)


async def test_a_customer_s_channel_speaks_of_that_customer_s_cases(world: World) -> None:
    await world.customer.mention("#harbor-support", "open VPN down")
    await world.foreign_customer.mention("#bluepeak-support", "open no sound")
    await world.engineer.slash("#bluepeak-support", "/case ack")
    assert "BLUEPEAK-1 is yours" in told(world, world.engineer)


async def test_an_executive_acts_on_what_reached_them_and_on_nothing_else(world: World) -> None:
    await _open_two(world)
    await world.director.slash("@chatdesk", "/case show HARBOR-1")
    assert "no such case" in told(world, world.director)
    for tier in (1, 2):
        await world.engineer.slash("#case-desk", f"/case escalate HARBOR-1 tier {tier}")
    brief = world.director.messages("@chatdesk")[-1]
    await world.director.click("I have it", brief)
    assert "The escalation of HARBOR-1 is yours" in world.director.reads("@chatdesk")
    await world.director.click("Ask", brief)
    await world.director.submit({"text": "what do they lose?"})
    assert "what do they lose?" in world.engineer.reads("#case-desk")
    assert "what do they lose?" not in world.customer.reads("#harbor-support")


async def _open_two(world: World) -> tuple[Message, Message]:
    """Opens HARBOR-1 and HARBOR-2; the first one's threads, theirs and ours."""
    theirs = await world.customer.mention("#harbor-support", "open severity 3 VPN down")
    await world.customer.mention("#harbor-support", "open severity 3 printer dead")
    return theirs, anchor(world, world.engineer, "#case-desk", "HARBOR-1")
