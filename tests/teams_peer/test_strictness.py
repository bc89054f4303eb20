"""The tenant refuses what Teams refuses: a bot that passes here met the same answers that it would meet there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.teams_peer.person import UNREACHABLE, TeamsDriver
from tests.teams_peer.reading import words_of
from tests.teams_peer.sheet import CARD, NotThere, Sheet
from tests.teams_peer.tenant import Conversation, Person, Refused, Tenant

NOON = datetime(2026, 3, 6, 12, tzinfo=UTC)
CHANNEL, CHAT, ELSEWHERE = "19:support@thread.tacv2", "19:chat@thread.v2", "19:alien@thread.tacv2"


@pytest.fixture
def tenant() -> Tenant:
    tenant = Tenant("app", "chatdesk", lambda: NOON)
    ana = Person("ana", "Ana", "home", "aad-ana", "29:ana")
    guest = Person("gil", "Gil", "home", "aad-gil", "29:gil", is_guest=True)
    foreign = Person("fay", "Fay", "abroad", "aad-fay", "29:fay")
    for person in (ana, guest, foreign):
        tenant.add_person(person, has_app=person is ana)
    tenant.add(Conversation(CHANNEL, "channel", "support", "home", [ana, guest, foreign], "19:team@thread.tacv2"))
    tenant.add(Conversation(CHAT, "groupChat", "chat", "home", [ana]))
    tenant.add(Conversation(ELSEWHERE, "channel", "alien", "home", [ana], "19:team@thread.tacv2", has_app=False))
    return tenant


def said(text: str = "hello", **more: Any) -> dict[str, Any]:
    return {"type": "message", "text": text, **more}


def carrying(*body: dict[str, Any], **more: Any) -> dict[str, Any]:
    card = {"type": "AdaptiveCard", "version": "1.5", "body": list(body), **more}
    return {"type": "message", "attachments": [{"contentType": CARD, "content": card}]}


def mention(name: str, address: str) -> dict[str, Any]:
    return {"type": "mention", "text": f"<at>{name}</at>", "mentioned": {"id": address, "name": name}}


def targeted(address: str) -> dict[str, Any]:
    return said(recipient={"id": address, "isTargeted": True})


def personal(address: str, tenant: str = "home") -> dict[str, Any]:
    return {"members": [{"id": address}], "tenantId": tenant, "channelData": {"tenant": {"id": tenant}}}


@pytest.mark.parametrize(
    ("call", "status", "code"),
    [
        pytest.param(lambda t: t.send("19:x@thread.v2", said()), 404, "ConversationNotFound", id="unknown"),
        pytest.param(lambda t: t.send(ELSEWHERE, said()), 403, "BotNotInConversationRoster", id="not_installed"),
        pytest.param(lambda t: t.send(CHANNEL, said("")), 400, "BadSyntax", id="nothing_said"),
        pytest.param(lambda t: t.send(CHANNEL, said("x" * 60_000)), 413, "MessageSizeTooBig", id="too_big_in_utf_16"),
        pytest.param(
            lambda t: t.send(CHANNEL, said("Ana?", entities=[mention("Ana", "29:ana")])), 400, "BadSyntax", id="untrue"
        ),
        pytest.param(
            lambda t: t.send(CHANNEL, said("<at>Bo</at>", entities=[mention("Bo", "29:bo")])),
            400,
            "BadArgument",
            id="mention_of_nobody",
        ),
        pytest.param(
            lambda t: t.send(CHANNEL, carrying({"type": "TextBlock", "text": "x"}, version="1.6")),
            400,
            "BadSyntax",
            id="card_of_a_newer_version",
        ),
        pytest.param(
            lambda t: t.send(CHANNEL, carrying(*[{"type": "Input.Text", "id": "a", "label": "a"}] * 2)),
            400,
            "BadSyntax",
            id="two_inputs_of_one_id",
        ),
        pytest.param(
            lambda t: t.send(f"{CHANNEL};messageid=1", said()), 404, "ActivityNotFoundInConversation", id="no_thread"
        ),
        pytest.param(lambda t: t.update(CHANNEL, "1", said()), 404, "ActivityNotFoundInConversation", id="no_message"),
        pytest.param(lambda t: t.send(CHANNEL, said(), True), 400, "BadArgument", id="targeted_at_nobody"),
        pytest.param(
            lambda t: t.send(CHAT, targeted("29:gil"), True), 403, "MemberNotFoundInConversation", id="not_a_member"
        ),
        pytest.param(lambda t: t.create(personal("29:bo")), 400, "BadArgument", id="chat_with_nobody"),
        pytest.param(lambda t: t.create(personal("aad-gil")), 403, "BotNotInConversationRoster", id="by_aad_id_only"),
        pytest.param(lambda t: t.create(personal("29:fay", "abroad")), 403, "ConversationBlockedByUser", id="abroad"),
        pytest.param(lambda t: t.member(CHAT, "29:gil"), 404, "MemberNotFoundInConversation", id="not_on_the_roster"),
    ],
)
def test_it_refuses(tenant: Tenant, call: Callable[[Tenant], Any], status: int, code: str) -> None:
    with pytest.raises(Refused) as refused:
        call(tenant)
    assert (refused.value.status, refused.value.code) == (status, code)
    assert not any(where.messages for where in tenant.conversations.values())


def test_it_refuses_a_targeted_message_in_a_chat_of_two(tenant: Tenant) -> None:
    chat, _ = tenant.create(personal("29:ana"))
    with pytest.raises(Refused, match="personal chat"):
        tenant.send(chat, targeted("29:ana"), True)


def test_what_was_refused_is_kept_and_a_question_is_no_fault(tenant: Tenant) -> None:
    with pytest.raises(Refused):
        tenant.member(CHAT, "29:gil")
    assert tenant.refused == []
    with pytest.raises(Refused):
        tenant.send(CHANNEL, said(""))
    assert len(tenant.refused) == 1


def test_a_targeted_message_is_read_by_one_person(tenant: Tenant) -> None:
    tenant.send(CHANNEL, targeted("29:gil"), True)
    where = tenant.conversations[CHANNEL]
    assert [m.text for m in where.top_level(tenant.people["gil"])] == ["hello"]
    assert where.top_level(tenant.people["ana"]) == []


def test_an_edit_is_for_everybody_and_the_answer_to_a_click_for_one(tenant: Tenant) -> None:
    ana, gil = tenant.people["ana"], tenant.people["gil"]
    message_id = tenant.send(CHANNEL, carrying({"type": "TextBlock", "text": "one"}))
    message = tenant.conversations[CHANNEL].find(message_id)
    message.show(ana, {"type": "AdaptiveCard", "version": "1.5", "body": [{"type": "TextBlock", "text": "hers"}]})
    assert (message.text_for(ana), message.text_for(gil)) == ("hers", "one")
    tenant.update(CHANNEL, message_id, carrying({"type": "TextBlock", "text": "two"}))
    assert (message.text_for(ana), message.text_for(gil)) == ("two", "two")


def test_what_is_hidden_is_not_read_until_it_is_asked_for() -> None:
    ask = {"type": "Action.ToggleVisibility", "title": "Withdraw", "targetElements": ["sure"]}
    yes = {"type": "Action.Execute", "title": "Yes", "verb": "withdraw"}
    hidden = {"type": "Container", "id": "sure", "isVisible": False, "items": [{"type": "TextBlock", "text": "Sure?"}]}
    hidden["items"].append({"type": "ActionSet", "actions": [yes]})
    sheet = Sheet({"body": [{"type": "ActionSet", "actions": [ask]}, hidden]}, "UTC")
    assert sheet.text == "Withdraw"
    assert sheet.toggle(ask) == [yes]
    assert sheet.text == "Withdraw\nSure?\nYes"
    assert sheet.toggle(ask) == []
    assert sheet.text == "Withdraw"


def test_markdown_is_undone_and_plain_text_stays() -> None:
    body = [
        {"type": "TextBlock", "text": "**Now** \\*not\\* <at>Ana</at> [here](https://a.example)"},
        {"type": "RichTextBlock", "inlines": ["**as it is** ", {"type": "TextRun", "text": "and on"}]},
        {"type": "FactSet", "facts": [{"title": "Due", "value": "{{TIME(2026-03-06T12:00:00Z)}}"}]},
        {"type": "TextBlock", "text": "{{TIME(2026-03-06T12:00:00.5Z)}}"},
    ]
    assert list(words_of(body, "Europe/Berlin")) == [
        "Now *not* Ana here",
        "**as it is** and on",
        "Due: 13:00",
        "{{TIME(2026-03-06T12:00:00.5Z)}}",
    ]


def test_a_form_is_filled_in_by_words_and_held_to_what_teams_checks_itself() -> None:
    choices = [{"title": "P1 · Major", "value": "1"}, {"title": "P2 · Minor: it can wait", "value": "2"}]
    sheet = Sheet(
        {
            "body": [
                {"type": "Input.Text", "id": "title", "label": "Title", "isRequired": True, "errorMessage": "Say it"},
                {"type": "Input.ChoiceSet", "id": "severity", "label": "How bad? (optional)", "choices": choices},
                {"type": "TextBlock", "text": "That is none", "color": "attention"},
            ]
        },
        "UTC",
    )
    assert sheet.refusals() == {"title": "Say it"}
    sheet.enter("Title", "VPN")
    sheet.enter("How bad?", "P2 · Minor")
    assert sheet.values() == {"title": "VPN", "severity": "2"}
    assert sheet.refusals() == {}
    assert sheet.errors == {"severity": "That is none"}
    with pytest.raises(NotThere, match="no option 'P9'"):
        sheet.enter("severity", "P9")


ACT = {"type": "Action.Execute", "title": "Do it", "verb": "do", "data": {"do": "ack", "args": {}}}


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (200, None),
        (200, {}),
        (200, {"statusCode": 200, "type": "application/vnd.microsoft.activity.message"}),
        (200, {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": {}}),
        (500, {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": "done"}),
    ],
)
async def test_an_answer_to_a_click_that_is_not_whole_is_an_app_that_cannot_be_reached(
    tenant: Tenant, status: int, body: Any
) -> None:
    ana = _driver(tenant, status, body)
    tenant.send(CHANNEL, carrying({"type": "ActionSet", "actions": [ACT]}))
    assert (await ana.click("Do it")).error == UNREACHABLE
    assert len(tenant.failures) == 1


async def test_a_dialog_needs_a_title_and_a_card(tenant: Tenant) -> None:
    opens = {"type": "Action.Submit", "title": "Ask", "data": {"msteams": {"type": "task/fetch"}, "ask": "open"}}
    ana = _driver(tenant, 200, {"task": {"type": "continue", "value": {"card": {"contentType": CARD, "content": {}}}}})
    tenant.send(CHANNEL, carrying({"type": "ActionSet", "actions": [opens]}))
    assert (await ana.click("Ask")).error == UNREACHABLE
    assert not ana.has_modal()


async def test_a_message_that_meets_an_error_is_a_failure(tenant: Tenant) -> None:
    await _driver(tenant, 500, None).mention("#support", "open it")
    assert len(tenant.failures) == 1


async def test_nobody_tells_the_app_what_does_not_mention_it(tenant: Tenant) -> None:
    """Were it delivered, it would be a failure."""
    await _driver(tenant, 500, None).say("#support", "not for you")
    assert tenant.failures == []


def _driver(tenant: Tenant, status: int, body: Any) -> TeamsDriver:
    async def deliver(activity: dict[str, Any]) -> tuple[int, Any]:
        return status, body

    return TeamsDriver(tenant, tenant.people["ana"], "http://127.0.0.1:1/amer/home/", deliver)
