"""Posting for the outbox against a workspace that misbehaves: what each failure means, and finding what was posted."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from chatdesk.adapters.slack.client import PooledClient
from chatdesk.adapters.slack.send import SlackSender
from chatdesk.cards.model import Card, MessageLink, Paragraph, Words
from chatdesk.core.places import Destination, Identity, MessageRef, Place
from chatdesk.delivery import SendFailed
from chatdesk.playground import App, Channel, Person, Playground, Seed, Team, text_of
from chatdesk.playground.faults import Fault
from chatdesk.playground.rate_limits import RateLimits

APP = App()
NOW = datetime(2026, 3, 6, 19, 20, tzinfo=UTC)
HERE = Destination(place=Place("slack", "T0HOME", "C0TEAM"))
CARD = Card(text="Hello & <welcome>", blocks=(Paragraph((Words("Hello & <welcome>"),)),))


@dataclass
class Desk:
    playground: Playground
    sender: SlackSender

    def posted(self) -> list[str]:
        return [text_of(m).split("\n")[0] for m in self.playground.as_("ana").messages("#team")]

    def fails(self, method: str, kind: str, **how: object) -> Fault:
        return self.playground.faults.add(method, kind, **how)  # type: ignore[arg-type]


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    seed = Seed(
        home=Team("T0HOME", "Home", "home"),
        people=(Person("U0ANA", "ana", "Ana Torres", "T0HOME"), Person("U0BEN", "ben", "Ben Okafor", "T0HOME")),
        channels=(
            Channel("C0TEAM", "team", ("U0ANA", APP.bot_user_id)),
            Channel("C0OLD", "old", ("U0ANA", APP.bot_user_id), is_archived=True),
            Channel("C0QUIET", "quiet", ("U0ANA",)),
        ),
        app=APP,
    )
    playground = Playground(
        seed,
        bot_token="xoxb-1",
        signing_secret="s",
        request_url=None,
        now=lambda: NOW,
        limits=RateLimits.off(),
    )
    async with playground:
        client = PooledClient("xoxb-1", playground.api_url)
        yield Desk(playground, SlackSender(client))
        await client.close()


async def test_a_post_says_where_it_stands_and_can_be_found_again(desk: Desk) -> None:
    posted = await desk.sender.post(CARD, HERE, "key-1")
    assert posted.place == HERE.place
    assert await desk.sender.find("key-1", HERE, NOW - timedelta(minutes=1)) == posted
    assert await desk.sender.find("key-2", HERE, NOW - timedelta(minutes=1)) is None


async def test_a_reply_is_found_in_its_thread(desk: Desk) -> None:
    root = await desk.sender.post(CARD, HERE, "root")
    thread = Destination(place=Place("slack", "T0HOME", "C0TEAM", root.message))
    reply = await desk.sender.post(CARD, thread, "reply")
    assert reply.place.thread == root.message
    assert await desk.sender.find("reply", thread, NOW) == reply


async def test_a_person_is_written_to_directly(desk: Desk) -> None:
    ben = Destination(identity=Identity("slack", "T0HOME", "U0BEN"))
    posted = await desk.sender.post(CARD, ben, "key-1")
    assert "Hello & <welcome>" in text_of(desk.playground.as_("ben").last("@bot"))
    assert await desk.sender.find("key-1", ben, NOW) == posted
    await desk.sender.post(CARD, ben, "key-2")
    assert len(desk.playground.journal.calls("conversations.open")) == 1


async def test_an_edit_replaces_the_picture(desk: Desk) -> None:
    posted = await desk.sender.post(CARD, HERE, "key-1")
    await desk.sender.edit(Card(text="Now"), posted)
    assert desk.posted() == ["Now"]


async def test_nothing_unfurls_and_no_name_is_linked(desk: Desk) -> None:
    await desk.sender.post(CARD, HERE, "key-1")
    sent = desk.playground.journal.calls("chat.postMessage")[-1].args
    off = {str(sent[key]).lower() for key in ("unfurl_links", "unfurl_media", "link_names")}
    assert off <= {"0", "false"}
    metadata = sent["metadata"] if isinstance(sent["metadata"], dict) else json.loads(sent["metadata"])
    assert metadata == {"event_type": "chatdesk_msg", "event_payload": {"k": "key-1"}}


async def test_a_link_to_a_message_leads_into_this_workspace(desk: Desk) -> None:
    posted = await desk.sender.post(CARD, HERE, "key-1")
    await desk.sender.post(Card(text="x", blocks=(Paragraph((MessageLink("there", posted),)),)), HERE, "key-2")
    sent = json.dumps(desk.playground.journal.calls("chat.postMessage")[-1].args)
    assert f"/archives/C0TEAM/p{posted.message.replace('.', '')}" in sent


async def test_too_many_posts_wait_as_long_as_slack_says(desk: Desk) -> None:
    desk.fails("chat.postMessage", "ratelimited", retry_after=17)
    failed = await _failure(desk)
    assert (failed.kind, failed.retry_after) == ("retry", 17)
    assert desk.posted() == []


@pytest.mark.parametrize(
    "kind", ["drop_after_commit", "drop_before", "http_500", "http_503", "garbage", "error:fatal_error"]
)
async def test_what_nobody_knows_is_uncertain_and_never_repeated(desk: Desk, kind: str) -> None:
    fault = desk.fails("chat.postMessage", kind, times=5)
    assert (await _failure(desk)).kind == "uncertain"
    assert fault.met == 1


async def test_a_post_whose_answer_was_lost_is_found_by_its_key(desk: Desk) -> None:
    desk.fails("chat.postMessage", "drop_after_commit")
    assert (await _failure(desk)).kind == "uncertain"
    found = await desk.sender.find("key-1", HERE, NOW)
    assert found is not None
    assert len(desk.posted()) == 1


@pytest.mark.parametrize(
    ("channel", "code"), [("C0NOWHERE", "channel_not_found"), ("C0OLD", "is_archived"), ("C0QUIET", "not_in_channel")]
)
async def test_what_can_never_arrive_is_dead(desk: Desk, channel: str, code: str) -> None:
    with pytest.raises(SendFailed) as failed:
        await desk.sender.post(CARD, Destination(place=Place("slack", "T0HOME", channel)), "key-1")
    assert (failed.value.kind, failed.value.code) == ("dead", code)


async def test_an_edit_of_what_is_gone_is_dead(desk: Desk) -> None:
    with pytest.raises(SendFailed) as failed:
        await desk.sender.edit(CARD, MessageRef(HERE.place or Place("", "", ""), "1.000000"))
    assert (failed.value.kind, failed.value.code) == ("dead", "message_not_found")


@pytest.mark.parametrize("kind", ["drop_after_commit", "http_500", "garbage", "error:internal_error"])
async def test_an_edit_that_failed_may_simply_be_repeated(desk: Desk, kind: str) -> None:
    posted = await desk.sender.post(CARD, HERE, "key-1")
    desk.fails("chat.update", kind)
    with pytest.raises(SendFailed) as failed:
        await desk.sender.edit(Card(text="Now"), posted)
    assert failed.value.kind == "retry"


@pytest.mark.parametrize("code", ["invalid_auth", "token_revoked", "missing_scope"])
async def test_a_broken_installation_keeps_messages_until_it_is_mended(desk: Desk, code: str) -> None:
    desk.fails("chat.postMessage", f"error:{code}")
    failed = await _failure(desk)
    assert failed.kind == "retry"
    assert failed.retry_after


async def test_slack_out_of_reach_is_tried_later(desk: Desk) -> None:
    client = PooledClient("xoxb-1", "http://127.0.0.1:9/api/")
    with pytest.raises(SendFailed) as failed:
        await SlackSender(client).post(CARD, HERE, "key-1")
    await client.close()
    assert failed.value.kind == "retry"


async def test_an_answer_that_takes_too_long_is_uncertain_and_found_later_if_slack_did_post(desk: Desk) -> None:
    await desk.sender.post(CARD, HERE, "before")
    fault = desk.fails("chat.postMessage", "slow", seconds=30)
    client = PooledClient("xoxb-1", desk.playground.api_url, timeout_seconds=0.5)
    impatient = SlackSender(client)
    await impatient.find("before", HERE, NOW)
    with pytest.raises(SendFailed) as failed:
        await impatient.post(CARD, HERE, "key-1")
    await client.close()
    assert (failed.value.kind, failed.value.code) == ("uncertain", "connection_lost")
    assert fault.met == 1
    fault.release()
    assert await desk.playground.until(lambda: len(desk.posted()) == 2)
    assert await desk.sender.find("key-1", HERE, NOW) is not None


async def test_a_search_that_slack_does_not_answer_concludes_nothing(desk: Desk) -> None:
    desk.fails("conversations.history", "ratelimited", retry_after=30)
    with pytest.raises(SendFailed) as failed:
        await desk.sender.find("key-1", HERE, NOW)
    assert (failed.value.kind, failed.value.retry_after) == ("retry", 30)


async def test_somebody_else_s_metadata_is_not_ours(desk: Desk) -> None:
    """A key counts only on a message that an app posted under our event type."""
    await desk.sender.post(CARD, HERE, "other")
    message = desk.playground.as_("ana").last("#team")
    message.metadata = {"event_type": "other_app", "event_payload": {"k": "key-1"}}
    assert await desk.sender.find("key-1", HERE, NOW) is None


async def _failure(desk: Desk) -> SendFailed:
    with pytest.raises(SendFailed) as failed:
        await desk.sender.post(CARD, HERE, "key-1")
    return failed.value
