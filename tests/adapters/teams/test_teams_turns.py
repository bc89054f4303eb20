"""Teams' requests over real HTTP, from signed activity to what people read: each kind, good and bad, once and twice."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest

from chatdesk.core.places import Identity
from chatdesk.desk import DatabaseTrouble
from chatdesk.reads import Scope
from tests.adapters.teams.teams_desk import TeamsDesk, clicked, is_card
from tests.databases import sqlite_template, sqlite_url  # noqa: F401
from tests.teams_peer.cast import BLUEPEAK, HOME
from tests.teams_peer.tenant import Conversation, Message, Person

NOT_FOUND = "⚠️ There is no such case, or it is not one of yours."


@pytest.fixture
async def desk(sqlite_url: str) -> AsyncIterator[TeamsDesk]:  # noqa: F811
    world = TeamsDesk(sqlite_url)
    await world.start()
    yield world
    await world.stop()
    assert not world.tenant.failures
    assert not world.tenant.refused


async def live_card(desk: TeamsDesk, who: str = "dana", where: str = "#case-desk") -> Message:
    return next(m for m in desk.as_(who).messages(where) if "HARBOR-1" in m.text_for(desk.person(who)))


# What is said


async def test_a_mention_opens_a_case_in_its_own_thread(desk: TeamsDesk) -> None:
    said = await desk.open("VPN down for all of us")
    told = "\n".join(message.text_for(desk.person("ruth")) for message in desk.as_("ruth").thread(said))
    assert "HARBOR-1" in told
    assert "VPN down for all of us" in told
    assert "VPN down for all of us" in desk.reads_("dana", "#case-desk")


async def test_what_does_not_mention_us_is_not_heard(desk: TeamsDesk) -> None:
    activity = desk.said("ruth", desk.place("harbor-support"), "open VPN down")
    activity |= {"text": "open VPN down", "entities": []}
    assert await desk.peer.post(activity) == (200, None)
    others = [{"type": "mention", "text": "<at>Dana</at>", "mentioned": {"id": desk.person("dana").address}}]
    await desk.peer.post({**activity, "id": "2", "text": "<at>Dana</at> open VPN", "entities": others})
    await desk.settle()
    assert desk.cases() == 0
    assert desk.references.conversation(HOME, desk.place("harbor-support").id) is None


async def test_in_our_own_chat_no_mention_is_needed(desk: TeamsDesk) -> None:
    await desk.as_("dana").say("@chatdesk", "list")
    await desk.settle()
    assert "There is no open case." in desk.told("dana")
    await desk.as_("dana").say("@chatdesk", "hours for Harbor Grid")
    await desk.settle()
    assert "Mon–Fri" in desk.told("dana")
    assert desk.references.personal(HOME, desk.person("dana").aad_id) is not None


async def test_a_slash_command_is_answered_to_one_person_alone(desk: TeamsDesk) -> None:
    await desk.open()
    await desk.slash("camila", "#harbor-support", "/case list")
    assert "HARBOR-1" in desk.newest("camila").text_for(desk.person("camila"))
    assert desk.newest("camila").only_for is desk.person("camila")
    assert "/case" not in desk.reads_("ruth", "#harbor-support")


async def test_a_command_that_lacks_something_gets_its_form_as_a_card(desk: TeamsDesk) -> None:
    await desk.slash("ruth", "#harbor-support", "/chatdesk case open VPN down")
    form = desk.newest("ruth")
    assert form.only_for is desk.person("ruth")
    assert (await desk.as_("ruth").submit({"severity": "1"})).error is None
    await desk.settle()
    assert desk.cases() == 1
    assert "HARBOR-1" in form.text_for(desk.person("ruth"))
    assert "VPN down" in desk.reads_("camila", "#harbor-support")


async def test_words_in_a_case_s_thread_that_mention_us_are_a_reply(desk: TeamsDesk) -> None:
    said = await desk.open()
    await desk.say("ruth", "#harbor-support", "it is back since noon", said)
    assert "it is back since noon" in desk.reads_("dana", "#case-desk")


async def test_a_group_chat_hears_what_mentions_us(desk: TeamsDesk) -> None:
    chat = Conversation(
        "19:harbor-chat@thread.v2", "groupChat", "chat", HOME, [desk.person("ruth"), desk.person("dana")]
    )
    desk.tenant.add(chat)
    await desk.say("ruth", "#chat", "open VPN down")
    assert "VPN down" in desk.reads_("ruth", "#chat")
    assert desk.cases() == 1
    await desk.say("ruth", "#chat", "reply HARBOR-1 it is back")
    assert "it is back" in desk.reads_("dana", "#case-desk")


async def test_a_case_can_live_in_our_own_chat(desk: TeamsDesk) -> None:
    await desk.as_("ruth").say("@chatdesk", "open VPN down")
    await desk.settle()
    assert "VPN down" in desk.told("ruth")
    await desk.slash("dana", "#case-desk", "/case reply HARBOR-1 we are on it")
    assert "we are on it" in desk.told("ruth")


async def test_who_tells_what_is_wrong_is_offered_a_case_with_those_words(desk: TeamsDesk) -> None:
    said = await desk.say("ruth", "#harbor-support", "our **VPN** went down <at>noon</at> again")
    ruth = desk.as_("ruth")
    await ruth.click("Open a case", desk.newest("ruth"))
    assert ruth.dialog.sheet.values()["title"] == "our **VPN** went down @noon again"
    await ruth.submit({"severity": "1"})
    await desk.settle()
    told = "\n".join(message.text_for(desk.person("camila")) for message in desk.as_("camila").thread(said))
    assert "HARBOR-1" in told


async def test_home_lists_what_is_yours_with_a_button_for_each(desk: TeamsDesk) -> None:
    await desk.open("VPN down")
    await desk.slash("ruth", "#harbor-support", "/case home")
    page = desk.newest("ruth")
    assert "VPN down" in page.text_for(desk.person("ruth"))
    outcome = await desk.as_("ruth").click("HARBOR-1", page)
    await desk.settle()
    assert outcome.notice == "I have answered you where only you can read it."
    assert "VPN down" in desk.newest("ruth").text_for(desk.person("ruth"))
    assert desk.newest("ruth").only_for is desk.person("ruth")


async def test_a_delivery_that_comes_again_after_fifteen_seconds_changes_nothing(desk: TeamsDesk) -> None:
    activity = desk.said("ruth", desk.place("harbor-support"), "open VPN down")
    await desk.peer.post(activity)
    await desk.settle()
    told = len(desk.place("harbor-support").messages)
    await desk.peer.post(activity)
    await desk.settle()
    assert (desk.cases(), len(desk.place("harbor-support").messages)) == (1, told)
    await desk.stop_program()
    await desk.start_program()
    assert (await desk.peer.post(activity))[0] == 200
    await desk.settle()
    assert (desk.cases(), len(desk.place("harbor-support").messages)) == (1, told)


async def test_twins_that_come_at_once_are_one(desk: TeamsDesk) -> None:
    activity = desk.said("ruth", desk.place("harbor-support"), "open VPN down")
    answers = await asyncio.gather(*(desk.peer.post(activity) for _ in range(4)))
    await desk.settle()
    assert [status for status, _ in answers] == [200] * 4
    assert desk.cases() == 1


async def test_seven_digits_of_a_second_are_when_it_was_reported(desk: TeamsDesk) -> None:
    activity = desk.said("ruth", desk.place("harbor-support"), "open VPN down")
    await desk.peer.post({**activity, "timestamp": "2026-03-06T19:05:06.7654321Z"})
    await desk.settle()
    case = desk.reads.list_cases(desk.reads.person(desk.identity("dana")), Scope.ALL, desk.now)[0].case
    assert case.opened_at.isoformat() == "2026-03-06T19:05:06.765432+00:00"


async def test_a_long_description_with_markup_crosses_whole(desk: TeamsDesk) -> None:
    long = "**bold** <at>Dana Reyes</at> [x](http://evil.example) 🙂 " * 500
    assert len(long.encode()) > 24 * 1024
    await desk.say("ruth", "#harbor-support", f"open It is broken\n{long}")
    case = desk.reads.list_cases(desk.reads.person(desk.identity("dana")), Scope.ALL, desk.now)[0].case
    view = desk.reads.case_view(case.id, desk.now)
    body = view.text(case.description_id)
    assert body.count("**bold** @Dana Reyes [x](http://evil.example) 🙂") == 500
    assert "It is broken" in desk.reads_("dana", "#case-desk")


# Who says it


async def test_a_guest_in_the_customer_s_channel_becomes_known_as_theirs(desk: TeamsDesk) -> None:
    new = _join(desk, "zoe", "harbor-support", is_guest=True)
    await desk.open("Printer on fire", "zoe")
    person = desk.reads.person(Identity("teams", HOME, new.aad_id))
    assert (person.name, person.organisation, person.standing) == ("Zoe New", "Harbor Grid", "customer")


async def test_a_colleague_who_is_not_listed_stays_unknown(desk: TeamsDesk) -> None:
    new = _join(desk, "zoe", "harbor-support", is_guest=False)
    await desk.say("zoe", "#harbor-support", "open Printer on fire")
    assert desk.reads.person(Identity("teams", HOME, new.aad_id)) is None
    unknown = "The desk does not know your account. Ask your contact in our support team to add you."
    assert unknown in desk.newest("zoe").text_for(new)
    assert desk.cases() == 0


async def test_a_guest_is_nobody_s_in_a_chat_of_their_own(desk: TeamsDesk) -> None:
    new = _join(desk, "zoe", "harbor-support", is_guest=True)
    await desk.as_("zoe").say("@chatdesk", "open Printer on fire")
    await desk.settle()
    assert desk.reads.person(Identity("teams", HOME, new.aad_id)) is None


async def test_somebody_of_a_foreign_tenant_in_a_shared_channel_is_their_organisation_s(desk: TeamsDesk) -> None:
    where = next(c.name for c in desk.tenant.conversations.values() if desk.person("chloe") in c.members)
    new = _join(desk, "zoe", where, is_guest=False, tenant=BLUEPEAK)
    await desk.say("zoe", f"#{where}", "open Printer on fire")
    person = desk.reads.person(Identity("teams", BLUEPEAK, new.aad_id))
    assert (person.organisation, person.standing) == ("Bluepeak Media", "customer")


async def test_a_tenant_that_nobody_allowed_is_not_known(desk: TeamsDesk) -> None:
    unknown = "99999999-0000-4000-8000-000000000009"
    new = _join(desk, "zoe", "harbor-support", is_guest=False, tenant=unknown)
    await desk.say("zoe", "#harbor-support", "open Printer on fire")
    assert desk.reads.person(Identity("teams", unknown, new.aad_id)) is None
    assert "does not know your account" in desk.newest("zoe").text_for(new)


@pytest.mark.parametrize("what", ["show HARBOR-1", "show HARBOR-99"])
async def test_whoever_has_no_account_learns_nothing(desk: TeamsDesk, what: str) -> None:
    await desk.open()
    activity = desk.said("ruth", desk.place("harbor-support"), what)
    activity["from"] = {"id": desk.person("felix").address, "name": "A visitor"}
    desk.place("harbor-support").members.append(desk.person("felix"))
    assert (await desk.peer.post(activity))[0] == 200
    await desk.settle()
    told = desk.newest("felix")
    assert told.only_for is desk.person("felix")
    assert "VPN" not in told.text_for(desk.person("felix"))
    number = what.split()[1]
    assert told.text_for(desk.person("felix")).replace(number, "N") == NOT_FOUND


async def test_another_bot_is_not_answered(desk: TeamsDesk) -> None:
    activity = desk.said("ruth", desk.place("harbor-support"), "open VPN down")
    for sender in ({"id": "28:other", "name": "Bot"}, {**activity["from"], "role": "bot"}):
        await desk.peer.post({**activity, "id": sender["id"], "from": sender})
        status, body = await desk.peer.post(
            {**desk.invoked("ruth", "task/fetch", {"data": {"ask": "open"}}, where="harbor-support"), "from": sender}
        )
        assert (status, body["statusCode"]) == (501, 501)
    await desk.settle()
    assert desk.cases() == 0


# Buttons


async def test_a_card_clicked_twice_acts_once(desk: TeamsDesk) -> None:
    await desk.open()
    card = await live_card(desk)
    case_id = _case_id(card)
    click = desk.invoked("dana", "adaptiveCard/action", clicked("ack", {"case": case_id}), card)
    first, again = await desk.peer.post(click), await desk.peer.post(click)
    assert first == again
    assert first[1]["statusCode"] == 200
    second = await desk.peer.post(desk.invoked("dana", "adaptiveCard/action", clicked("ack", {"case": case_id}), card))
    await desk.settle()
    events = [type(event.body).__name__ for event in desk.reads.case_view(case_id, desk.now).events]
    assert events.count("Acknowledged") == 1
    assert second[0] == 200


async def test_a_click_on_a_stale_card_shows_the_case_as_it_is(desk: TeamsDesk) -> None:
    await desk.open()
    card = await live_card(desk)
    old = desk.invoked("malik", "adaptiveCard/action", clicked("ack", {"case": _case_id(card)}), card)
    await desk.as_("dana").click("I have it", card)
    status, body = await desk.peer.post(old)
    await desk.settle()
    assert status == 200
    assert is_card(body)
    assert "Dana Reyes" in json.dumps(body["value"])
    assert "Dana Reyes" in desk.told("malik")


async def test_a_card_that_draws_itself_anew_changes_nothing(desk: TeamsDesk) -> None:
    await desk.open()
    card = await live_card(desk)
    value = clicked("ack", {"case": _case_id(card)}, trigger="automatic")
    status, body = await desk.peer.post(desk.invoked("dana", "adaptiveCard/action", value, card))
    assert (status, is_card(body)) == (200, True)
    outsider = await desk.peer.post(desk.invoked("felix", "adaptiveCard/action", value, card))
    assert outsider[1]["type"] == "application/vnd.microsoft.activity.message"
    assert desk.reads.case_view(_case_id(card), desk.now).case.owner_id is None


async def test_an_outsider_s_click_is_answered_alike_for_every_id(desk: TeamsDesk) -> None:
    await desk.open()
    card = await live_card(desk)
    bodies = [
        (await desk.peer.post(desk.invoked("felix", "adaptiveCard/action", clicked("ack", {"case": each}), card)))[1]
        for each in (_case_id(card), "no-such-case")
    ]
    assert bodies[0] == bodies[1]


async def test_a_button_without_invokes_arrives_as_a_message(desk: TeamsDesk) -> None:
    await desk.open()
    card = await live_card(desk)
    activity = desk.said("dana", card.conversation, "", card.id, value={"do": "ack", "args": {"case": _case_id(card)}})
    del activity["text"]
    for _ in range(2):
        assert (await desk.peer.post({**activity, "replyToId": card.id}))[0] == 200
    await desk.settle()
    assert desk.told("dana").count("HARBOR-1 is yours") == 1


# Forms


async def test_a_form_is_filled_in_in_a_dialog(desk: TeamsDesk) -> None:
    await desk.open()
    card = await live_card(desk)
    await desk.as_("dana").click("I have it", card)
    await desk.settle()
    dana = desk.as_("dana")
    await dana.click("Resolve", await live_card(desk))
    assert dana.dialog.title == "Resolve"
    first = await dana.submit({"text": "   "})
    assert first.errors.keys() == {"text"}
    done = await dana.submit({"text": "replaced the router"})
    await desk.settle()
    assert "HARBOR-1 is resolved" in done.notice
    assert "replaced the router" in desk.reads_("ruth", "#harbor-support")


async def test_what_was_entered_stays_where_a_field_is_wrong(desk: TeamsDesk) -> None:
    await desk.open()
    dana = desk.as_("dana")
    await desk.slash("dana", "#case-desk", "/case link HARBOR-1")
    outcome = await dana.submit({"other": "HARBOR-99"})
    assert "Which other case?" in outcome.errors["other"]
    assert desk.newest("dana").sheet(desk.person("dana")).values()["other"] == "HARBOR-99"
    await desk.open("Second")
    await dana.submit({"other": "HARBOR-2"})
    assert "HARBOR-1 is linked to HARBOR-2" in _form_of(desk, "dana")


async def test_another_customer_s_questions_are_asked_before_anything_is_opened(desk: TeamsDesk) -> None:
    await desk.slash("dana", "#case-desk", "/case open Slow since noon")
    form = desk.newest("dana")
    before = form.sheet(desk.person("dana")).labels
    dana = desk.as_("dana")
    names = [choice["title"] for choice in form.sheet(desk.person("dana")).input("customer")["choices"]]
    other = next(name for name in names if name != names[0])
    await dana.submit({"customer": other})
    after = form.sheet(desk.person("dana"))
    if set(after.labels) - set(before):
        assert desk.cases() == 0
        assert "Please look once more" in after.text
        await dana.submit({})
    await desk.settle()
    assert desk.cases() == 1


async def test_a_required_field_left_empty_is_remarked_on(desk: TeamsDesk) -> None:
    await desk.slash("ruth", "#harbor-support", "/case open")
    outcome = await desk.as_("ruth").submit({"description": "since noon"})
    assert outcome.errors == {"title": "Please fill this in."}
    assert desk.newest("ruth").sheet(desk.person("ruth")).values()["description"] == "since noon"
    assert desk.cases() == 0


async def test_answers_that_suggest_a_severity_are_shown_before_they_count(desk: TeamsDesk) -> None:
    await desk.slash("ruth", "#harbor-support", "/case open VPN down")
    ruth, form = desk.as_("ruth"), desk.newest("ruth")
    await ruth.submit({"question.operation": "down", "question.workaround": "no"})
    assert desk.cases() == 0
    assert "Please look once more" in form.text_for(desk.person("ruth"))
    assert form.sheet(desk.person("ruth")).values()["severity"] == "1"
    await ruth.submit({})
    assert desk.cases() == 1


async def test_who_asks_what_no_answers_suggest_is_told_what_to_do(desk: TeamsDesk) -> None:
    await desk.slash("ruth", "#harbor-support", "/case open VPN down")
    ruth, form = desk.as_("ruth"), desk.newest("ruth")
    await ruth.redraw()
    assert "Answer the questions above, as many as you can" in form.text_for(desk.person("ruth"))
    ruth.fill_in({"question.operation": "down"})
    await ruth.redraw()
    assert "Your answers suggest no severity yet." in form.text_for(desk.person("ruth"))
    ruth.fill_in({"question.workaround": "no"})
    await ruth.redraw()
    shown = form.text_for(desk.person("ruth"))
    assert "Answer" not in shown and "suggest no severity" not in shown
    assert form.sheet(desk.person("ruth")).values()["severity"] == "1"


async def test_in_a_personal_chat_help_asks_nobody_to_mention_us(desk: TeamsDesk) -> None:
    await desk.as_("ruth").say("@chatdesk", "help")
    await desk.settle()
    told = desk.told("ruth")
    assert "Write one of these. In this chat you need not mention me:" in told
    assert "@chatdesk" not in told
    assert "severity HARBOR-1 2: say how bad it is; 2 is “P2 · Moderate impact”" in told
    await desk.say("ruth", "#harbor-support", "help")
    assert "@chatdesk severity HARBOR-1 2" in desk.reads_("ruth", "#harbor-support")


async def test_a_case_of_no_customer_is_refused_with_an_example(desk: TeamsDesk) -> None:
    await desk.as_("grace").say("@chatdesk", "abrir no hay red")
    await desk.settle()
    assert "Name one of their people (open for @name …), or say it in the customer's channel." in desk.told("grace")
    assert desk.cases() == 0


async def test_a_form_sent_twice_is_one_request(desk: TeamsDesk) -> None:
    await desk.slash("ruth", "#harbor-support", "/case open VPN down")
    form = desk.newest("ruth")
    sends = form.sheet(desk.person("ruth")).sends
    data = {**sends["data"], **form.sheet(desk.person("ruth")).values(), "severity": "1"}
    value = {"action": {"type": "Action.Execute", "verb": "send", "data": data}, "trigger": "manual"}
    for _ in range(2):
        status, body = await desk.peer.post(desk.invoked("ruth", "adaptiveCard/action", value, form))
        assert (status, is_card(body)) == (200, True)
    assert desk.cases() == 1


async def test_a_form_opens_nothing_where_its_sender_is_not(desk: TeamsDesk) -> None:
    """Where a form says it was asked for is a client's word."""
    elsewhere = desk.tenant.add(Conversation("19:them@thread.v2", "groupChat", "them", HOME, [desk.person("dana")]))
    await desk.say("dana", "#them", "help")
    await desk.as_("ruth").say("@chatdesk", "open")
    await desk.settle()
    before, about = list(elsewhere.messages), desk.tenant.personal(desk.person("ruth")).messages[-1]
    data = {"send": "open", "args": {}, "origin": {"channel": elsewhere.id}, "title": "Hello"}
    status, _ = await desk.peer.post(desk.invoked("ruth", "task/submit", {"data": data}, about))
    await desk.settle()
    assert (status, desk.cases()) == (200, 1)
    assert elsewhere.messages == before
    assert "Hello" in desk.told("ruth")


