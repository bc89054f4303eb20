"""Shadow mode: everything is computed, and nothing is said but in the log channel."""

from collections import Counter

import pytest

from tests.desk_world import worlds_of
from tests.platforms import SLACK, TEAMS
from tests.shadow_world import LOG, ShadowOnSlack, ShadowOnTeams, of_ours

FRIDAY = "2026-03-06T14:20-05:00"
_WORLDS = {SLACK: ShadowOnSlack, TEAMS: ShadowOnTeams}
# What the Web API may be asked for that nobody but the one who asked sees anything of.
_QUIET = {"auth.test", "chat.postEphemeral", "conversations.open", "views.open", "views.update", "views.publish"}


@pytest.fixture(params=list(_WORLDS))
async def shadow_world(request, tmp_path):
    async with worlds_of(_WORLDS[request.param], tmp_path) as start:
        yield start


async def test_everything_is_computed_and_stands_in_one_thread_a_case_of_the_log_channel(shadow_world) -> None:
    world = await shadow_world("catamarun", at=FRIDAY)
    number = await world.open_case("Tunnels drop", severity="P1 · Major impact")
    other = await world.open_case("Portal slow", severity="P3 · Minor impact")
    await world.until("2026-03-07T02:20-05:00")
    root = _root(world, number)
    told = " ".join(world.director.reads(root).split())
    assert "Would go to Harbor Grid's thread." in told
    assert "Would go to the engineers' thread." in told
    assert "Would go to the directors' channel." in told
    assert "Would go to the VP channel." in told
    assert "Would go to Owen Carter directly." in told
    assert f"{number} of Harbor Grid is escalated to tier 3" in told
    assert "Portal slow" not in told
    assert "Portal slow" in world.director.reads(_root(world, other))


async def test_of_a_long_story_nothing_is_posted_edited_or_sent_but_to_the_log_channel(shadow_world) -> None:
    world = await shadow_world("catamarun", at=FRIDAY)
    await _play(world)
    assert Counter(where for where, _ in of_ours(world)).keys() <= {LOG.removeprefix("#")}
    for nobody in (world.account_rep, world.systems_engineer, world.director, world.vp_sales, world.on_call):
        assert nobody.reads("@chatdesk") == ""
    if isinstance(world, ShadowOnSlack):
        log = world.playground.workspace.channel_named("vp-bridge").id
        for call in world.playground.journal.calls():
            if call.method in ("chat.postMessage", "chat.update"):
                assert call.args["channel"] == log, call
            elif call.method.split(".")[-1] not in ("info", "list", "history", "replies", "members"):
                assert call.method in _QUIET | {"response_url"}, call
        assert not [call for call in world.playground.journal.calls("conversations.open")]


async def test_nobody_is_mentioned_in_the_log_channel(shadow_world) -> None:
    world = await shadow_world("catamarun", at=FRIDAY)
    await _play(world)
    for _, message in of_ours(world):
        shown = str(message.activity) if hasattr(message, "activity") else f"{message.blocks}{message.attachments}"
        assert "'type': 'user'" not in shown
        assert "'type': 'mention'" not in shown


async def test_whoever_looks_reads_that_it_runs_in_shadow_and_customers_do_not(shadow_world) -> None:
    world = await shadow_world("catamarun", at=FRIDAY)
    await world.open_case("Tunnels drop", severity="P1 · Major impact")
    await world.engineer.slash("#case-desk", "/case help")
    assert "chatdesk runs in shadow" in world.engineer.reads("#case-desk")
    assert "chatdesk runs in shadow" in (await world.engineer.home()).text
    await world.customer.slash("#harbor-support", "/case help")
    assert "shadow" not in world.customer.reads("#harbor-support")


async def test_a_customer_is_promised_nothing(shadow_world) -> None:
    world = await shadow_world("catamarun", at=FRIDAY)
    number = await world.open_case("Tunnels drop", severity="P1 · Major impact")
    told = world.customer.reads("#harbor-support")
    assert number in told
    assert "This is only a trial" in told
    assert "nothing was promised and nothing was posted" in told
    assert "We have your case" not in told


