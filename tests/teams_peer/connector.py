"""A connector like Teams': it keeps what is posted to it, refuses what Teams refuses, and breaks when told to."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from urllib.parse import unquote

from aiohttp import web

JSON = dict[str, Any]

LARGEST_MESSAGE = 100 * 1024
_AT = re.compile(r"<at[^>]*>.*?</at>", re.DOTALL)


@dataclass(frozen=True)
class Call:
    """One request. `parts` are what follows /v3/conversations in its path, decoded: conversation id, kind, id."""

    method: str
    raw_path: str
    parts: tuple[str, ...]
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: JSON

    @property
    def conversation(self) -> str:
        return self.parts[0] if self.parts else ""

    @property
    def is_targeted(self) -> bool:
        return self.query.get("isTargetedActivity") == "true"


@dataclass
class Message:
    """What stands. `conversation` is the id it was posted to, `body` its present state."""

    conversation: str
    id: str
    body: JSON
    is_targeted: bool = False
    edits: int = 0


@dataclass(frozen=True)
class Fault:
    """What happens to one call. `accepts`: the message stands all the same. `loses`: the answer never arrives."""

    status: int = 500
    code: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    accepts: bool = False
    loses: bool = False
    holds: asyncio.Event | None = None
    body: bytes | None = None
    hits: Callable[[Call], bool] = lambda call: True


class Refusal(Exception):
    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status = status
        self.code = code


class FakeConnector:
    """Serves on a free port of this machine. `check` may raise Refusal for what a tenant does not allow.

    `members` answers roster questions by (conversation id without thread, user id). A `token` that is
    not None must come with every call.
    """

    def __init__(self, token: str | None = None) -> None:
        self.token = token
        self.calls: list[Call] = []
        self.messages: list[Message] = []
        self.members: dict[tuple[str, str], JSON] = {}
        self.chats: dict[str, str] = {}
        self.faults: list[Fault] = []
        self.check: Callable[[Call], None] = lambda call: None
        self.origin = ""
        self._numbers = count(1763000000001)
        self._runner: web.AppRunner | None = None

    async def start(self) -> FakeConnector:
        application = web.Application(client_max_size=2 * 1024 * 1024)
        application.router.add_route("*", "/{path:.*}", self._answer)
        self._runner = web.AppRunner(application, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.origin = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def close(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    def service_url(self, tenant: str | None = None) -> str:
        """An address of this connector as activities name it, with a tenant or, like the older ones, without."""
        return f"{self.origin}/emea/{tenant}/" if tenant else f"{self.origin}/teams/"

    def fail(self, *faults: Fault) -> None:
        """The next calls that a fault hits suffer it, once each, in order."""
        self.faults.extend(faults)

    def said_in(self, conversation: str) -> list[JSON]:
        """What stands in a conversation, oldest first."""
        return [message.body for message in self.messages if message.conversation == conversation]

    def next_id(self) -> str:
        return str(next(self._numbers))

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        call = await _call_of(request)
        self.calls.append(call)
        fault = self._fault_for(call)
        try:
            if fault is None:
                return web.json_response(self._carried_out(call), status=201 if call.method == "POST" else 200)
            if fault.accepts:
                self._carried_out(call)
            if fault.holds is not None:
                await fault.holds.wait()
        except Refusal as refused:
            return _refused(refused.status, refused.code)
        if fault.loses:
            assert request.transport is not None
            request.transport.abort()
        if fault.body is not None:
            return web.Response(status=fault.status, body=fault.body, headers=fault.headers)
        return _refused(fault.status, fault.code, fault.headers)

    def _fault_for(self, call: Call) -> Fault | None:
        found = next((fault for fault in self.faults if fault.hits(call)), None)
        if found is not None:
            self.faults.remove(found)
        return found

    def _carried_out(self, call: Call) -> JSON:
        if self.token is not None and call.headers.get("Authorization") != f"Bearer {self.token}":
            raise Refusal(401, "Unauthorized")
        self.check(call)
        match (call.method, call.parts):
            case ("POST", ()):
                return self._create(call)
            case ("POST", (conversation, "activities", *_)):
                return {"id": self._post(conversation, call.body, is_targeted=call.is_targeted).id}
            case ("PUT", (conversation, "activities", activity_id)):
                return self._update(conversation, activity_id, call.body)
            case ("GET", (conversation, "members", user)):
                member = self.members.get((_base(conversation), user))
                if member is None:
                    raise Refusal(404, "MemberNotFoundInConversation")
                return member
        raise Refusal(404, "NotFound")

    def _create(self, call: Call) -> JSON:
        """A thread in a channel, or the one personal chat with a person."""
        channel = ((call.body.get("channelData") or {}).get("channel") or {}).get("id")
        activity = call.body.get("activity")
        if channel:
            if not isinstance(activity, dict):
                raise Refusal(400, "BadArgument")
            root = self._post(channel, activity)
            root.conversation = f"{channel};messageid={root.id}"
            return {"id": root.conversation, "activityId": root.id, "serviceUrl": self.service_url()}
        members = call.body.get("members") or []
        if len(members) != 1 or not members[0].get("id"):
            raise Refusal(400, "BadArgument")
        chat = self.chats.setdefault(members[0]["id"], f"a:chat-{len(self.chats) + 1}")
        made: JSON = {"id": chat, "serviceUrl": self.service_url()}
        if isinstance(activity, dict):
            made["activityId"] = self._post(chat, activity).id
        return made

    def _post(self, conversation: str, body: JSON, *, is_targeted: bool = False) -> Message:
        _check_message(body)
        if is_targeted != bool((body.get("recipient") or {}).get("isTargeted")):
            raise Refusal(400, "BadArgument")
        message = Message(conversation, self.next_id(), body, is_targeted)
        self.messages.append(message)
        return message

    def _update(self, conversation: str, activity_id: str, body: JSON) -> JSON:
        for message in self.messages:
            if message.id == activity_id and _base(message.conversation) == _base(conversation):
                _check_message(body)
                message.body = body
                message.edits += 1
                return {"id": activity_id}
        raise Refusal(404, "ActivityNotFoundInConversation")


def _check_message(body: JSON) -> None:
    """What Teams refuses to show, whoever sends it."""
    if len(json.dumps(body, ensure_ascii=False).encode("utf-16-le", "surrogatepass")) > LARGEST_MESSAGE:
        raise Refusal(413, "MessageSizeTooBig")
    if body.get("type") != "message":
        return
    text, attachments = body.get("text") or "", body.get("attachments") or []
    if not text and not attachments:
        raise Refusal(400, "BadSyntax")
    mentioned = [entity.get("text") for entity in body.get("entities") or [] if entity.get("type") == "mention"]
    if body.get("textFormat") != "plain" and sorted(_AT.findall(text)) != sorted(mentioned):
        raise Refusal(400, "BadArgument")
    for attachment in attachments:
        card = attachment.get("content") or {}
        listed = [entity.get("text") for entity in (card.get("msteams") or {}).get("entities") or []]
        written = json.dumps({name: part for name, part in card.items() if name != "msteams"}, ensure_ascii=False)
        if not all(text and json.dumps(text, ensure_ascii=False)[1:-1] in written for text in listed):
            raise Refusal(400, "BadArgument")


async def _call_of(request: web.Request) -> Call:
    path = request.raw_path.partition("?")[0]
    _, named, rest = path.partition("/v3/conversations")
    content = await request.read()
    return Call(
        request.method,
        request.raw_path,
        tuple(unquote(part) for part in rest.split("/")[1:]) if named else ("?",),
        dict(request.query),
        dict(request.headers),
        json.loads(content) if content else {},
    )


def _refused(status: int, code: str | None, headers: Mapping[str, str] | None = None) -> web.Response:
    body = {"error": {"code": code, "message": f"({code})"}} if code else {}
    return web.json_response(body, status=status, headers=headers)


def _base(conversation: str) -> str:
    return conversation.partition(";messageid=")[0]
