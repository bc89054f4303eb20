"""`chatdesk doctor` about Slack: token, scopes, clock, way in, channels and accounts, in its exact words."""

import os
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from chatdesk.doctor import Mark
from tests.doctor_world import DoctorWorld


@pytest.fixture
async def world(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[DoctorWorld]:
    for name in [name for name in os.environ if name.startswith(("CHATDESK_", "SLACK_", "MICROSOFT_"))]:
        monkeypatch.delenv(name)
    world = DoctorWorld(sqlite_url, tmp_path, monkeypatch)
    await world.start()
    yield world
    await world.stop()


def grant(world: DoctorWorld, *, without: str = "", beside: str = "") -> None:
    known = world.playground.web_api.installations
    scopes = (known["xoxb-1"].scopes - {without}) | ({beside} if beside else set())
    known["xoxb-1"] = replace(known["xoxb-1"], scopes=frozenset(scopes))


async def test_a_scope_that_is_missing_and_one_too_many_are_told(world: DoctorWorld) -> None:
    grant(world, without="pins:write", beside="chat:write.public")
    assert await world.wrong() == [
        (
            "slack",
            "Scopes are missing that manifest.yml names: pins:write.",
            "Add them under OAuth & Permissions, and install the app again.",
        ),
        (
            "slack",
            "Scopes are granted that chatdesk does not use: chat:write.public.",
            "Take them out under OAuth & Permissions, and install the app again.",
        ),
    ]


@pytest.mark.parametrize(("ahead", "says"), [(400, "ahead of"), (-400, "behind")])
async def test_a_clock_that_goes_wrong_is_told_with_what_comes_of_it(world: DoctorWorld, ahead: int, says: str) -> None:
    world.ahead = timedelta(seconds=ahead)
    told = await world.wrong()
    assert [area for area, _, _ in told] == ["slack"]
    [(_, what, to_do)] = told
    assert what.startswith("This machine's clock is ")
    assert what.endswith(f" s {says} Slack's.")
    assert 395 <= int(what.split(" is ")[1].split(" s ")[0]) <= 405
    assert to_do == (
        "Set it (NTP): due times are told wrong by as much, and from 300 s on all that Slack sends is refused."
    )


async def test_another_workspace_than_the_directory_s_is_told(world: DoctorWorld) -> None:
    world.directory(lambda text: text.replace("T0NORTHWIND", "T0ELSEWHERE"))
    assert (
        "slack",
        "The token is of Northwind Support (T0NORTHWIND); the directory says our workspace is T0ELSEWHERE.",
        "Correct 'organisation: tenants:' in the directory, or take the other app's token.",
    ) in await world.wrong()


async def test_a_slack_that_does_not_answer_is_told_apart_from_one_that_refuses(world: DoctorWorld) -> None:
    world.set("CHATDESK_SLACK_API_URL", "http://127.0.0.1:9/")
    told = await world.wrong()
    assert told[0] == (
        "slack",
        "Slack does not answer (unreachable).",
        "See whether this machine reaches http://127.0.0.1:9/ (a proxy? HTTPS_PROXY), and status.slack.com.",
    )
    assert told[1][1] == "6 of 6 channels were not looked at (unreachable)."


async def test_a_slack_that_hangs_is_cut_off(world: DoctorWorld) -> None:
    hanging = world.playground.faults.add("auth.test", "slow", seconds=30)
    lines = [one for one in await world.lines(seconds=2) if one.area == "slack"]
    hanging.release()
    assert (lines[0].mark, lines[0].what) == (Mark.WRONG, "No answer within 2 seconds.")
    assert lines[-1].what == "The 11 accounts of your people are there and open."


async def test_over_http_it_says_how_the_way_in_is_checked(world: DoctorWorld) -> None:
    [told] = [one for one in await world.lines() if one.what.startswith("HTTP:")]
    assert (told.mark, told.what) == (
        Mark.OPEN,
        "HTTP: whether Slack reaches your address with this SLACK_SIGNING_SECRET cannot be known from here.",
    )
    assert "`curl -X POST https://your.host/slack/events` must answer 401" in told.to_do


async def test_in_socket_mode_the_app_token_is_tried_without_connecting(world: DoctorWorld) -> None:
    world.set("SLACK_APP_TOKEN", "xapp-1")
    assert "Socket Mode: Slack opens a connection for the app-level token." in [one.what for one in await world.lines()]
    assert world.playground.sockets.opened == 0
    world.set("SLACK_APP_TOKEN", "xapp-other")
    assert await world.wrong() == [
        (
            "slack",
            "SLACK_APP_TOKEN: Slack opens no connection for it (invalid_auth).",
            "Basic Information, App-Level Tokens: copy one with connections:write; and switch Socket Mode on.",
        )
    ]


async def test_channels_that_are_gone_archived_or_without_us_are_told(world: DoctorWorld) -> None:
    world.directory(lambda text: text.replace("C0VPBRIDGE", "C0NOWHERE"))
    there = world.playground.administration
    await there.archive("C0DIRECTORS", "U0GRACE")
    await there.remove("C0ONCALL", "U0CHATDESK")
    assert [one for one in await world.wrong() if one[0] == "slack"] == [
        (
            "slack",
            "chatdesk is not in #on-call (C0ONCALL), our channel 'on_call'.",
            "Write /invite @chatdesk there.",
        ),
        (
            "slack",
            "#directors (C0DIRECTORS), our channel 'director', is archived.",
            "Bring it back, or name another one in the directory.",
        ),
        (
            "slack",
            "C0NOWHERE, our channel 'vp', is not there, or is private and chatdesk is not in it.",
            "Invite chatdesk there (/invite @chatdesk), or correct the id in the directory.",
        ),
    ]


async def test_a_channel_of_ours_that_strangers_read_is_told(world: DoctorWorld) -> None:
    await world.playground.administration.share("C0CASEDESK", "T0BLUEPEAK")
    assert await world.wrong() == [
        (
            "slack",
            "#case-desk (C0CASEDESK), our channel 'engineers', is shared with another organisation (T0BLUEPEAK), "
            "who read everything there.",
            "Disconnect them, or name a channel of your own alone in the directory.",
        )
    ]


async def test_a_customer_s_channel_must_be_shared_with_that_customer(world: DoctorWorld) -> None:
    await world.playground.administration.disconnect("C0BLUEPEAK", "T0BLUEPEAK")
    [(area, what, to_do)] = await world.wrong()
    assert area == "slack"
    assert what.endswith("(C0BLUEPEAK), the channel of Bluepeak Media, is shared with nobody: T0BLUEPEAK is not in it.")
    assert to_do == "Share it with them (Slack Connect), or correct 'tenants:' in the directory."


async def test_a_customer_s_channel_with_somebody_else_in_it_is_told(world: DoctorWorld) -> None:
    world.directory(lambda text: text.replace("tenants: {slack: T0BLUEPEAK}", "tenants: {slack: T0BLUEPEEK}"))
    told = [what for area, what, _ in await world.wrong() if area == "slack"]
    assert len(told) == 1
    assert told[0].endswith("is shared with an organisation that is not theirs (T0BLUEPEAK).")


async def test_accounts_that_are_closed_or_not_there_are_told(world: DoctorWorld) -> None:
    world.directory(lambda text: text.replace("slack: U0DANA", "slack: U0DANNA"))
    await world.playground.administration.deactivate("U0PRIYA")
    told = [one for one in await world.wrong() if one[0] == "slack"]
    to_do = "Correct the directory; what is told to them reaches nobody."
    assert told == [
        ("slack", "Dana Reyes (U0DANNA) has no account here.", to_do),
        ("slack", "The account of Priya Raman (U0PRIYA) is closed.", to_do),
    ]


async def test_channels_are_looked_at_on_once_slack_lets_us(world: DoctorWorld) -> None:
    world.playground.faults.add("conversations.info", "ratelimited", retry_after=1)
    assert await world.wrong() == []
    world.playground.faults.add("conversations.info", "ratelimited", retry_after=3600)
    assert await world.wrong() == [
        (
            "slack",
            "6 of 6 channels were not looked at (ratelimited).",
            "Mend what stands above, or ask again in a minute.",
        )
    ]
