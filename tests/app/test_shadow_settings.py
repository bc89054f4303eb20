"""Going into the shadow and out of it, as an operator does."""

import asyncio
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import select

from chatdesk.app import App, StartRefused, read_files, serve, wall_clock
from chatdesk.core.directory_changes import LinkCustomer
from chatdesk.core.places import Identity, Place
from chatdesk.demo.cast import workspace_of
from chatdesk.demo.manifest import app_of, find_manifest, read_manifest
from chatdesk.playground import Playground
from chatdesk.settings import Settings, SettingsError
from chatdesk.store import tables as t
from tests.shadow_world import ShadowOnSlack

DIRECTORY = Path("chatdesk/demo/directory.yml")


@pytest.mark.parametrize("value", ["C0VPBRIDGE", "slack:#ops", "slack:D0RUTH", "teams:19:x@thread.v2", "irc:ops"])
def test_what_is_no_channel_is_refused_with_what_to_do(tmp_path: Path, value: str) -> None:
    with pytest.raises(SettingsError, match=r"CHATDESK_SHADOW_CHANNEL.*is no channel.*set it to the one channel"):
        _settings(tmp_path, value)


def test_a_customer_s_channel_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="C0HARBOR is shared with Harbor Grid"):
        App(_settings(tmp_path, "slack:C0HARBOR"), wall_clock, read_files(None, DIRECTORY))


async def test_a_channel_that_became_a_customer_s_in_chat_is_refused(tmp_path: Path) -> None:
    files, settings = read_files(None, DIRECTORY), _settings(tmp_path, "slack:C0NEWROOM")
    app = App(settings.model_copy(update={"shadow_channel": None}), wall_clock, files)
    room = Place("slack", "T0NORTHWIND", "C0NEWROOM")
    by = Identity("slack", "T0NORTHWIND", "U0RUTH")
    app.desk.administer("one", by, "Ruth", lambda who, taken: [LinkCustomer("harbor", room)], wall_clock())
    await app.stop()
    with pytest.raises(SettingsError, match="C0NEWROOM is shared with Harbor Grid"):
        App(settings, wall_clock, files)


def test_a_channel_of_a_platform_that_is_not_set_up_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="teams is not set up"):
        App(_settings(tmp_path, "teams:19:log@thread.tacv2"), wall_clock, read_files(None, DIRECTORY))


async def test_what_waited_when_the_shadow_ended_is_not_told_after_the_fact(tmp_path: Path) -> None:
    world = ShadowOnSlack(tmp_path, "2026-03-06T14:20-05:00", "catamarun")
    await world.start()
    await world.open_case("Tunnels drop", severity="P1 · Major impact")
    # The acknowledgement is missed while nothing is sent any more.
    world.app.desk.on_commit = lambda: None
    world.clock.advance_to(world.now.replace(hour=23))
    await world.app.run(world.app.desk.wake_due, world.now)
    store = world.app.desk._store
    with store.reading() as tx:
        assert "pending" in set(tx.execute(select(t.deliveries.c.state)).scalars())
    await world.start_again(in_shadow=False)
    assert world.account_rep.reads("@chatdesk") == ""
    assert world.on_call.reads("#on-call") == ""
    with world.app.desk._store.reading() as tx:
        assert "shadowed" in set(tx.execute(select(t.deliveries.c.state)).scalars())
        assert tx.execute(select(t.shadow_messages)).first() is None
    await world.stop()


def _settings(folder: Path, channel: str) -> Settings:
    return Settings(
        database_url=f"sqlite:///{folder / 'shadow.db'}",
        directory=DIRECTORY,
        port=0,
        slack_bot_token=SecretStr("xoxb-1"),
        slack_signing_secret=SecretStr("s"),
        shadow_channel=channel,
    )


@pytest.mark.parametrize(
    ("channel", "why"),
    [
        ("C0NOPE", "there is no channel C0NOPE, or it is private"),
        ("C0CASEDESK", "chatdesk is not in the channel C0CASEDESK"),
    ],
)
async def test_a_channel_that_slack_does_not_let_us_post_in_stops_the_start(
    tmp_path: Path, channel: str, why: str
) -> None:
    files, app = read_files(None, DIRECTORY), app_of(read_manifest(find_manifest()))
    async with Playground(
        workspace_of(files.directory, app), bot_token="xoxb-1", signing_secret="s", request_url=None, now=wall_clock
    ) as slack:
        desk = slack.workspace.channel_named("case-desk")
        desk.members.remove(app.bot_user_id)
        assert desk.id == "C0CASEDESK"
        settings = _settings(tmp_path, f"slack:{channel}").model_copy(update={"slack_api_url": slack.api_url})
        with pytest.raises(StartRefused, match=f"CHATDESK_SHADOW_CHANNEL: {why}.*/invite @chatdesk"):
            await asyncio.wait_for(serve(App(settings, wall_clock, files)), 10)


async def test_a_silent_slack_does_not_keep_a_shadow_from_starting(tmp_path: Path) -> None:
    settings = _settings(tmp_path, "slack:C0NOPE").model_copy(update={"slack_api_url": "http://127.0.0.1:9/"})
    app = App(settings, wall_clock, read_files(None, DIRECTORY))
    assert await app.fronts.why_refused() is None
    await app.stop()


async def test_what_the_log_channel_does_not_take_waits_and_is_no_dead_letter(tmp_path: Path) -> None:
    world = ShadowOnSlack(tmp_path, "2026-03-06T14:20-05:00", "catamarun")
    await world.start()
    number = await world.open_case("Tunnels drop", severity="P1 · Major impact")
    world.playground.workspace.channel_named("vp-bridge").is_archived = True
    await world.engineer.slash("#case-desk", f"/case escalate {number} they are loud")
    await world.settle()
    with world.app.desk._store.reading() as tx:
        found = set(tx.execute(select(t.deliveries.c.state, t.deliveries.c.last_error)).all())
    assert "dead" not in {state for state, _ in found}, found
    assert ("pending", "is_archived") in found
    await world.stop()