async def test_a_person_of_teams_own_picker_is_taken(desk: TeamsDesk) -> None:
    await desk.open()
    await desk.slash("dana", "#case-desk", "/case assign HARBOR-1")
    await desk.as_("dana").submit({"owner": desk.person("malik").aad_id})
    assert "Malik Osei owns HARBOR-1 now" in _form_of(desk, "dana")


async def test_a_person_whom_the_desk_does_not_know_is_remarked_on(desk: TeamsDesk) -> None:
    await desk.open()
    await desk.slash("dana", "#case-desk", "/case assign HARBOR-1")
    outcome = await desk.as_("dana").submit({"owner": "12345678-0000-4000-8000-000000000009"})
    assert outcome.errors == {"owner": "The desk does not know that person. Please choose somebody else."}


# From a message


async def test_a_case_is_opened_from_somebody_s_message(desk: TeamsDesk) -> None:
    said = await desk.as_("camila").say("#harbor-support", "The VPN is down & out <b>")
    dana = desk.as_("dana")
    await dana.shortcut("case_from_message", said)
    assert dana.dialog.sheet.values()["title"] == "The VPN is down & out <b>"
    await dana.submit({"severity": "1"})
    await desk.settle()
    case = desk.reads.list_cases(desk.reads.person(desk.identity("dana")), Scope.ALL, desk.now)[0].case
    assert case.requester_id == desk.reads.person(desk.identity("camila")).id
    told = "\n".join(message.text_for(desk.person("ruth")) for message in desk.as_("ruth").thread(said))
    assert "HARBOR-1" in told


