"""Shadow mode's second lock, tried against every call that would be seen: the Web API's and the connector's."""

import pytest

from chatdesk.adapters.slack.client import PooledClient
from chatdesk.adapters.slack.shadow import OnlyHere as OnlyHereInSlack
from chatdesk.adapters.talk.calls import CallFailed
from chatdesk.adapters.teams.calls import Calls
from chatdesk.adapters.teams.hosts import Hosts
from chatdesk.adapters.teams.shadow import OnlyHere as OnlyHereInTeams

LOG, OTHER = "C0LOG", "C0HARBOR"
LOG_OF_TEAMS, OTHER_OF_TEAMS = "19:log@thread.tacv2", "19:harbor@thread.tacv2"
NOWHERE = "http://127.0.0.1:9/"


async def test_slack_is_asked_for_nothing_that_others_would_see() -> None:
    client = PooledClient("xoxb-1", NOWHERE)
    client.only_here = OnlyHereInSlack(LOG)
    for call in (
        client.chat_postMessage(channel=OTHER, text="x"),
        client.chat_update(channel=OTHER, ts="1.0", text="x"),
        client.chat_delete(channel=LOG, ts="1.0"),
        client.chat_scheduleMessage(channel=LOG, text="x", post_at=1),
        client.chat_meMessage(channel=LOG, text="x"),
        client.reactions_add(channel=LOG, name="eyes", timestamp="1.0"),
        client.pins_add(channel=OTHER, timestamp="1.0"),
        client.bookmarks_add(channel_id=OTHER, title="x", type="link"),
        client.conversations_join(channel=OTHER),
        client.conversations_setTopic(channel=OTHER, topic="x"),
        client.files_upload_v2(channel=OTHER, content="x", filename="x"),
    ):
        with pytest.raises(CallFailed, match="in_shadow"):
            await call
    await client.close()


async def test_slack_s_log_channel_and_private_answers_pass() -> None:
    client = PooledClient("xoxb-1", NOWHERE)
    client.only_here = OnlyHereInSlack(LOG)
    for call in (
        client.chat_postMessage(channel=LOG, text="x"),
        client.chat_update(channel=LOG, ts="1.0", text="x"),
        client.chat_postMessage(channel="D0RUTH", text="x"),
        client.chat_postEphemeral(channel=OTHER, user="U0RUTH", text="x"),
        client.views_publish(user_id="U0RUTH", view={"type": "home", "blocks": []}),
        client.users_info(user="U0RUTH"),
    ):
        # Nobody listens there, so what passes ends at the network.
        with pytest.raises(OSError):
            await call
    await client.close()


async def test_teams_is_asked_for_nothing_that_others_would_see() -> None:
    calls = Calls(_Tokens(), Hosts(frozenset({NOWHERE})), only_here=OnlyHereInTeams(LOG_OF_TEAMS))
    activity = {"type": "message", "text": "x"}
    begun = {"isGroup": True, "channelData": {"channel": {"id": OTHER_OF_TEAMS}}, "activity": activity}
    for call in (
        calls.send(NOWHERE, OTHER_OF_TEAMS, activity),
        calls.send(NOWHERE, f"{OTHER_OF_TEAMS};messageid=1", activity),
        calls.send(NOWHERE, "19:meeting@thread.v2", activity),
        calls.update(NOWHERE, f"{OTHER_OF_TEAMS};messageid=1", "1", activity),
        calls.create(NOWHERE, begun),
        calls.create(NOWHERE, {"isGroup": True}),
    ):
        with pytest.raises(CallFailed, match="in_shadow"):
            await call
    await calls.close()


async def test_teams_log_channel_and_private_answers_pass() -> None:
    calls = Calls(_Tokens(), Hosts(), only_here=OnlyHereInTeams(LOG_OF_TEAMS))
    for call in (
        calls.send(NOWHERE, f"{LOG_OF_TEAMS};messageid=1", {}),
        calls.send(NOWHERE, "a:1personal", {}),
        calls.send_targeted(NOWHERE, OTHER_OF_TEAMS, {}, "29:ruth"),
        calls.create(NOWHERE, {"isGroup": False}),
    ):
        # No host of Microsoft's, so what passes ends before the network.
        with pytest.raises(CallFailed, match="untrusted_host"):
            await call


class _Tokens:
    async def token(self, scope: str) -> str:
        return "t"
