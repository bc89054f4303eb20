"""What waits and what did not arrive, for operators, beside a running server."""

import json

import pytest
from typer.testing import CliRunner

from chatdesk.cli import cli

RUN = CliRunner()
DIRECTORS = "C0DIRECTORS"
BOT = "U0CHATDESK"


@pytest.fixture
async def world(desk_world, monkeypatch):
    """Tier 2 was to be told in a channel that is archived."""
    world = await desk_world("catamarun", at="2026-03-06T14:20-05:00")
    monkeypatch.setattr("chatdesk.app.wall_clock", world.clock.now)
    number = await world.open_case("VPN is down", severity="P1 · Major impact")
    await world.engineer.click("I have it", world.card(number))
    await world.playground.administration.archive(DIRECTORS, "U0GRACE")
    await world.until("2026-03-06T22:20-05:00")
    return world


def _outbox(world, *words: str):
    return RUN.invoke(cli, ["outbox", *words], env={"CHATDESK_DATABASE_URL": world.database_url})


async def test_list_says_what_did_not_arrive_why_and_what_to_do(world) -> None:
    listed = _outbox(world, "list", "--state", "dead")
    assert listed.exit_code == 0, listed.output
    assert "HARBOR-1  tier.raised for director (slack C0DIRECTORS), urgent" in listed.output
    assert "since 2026-03-07T03:20:00+00:00, tried once" in listed.output
    assert "The channel is archived. Name another one in the directory. Then: chatdesk outbox retry" in listed.output
    assert listed.output.endswith("1 dead\n")
    assert _outbox(world, "list", "--case", "harbor-2").output == "nothing waits\n"


async def test_list_as_json_is_one_object_a_line(world) -> None:
    (one,) = map(json.loads, _outbox(world, "list", "--json").output.splitlines())
    assert (one["state"], one["number"], one["to"], one["where"]) == ("dead", "HARBOR-1", "director", DIRECTORS)
    assert one["error"] == "is_archived"
    assert one["attempts"] == 1


async def test_what_is_put_back_is_sent_once_and_told_in_the_case_s_thread(world) -> None:
    (one,) = map(json.loads, _outbox(world, "list", "--json").output.splitlines())
    await world.playground.administration.unarchive(DIRECTORS, "U0GRACE")
    back = _outbox(world, "retry", one["id"])
    assert "1 sent again" in back.output
    again = _outbox(world, "retry", one["id"])
    assert again.exit_code == 1
    assert "nothing that did not arrive has this id" in again.output
    assert "0 sent again" in _outbox(world, "retry", "--dead").output
    await world.settle()
    assert world.director.reads("#directors").count("HARBOR-1 of Harbor Grid is escalated to tier 2") == 1
    told = world.engineer.reads(world.card("HARBOR-1"))
    assert told.count("What had not reached the directors' channel was sent again just now, by an operator.") == 1
    assert _outbox(world, "list").output == "nothing waits\n"


async def test_what_fails_again_is_told_again(world) -> None:
    assert "1 sent again" in _outbox(world, "retry", "--dead", "--channel", DIRECTORS).output
    await world.settle()
    assert "1 dead" in _outbox(world, "list").output
    told = world.engineer.reads(world.card("HARBOR-1"))
    assert told.count("A message about this case did not reach the directors' channel.") == 2


async def test_what_was_for_another_channel_stays(world) -> None:
    assert "0 sent again, 0 cards" in _outbox(world, "retry", "--dead", "--channel", "C0OTHER").output
    assert "1 dead" in _outbox(world, "list").output


async def test_a_card_that_was_given_up_is_posted_anew(desk_world, monkeypatch) -> None:
    world = await desk_world("catamarun", at="2026-03-06T14:20-05:00")
    monkeypatch.setattr("chatdesk.app.wall_clock", world.clock.now)
    await world.playground.administration.archive("C0CASEDESK", "U0DANA")
    number = await world.open_case("VPN is down", severity="P1 · Major impact")
    assert "card for engineers (slack C0CASEDESK)" in _outbox(world, "list", "--state", "dead").output
    world.playground.workspace.channel_named("case-desk").is_archived = False
    assert "1 cards posted anew" in _outbox(world, "retry", "--dead", "--channel", "C0CASEDESK").output
    await world.settle()
    assert "VPN is down" in world.on_the_card(number)


@pytest.mark.parametrize("words", [["retry"], ["retry", "1", "--dead"], ["retry", "1", "--channel", DIRECTORS]])
async def test_what_to_send_again_has_to_be_named(world, words: list[str]) -> None:
    asked = _outbox(world, *words)
    assert asked.exit_code == 2
    assert "Name ids, or --dead for everything that did not arrive" in asked.output


async def test_a_reply_that_found_its_case_shown_nowhere_goes_where_it_is_shown_again(desk_world, monkeypatch) -> None:
    """The bot was taken out of the customer's channel and is invited again."""
    world = await desk_world("catamarun", at="2026-03-06T14:20-05:00")
    monkeypatch.setattr("chatdesk.app.wall_clock", world.clock.now)
    channel = world.playground.workspace.channel_named("harbor-support").id
    number = await world.open_case("VPN is down", severity="P1 · Major impact")
    await world.playground.administration.remove(channel, BOT, "U0DANA")
    await world.settle()
    await world.engineer.click("I have it", world.card(number))
    await world.engineer.slash("#case-desk", f"/case reply {number} We see it.")
    listed = map(json.loads, _outbox(world, "list", "--state", "dead", "--json").output.splitlines())
    reply = next(one["id"] for one in listed if one["kind"] == "reply.to_customer")
    refused = _outbox(world, "retry", reply)
    assert refused.exit_code == 1 and "there is still nobody to send it to" in refused.output
    await world.playground.administration.invite(channel, BOT)
    await world.settle()
    back = _outbox(world, "retry", reply)
    assert "1 sent again" in back.output, back.output
    await world.settle()
    assert world.customer.reads(world.card(number, world.customer)).count("We see it.") == 1