async def test_a_message_that_is_a_case_already_is_not_opened_again(desk: TeamsDesk) -> None:
    said = await desk.as_("camila").say("#harbor-support", "The VPN is down")
    dana = desk.as_("dana")
    await dana.shortcut("case_from_message", said)
    await dana.submit({"severity": "1"})
    await desk.settle()
    again = await dana.shortcut("case_from_message", said)
    assert "This message belongs to" in str(again)
    assert desk.cases() == 1


async def test_a_case_is_opened_from_where_one_writes(desk: TeamsDesk) -> None:
    value = {"commandId": "case_open", "commandContext": "compose", "data": {}}
    where = desk.place("harbor-support")
    status, body = await desk.peer.post(desk.invoked("ruth", "composeExtension/fetchTask", value, where=where.name))
    assert (status, body["task"]["type"]) == (200, "continue")
    sends = body["task"]["value"]["card"]["content"]["actions"][0]["data"]
    value |= {"data": {**sends, "title": "VPN down", "severity": "1"}}
    for _ in range(2):
        activity = desk.invoked("ruth", "composeExtension/submitAction", value, where=where.name)
        status, body = await desk.peer.post(activity)
        assert (status, body["task"]["type"]) == (200, "message")
    await desk.settle()
    assert desk.cases() == 1
    assert "VPN down" in desk.reads_("camila", "#harbor-support")