async def test_a_card_of_the_log_channel_is_edited_as_the_case_goes_on(shadow_world) -> None:
    world = await shadow_world("catamarun", at=FRIDAY)
    number = await world.open_case("Tunnels drop", severity="P1 · Major impact")
    await world.engineer.slash("#case-desk", f"/case ack {number}")
    cards = [m for m in world.director.thread(_root(world, number)) if "Owner:" in world.director.text_of(m)]
    assert len(cards) == 1
    assert "Owner: Dana Reyes" in world.director.text_of(cards[0])
    assert "Would go to the engineers' thread." in world.director.text_of(cards[0])


async def test_out_of_the_shadow_open_cases_get_real_cards_and_old_notices_are_not_sent(shadow_world) -> None:
    world = await shadow_world("catamarun", at=FRIDAY)
    number = await world.open_case("Tunnels drop", severity="P1 · Major impact")
    ended = await world.open_case("Portal slow", severity="P3 · Minor impact")
    await world.customer.slash("#harbor-support", f"/case withdraw {ended}")
    await world.until("2026-03-06T19:00-05:00")
    await world.start_again(in_shadow=False)
    assert "Tunnels drop" in world.on_the_card(number)
    assert "Tunnels drop" in world.customer.text_of(world.card(number, world.customer))
    assert ended not in world.engineer.reads("#case-desk")
    assert "tier 1" not in world.on_call.reads("#on-call")
    assert world.account_rep.reads("@chatdesk") == ""
    # From now on it is as any desk.
    await world.engineer.slash("#case-desk", f"/case reply {number} We are on it.")
    assert "We are on it." in world.customer.reads(world.card(number, world.customer))
    await world.until("2026-03-06T22:20-05:00")
    assert f"{number} of Harbor Grid is escalated to tier" in world.director.reads("#directors")


async def test_into_the_shadow_real_cards_stay_as_they_are_until_it_ends(shadow_world) -> None:
    world = await shadow_world("catamarun", at=FRIDAY)
    await world.start_again(in_shadow=False)
    number = await world.open_case("Tunnels drop", severity="P1 · Major impact")
    before = world.on_the_card(number)
    await world.start_again(in_shadow=True)
    await world.engineer.slash("#case-desk", f"/case ack {number}")
    assert world.on_the_card(number) == before
    told = world.director.reads(_root(world, number))
    assert "Would change a message in the engineers' thread." in told
    assert "Owner: Dana Reyes" in told
    await world.start_again(in_shadow=False)
    assert "Owner: Dana Reyes" in world.on_the_card(number)


def _root(world, number: str):
    return next(m for m in world.director.messages(LOG) if f"{number} in shadow" in world.director.text_of(m))


async def _play(world) -> None:
    """A case through everything that can be said and done to it by command, and time for every reminder."""
    number = await world.open_case("Tunnels drop", severity="P1 · Major impact")
    await world.customer.say("#harbor-support", "It still drops, <!channel>")
    await world.until("2026-03-06T19:30-05:00")
    for words in (
        f"ack {number}",
        f"reply {number} We are on it.",
        f"note {number} the concentrator again",
        f"severity {number} 2",
        f"wait {number} customer",
        f"resume {number}",
        f"escalate {number} they are loud",
        f"ask {number} any news?",
        f"deescalate {number} calm again",
        f"workaround {number} use the backup line",
        f"resolve {number} replaced",
        "release R-7 out",
        "list",
    ):
        await world.engineer.slash("#case-desk", f"/case {words}")
    await world.until("2026-03-09T12:00-04:00")
    await world.customer.slash("#harbor-support", f"/case reject {number} it drops again")
    await world.engineer.slash("#case-desk", f"/case resolve {number} replaced once more")
    await world.customer.slash("#harbor-support", f"/case approve {number}")
    await world.until("2026-03-12T12:00-04:00")
