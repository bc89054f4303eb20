"""The workspace's own install steps, as an installer goes through them, before a real Bolt app."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from chatdesk.playground import NO_APP, Playground
from chatdesk.playground.manifest import BadManifest, read_manifest
from tests.playground.bolt_app import SEED, listening

MANIFEST = """
display_information: {name: Helper}
features:
  bot_user: {display_name: helper}
  slash_commands:
    - {command: /ticket, url: "http://127.0.0.1:9/in", description: Make a ticket}
oauth_config:
  scopes:
    bot: [chat:write, channels:history, commands]
settings:
  event_subscriptions:
    request_url: "http://127.0.0.1:9/in"
    bot_events: [message.channels, reaction_added]
  interactivity: {is_enabled: true, request_url: "http://127.0.0.1:9/in"}
"""


class Steps:
    """The page's side of it."""

    def __init__(self, http: aiohttp.ClientSession, playground: Playground) -> None:
        self.http = http
        self.playground = playground

    async def do(self, step: str, **body: Any) -> dict[str, Any]:
        async with self.http.post(f"/page/apps/{step}", json=body, headers={"X-Playground": "1"}) as answer:
            return await answer.json()

    async def app(self) -> dict[str, Any] | None:
        async with self.http.get("/page/apps") as answer:
            return (await answer.json())["app"]


@pytest.fixture
async def steps() -> AsyncIterator[Steps]:
    channels = tuple(replace(c, members=tuple(m for m in c.members if m in people())) for c in SEED.channels)
    playground = Playground(
        replace(SEED, app=NO_APP, channels=channels),
        bot_token="",
        signing_secret="",
        request_url=None,
        now=lambda: datetime.now(UTC),
    )
    async with playground, aiohttp.ClientSession(playground.base_url) as http:
        yield Steps(http, playground)


def people() -> set[str]:
    return {person.id for person in SEED.people}


def client_of(steps: Steps, token: str) -> AsyncWebClient:
    return AsyncWebClient(token=token, base_url=steps.playground.api_url, retry_handlers=[])


async def test_before_anything_is_installed_the_workspace_works_and_knows_no_app(steps: Steps) -> None:
    assert await steps.app() is None
    ana = steps.playground.as_("ana")
    assert (await ana.say("#team", "hello")).text == "hello"
    assert "is not a valid command" in (await ana.slash("#team", "/ticket x")).error
    async with steps.http.get("/page/state?as=U0ANA") as answer:
        state = await answer.json()
    assert state["is_for_installing"] is True
    assert not any(person.get("is_bot") for person in state["people"])
    for step in ("install", "token", "sockets", "verify"):
        assert (await steps.do(step, on=True, url="http://127.0.0.1:9/"))["error"] == "First create the app."


async def test_each_step_gives_what_slack_gives_and_the_app_works_after_them(steps: Steps) -> None:
    created = (await steps.do("create", manifest=MANIFEST))["app"]
    assert len(created["signing_secret"]) == 32
    assert created["bot_token"] is None
    installed = (await steps.do("install"))["app"]
    client = client_of(steps, installed["bot_token"])
    assert (await client.auth_test())["user"] == "helper"
    bolt = AsyncApp(client=client, signing_secret=created["signing_secret"], process_before_response=True)
    heard: list[str] = []

    @bolt.event("message")
    async def hear(event: dict[str, Any]) -> None:
        heard.append(event["text"])

    @bolt.command("/ticket")
    async def answer(ack) -> None:
        await ack("Noted")

    ana = steps.playground.as_("ana")
    assert (await ana.slash("#team", "/invite @helper")).notice == "@helper has joined."
    async with listening(bolt) as url:
        await steps.do("create", manifest=MANIFEST.replace("http://127.0.0.1:9/in", url))
        await ana.slash("#team", "/ticket x")
        await ana.sees("Noted", "#team")
        await ana.say("#team", "too early")
        verified = await steps.do("verify", url=url)
        assert (verified["notice"], verified["app"]["is_verified"]) == ("Verified.", True)
        await ana.say("#team", "now")
        await client.chat_postMessage(channel="C0TEAM", text="mine")
    assert heard == ["now"]


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (lambda asked: web.Response(text="no"), "it did not answer with the challenge"),
        (lambda asked: web.Response(status=401), "it answered 401; does the app have the Signing Secret from above?"),
        (lambda asked: web.Response(status=302, headers={"Location": "/"}), "it answered 302"),
        (lambda asked: web.Response(text=asked["challenge"]), None),
        (lambda asked: web.Response(text=f"challenge={asked['challenge']}"), None),
        (lambda asked: web.json_response({"challenge": asked["challenge"]}), None),
    ],
)
async def test_an_address_is_verified_by_a_signed_challenge(steps: Steps, answer, why) -> None:
    asked: list[web.Request] = []

    async def receive(request: web.Request) -> web.Response:
        asked.append(request)
        return answer(await request.json())

    application = web.Application()
    application.router.add_post("/in", receive)
    runner = web.AppRunner(application)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        await steps.do("create", manifest=MANIFEST)
        outcome = await steps.do("verify", url=f"http://127.0.0.1:{runner.addresses[0][1]}/in")
    finally:
        await runner.cleanup()
    assert asked[0].headers["X-Slack-Signature"].startswith("v0=")
    assert outcome.get("error") == (why and f"The address is not verified: {why}.")
    assert outcome["app"]["is_verified"] is (why is None)