async def test_where_we_are_not_the_dialog_says_so_and_the_case_is_shown_where_we_are(desk: TeamsDesk) -> None:
    await desk.peer.install(desk.place("harbor-support"), desk.person("ruth"))
    outside = Conversation("19:lunch@thread.v2", "groupChat", "lunch", HOME, [desk.person("ruth")], has_app=False)
    desk.tenant.add(outside)
    said = desk.tenant.write(outside, None, desk.person("ruth"), {"text": "VPN down"})
    ruth = desk.as_("ruth")
    await ruth.shortcut("case_from_message", said)
    assert "I am not in this conversation" in ruth.dialog.sheet.text
    assert "add the app to this conversation" in ruth.dialog.sheet.text
    await ruth.submit({"severity": "1"})
    await desk.settle()
    assert "VPN down" in desk.reads_("ruth", "#harbor-support")
    assert outside.messages == [said]
    assert desk.references.conversation(HOME, outside.id) is None


# What comes wrong


async def test_a_value_that_is_none_of_ours_is_a_bad_request(desk: TeamsDesk) -> None:
    for name, value in (
        ("adaptiveCard/action", {}),
        ("adaptiveCard/action", {"action": "ack"}),
        ("adaptiveCard/action", {"action": {"data": {"do": 1}}}),
        ("adaptiveCard/action", {"action": {"verb": "ack"}}),
        ("task/fetch", {}),
        ("task/fetch", {"data": ["ask"]}),
        ("task/submit", {"data": {"title": "VPN"}}),
        ("composeExtension/fetchTask", {"commandId": "somebody_else_s"}),
        ("composeExtension/fetchTask", {"commandId": 7}),
        ("composeExtension/submitAction", {"data": "{"}),
    ):
        status, body = await desk.peer.post(desk.invoked("ruth", name, value, where="harbor-support"))
        assert (status, body["statusCode"], body["value"]["code"]) == (400, 400, "BadRequest"), (name, value)
    assert desk.cases() == 0


