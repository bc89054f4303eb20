"""What the outbox sends goes to the right conversation over HTTP, and each refusal is said in delivery's words."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from chatdesk.adapters.teams.auth import LocalAuth
from chatdesk.adapters.teams.bot import TeamsAdapter
from chatdesk.adapters.teams.calls import Calls
from chatdesk.adapters.teams.hosts import Hosts
from chatdesk.adapters.teams.references import AccountRef, ConversationRef, Kind
from chatdesk.adapters.teams.send import TeamsSender
from chatdesk.adapters.teams.tokens import NoTokens
from chatdesk.cards.model import Card, Paragraph, Quote, Who, Words
from chatdesk.core.places import Destination, Identity, MessageRef, Place
from chatdesk.delivery import SendFailed
from chatdesk.known_conversations import KnownConversations
from chatdesk.store.engine import open_store
from chatdesk.store.run import Run
from tests.teams_peer.connector import FakeConnector, Fault

NOW = datetime(2026, 3, 6, 19, 20, tzinfo=UTC)
TENANT = "11111111-1111-4111-8111-111111111111"
CHANNEL = Place("teams", TENANT, "19:harbor@thread.tacv2")
GROUP = Place("teams", TENANT, "19:group@thread.v2")
GRACE = Identity("teams", TENANT, "aaaaaaaa-0000-4000-8000-000000000002")
CARD = Card(text="VPN is down", title=(Words("VPN is down"),))


@dataclass
class Sending:
    sender: TeamsSender
    connector: FakeConnector
    known: KnownConversations

    def learn(self, conversation: str, kind: Kind = Kind.CHANNEL, **more: Any) -> None:
        told = ConversationRef(TENANT, conversation, kind, self.connector.service_url(TENANT), **more)
        self.known.learn(told, None, NOW)

    async def refused(self, to: Destination) -> tuple[str, str]:
        with pytest.raises(SendFailed) as failed:
            await self.sender.post(CARD, to, "key")
        return failed.value.kind, failed.value.code


@pytest.fixture
async def sending(sqlite_url: str) -> AsyncIterator[Sending]:
    connector = await FakeConnector().start()
    hosts = Hosts(frozenset({connector.origin}))
    adapter = TeamsAdapter(LocalAuth(hosts), Calls(NoTokens(), hosts), "00000000-0000-4000-8000-00000000000a")
    store = open_store(sqlite_url)
    run = Run(store)
    known = KnownConversations(store)
    made = Sending(TeamsSender(adapter, known, run, lambda: NOW), connector, known)
    made.learn(CHANNEL.channel)
    yield made
    await adapter.close()
    run.close()
    store.close()
    await connector.close()


async def test_a_card_for_a_channel_begins_a_thread_and_stands_in_none(sending: Sending) -> None:
    posted = await sending.sender.post(CARD, Destination(CHANNEL), "key")
    (message,) = sending.connector.messages
    assert posted == MessageRef(CHANNEL, message.id)
    (call,) = sending.connector.calls
    assert call.raw_path.endswith(f"/emea/{TENANT}/v3/conversations")
    assert call.body["isGroup"] is True
    assert call.body["channelData"]["channel"] == {"id": "19:harbor@thread.tacv2"}
    assert message.body["attachments"][0]["contentType"] == "application/vnd.microsoft.card.adaptive"


async def test_what_follows_goes_into_the_thread_and_stands_in_it(sending: Sending) -> None:
    root = await sending.sender.post(CARD, Destination(CHANNEL), "1")
    thread = Place("teams", TENANT, CHANNEL.channel, root.message)
    told = await sending.sender.post(CARD, Destination(thread), "2")
    assert told.place == thread
    assert sending.connector.messages[-1].conversation == f"19:harbor@thread.tacv2;messageid={root.message}"


async def test_each_message_is_edited_where_it_stands(sending: Sending) -> None:
    root = await sending.sender.post(CARD, Destination(CHANNEL), "1")
    thread = Place("teams", TENANT, CHANNEL.channel, root.message)
    told = await sending.sender.post(CARD, Destination(thread), "2")
    for message in (root, told):
        await sending.sender.edit(Card(text="mended"), message)
    assert [one.edits for one in sending.connector.messages] == [1, 1]
    assert {one.body["summary"] for one in sending.connector.messages} == {"mended"}
    edits = [call.parts for call in sending.connector.calls if call.method == "PUT"]
    conversation = f"19:harbor@thread.tacv2;messageid={root.message}"
    assert edits == [(conversation, "activities", root.message), (conversation, "activities", told.message)]


async def test_a_chat_has_no_threads(sending: Sending) -> None:
    sending.learn(GROUP.channel, Kind.GROUP_CHAT)
    in_vain = Place("teams", TENANT, GROUP.channel, "1763000000009")
    for place in (GROUP, in_vain):
        assert (await sending.sender.post(CARD, Destination(place), "key")).place == GROUP
    assert [one.conversation for one in sending.connector.messages] == [GROUP.channel] * 2


async def test_a_person_we_never_spoke_to_gets_a_chat_which_is_kept(sending: Sending) -> None:
    url = sending.connector.service_url()
    sending.known.learn(None, AccountRef(TENANT, GRACE.user, "29:grace", "Grace Lindqvist", url), NOW)
    first = await sending.sender.post(CARD, Destination(identity=GRACE), "1")
    second = await sending.sender.post(CARD, Destination(identity=GRACE), "2")
    assert first.place == second.place == Place("teams", TENANT, "a:chat-1")
    create, *posts = sending.connector.calls
    assert create.body["members"] == [{"id": "29:grace"}]
    assert create.body["tenantId"] == create.body["channelData"]["tenant"]["id"] == TENANT
    assert [call.conversation for call in posts] == ["a:chat-1", "a:chat-1"]
    kept = sending.known.personal(TENANT, GRACE.user)
    assert kept == ConversationRef(TENANT, "a:chat-1", Kind.PERSONAL, url, user=GRACE.user)


async def test_somebody_whose_address_we_do_not_know_is_asked_for_by_their_object_id(sending: Sending) -> None:
    await sending.sender.post(CARD, Destination(identity=GRACE), "1")
    assert sending.connector.calls[0].body["members"] == [{"id": GRACE.user}]
    assert sending.connector.calls[0].raw_path.startswith(f"/emea/{TENANT}/"), "the address their tenant spoke from"


async def test_the_chat_that_was_learnt_is_used(sending: Sending) -> None:
    sending.learn("a:their-own", Kind.PERSONAL, user=GRACE.user)
    await sending.sender.post(CARD, Destination(identity=GRACE), "1")
    assert [call.conversation for call in sending.connector.calls] == ["a:their-own"]


async def test_whom_the_card_calls_is_mentioned_by_the_address_we_learnt(sending: Sending) -> None:
    url = sending.connector.service_url()
    sending.known.learn(None, AccountRef(TENANT, GRACE.user, "29:grace", "Grace Lindqvist", url), NOW)
    card = Card(text="hello", blocks=(Paragraph((Who("Grace Lindqvist", (GRACE,), pings=True),)),))
    await sending.sender.post(card, Destination(CHANNEL), "1")
    content = sending.connector.messages[0].body["attachments"][0]["content"]
    assert content["msteams"]["entities"][0]["mentioned"]["id"] == "29:grace"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("BotNotInConversationRoster", "not_in_channel"),
        ("ConversationBlockedByUser", "blocked"),
        ("MessageWritesBlocked", "blocked"),
        ("BotDisabledByAdmin", "blocked"),
        ("InvalidBotApiHost", "blocked"),
    ],
)
async def test_who_shuts_us_out_is_not_asked_again_until_they_speak(sending: Sending, code: str, said: str) -> None:
    sending.connector.fail(Fault(status=403, code=code))
    assert await sending.refused(Destination(CHANNEL)) == ("dead", said)
    assert await sending.refused(Destination(CHANNEL)) == ("dead", said)
    assert len(sending.connector.calls) == 1
    sending.learn(CHANNEL.channel)
    assert await sending.sender.post(CARD, Destination(CHANNEL), "key")


async def test_where_we_were_removed_nothing_is_sent_though_teams_would_take_it(sending: Sending) -> None:
    posted = await sending.sender.post(CARD, Destination(CHANNEL), "key")
    sending.known.forget(TENANT, CHANNEL.channel)
    assert await sending.refused(Destination(CHANNEL)) == ("dead", "removed")
    with pytest.raises(SendFailed, match="dead: removed"):
        await sending.sender.edit(CARD, posted)
    assert len(sending.connector.calls) == 1


async def test_what_is_not_there_is_said_in_words_that_delivery_knows(sending: Sending) -> None:
    thread = Place("teams", TENANT, CHANNEL.channel, "1")
    with pytest.raises(SendFailed, match="dead: message_not_found"):
        await sending.sender.edit(CARD, MessageRef(CHANNEL, "1"))
    for code in ("ActivityNotFoundInConversation", "ConversationNotFound", None):
        sending.connector.fail(Fault(status=404, code=code))
        assert await sending.refused(Destination(thread)) == ("dead", "thread_not_found")
        sending.connector.fail(Fault(status=404, code=code))
        assert await sending.refused(Destination(CHANNEL)) == ("dead", "channel_not_found")


async def test_a_message_that_is_too_big_is_sent_once_more_and_shorter(sending: Sending) -> None:
    long = Card(text="x" * 3000, blocks=(Quote("y" * 3000),))
    sending.connector.fail(Fault(status=413, code="MessageSizeTooBig"))
    await sending.sender.post(long, Destination(CHANNEL), "1")
    first, second = (len(str(call.body)) for call in sending.connector.calls)
    assert second < first / 3
    sending.connector.fail(Fault(status=413), Fault(status=413, code="MessageSizeTooBig"))
    assert await sending.refused(Destination(CHANNEL)) == ("dead", "msg_too_long")
    assert len(sending.connector.calls) == 4


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Fault(status=429, headers={"Retry-After": "7"}), ("retry", "ratelimited")),
        (Fault(status=412, code="PreconditionFailed"), ("retry", "PreconditionFailed")),
        (Fault(status=502, accepts=True), ("uncertain", "http_502")),
        (Fault(loses=True), ("uncertain", "connection_lost")),
        (Fault(status=400, code="BadSyntax"), ("dead", "BadSyntax")),
    ],
)
async def test_what_failed_and_may_stand_is_not_posted_again_here(
    sending: Sending, fault: Fault, said: tuple[str, str]
) -> None:
    sending.connector.fail(fault)
    assert await sending.refused(Destination(CHANNEL)) == said
    assert len(sending.connector.calls) == 1


async def test_opening_a_chat_may_be_repeated_so_not_knowing_is_trying_again(sending: Sending) -> None:
    sending.connector.fail(Fault(status=502, accepts=True))
    assert await sending.refused(Destination(identity=GRACE)) == ("retry", "http_502")
    await sending.sender.post(CARD, Destination(identity=GRACE), "1")
    assert len(sending.connector.messages) == 1


async def test_teams_cannot_be_asked_what_stands(sending: Sending) -> None:
    with pytest.raises(SendFailed) as failed:
        await sending.sender.find("key", Destination(CHANNEL), NOW)
    assert (failed.value.kind, failed.value.code) == ("uncertain", "cannot_ask")
