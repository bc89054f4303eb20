"""Channels close, move and change hands, people leave, the app is thrown out: who is told what, and what goes on."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest
from sqlalchemy import create_engine, select
from structlog.testing import capture_logs

from chatdesk.store.tables import cases, channels
from tests.world import World

HARBOR, BLUEPEAK, DESK, ON_CALL = "C0HARBOR", "C0BLUEPEAK", "C0CASEDESK", "C0ONCALL"
BOT = "U0CHATDESK"


@pytest.fixture
def admin(world: World) -> Any:
    return world.playground.administration


async def test_an_archived_customer_channel_is_told_to_people_and_comes_back(world: World, admin: Any) -> None:
    number = await world.open_case("VPN down")
    await admin.archive(HARBOR, "U0RUTH")
    await world.settle()
    for told in (world.engineer.reads(world.card(number)), world.on_call.reads("#on-call")):
        assert "did not reach the customer's thread. Somebody must tell them another way." in told
        assert "The channel is archived." in told
    before = _calls(world, HARBOR)
    await world.engineer.click("I have it", world.card(number))
    assert _calls(world, HARBOR) == before, "nothing is tried where nothing can be said"
    await admin.unarchive(HARBOR, "U0RUTH")
    await world.settle()
    assert "Dana Reyes" in world.customer.text_of(world.card(number, world.customer)), "the card shows what is so now"


async def test_archived_twice_is_told_twice(world: World, admin: Any) -> None:
    await world.open_case("VPN down")
    for _ in range(2):
        await admin.archive(HARBOR, "U0RUTH")
        await world.settle()
        await admin.unarchive(HARBOR, "U0RUTH")
        await world.pass_("1m")
    assert world.on_call.reads("#on-call").count("The channel is archived.") == 2


async def test_what_is_told_again_is_carried_out_once(world: World, admin: Any) -> None:
    await world.open_case("VPN down")
    await admin.archive(HARBOR, "U0RUTH")
    await world.settle()
    (delivery,) = world.playground.journal.deliveries("channel_archive")
    world.app.slack._work._seen.clear()  # as after a restart
    for number in (1, 2):
        assert (await world.playground.outbound.repeat(delivery, retry_num=number)).status == 200
    await world.settle()
    assert world.on_call.reads("#on-call").count("The channel is archived.") == 1


async def test_an_app_taken_out_of_the_channel_says_so_and_goes_on_when_invited(world: World, admin: Any) -> None:
    number = await world.open_case("VPN down")
    await admin.remove(HARBOR, BOT, "U0RUTH")
    await world.settle()
    assert "The bot is not in that channel. Invite it." in world.engineer.reads(world.card(number))
    await world.engineer.slash("#case-desk", f"/case ack {number}")
    await admin.invite(HARBOR, BOT)
    await world.settle()
    assert "Dana Reyes" in world.customer.text_of(world.card(number, world.customer))


async def test_a_channel_under_a_new_id_is_the_same_channel(world: World, admin: Any) -> None:
    """Slack duty 5.5: what is kept by channel id follows it, also after the directory is read again."""
    number = await world.open_case("VPN down")
    root = world.card(number, world.customer)
    new = await admin.change_id(HARBOR)
    await world.settle()
    await world.customer.say("#harbor-support", "it got worse", root)
    assert "it got worse" in world.engineer.reads(world.card(number))
    await world.engineer.click("I have it", world.card(number))
    assert "Dana Reyes has your case" in world.customer.reads(root)
    world.app.desk.use_directory(world.directory)
    assert _channels_of(world, "harbor") == [new]
    assert (await world.open_case("Printer", who=world.customer)) == "HARBOR-2"
    assert "HARBOR-2" in world.customer.reads("#harbor-support")


async def test_tiers_speak_in_their_channel_under_its_new_id(world: World, admin: Any) -> None:
    number = await world.open_case("VPN down", severity="P1 · Major impact")
    await world.pass_("45m")
    await admin.change_id(ON_CALL)
    await world.settle()
    told = len(world.on_call.messages("#on-call"))
    await world.pass_("4h")
    assert len(world.on_call.messages("#on-call")) > told
    assert "channel_not_found" not in world.engineer.reads(world.card(number))


async def test_engineers_are_warned_when_outsiders_come_into_their_channel(world: World, admin: Any) -> None:
    first, second = await world.open_case("VPN down"), await world.open_case("Printer")
    await admin.share(DESK, "T0BLUEPEAK")
    await world.settle()
    for number in (first, second):
        assert "This channel is now shared with another organisation." in world.engineer.reads(world.card(number))
    assert world.on_call.reads("#on-call").count("is now shared with another organisation") == 1


async def test_outsiders_in_our_channel_are_named_in_the_log_while_no_case_is_open(world: World, admin: Any) -> None:
    with capture_logs() as logged:
        await admin.share(DESK, "T0BLUEPEAK")
        await admin.share(HARBOR, "T0BLUEPEAK")
        await world.settle()
    told = [entry for entry in logged if entry["event"] == "channel.outsiders_read_ours"]
    assert [(one["channel"], one["is_our"], one["shared_with"]) for one in told] == [
        (DESK, ["engineers"], "T0BLUEPEAK")
    ]
    assert [one["log_level"] for one in told] == ["error"]
    assert "stop sharing it" in told[0]["what_to_do"]


async def test_a_customer_channel_that_is_shared_once_more_worries_nobody(world: World, admin: Any) -> None:
    number = await world.open_case("VPN down")
    await admin.share(HARBOR, "T0BLUEPEAK")
    await world.settle()
    assert "shared with another organisation" not in world.engineer.reads(world.card(number))


@pytest.mark.parametrize("hosted_there", [False, True], ids=["our channel", "their channel"])
async def test_a_severed_connection_is_told_to_people(world: World, admin: Any, hosted_there: bool) -> None:
    await world.foreign_customer.mention("#bluepeak-support", "open Player frozen")
    await admin.disconnect(BLUEPEAK, "T0BLUEPEAK", hosted_there=hosted_there)
    await world.settle()
    told = world.on_call.reads("#on-call")
    assert "did not reach the customer's thread" in told
    assert "The channel is no longer shared with them." in told


async def test_a_customer_who_leaves_mid_case_is_told_to_the_engineers(world: World, admin: Any) -> None:
    number = await world.open_case("VPN down")
    await world.engineer.click("I have it", world.card(number))
    await admin.remove(HARBOR, "U0RUTH")
    await world.settle()
    told = world.engineer.reads(world.card(number))
    assert "Ruth Adler left Harbor Grid's channel and no longer reads what we write about this case." in told
    assert "Ask Harbor Grid who takes over" in told
    assert "Ruth Adler left" in world.engineer.reads("@chatdesk"), "its owner hears of it directly"
    assert "left" not in world.colleague.reads("#harbor-support")


async def test_somebody_else_who_leaves_is_nobody_s_trouble(world: World, admin: Any) -> None:
    number = await world.open_case("VPN down")
    before = world.engineer.reads(world.card(number))
    await admin.remove(HARBOR, "U0CAMILA")
    await admin.remove(HARBOR, "U0DANA")
    await world.settle()
    assert world.engineer.reads(world.card(number)) == before


async def test_the_case_of_a_deactivated_owner_is_nobody_s_and_people_are_told(world: World, admin: Any) -> None:
    number = await world.open_case("VPN down")
    await world.engineer.click("I have it", world.card(number))
    await admin.deactivate("U0DANA")
    await world.settle()
    said = "The account of Dana Reyes, who owned this case, is closed. Nobody owns it now."
    assert said in world.on_call.reads("#on-call")
    assert said in world.on_call.reads(world.card(number, None))
    assert _owner(world, number) is None
    told = world.on_call.finds(said, "#on-call")
    await world.on_call.click("Assign", told)
    await world.on_call.submit({"owner": "malik"})
    assert _owner(world, number) == "malik"


async def test_a_deactivated_person_is_sent_nothing_and_stays_out_when_the_directory_is_read_again(
    world: World, admin: Any
) -> None:
    number = await world.open_case("VPN down")
    await world.engineer.click("I have it", world.card(number))
    await admin.deactivate("U0DANA")
    await world.settle()
    world.app.desk.use_directory(world.directory)
    before = [call for call in world.playground.journal.calls("conversations.open")]
    await world.customer.say("#harbor-support", "hello?", world.card(number, world.customer))
    assert world.playground.journal.calls("conversations.open") == before
    await admin.reactivate("U0DANA")
    await world.settle()
    await world.on_call.slash("#case-desk", f"/case assign {number} @dana")
    assert "This case is yours now." in world.engineer.reads("@chatdesk")


async def test_a_deactivated_requester_is_told_to_the_engineers(world: World, admin: Any) -> None:
    number = await world.open_case("VPN down")
    await admin.deactivate("U0RUTH")
    await world.settle()
    told = world.engineer.reads(world.card(number))
    assert "The account of Ruth Adler, who asked for this, is closed." in told


async def test_a_changed_name_is_asked_for_anew(world: World, admin: Any) -> None:
    people = _people(world)
    assert (await people.profile("U0NOAH")).name == "Noah Weiss"
    await admin.rename("U0NOAH", "Noah Weiss-Lang")
    await world.settle()
    assert (await people.profile("U0NOAH")).name == "Noah Weiss-Lang"


@pytest.mark.parametrize("how", ["uninstall", "revoke_token"])
async def test_without_a_good_token_nothing_is_sent_and_readiness_says_why(world: World, admin: Any, how: str) -> None:
    number = await world.open_case("VPN down")
    await getattr(admin, how)()
    ready = await _ready(world)
    assert "Slack refuses our token" in ready and "SLACK_BOT_TOKEN" in ready
    calls = len(world.playground.journal.calls())
    await world.engineer.slash("#case-desk", f"/case ack {number}")
    await world.pass_("10m")
    assert len(world.playground.journal.calls()) - calls <= 11, "one call a minute asks whether that is over"
    assert "Dana Reyes" not in world.on_the_card(number)
    admin.reinstall()
    for channel in (HARBOR, DESK, ON_CALL):
        if BOT not in world.playground.workspace.conversations[channel].members:
            await admin.invite(channel, BOT)
    await world.pass_("5m")
    assert "Dana Reyes" in world.on_the_card(number), "what waited went out"
    assert world.customer.reads("#harbor-support").count("Dana Reyes has your case") == 1
    assert await _ready(world) == "ready"


async def test_events_that_slack_lost_are_a_line_in_the_log(world: World, caplog: Any) -> None:
    world.playground.outbound.flow.events_an_hour = 0
    await world.customer.say("#harbor-support", "hello")
    (told,) = world.playground.journal.deliveries("app_rate_limited")
    assert told.status == 200
    assert "slack.events_lost" in caplog.text


def _calls(world: World, channel: str) -> int:
    return sum(call.args.get("channel") == channel for call in world.playground.journal.calls())


def _people(world: World) -> Any:
    listener = next(one for one in world.app.slack.app._async_listeners if one.ack_function.__name__ == "told")
    return listener.ack_function.__self__._people


async def _ready(world: World) -> str:
    async with aiohttp.ClientSession() as http, http.get(f"{world.app.address}/readyz") as answer:
        told = await answer.json()
        return str(told.get("why") or told["status"])


def _query(world: World, query: Any) -> list[Any]:
    engine = create_engine(world.database_url)
    with engine.connect() as tx:
        found = list(tx.execute(query).scalars())
    engine.dispose()
    return found


def _owner(world: World, number: str) -> str | None:
    return _query(world, select(cases.c.owner_id).where(cases.c.number == number))[0]


def _channels_of(world: World, customer: str) -> list[str]:
    return _query(world, select(channels.c.channel).where(channels.c.customer_id == customer))