async def test_an_invoke_of_another_name_is_answered_and_nothing_is_done(desk: TeamsDesk) -> None:
    data = {"data": {"do": "open", "args": {"title": "x"}}, "action": {"data": {"do": "open", "args": {}}}}
    for name in [
        "composeExtension/query",
        "fileConsent/invoke",
        "signin/verifyState",
        "actionableMessage/executeAction",
    ]:
        status, body = await desk.peer.post(desk.invoked("ruth", name, data, where="harbor-support"))
        assert (status, body["statusCode"], body["type"]) == (501, 501, "application/vnd.microsoft.error")
    assert desk.cases() == 0


async def test_a_button_of_another_time_says_that_it_is_one(desk: TeamsDesk) -> None:
    for name in ["adaptiveCard/action", "task/fetch", "task/submit"]:
        for data in [{"do": "no_such_verb"}, {"ask": "ack"}, {"send": "ack"}]:
            value = {"data": data, "action": {"type": "Action.Execute", "data": data}}
            status, body = await desk.peer.post(desk.invoked("ruth", name, value, where="harbor-support"))
            assert status == 200
            assert "This button is from an earlier version" in json.dumps(body)


async def test_a_forged_choice_is_no_choice(desk: TeamsDesk) -> None:
    await desk.open()
    card = await live_card(desk)
    data = {"send": "wait", "args": {"case": _case_id(card)}, "asked": "whom", "whom": "godot"}
    _, body = await desk.peer.post(desk.invoked("dana", "task/submit", {"data": data}, card))
    assert "Please choose one of what is offered." in json.dumps(body)


