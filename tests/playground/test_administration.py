"""What administrators do to a workspace, and what the app is told and refused after it."""

from __future__ import annotations

from typing import Any

import pytest

from chatdesk.playground.outcome import Impossible
from tests.playground.bolt_app import APP, BIRCH, BOT, World
from tests.playground.refused import refused


async def test_an_archived_channel_takes_nothing_until_it_is_brought_back(world: World) -> None:
    heard = world.hear_everything()
    ts = (await world.client.chat_postMessage(channel="C0TEAM", text="before"))["ts"]
    await world.playground.administration.archive("C0TEAM", "U0ANA")
    for call in (
        world.client.chat_postMessage(channel="C0TEAM", text="x"),
        world.client.chat_update(channel="C0TEAM", ts=ts, text="x"),
        world.client.reactions_add(channel="C0TEAM", timestamp=ts, name="eyes"),
    ):
        assert (await refused(call))["error"] == "is_archived"
    assert (await world.client.conversations_info(channel="C0TEAM"))["channel"]["is_archived"]
    await world.playground.administration.unarchive("C0TEAM", "U0ANA")
    assert (await world.client.chat_postMessage(channel="C0TEAM", text="after"))["ok"]
    assert [(e["type"], e["user"]) for e in heard if "archive" in e["type"]] == [
        ("channel_archive", "U0ANA"),
        ("channel_unarchive", "U0ANA"),
    ]


async def test_an_app_that_was_removed_hears_it_once_and_may_not_speak(world: World) -> None:
    heard = world.hear_everything()
    await world.playground.administration.remove("C0TEAM", BOT, "U0BEN")
    await world.person("ana").say("#team", "unheard")
    assert [(event["type"], event["actor_id"]) for event in heard] == [("channel_left", "U0BEN")]
    answer = await refused(world.client.chat_postMessage(channel="C0TEAM", text="x"))
    assert answer["error"] == "not_in_channel"


async def test_who_leaves_is_told_with_their_own_team(world: World) -> None:
    heard = world.hear_everything()
    await world.playground.administration.remove("C0BIRCH", "U0DAN")
    (event,) = heard
    assert (event["type"], event["user"], event["team"]) == ("member_left_channel", "U0DAN", BIRCH)
    answer = await refused(world.client.chat_postEphemeral(channel="C0BIRCH", user="U0DAN", text="x"))
    assert answer["error"] == "user_not_in_channel"


async def test_a_channel_that_becomes_shared_says_with_whom(world: World) -> None:
    heard = world.hear_everything()
    await world.playground.administration.share("C0TEAM", BIRCH)
    assert (heard[0]["type"], heard[0]["connected_team_id"]) == ("channel_shared", BIRCH)
    assert (await world.client.conversations_info(channel="C0TEAM"))["channel"]["is_ext_shared"]
    (delivery,) = world.playground.journal.deliveries("channel_shared")
    assert delivery.content["is_ext_shared_channel"] is True


async def test_a_channel_of_ours_that_is_disconnected_stays_without_its_guests(world: World) -> None:
    heard = world.hear_everything()
    assert await world.playground.administration.disconnect("C0BIRCH", BIRCH) == "C0BIRCH"
    event = heard[0]
    assert (event["type"], event["previously_connected_team_id"]) == ("channel_unshared", BIRCH)
    assert event["is_ext_shared"] is False
    assert "U0DAN" not in (await world.client.conversations_members(channel="C0BIRCH"))["members"]
    assert (await world.client.chat_postMessage(channel="C0BIRCH", text="still here"))["ok"]
    assert (await refused(world.client.conversations_open(users="U0DAN")))["error"] == "user_not_visible"


async def test_a_channel_of_theirs_that_is_disconnected_is_a_frozen_copy_under_a_new_id(world: World) -> None:
    world.hear_everything()
    new = await world.playground.administration.disconnect("C0BIRCH", BIRCH, hosted_there=True)
    assert (await refused(world.client.conversations_info(channel="C0BIRCH")))["error"] == "channel_not_found"
    found = (await world.client.conversations_info(channel=new))["channel"]
    assert (found["is_frozen"], found["frozen_reason"]) == (True, "connection_severed")
    assert (await refused(world.client.chat_postMessage(channel=new, text="x")))["error"] == "is_archived"
    (delivery,) = world.playground.journal.deliveries("channel_unshared")
    assert delivery.content["event"]["channel"] == "C0BIRCH"


