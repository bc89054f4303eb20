"""One small app on each of Slack's frameworks, Python and JavaScript, that do the same and tell what they saw."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.errors import SlackApiError

from tests.node_packages import NODE_FOLDER, node, node_package
from tests.playground.bolt_app import SECRET, TOKEN, World, listening

JSON = dict[str, Any]
PYTHON, JAVASCRIPT = "python", "javascript"
PATIENCE_SECONDS = 10.0


class Twin:
    """`seen` is what the app has told, in order."""

    def __init__(self) -> None:
        self.seen: list[JSON] = []
        self._told = asyncio.Condition()

    async def tell(self, line: JSON) -> None:
        async with self._told:
            self.seen.append(line)
            self._told.notify_all()

    async def saw(self, kind: str, count: int = 1) -> JSON:
        """The newest of this kind, once there are so many."""
        async with asyncio.timeout(PATIENCE_SECONDS), self._told:
            await self._told.wait_for(lambda: len(self.all(kind)) >= count)
            return self.all(kind)[-1]

    def all(self, kind: str) -> list[JSON]:
        return [line for line in self.seen if line["saw"] == kind]


@asynccontextmanager
async def twin(kind: str, world: World) -> AsyncIterator[Twin]:
    """The app behind this workspace, listening."""
    made = Twin()
    running = _in_python(made, world) if kind == PYTHON else in_javascript(made, world, {"SIGNING_SECRET": SECRET})
    async with running as url:
        world.playground.request_url = url
        yield made
        await world.playground.settle()


@asynccontextmanager
async def in_javascript(twin: Twin, world: World, more: dict[str, str]) -> AsyncIterator[str | None]:
    """Where the app listens; None where it comes by itself, over a socket."""
    node_package("@slack/bolt")
    env = os.environ | {"API_URL": world.playground.api_url, "BOT_TOKEN": TOKEN} | more
    program = await asyncio.create_subprocess_exec(
        node(), str(NODE_FOLDER / "bolt_app.cjs"), env=env, stdout=asyncio.subprocess.PIPE
    )
    reading = asyncio.create_task(_read(program, twin))
    try:
        started = await twin.saw("start")
        yield f"http://127.0.0.1:{started['port']}/slack/events" if started["port"] else None
    finally:
        program.terminate()
        await program.wait()
        await reading


async def _read(program: asyncio.subprocess.Process, twin: Twin) -> None:
    assert program.stdout is not None
    async for line in program.stdout:
        # Bolt writes its own complaints there too.
        if line.startswith(b'{"saw"'):
            await twin.tell(json.loads(line))


@asynccontextmanager
async def _in_python(twin: Twin, world: World) -> AsyncIterator[str]:
    app = AsyncApp(signing_secret=SECRET, client=world.client, process_before_response=True)
    _register(app, twin, world.client)
    async with listening(app) as url:
        yield url


def _register(app: AsyncApp, twin: Twin, client: Any) -> None:
    failed_once: set[str] = set()

    @app.event("message")
    async def message(event: JSON, req: AsyncBoltRequest) -> None:
        num, reason = (req.headers.get(f"x-slack-retry-{name}") for name in ("num", "reason"))
        told = {"num": int(num[0]) if num else None, "reason": reason[0] if reason else None}
        await twin.tell({"saw": "message", "text": event.get("text")} | told)
        if event.get("text") == "fail once" and event["ts"] not in failed_once:
            failed_once.add(event["ts"])
            raise RuntimeError("as asked")

    @app.command("/ticket")
    async def command(command: JSON, ack: Any) -> None:
        told = {"text": command["text"], "user": command["user_id"], "channel": command["channel_id"]}
        await twin.tell({"saw": "command"} | told)
        await ack(response_type="ephemeral", text=f"You said: {command['text']}")

    @app.action("open")
    async def open_form(ack: Any, body: JSON) -> None:
        await ack()
        opened = await _tried(client.views_open(trigger_id=body["trigger_id"], view=form("One")))
        again = await _tried(client.views_open(trigger_id=body["trigger_id"], view=form("Again")))
        who = {"user": body["user"]["id"], "team": body["user"]["team_id"]}
        await twin.tell({"saw": "open", "ok": opened is None, "again": again} | who)

    @app.action("refused")
    async def refused(ack: Any, body: JSON) -> None:
        await ack()
        title = {"type": "plain_text", "text": "a title of far more than twenty-four characters"}
        error = await _tried(client.views_open(trigger_id=body["trigger_id"], view=form("One") | {"title": title}))
        await twin.tell({"saw": "refused", "error": error})

    @app.action("deeper")
    async def deeper(ack: Any, body: JSON) -> None:
        await ack()
        pushed = await _tried(client.views_push(trigger_id=body["trigger_id"], view=form("Deeper")))
        stale = await _tried(client.views_update(view_id=body["view"]["id"], hash="1.stale", view=form("Stale")))
        await twin.tell({"saw": "deeper", "error": pushed, "stale": stale})

    @app.action("answer")
    async def answer(ack: Any, respond: Any) -> None:
        await ack()
        answers = [
            (await respond(text=f"answer {number}", response_type="ephemeral")).status_code == 200
            for number in range(1, 7)
        ]
        await twin.tell({"saw": "answer", "answers": answers})

    @app.view("form")
    async def submitted(ack: Any, view: JSON, body: JSON) -> None:
        words = view["state"]["values"]["said"]["words"]["value"]
        await twin.tell({"saw": "form", "words": words, "team": body["user"]["team_id"]})
        answers: dict[str, JSON] = {
            "wrong": {"response_action": "errors", "errors": {"said": "Not these words."}},
            "nowhere": {"response_action": "errors", "errors": {"elsewhere": "There is no such field."}},
            "change": {"response_action": "update", "view": form("Changed")},
            "broken": {"response_action": "update", "view": form("Broken") | {"blocks": "none"}},
            "clear": {"response_action": "clear"},
        }
        await ack(**answers.get(words, {}))

    @app.shortcut("note")
    async def note(ack: Any, shortcut: JSON) -> None:
        await ack()
        channel, said = shortcut["channel"]["id"], shortcut["message"]
        posted = await client.chat_postMessage(channel=channel, thread_ts=said["ts"], text="noting")
        await client.chat_update(channel=channel, ts=posted["ts"], text="noted")
        author = await client.users_info(user=said["user"])
        nobody = await _tried(client.users_info(user="U0NONE"))
        nowhere = await _tried(client.chat_postMessage(channel="C0QUIET", text="?"))
        told = {"team": author["user"]["team_id"], "nobody": nobody, "nowhere": nowhere}
        await twin.tell({"saw": "note"} | told)


def form(title: str) -> JSON:
    def text(words: str) -> JSON:
        return {"type": "plain_text", "text": words}

    element = {"type": "plain_text_input", "action_id": "words"}
    button = {"type": "button", "action_id": "deeper", "text": text("Deeper")}
    return {
        "type": "modal",
        "callback_id": "form",
        "title": text(title),
        "submit": text("Send"),
        "blocks": [
            {"type": "input", "block_id": "said", "label": text("Words"), "element": element},
            {"type": "actions", "block_id": "more", "elements": [button]},
        ],
    }


async def _tried(call: Awaitable[Any]) -> str | None:
    """Slack's error; None if it went well."""
    try:
        await call
    except SlackApiError as refused:
        return str(refused.response["error"])
    return None