# When something is away


async def test_what_lasts_too_long_is_answered_at_once_and_told_when_it_is_done(sqlite_url: str) -> None:  # noqa: F811
    desk = TeamsDesk(sqlite_url, invoke_seconds=0.05)
    await desk.start()
    await desk.open()
    card, held = await live_card(desk), asyncio.Event()
    run = desk.front._turns._run

    async def slow(work: Any, *args: Any, **kwargs: Any) -> Any:
        await held.wait()
        return await run(work, *args, **kwargs)

    desk.front._turns._clicks._wishes._run = slow
    click = desk.invoked("dana", "adaptiveCard/action", clicked("ack", {"case": _case_id(card)}), card)
    status, body = await desk.peer.post(click)
    assert (status, body["value"]) == (200, "We are on it. The answer follows in a moment.")
    assert await desk.peer.post(click) == (status, body)
    held.set()
    await desk.settle()
    assert desk.told("dana").count("HARBOR-1 is yours") == 1
    await desk.stop()


async def test_a_message_that_lasts_too_long_is_joined_by_its_repetition(sqlite_url: str) -> None:  # noqa: F811
    desk = TeamsDesk(sqlite_url, budget_seconds=0.05)
    await desk.start()
    held = asyncio.Event()
    run = desk.front._turns._run

    async def slow(work: Any, *args: Any, **kwargs: Any) -> Any:
        await held.wait()
        return await run(work, *args, **kwargs)

    desk.front._turns._run = slow
    activity = desk.said("ruth", desk.place("harbor-support"), "open VPN down")
    assert (await desk.peer.post(activity))[0] == 503
    assert (await desk.peer.post(activity))[0] == 503
    held.set()
    await desk.settle()
    assert (await desk.peer.post(activity))[0] == 200
    assert desk.cases() == 1
    await desk.stop()