async def test_a_changed_id_is_the_same_channel(world: World) -> None:
    heard = world.hear_everything()
    said = await world.person("ana").say("#team", "before")
    new = await world.playground.administration.change_id("C0TEAM")
    event = next(event for event in heard if event["type"] == "channel_id_changed")
    assert (event["old_channel_id"], event["new_channel_id"]) == ("C0TEAM", new)
    assert (await world.client.conversations_history(channel=new))["messages"][0]["ts"] == said.ts
    assert (await refused(world.client.conversations_history(channel="C0TEAM")))["error"] == "channel_not_found"


async def test_a_deactivated_person_acts_no_more_and_cannot_be_written_to(world: World) -> None:
    heard = world.hear_everything()
    direct = (await world.client.conversations_open(users="U0BEN"))["channel"]["id"]
    await world.playground.administration.deactivate("U0BEN")
    assert [(e["type"], e["user"]["id"], e["user"]["deleted"]) for e in heard] == [("user_change", "U0BEN", True)]
    assert (await world.client.users_info(user="U0BEN"))["user"]["deleted"] is True
    for call in (
        world.client.conversations_open(users="U0BEN"),
        world.client.chat_postMessage(channel="U0BEN", text="x"),
        world.client.chat_postMessage(channel=direct, text="x"),
    ):
        assert (await refused(call))["error"] == "user_disabled"
    with pytest.raises(Impossible):
        await world.person("ben").say("#team", "still here?")
    await world.playground.administration.reactivate("U0BEN")
    assert await world.person("ben").say("#team", "back")


async def test_of_strangers_nothing_is_told(world: World) -> None:
    heard = world.hear_everything()
    await world.playground.administration.rename("U0EVE", "Eve Someone")
    await world.playground.administration.rename("U0DAN", "Dan Someone")
    assert [event["user"]["id"] for event in heard] == ["U0DAN"]


async def test_an_uninstalled_app_is_told_and_its_token_is_good_for_nothing(world: World) -> None:
    heard: list[dict[str, Any]] = world.hear_everything()
    await world.playground.administration.uninstall()
    assert {event["type"] for event in heard} == {"tokens_revoked", "app_uninstalled"}
    assert (await refused(world.client.auth_test()))["error"] == "account_inactive"
    world.playground.administration.reinstall()
    assert (await world.client.auth_test())["user_id"] == APP.bot_user_id
    assert (await refused(world.client.chat_postMessage(channel="C0TEAM", text="x")))["error"] == "not_in_channel"


async def test_a_revoked_token_says_so(world: World) -> None:
    heard = world.hear_everything()
    await world.playground.administration.revoke_token()
    assert [event["tokens"] for event in heard] == [{"bot": [BOT]}]
    assert (await refused(world.client.auth_test()))["error"] == "token_revoked"


async def test_people_do_the_same_with_slack_s_own_commands(world: World) -> None:
    heard = world.hear_everything()
    ana = world.person("ana")
    assert (await ana.slash("#team", "/archive")).is_ok
    assert (await ana.slash("#team", "/unarchive")).is_ok
    assert (await ana.slash("#birch", "/remove @dan")).is_ok
    assert (await ana.slash("#team", "/remove @helper")).is_ok
    await world.playground.settle()
    kinds = ["channel_archive", "channel_unarchive", "member_left_channel", "channel_left"]
    assert [event["type"] for event in heard] == kinds
    assert (await ana.slash("#birch", "/leave")).is_ok
    assert "U0ANA" not in world.playground.workspace.conversations["C0BIRCH"].members


async def test_guests_and_foreigners_may_only_leave(world: World) -> None:
    for command in ("/archive", "/remove @ana"):
        assert (await world.person("dan").slash("#birch", command)).error is not None
    assert (await world.person("dan").slash("#birch", "/leave")).is_ok
