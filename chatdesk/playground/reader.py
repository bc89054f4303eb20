"""What a person of the workspace can read: messages, threads, modals, Home; for tests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .conversations import Conversation, Message
from .reading import plain, text_of, words_of
from .seed import Person
from .view_state import CHOICES, elements
from .views import View

if TYPE_CHECKING:
    from .server import Playground

JSON = dict[str, Any]
Where = str | Conversation
PATIENCE_SECONDS = 5.0


class NotThere(AssertionError):
    """What a test looked for is not shown to this person; the message lists what is."""


@dataclass(frozen=True)
class Shown:
    """A modal or Home as its reader sees it. `labels` are those of its inputs."""

    view: View
    title: str
    text: str
    labels: tuple[str, ...]


class Reader:
    """Conversations are named by id, "#name", or "@name" for a direct message. What is waited for is waited
    for until something changes, five seconds of the wall at most."""

    def __init__(self, playground: Playground, person: Person) -> None:
        self.person = person
        self.id = person.id
        self.playground = playground
        self.workspace = playground.workspace

    def messages(self, where: Where) -> list[Message]:
        """What this person reads at the top level of a conversation, their ephemerals included."""
        place = self.place(where)
        own = [message for message in place.ephemerals_of(self.id) if message.thread_ts is None]
        return sorted([*place.top_level(), *own], key=lambda message: message.ts)

    def thread(self, parent: Message) -> list[Message]:
        """The replies of a thread, this person's ephemerals in it included."""
        place = self.place_of(parent)
        own = [message for message in place.ephemerals_of(self.id) if message.thread_ts == parent.ts]
        return sorted([*place.replies(parent.ts), *own], key=lambda message: message.ts)

    def last(self, where: Where) -> Message:
        messages = self.messages(where)
        if not messages:
            raise NotThere(f"nothing is written in {where}")
        return messages[-1]

    def everything(self, where: Where | None = None) -> list[Message]:
        """Every message, reply and ephemeral that this person can see there, or anywhere, oldest first."""
        seen = [
            message
            for place in (self.places() if where is None else [self.place(where)])
            for message in [*place.messages.values(), *place.ephemerals_of(self.id)]
        ]
        return sorted(seen, key=lambda message: message.ts)

    async def sees(self, text: str, where: Where | None = None) -> Message:
        """Waits until a message with these words is there, in any thread; the newest such message."""

        def found() -> Message | None:
            return next((m for m in reversed(self.everything(where)) if text in text_of(m)), None)

        await self.playground.until(lambda: found() is not None, PATIENCE_SECONDS)
        message = found()
        if message is None:
            shown = "\n---\n".join(text_of(message) for message in self.everything(where)[-20:])
            raise NotThere(f"{self.person.name} sees no {text!r} in {where or 'any channel'}, but:\n{shown}")
        return message

    def buttons(self, message: Message | None = None) -> list[str]:
        """The words on the elements of a message, or of everything this person sees."""
        messages = [message] if message else self.everything()
        return [caption(block, element) for m in messages for block, element in elements(m.all_blocks)]

    def modal(self) -> Shown:
        """The modal on top, as it is now."""
        return shown(self.top_modal())

    async def modal_with(self, text: str) -> Shown:
        """Waits until the modal on top shows these words."""

        def shows() -> bool:
            stack = self.playground.views.stack(self.id)
            return bool(stack) and text in shown(stack[-1]).text

        if not await self.playground.until(shows, PATIENCE_SECONDS):
            stack = self.playground.views.stack(self.id)
            raise NotThere(f"no modal shows {text!r}; open: {[shown(view).text for view in stack]}")
        return self.modal()

    def has_modal(self) -> bool:
        return bool(self.playground.views.stack(self.id))

    async def home_with(self, text: str) -> Shown:
        """Waits until the App Home shows these words; `home()` of the driver opens it first."""

        def shows() -> bool:
            view = self.playground.views.home(self.id)
            return view is not None and text in shown(view).text

        await self.playground.until(shows, PATIENCE_SECONDS)
        view = self.playground.views.home(self.id)
        if view is None or not shows():
            raise NotThere(f"Home does not show {text!r}, but: {shown(view).text if view else 'nothing'}")
        return shown(view)

    def places(self) -> list[Conversation]:
        return [place for place in self.workspace.conversations.values() if self.id in place.members]

    def place(self, where: Where) -> Conversation:
        """A conversation this person is in."""
        if isinstance(where, Conversation):
            return where
        if where.startswith("@"):
            other = self.workspace.person_named(where[1:]) or self.workspace.people.get(where[1:])
            if other is None:
                raise NotThere(f"nobody here is {where}")
            return self.workspace.direct_message(self.id, other.id)
        for place in self.places():
            if where in (place.id, f"#{place.name}", place.name):
                return place
        there = [place.name or place.id for place in self.places()]
        raise NotThere(f"{self.person.name} is not in {where}, but in {there}")

    def place_of(self, message: Message) -> Conversation:
        for place in self.places():
            if place.find(message.ts, self.id) is message:
                return place
        raise NotThere(f"{self.person.name} does not see the message {text_of(message)!r}")

    def top_modal(self) -> View:
        stack = self.playground.views.stack(self.id)
        if not stack:
            raise NotThere(f"no modal is open for {self.person.name}")
        return stack[-1]


def shown(view: View) -> Shown:
    title = (view.content.get("title") or {}).get("text", "")
    labels = tuple(plain(block["label"]["text"]) for block in view.blocks if block["type"] == "input")
    return Shown(view, title, "\n".join([title, *words_of(view.blocks)]), labels)


def caption(block: JSON, element: JSON) -> str:
    """The words that a person finds an element by: its own, its input's label, or its placeholder."""
    if "text" in element:
        return plain(element["text"]["text"])
    if block["type"] == "input":
        return plain(block["label"]["text"])
    if element["type"] in CHOICES and "placeholder" in element:
        return plain(element["placeholder"]["text"])
    return str(element["action_id"])
