"""The Web API as a real client meets it: people and channels, who may be known; rate limits."""

import pytest
from slack_sdk.errors import SlackApiError

from chatdesk.playground import RateLimits
from tests.playground.bolt_app import APP, BOT, World
from tests.playground.bolt_app import world as make_world
from tests.playground.refused import refused


async def test_a_direct_message_is_opened_once_and_never_to_a_stranger(world: World) -> None:
    first = (await world.client.conversations_open(users="U0DAN"))["channel"]["id"]
    again = await world.client.conversations_open(users="U0DAN")
    assert (again["channel"]["id"], again["already_open"]) == (first, True)
    assert (await world.client.chat_postMessage(channel="U0DAN", text="hi"))["channel"] == first
    assert world.person("dan").last("@helper").text == "hi"
    for user, error in (("U0EVE", "user_not_visible"), ("U0NONE", "user_not_found"), (BOT, "cannot_dm_bot")):
        assert (await refused(world.client.conversations_open(users=user)))["error"] == error


async def test_foreign_people_are_known_by_id_only(world: World) -> None:
    dan = (await world.client.users_info(user="U0DAN", include_locale=True))["user"]
    assert (dan["team_id"], dan["is_stranger"]) == ("T0BIRCH", False)
    assert "locale" not in dan
    assert "email" not in dan["profile"]
    assert (await world.client.users_info(user="U0EVE"))["user"]["is_stranger"] is True
    listed = {member["id"] for member in (await world.client.users_list())["members"]}
    assert listed == {"U0ANA", "U0BEN", "U0CLEO", BOT}
    answer = await refused(world.client.users_lookupByEmail(email="dan@birch.test"))
    assert answer["error"] == "users_not_found"


async def test_people_of_the_home_team_come_with_locale_email_and_zone(world: World) -> None:
    ana = (await world.client.users_info(user="U0ANA", include_locale=True))["user"]
    assert (ana["locale"], ana["profile"]["email"]) == ("es-ES", "ana@home.test")
    assert (ana["tz"], ana["tz_offset"], ana["is_restricted"]) == ("Europe/Madrid", 7200, False)
    cleo = (await world.client.users_lookupByEmail(email="cleo@aspen.test"))["user"]
    assert (cleo["id"], cleo["is_restricted"]) == ("U0CLEO", True)


async def test_a_shared_channel_says_with_whom(world: World) -> None:
    birch = (await world.client.conversations_info(channel="C0BIRCH", include_num_members=True))["channel"]
    assert birch["is_ext_shared"]
    assert birch["connected_team_ids"] == ["T0BIRCH"]
    assert birch["num_members"] == 3
    team = (await world.client.conversations_info(channel="C0TEAM"))["channel"]
    assert not team["is_ext_shared"]


async def test_private_channels_without_the_bot_are_not_listed(world: World) -> None:
    listed = await world.client.conversations_list(types="public_channel,private_channel", exclude_archived=True)
    assert {channel["name"] for channel in listed["channels"]} == {"team", "birch", "quiet", "elm"}


async def test_members_teams_groups_and_bots_can_be_looked_up(world: World) -> None:
    assert (await world.client.conversations_members(channel="C0TEAM"))["members"] == ["U0ANA", "U0BEN", BOT]
    assert (await world.client.team_info())["team"]["id"] == "T0HOME"
    assert (await world.client.usergroups_users_list(usergroup="S0TEAM"))["users"] == ["U0ANA", "U0BEN"]
    assert (await world.client.bots_info(bot=APP.bot_id))["bot"]["user_id"] == BOT


async def test_a_method_called_too_often_is_limited_until_the_clock_moves() -> None:
    async with make_world(limits=RateLimits.strict()) as world:
        for _ in range(50):
            await world.client.conversations_info(channel="C0TEAM")
        with pytest.raises(SlackApiError) as limited:
            await world.client.conversations_info(channel="C0TEAM")
        assert limited.value.response.status_code == 429
        assert limited.value.response.headers["Retry-After"] == "60"
        assert (await world.client.users_info(user="U0ANA"))["ok"]
        world.clock.move(seconds=60)
        assert (await world.client.conversations_info(channel="C0TEAM"))["ok"]


async def test_posts_are_limited_to_one_a_second_in_each_channel() -> None:
    async with make_world(limits=RateLimits.strict()) as world:
        await world.client.chat_postMessage(channel="C0TEAM", text="one")
        answer = await refused(world.client.chat_postMessage(channel="C0TEAM", text="two"))
        assert answer["error"] == "ratelimited"
        assert (await world.client.chat_postMessage(channel="C0BIRCH", text="elsewhere"))["ok"]
        world.clock.move(seconds=1)
        assert (await world.client.chat_postMessage(channel="C0TEAM", text="two"))["ok"]