async def test_nothing_is_ever_sent_to_another_machine(steps: Steps) -> None:
    outcome = await steps.do("create", manifest=MANIFEST.replace("http://127.0.0.1:9", "https://chatdesk.example.com"))
    assert outcome["app"]["elsewhere"] == ["https://chatdesk.example.com/in"]
    await steps.do("install")
    refused = await steps.do("verify", url="https://chatdesk.example.com/in")
    assert "this workspace reaches only this machine" in refused["error"]
    assert (await steps.do("verify", url="http://127.0.0.1:9/in"))["error"].endswith("nothing listens there.")
    assert "dispatch_failed" in (await steps.playground.as_("ana").slash("#team", "/ticket x")).error


async def test_new_scopes_hold_only_after_the_app_is_installed_again(steps: Steps) -> None:
    await steps.do("create", manifest=MANIFEST)
    client = client_of(steps, (await steps.do("install"))["app"]["bot_token"])
    with pytest.raises(SlackApiError, match="missing_scope"):
        await client.users_info(user="U0ANA")
    changed = await steps.do("create", manifest=MANIFEST.replace("chat:write,", "chat:write, users:read,"))
    assert changed["app"]["needs_reinstall"] is True
    with pytest.raises(SlackApiError, match="missing_scope"):
        await client.users_info(user="U0ANA")
    assert (await steps.do("install"))["app"]["needs_reinstall"] is False
    assert (await client.users_info(user="U0ANA"))["ok"]


async def test_socket_mode_needs_no_address_and_is_switched_by_the_manifest_or_a_button(steps: Steps) -> None:
    without = "\n".join(line for line in MANIFEST.splitlines() if "request_url" not in line).replace(
        ', url: "http://127.0.0.1:9/in"', ""
    )
    refused = await steps.do("create", manifest=without)
    assert [finding.split(": ", 1)[1] for finding in refused["findings"]] == [
        "features.slash_commands[0]: needs url, or Socket Mode (settings.socket_mode_enabled)",
        "settings.event_subscriptions: needs request_url, or Socket Mode (settings.socket_mode_enabled)",
    ]
    assert await steps.app() is None
    await steps.do("create", manifest=without + "\n  socket_mode_enabled: true\n")
    token = (await steps.do("token"))["app"]["app_tokens"][0]
    assert token.startswith("xapp-")
    url = (await client_of(steps, token).apps_connections_open(app_token=token))["url"]
    async with steps.http.ws_connect(url) as ws:
        assert (await ws.receive_json())["type"] == "hello"
        assert (await steps.app())["connections"] == 1
        kept = await steps.do("sockets", on=False)
        assert kept["error"] == "The manifest is not accepted."
        assert (await steps.app())["is_over_sockets"] is True


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("chat:write", "chat:rite", "line 9: oauth_config.scopes.bot[0]: 'chat:rite' is no scope of a bot"),
        ("reaction_added", "reaction", "line 13: settings.event_subscriptions.bot_events[1]: 'reaction' is no event"),
        ("/ticket", "ticket", "line 6: features.slash_commands[0].command: 'ticket' must look like /command"),
        ("http://127.0.0.1:9/in", "127.0.0.1", "line 6: features.slash_commands[0].url: '127.0.0.1' is no http(s)"),
        ("Helper", "H" * 36, "line 2: display_information.name: has 36 characters, at most 35 are allowed"),
        (
            "is_enabled: true",
            "is_enabled: perhaps",
            "line 14: settings.interactivity.is_enabled: must be true or false",
        ),
        ("settings:", "setings:", "line 10: setings: is unknown here"),
        ("commands]", "commands, commands]", "line 9: oauth_config.scopes.bot[3]: 'commands' stands here twice"),
        ("commands]", "commands", "is neither YAML nor JSON: "),
        (", commands]", "]", "line 5: features.slash_commands: need the scope commands"),
    ],
)
async def test_a_manifest_that_slack_would_refuse_is_refused_with_what_and_where(
    steps: Steps, old: str, new: str, finding: str
) -> None:
    outcome = await steps.do("create", manifest=MANIFEST.replace(old, new))
    assert outcome["error"] == "The manifest is not accepted."
    assert any(finding in one for one in outcome["findings"]), outcome["findings"]
    assert await steps.app() is None


@pytest.mark.parametrize("text", ["", "[]", "just words", "{", "a: &x [*x]", "\x00", "- " * 5000, '{"a": 1e999}'])
def test_whatever_else_is_pasted_is_refused_in_words(text: str) -> None:
    with pytest.raises(BadManifest):
        read_manifest(text)


def test_json_is_read_as_well_as_yaml() -> None:
    plain = read_manifest(MANIFEST)
    assert read_manifest(json.dumps(plain, indent=2)) == plain


async def test_a_page_elsewhere_cannot_take_the_steps(steps: Steps) -> None:
    async with steps.http.post("/page/apps/create", json={"manifest": MANIFEST}) as answer:
        assert answer.status == 403
    async with steps.http.post("/page/apps/fly", json={}, headers={"X-Playground": "1"}) as answer:
        assert answer.status == 404
    assert (await steps.do("create", manifest=3))["ok"] is False