async def test_a_database_that_is_away_is_told_of_once_teams_has_tried_again(desk: TeamsDesk) -> None:
    await desk.say("ruth", "#harbor-support", "help")
    run = desk.front._turns._run
    desk.front._turns._run = _away
    activity = desk.said("ruth", desk.place("harbor-support"), "open VPN down")
    told = len(desk.place("harbor-support").messages)
    assert (await desk.peer.post(activity))[0] == 503
    await desk.front.settle()
    assert len(desk.place("harbor-support").messages) == told
    assert (await desk.peer.post(activity))[0] == 200
    await desk.front.settle()
    assert "Something went wrong on our side" in desk.newest("ruth").text_for(desk.person("ruth"))
    desk.front._turns._run = run
    assert desk.cases() == 0


async def test_a_database_that_is_back_when_teams_tries_again_is_not_told_of(desk: TeamsDesk) -> None:
    run = desk.front._turns._run
    desk.front._turns._run = _away
    activity = desk.said("ruth", desk.place("harbor-support"), "open VPN down")
    assert (await desk.peer.post(activity))[0] == 503
    desk.front._turns._run = run
    assert (await desk.peer.post(activity))[0] == 200
    await desk.settle()
    assert desk.cases() == 1
    assert "Something went wrong" not in desk.reads_("ruth", "#harbor-support")
    assert not desk.front._trouble._waiting


async def test_late_work_that_fails_is_told_of(sqlite_url: str) -> None:  # noqa: F811
    desk = TeamsDesk(sqlite_url, budget_seconds=0.02, patience_seconds=0.01)
    await desk.start()
    held = asyncio.Event()

    async def slow(work: Any, *args: Any, **kwargs: Any) -> Any:
        await held.wait()
        raise DatabaseTrouble("away")

    desk.front._turns._run = slow
    assert (await desk.peer.post(desk.said("ruth", desk.place("harbor-support"), "open VPN down")))[0] == 503
    held.set()
    await _until_told(desk)
    assert "Something went wrong on our side" in desk.told("ruth")
    await desk.stop()


async def test_where_teams_never_tries_again_the_person_is_told_all_the_same(sqlite_url: str) -> None:  # noqa: F811
    desk = TeamsDesk(sqlite_url, patience_seconds=0.01)
    await desk.start()
    desk.front._turns._run = _away
    await desk.peer.post(desk.said("ruth", desk.place("harbor-support"), "open VPN down"))
    await _until_told(desk)
    assert "Something went wrong on our side" in desk.newest("ruth").text_for(desk.person("ruth"))
    await desk.stop()


async def test_a_dialog_whose_answer_broke_keeps_what_was_entered(desk: TeamsDesk) -> None:
    await desk.open()
    dana = desk.as_("dana")
    await dana.click("I have it", await live_card(desk))
    await desk.settle()
    await dana.click("Resolve", await live_card(desk))
    wishes = desk.front._turns._wishes
    run, wishes._run = wishes._run, _away
    await dana.submit({"text": "replaced the router"})
    assert "Something went wrong on our side" in dana.dialog.sheet.text
    wishes._run = run
    done = await dana.click("Try again")
    await desk.settle()
    assert "HARBOR-1 is resolved" in done.notice
    assert "replaced the router" in desk.reads_("ruth", "#harbor-support")


async def test_a_click_that_broke_leaves_the_card_and_names_a_reference(desk: TeamsDesk) -> None:
    await desk.open()
    card = await live_card(desk)
    wishes = desk.front._turns._wishes
    run, wishes._run = wishes._run, _away
    click = desk.invoked("dana", "adaptiveCard/action", clicked("ack", {"case": _case_id(card)}), card)
    status, body = await desk.peer.post(click)
    assert (status, body["statusCode"], body["type"]) == (200, 500, "application/vnd.microsoft.error")
    wishes._run = run
    # Asked again it is done: a failure is nothing to remember.
    assert (await desk.peer.post(click))[1]["statusCode"] == 200
    await desk.settle()


# Where we are


async def test_where_messages_for_one_are_refused_the_personal_chat_is_taken(desk: TeamsDesk) -> None:
    desk.tenant.takes_targeted = False
    await desk.open()
    await desk.say("ruth", "#harbor-support", "list")
    chat = desk.tenant.personal(desk.person("ruth"))
    assert "HARBOR-1" in chat.messages[-1].text_for(desk.person("ruth"))
    assert "I have answered you in a direct message." in desk.reads_("camila", "#harbor-support")
    refused = [each for each in desk.tenant.refused if "ServiceError" in each]
    await desk.say("ruth", "#harbor-support", "list")
    assert [each for each in desk.tenant.refused if "ServiceError" in each] == refused
    assert desk.references.personal(HOME, desk.person("ruth").aad_id).id == chat.id
    desk.tenant.refused.clear()


