"""A person at a window of the Agents Playground, by the HTTP calls and the socket of its own page."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any
from urllib.parse import quote

import aiohttp

from chatdesk.demo.agents_playground import AgentsPlayground
from chatdesk.demo.teams_cast import APP_ID, Window
from tests.teams_peer.sheet import CARD, NotThere, Sheet, data_of

JSON = dict[str, Any]

# A limit, not a wait: machines that test are busy ones.
_PATIENCE_SECONDS = 20.0


@dataclass
class Message:
    """What stands in a conversation. A message of a channel begins a thread, whose conversation is `thread`."""

    id: str
    conversation: str
    content: JSON
    is_by_bot: bool = True
    edits: int = 0

    @property
    def thread(self) -> str:
        return f"{self.conversation.partition(';')[0]};messageid={self.id}"

    @property
    def sheet(self) -> Sheet | None:
        cards = [one["content"] for one in self.content.get("attachments", []) if one["contentType"] == CARD]
        return Sheet(cards[0], "UTC") if cards else None

    @property
    def text(self) -> str:
        sheet = self.sheet
        return "\n".join(words for words in (self.content.get("text") or "", sheet.text if sheet else "") if words)


@dataclass
class Dialog:
    """What a message extension opened."""

    command: str
    value: JSON
    conversation: str
    title: str
    sheet: Sheet


@dataclass
class PersonAtAWindow:
    """Reads what the page would show, and does what its buttons do. Use it as a context."""

    playground: AgentsPlayground
    window: Window
    messages: list[Message] = field(default_factory=list)

    async def __aenter__(self) -> PersonAtAWindow:
        self._session = aiohttp.ClientSession(self.playground.origin)
        self._socket = await self._session.ws_connect("/_ws_conversation/v1/conversations/stream")
        self._news = asyncio.Condition()
        self._reading = asyncio.create_task(self._read())
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        self._reading.cancel()
        await asyncio.gather(self._reading, return_exceptions=True)
        await self._session.close()

    @property
    def chat(self) -> str:
        return self.window.personal_chat

    @property
    def channel(self) -> str:
        return self.window.channels[0][0]

    async def say(self, conversation: str, text: str) -> Message:
        """Writes; in a channel it begins a thread, in a thread's conversation it answers there."""
        return await self._say(conversation, {"type": "text", "text": text, "textFormat": "plain"})

    async def mention(self, conversation: str, text: str) -> Message:
        bot = {"mentioned": {"id": f"28:{APP_ID}"}, "text": "<at>chatdesk</at>"}
        said = f"<at>chatdesk</at> {text}"
        return await self._say(conversation, {"type": "text", "text": said, "textFormat": "xml", "mentions": [bot]})

    async def press(self, what: str, message: Message) -> JSON:
        """Presses a button by its words; what the page is answered. A question on the card is answered with yes."""
        sheet = message.sheet
        action = sheet.action(what) if sheet else None
        if sheet is None or action is None:
            raise NotThere(f"no button {what!r} on:\n{message.text}")
        if action["type"] == "Action.ToggleVisibility":
            action = next(one for one in sheet.toggle(action) if one["type"] == "Action.Execute")
        if action["type"] != "Action.Execute":
            raise NotThere(f"{what!r} opens a dialog, which the Agents Playground cannot")
        return await self.execute(message, action, sheet.values())

    async def execute(self, message: Message, action: JSON, values: JSON) -> JSON:
        pressed = {**action, "data": {**data_of(action), **values}}
        pressed.pop("fallback", None)
        answer = await self._post(
            "/_conversation/v1/invoke",
            {
                "name": "adaptiveCard/action",
                "value": {"action": pressed, "trigger": "manual"},
                "from": {"id": self._me},
                "conversation": {"id": message.conversation},
                "replyToId": message.id,
            },
        )
        return answer

    async def open_from(self, command: str, message: Message | None = None) -> Dialog:
        """The message extension's dialog, from a message's menu or from the message box."""
        value: JSON = {"commandId": command, "commandContext": "message" if message else "compose"}
        conversation = message.conversation if message else self.chat
        if message:
            value["messagePayload"] = {
                "id": message.id,
                "createdDateTime": "2026-03-06T19:20:00.000Z",
                "from": {"user": self._user, "device": None, "conversation": None, "application": None},
                "body": {"contentType": "html", "content": f"<p>{message.content['text']}</p>"},
                "attachments": [],
                "mentions": [],
                "reactions": [],
                "messageType": "message",
                "linkToMessage": f"https://teams.microsoft.com/l/message/{quote(conversation)}/{message.id}",
            }
        answer = await self._extension("composeExtension/fetchTask", value, conversation)
        return self._dialog(command, value, conversation, answer)

    async def send(self, dialog: Dialog, **entries: str) -> Dialog | str:
        """Fills in the dialog and sends it: the next dialog, or the words it ends with."""
        for name, entry in entries.items():
            dialog.sheet.enter(name, entry)
        assert not dialog.sheet.refusals(), dialog.sheet.refusals()
        action = dialog.sheet.sends
        if action is None:
            raise NotThere(f"nothing sends this dialog:\n{dialog.sheet.text}")
        value = {**dialog.value, "data": {**data_of(action), **dialog.sheet.values()}}
        answer = await self._extension("composeExtension/submitAction", value, dialog.conversation)
        task = answer.get("task") or {}
        if task.get("type") == "continue":
            return self._dialog(dialog.command, dialog.value, dialog.conversation, answer)
        return str(task.get("value", ""))

    async def sees(self, words: str, conversation: str = "", *, edited: bool = False) -> Message:
        """Waits until a message of chatdesk says it; `conversation` may be a channel, with every thread in it."""
        return await self.until(
            lambda: next(
                (
                    one
                    for one in reversed(self.messages)
                    if one.is_by_bot
                    and words in one.text
                    and one.conversation.startswith(conversation)
                    and (one.edits or not edited)
                ),
                None,
            ),
            f"{words!r} in {conversation or 'any conversation'}",
        )

    async def until(self, found: Callable[[], Message | None], what: str) -> Message:
        try:
            async with asyncio.timeout(_PATIENCE_SECONDS), self._news:
                while (message := found()) is None:
                    await self._news.wait()
                return message
        except TimeoutError:
            shown = "\n\n".join(f"[{one.conversation}] {one.text}" for one in self.messages)
            raise NotThere(f"{self.window.person.name} sees no {what}, but:\n{shown}") from None

    @property
    def _me(self) -> str:
        return f"29:{self.window.person.id}"

    @property
    def _user(self) -> JSON:
        account = self.window.config["currentUser"]
        return {"userIdentityType": "aadUser", "id": account["aadObjectId"], "displayName": account["name"]}

    async def _say(self, conversation: str, content: JSON) -> Message:
        path = f"/_conversation/v1/conversations/{quote(conversation, safe='')}/messages"
        answer = await self._post(path, {**content, "from": {"id": self._me}})
        message = Message(answer["messageId"], answer.get("postConversationId") or conversation, content, False)
        self.messages.append(message)
        return message

    async def _extension(self, name: str, value: JSON, conversation: str) -> JSON:
        body = {"name": name, "value": value, "from": {"id": self._me}, "conversation": {"id": conversation}}
        return await self._post("/_conversation/v1/invoke", body)

    def _dialog(self, command: str, value: JSON, conversation: str, answer: JSON) -> Dialog:
        task = answer["task"]
        assert task["type"] == "continue", answer
        shown = task["value"]
        return Dialog(command, value, conversation, shown["title"], Sheet(shown["card"]["content"], "UTC"))

    async def _post(self, path: str, body: JSON) -> JSON:
        async with self._session.post(path, json=body) as response:
            text = await response.text()
            assert response.status == 200, f"{path}: {response.status} {text}"
            answer: JSON = await response.json(content_type=None)
            return answer

    async def _read(self) -> None:
        async for frame in self._socket:
            event = frame.json()
            content = event.get("message")
            async with self._news:
                if event["action"] == "createMessage":
                    conversation = content.get("postConversationId") or event["actionConversationId"]
                    self.messages.append(Message(content["messageId"], conversation, content))
                elif event["action"] == "updateMessage":
                    for one in self.messages:
                        if one.id == content["messageId"]:
                            one.content, one.edits = content, one.edits + 1
                self._news.notify_all()
