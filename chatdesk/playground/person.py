"""A person of the workspace as tests drive them: says, clicks, fills in, and reads what that person may."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .conversations import Conversation, Message
from .outcome import Outcome
from .reader import NotThere, Reader, Shown, Where, caption, shown
from .reading import plain
from .view_state import elements, options
from .views import View

JSON = dict[str, Any]
# A name and what it holds.
File = tuple[str, bytes]


class PersonDriver(Reader):
    """Elements and options are found by the words on screen, or by action_id and value; people by name. Acts
    go the way that the page's acts go, wait for the app's acknowledgement, and return the Outcome: what Slack
    would answer this person."""

    async def say(
        self, where: Where, text: str, thread: Message | str | None = None, files: Sequence[File] = ()
    ) -> Message:
        """Writes a message; in the thread of `thread` if given, with files if any."""
        place = self.place(where)
        ids = [await self.upload(name, content) for name, content in files]
        outcome = await self.playground.acts.say(self.id, place.id, text, _thread(thread), ids)
        if "ts" not in outcome.more:
            raise NotThere(f"{text!r} was not sent: {outcome.error or outcome.notice}")
        return place.messages[outcome.more["ts"]]

    async def slash(self, where: Where, command: str, thread: Message | str | None = None) -> Outcome:
        """Types a slash command, e.g. "/case list"."""
        return await self.playground.acts.say(self.id, self.place(where).id, command, _thread(thread))

    async def mention(
        self, where: Where, text: str, thread: Message | str | None = None, files: Sequence[File] = ()
    ) -> Message:
        """Writes a message that begins with a mention of the app."""
        return await self.say(where, f"<@{self.workspace.bot.id}> {text}", thread, files)

    async def attach(
        self, where: Where, text: str, files: Sequence[File], thread: Message | str | None = None
    ) -> Message:
        return await self.say(where, text, thread, files)

    async def upload(self, name: str, content: bytes) -> str:
        """A file's id, to be given to a message or to a form's `file_input`."""
        outcome = await self.playground.acts.upload(self.id, name, content)
        if "file" not in outcome.more:
            raise NotThere(f"{name} was not uploaded: {outcome.error}")
        return str(outcome.more["file"])

    async def edit(self, where: Where, message: Message, text: str) -> Outcome:
        return await self.playground.acts.edit(self.id, self.place(where).id, message.ts, text)

    async def delete(self, where: Where, message: Message) -> Outcome:
        return await self.playground.acts.delete(self.id, self.place(where).id, message.ts)

    async def react(self, message: Message, name: str) -> Outcome:
        """Gives a reaction, or takes one's own back."""
        return await self.playground.acts.react(self.id, self.place_of(message).id, message.ts, name)

    async def open_dm(self, other: str) -> Conversation:
        return self.place(f"@{other}")

    async def home(self) -> Shown:
        """Opens the App Home, and waits until the app has published one."""
        await self.playground.acts.open_home(self.id)
        return await self.home_with("")

    async def click(self, what: str, message: Message | None = None, choose: Any = None) -> Outcome:
        """Uses an element: of `message` if given, else of the open modal, else of the newest message that has
        it. `choose` is an option's words or value, several of them, or what is typed."""
        if message is None and self.has_modal():
            return await self._click_in_view(self.top_modal(), what, choose)
        message, block, element = self._element(what, message)
        return await self.playground.interactions.click(
            self.id,
            self.place_of(message).id,
            message.ts,
            element["action_id"],
            block["block_id"],
            self._value(element, choose),
        )

    async def click_home(self, what: str, choose: Any = None) -> Outcome:
        view = self.playground.views.home(self.id)
        if view is None:
            raise NotThere(f"{self.person.name} has no Home")
        return await self._click_in_view(view, what, choose)

    async def shortcut(self, callback_id: str, message: Message | None = None) -> Outcome:
        channel, ts = (self.place_of(message).id, message.ts) if message else (None, None)
        return await self.playground.interactions.shortcut(self.id, callback_id, channel, ts)

    async def submit(self, entries: Mapping[str, Any] | None = None) -> Outcome:
        """Fills in the open modal and submits it; entries are named by label, block_id or action_id."""
        view = self.top_modal()
        values: dict[str, dict[str, Any]] = {}
        for name, entry in (entries or {}).items():
            block, element = self._input(view, name)
            value = await self._uploaded(entry) if element["type"] == "file_input" else self._value(element, entry)
            values.setdefault(block["block_id"], {})[element["action_id"]] = value
        return await self.playground.interactions.submit(self.id, view.id, values)

    async def _uploaded(self, files: Sequence[File]) -> list[str]:
        return [await self.upload(name, content) for name, content in files]

    async def close(self, *, everything: bool = False) -> Outcome:
        return await self.playground.interactions.close(self.id, self.top_modal().id, everything)

    async def _click_in_view(self, view: View, what: str, choose: Any) -> Outcome:
        for block, element in elements(view.blocks):
            if what in (caption(block, element), element["action_id"]):
                return await self.playground.interactions.click_in_view(
                    self.id, view.id, element["action_id"], block["block_id"], self._value(element, choose)
                )
        there = [caption(block, element) for block, element in elements(view.blocks)]
        raise NotThere(f"no {what!r} in the view {shown(view).title!r}; there is {there}")

    def _element(self, what: str, message: Message | None) -> tuple[Message, JSON, JSON]:
        for seen in [message] if message else reversed(self.everything()):
            for block, element in elements(seen.all_blocks):
                if what in (caption(block, element), element["action_id"]):
                    return seen, block, element
        raise NotThere(f"{self.person.name} sees no {what!r} to click; there is {self.buttons(message)}")

    def _input(self, view: View, name: str) -> tuple[JSON, JSON]:
        found = list(elements(view.blocks))
        for block, element in found:
            if name in (caption(block, element), block["block_id"], element["action_id"]):
                return block, element
        raise NotThere(f"no input {name!r}; there is {[caption(b, e) for b, e in found]}")

    def _value(self, element: JSON, entry: Any) -> Any:
        """What was meant by words on screen: an option's words become its value, a name the person's id."""
        if isinstance(entry, list | tuple):
            return [self._value(element, item) for item in entry]
        there = options(element)
        for option in there:
            if entry in (option["value"], plain(option["text"]["text"])):
                return option["value"]
        if there and entry is not None:
            raise NotThere(f"no option {entry!r}; there is {[plain(o['text']['text']) for o in there]}")
        if "users" in element["type"] and isinstance(entry, str):
            person = self.workspace.person_named(entry.lstrip("@"))
            return person.id if person else entry
        return entry


def _thread(message: Message | str | None) -> str | None:
    return message.thread_ts or message.ts if isinstance(message, Message) else message