async def test_whoever_has_left_gets_it_in_their_chat_and_for_the_others_nothing_changes(desk: TeamsDesk) -> None:
    await desk.open()
    activity = desk.said("camila", desk.place("harbor-support"), "list")
    desk.place("harbor-support").members.remove(desk.person("camila"))
    await desk.peer.post(activity)
    await desk.settle()
    assert "HARBOR-1" in desk.tenant.personal(desk.person("camila")).messages[-1].text_for(desk.person("camila"))
    assert all("MemberNotFoundInConversation" in each for each in desk.tenant.refused)
    desk.tenant.refused.clear()
    await desk.say("ruth", "#harbor-support", "list")
    assert desk.newest("ruth").only_for is desk.person("ruth")


async def test_a_place_is_greeted_once_however_often_it_is_told_of(desk: TeamsDesk) -> None:
    where = desk.place("harbor-support")
    for _ in range(2):
        await desk.peer.install(where, desk.person("ruth"))
    update = _roster_update(desk, where, "membersAdded")
    assert (await desk.peer.post(update))[0] == 200
    await desk.settle()
    assert len(where.messages) == 1
    shown = where.messages[0].text_for(desk.person("ruth"))
    assert "@chatdesk open" in shown
    await desk.as_("ruth").click("Open a case", where.messages[0])
    assert desk.references.conversation(HOME, where.id).team == where.team


async def test_a_personal_chat_is_greeted_with_what_is_yours(desk: TeamsDesk) -> None:
    await desk.open("VPN down")
    chat = desk.tenant.begin_personal(desk.person("ruth"))
    await desk.peer.install(chat, desk.person("ruth"))
    assert "VPN down" in chat.messages[0].text_for(desk.person("ruth"))


async def test_where_we_were_removed_is_forgotten_and_greeted_anew(desk: TeamsDesk) -> None:
    where = desk.place("harbor-support")
    await desk.peer.install(where, desk.person("ruth"))
    await desk.peer.remove(where, desk.person("ruth"))
    found = desk.references.conversation(HOME, where.id)
    assert found is None or found.dead_code is not None
    await desk.peer.post(_roster_update(desk, where, "membersRemoved"))
    await desk.peer.install(where, desk.person("ruth"))
    assert len(where.messages) == 2


async def test_somebody_else_s_coming_is_nothing_to_us(desk: TeamsDesk) -> None:
    where = desk.place("harbor-support")
    update = _roster_update(desk, where, "membersAdded")
    assert (await desk.peer.post({**update, "membersAdded": [{"id": desk.person("dana").address}]}))[0] == 200
    bare = {key: value for key, value in update.items() if key != "membersAdded"}
    assert (await desk.peer.post(bare))[0] == 200
    await desk.settle()
    assert not where.messages


async def test_a_conversation_found_dead_lives_when_it_speaks(desk: TeamsDesk) -> None:
    await desk.say("ruth", "#harbor-support", "help")
    where = desk.place("harbor-support").id
    desk.front.sender._references.mark_dead(HOME, where, "not_in_channel", desk.now)
    assert desk.references.conversation(HOME, where).dead_code == "not_in_channel"
    await desk.say("ruth", "#harbor-support", "help")
    assert desk.references.conversation(HOME, where).dead_code is None


async def _until_told(desk: TeamsDesk) -> None:
    """A timer of the program's own is being waited for, so there is nothing to await but its effect."""
    while not desk.told("ruth"):
        await asyncio.sleep(0.005)
        await desk.front.settle()


async def _away(work: Any, *args: Any, **kwargs: Any) -> Any:
    raise DatabaseTrouble("away")


def _case_id(card: Message) -> str:
    return str(json.dumps(card.card).split('"case": "')[1].split('"')[0])


def _form_of(desk: TeamsDesk, who: str) -> str:
    return "\n".join(message.text_for(desk.person(who)) for message in desk.as_(who).everything())


def _join(desk: TeamsDesk, login: str, where: str, *, is_guest: bool, tenant: str = HOME) -> Person:
    new = Person(login, f"{login.title()} New", tenant, f"{login}-aad", f"29:{login}", is_guest=is_guest)
    desk.tenant.add_person(new, has_app=tenant == HOME)
    desk.place(where).members.append(new)
    return new


def _roster_update(desk: TeamsDesk, where: Conversation, key: str) -> dict[str, Any]:
    made = desk.invoked("ruth", "x", {}, where=where.name)
    return {**made, "type": "conversationUpdate", key: [{"id": desk.tenant.app_address}]}
