"""A person in Teams as tests drive them: says, presses, fills in, and reads what that person may.

Acts go to chatdesk as signed requests, and what comes back is what Teams would show.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from chatdesk.playground import Outcome
from tests.teams_peer import activities
from tests.teams_peer.activities import JSON
from tests.teams_peer.sheet import CARD, NotThere, Sheet, data_of
from tests.teams_peer.tenant import Conversation, Message, Person, Tenant

UNREACHABLE = "Unable to reach app. Please try again."
_TOAST = "application/vnd.microsoft.activity.message"
_ERROR = "application/vnd.microsoft.error"

Where = str | Conversation
# Delivers an activity to chatdesk: the HTTP status and the body of the answer.
Deliver = Callable[[JSON], Awaitable[tuple[int, Any]]]


@dataclass
class Dialog:
    """`act` names the invoke that sends it. What it was opened from goes with it."""

    title: str
    sheet: Sheet
    act: str
    where: Conversation
    root: str | None
    about: Message | None
    carried: JSON


@dataclass(frozen=True)
class Shown:
    """A form as its reader sees it. `labels` are those of its inputs."""

    title: str
    text: str
    labels: tuple[str, ...]


class TeamsDriver:
    """Conversations are named by id, "#name", or "@chatdesk" for the chat with the app; buttons and inputs by
    the words on screen, or by verb and id."""

    def __init__(self, tenant: Tenant, person: Person, service_url: str, deliver: Deliver) -> None:
        self.tenant = tenant
        self.person = person
        self.id = person.address
        self.dialog: Dialog | None = None
        self._service_url = service_url
        self._deliver = deliver

    async def say(self, where: Where, text: str, thread: Message | None = None) -> Message:
        """Writes a message that does not mention the app: it hears it in the personal chat only."""
        return await self._write(where, text, thread, mentions_app=False)

    async def mention(
        self, where: Where, text: str, thread: Message | None = None, file: tuple[str, str] | None = None
    ) -> Message:
        """Writes to the app where others read it too. `file` is a name and a link."""
        place = self.place(where)
        return await self._write(place, text, thread, mentions_app=place.kind != "personal", file=file)

    async def attach(
        self, where: Where, text: str, files: Sequence[tuple[str, bytes]], thread: Message | None = None
    ) -> Message:
        """Writes to the app with files, which Teams keeps in SharePoint and names by their address there."""
        place = self.place(where)
        written, entities = activities.spoken(self.tenant, place, text, mentions_app=place.kind != "personal")
        root = _root_of(thread) if place.has_threads else None
        activity = self._message(place, root, written, entities)
        for name, _ in files:
            url = f"https://northwind.sharepoint.com/sites/support/{quote(name)}"
            activity["attachments"].append(activities.attached(name, url))
        message = self.tenant.write(place, root, self.person, activity)
        await self._send(message)
        return message

    async def edit(self, where: Where, message: Message, text: str) -> None:
        """Writes one's own message anew, still to whom it was written. In a channel Teams tells the bot of it only
        where it is mentioned."""
        assert message.author is self.person, f"{self.person.name} did not write it"
        place = self.place(where)
        mentions_app = self.tenant.app_address in str(message.activity.get("entities"))
        written, entities = activities.spoken(self.tenant, place, text, mentions_app=mentions_app)
        activity = self._message(place, message.root, written, entities)
        activity["attachments"] += activities.files_of(message.activity)
        await self._tell_of(message, activity | {"type": "messageUpdate"}, "editMessage")
        message.activity |= {key: activity[key] for key in ("text", "entities", "attachments")}
        message.edits += 1

    async def delete(self, where: Where, message: Message) -> None:
        """Teams leaves a stump that says so."""
        assert message.author is self.person, f"{self.person.name} did not write it"
        activity = self._message(self.place(where), message.root, "", [])
        del activity["text"], activity["attachments"], activity["textFormat"]
        await self._tell_of(message, activity | {"type": "messageDelete"}, "softDeleteMessage")
        message.activity = {**message.activity, "text": "This message has been deleted.", "attachments": []}

    async def undelete(self, where: Where, message: Message, text: str) -> None:
        """Takes the deletion back: the message, which said `text`, stands again."""
        place = self.place(where)
        mentions_app = self.tenant.app_address in str(message.activity.get("entities"))
        written, entities = activities.spoken(self.tenant, place, text, mentions_app=mentions_app)
        activity = self._message(place, message.root, written, entities)
        await self._tell_of(message, activity | {"type": "messageUpdate"}, "undeleteMessage")
        message.activity |= {"text": written}

    async def slash(self, where: Where, command: str, thread: Message | None = None) -> Outcome:
        """Types a slash command: a targeted message, where there are such; plain words in the personal chat."""
        place = self.place(where)
        text, entities = activities.spoken(self.tenant, place, command, mentions_app=False)
        root = _root_of(thread)
        activity = self._message(place, root, text, entities)
        if place.kind == "personal":
            written = self.tenant.write(place, None, self.person, activity)
        else:
            activity["recipient"] = {**activity["recipient"], "isTargeted": True}
            written = self.tenant.write(place, root, self.person, activity, only_for=self.person, is_command=True)
        await self._send(written)
        return Outcome()

    async def click(self, what: str, message: Message | None = None, choose: Any = None) -> Outcome:
        """Presses a button: of `message` if given, else of the open dialog, else of the newest message that has it.
        With `choose`, picks or types something in an input instead, which nobody is told of."""
        if choose is not None:
            self._form()[1].enter(what, choose)
            return Outcome()
        if message is None and self.dialog is not None:
            return await self._press(None, self.dialog.sheet, self._action(self.dialog.sheet, what))
        for seen in [message] if message else reversed(self.everything()):
            sheet = seen.sheet(self.person)
            if sheet is not None and (message is not None or sheet.action(what) is not None):
                self.dialog = None
                return await self._press(seen, sheet, self._action(sheet, what))
        raise NotThere(f"{self.person.name} sees no {what!r} to press; there is {self.buttons(message)}")

    async def submit(self, entries: Mapping[str, Any] | None = None) -> Outcome:
        """Fills in the open dialog, else the newest form among the messages, and sends it."""
        self.fill_in(entries or {})
        message, sheet = self._form()
        action = sheet.sends
        if action is None:
            raise NotThere(f"nothing sends this form: {sheet.text}")
        return await self._press(message, sheet, action)

    def fill_in(self, entries: Mapping[str, Any]) -> None:
        _, sheet = self._form()
        for name, entry in entries.items():
            sheet.enter(name, entry)

    async def redraw(self) -> Outcome:
        """Presses what draws the form again from what is filled in; nothing where a form has no such button."""
        message, sheet = self._form()
        return await self._press(message, sheet, sheet.redraws) if sheet.redraws else Outcome()

    async def shortcut(self, command: str, message: Message) -> Outcome:
        """Uses a message action of the app on a message, which need not be in a place where the app is."""
        value = {
            "commandId": command,
            "commandContext": "message",
            "requestId": "req",
            "context": {"theme": "default"},
            "messagePayload": activities.message_payload(message),
        }
        where, root = message.conversation, message.root or message.id
        return await self._ask("composeExtension/fetchTask", where, root, value, None, carried=value)

    def modal(self) -> Shown:
        """The open dialog, else the newest form among the messages."""
        _, sheet = self._form()
        return Shown(self.dialog.title if self.dialog else "", sheet.text, sheet.labels)

    def has_modal(self) -> bool:
        return self.dialog is not None

    def has_form(self) -> bool:
        sheets = (message.sheet(self.person) for message in self.everything())
        return self.has_modal() or any(sheet is not None and sheet.sends is not None for sheet in sheets)

    def messages(self, where: Where) -> list[Message]:
        """What this person reads at the top level of a conversation."""
        return self.place(where).top_level(self.person)

    def thread(self, parent: Message) -> list[Message]:
        return parent.conversation.replies(self.person, parent.id)

    def everything(self) -> list[Message]:
        """Every message that this person can see anywhere, oldest first."""
        seen = [message for place in self.places() for message in place.seen_by(self.person)]
        return sorted(seen, key=lambda message: int(message.id))

    def buttons(self, message: Message | None = None) -> list[str]:
        sheets = [each.sheet(self.person) for each in ([message] if message else self.everything())]
        return [str(action.get("title")) for sheet in sheets if sheet for action in sheet.actions]

    def places(self) -> list[Conversation]:
        return [place for place in self.tenant.conversations.values() if self.person in place.members]

    def place(self, where: Where) -> Conversation:
        if isinstance(where, Conversation):
            return where
        if where.startswith("@"):
            return self.tenant.begin_personal(self.person)
        for place in self.places():
            if where in (place.id, f"#{place.name}", place.name):
                return place
        there = [place.name or place.id for place in self.places()]
        raise NotThere(f"{self.person.name} is not in {where}, but in {there}")

    def where_all_are(self, text: str, where: str) -> str:
        """Where everybody whom a text names can be mentioned: there, else in a channel of this person's."""
        people = self.tenant.people
        named = [people[login] for login in activities.NAMED.findall(text) if login in people]
        places = [self.place(where), *(place for place in self.places() if place.kind == "channel" and place.has_app)]
        found = next((place for place in places if all(one in place.members for one in named)), None)
        return where if found in (None, places[0]) else f"#{found.name}"

    async def _write(
        self,
        where: Where,
        text: str,
        thread: Message | None,
        *,
        mentions_app: bool,
        file: tuple[str, str] | None = None,
    ) -> Message:
        place = self.place(where)
        written, entities = activities.spoken(self.tenant, place, text, mentions_app=mentions_app)
        root = _root_of(thread) if place.has_threads else None
        activity = self._message(place, root, written, entities)
        if file is not None:
            activity["attachments"].append(activities.attached(*file))
        message = self.tenant.write(place, root, self.person, activity)
        if place.has_app and (mentions_app or place.kind == "personal"):
            await self._send(message)
        return message

    def _message(self, place: Conversation, root: str | None, text: str, entities: list[JSON]) -> JSON:
        return activities.message(self.tenant, self.person, place, root, text, entities, self._service_url)

    async def _send(self, message: Message) -> None:
        """Names it, threads it by its own id where it begins a thread, and delivers it."""
        where = message.conversation
        message.activity["id"] = message.id
        if where.has_threads:
            message.activity["conversation"]["id"] = f"{where.id};messageid={message.root or message.id}"
        status, _ = await self._deliver(message.activity)
        if status not in (200, 201, 202):
            self.tenant.failures.append(f"message {message.activity['text']!r} was answered {status}")

    async def _tell_of(self, message: Message, activity: JSON, happened: str) -> None:
        """What becomes of a message the bot hears of under its id, if it heard the message itself."""
        where = message.conversation
        was_heard = where.kind == "personal" or self.tenant.app_address in str(message.activity.get("entities"))
        if not (where.has_app and was_heard):
            return
        activity["id"] = message.id
        activity["channelData"] = {**activity["channelData"], "eventType": happened}
        if where.has_threads:
            activity["conversation"]["id"] = f"{where.id};messageid={message.root or message.id}"
        status, _ = await self._deliver(activity)
        if status not in (200, 201, 202):
            self.tenant.failures.append(f"{happened} of {message.id} was answered {status}")

    def _action(self, sheet: Sheet, what: str) -> JSON:
        action = sheet.action(what)
        if action is None:
            raise NotThere(f"no {what!r} to press; there is {[a.get('title') for a in sheet.actions]} on {sheet.text}")
        return action

    async def _press(self, message: Message | None, sheet: Sheet, action: JSON) -> Outcome:
        asks_inputs = action["type"] in ("Action.Execute", "Action.Submit") and action.get("associatedInputs") != "none"
        if asks_inputs and (refusals := sheet.refusals()):
            return Outcome(errors=refusals)
        match action["type"]:
            case "Action.ToggleVisibility":
                appeared = [a for a in sheet.toggle(action) if a["type"] != "Action.ToggleVisibility"]
                return await self._press(message, sheet, appeared[0]) if appeared else Outcome()
            case "Action.OpenUrl":
                return Outcome(more={"url": action["url"]})
            case "Action.Execute" if message is not None:
                return await self._execute(message, sheet, action)
            case "Action.Submit" if (data_of(action).get("msteams") or {}).get("type") == "task/fetch":
                if message is None:
                    raise NotThere("a dialog cannot open another one")
                value = {"data": _merged(sheet, action), "context": {"theme": "default"}}
                return await self._ask("task/fetch", message.conversation, _thread_of(message), value, message)
            case "Action.Submit" if message is None:
                return await self._submit(sheet, action)
            case "Action.Submit" if message is not None:
                return await self._submit_in_message(message, sheet, action)
        self.tenant.failures.append(f"{action['type']} does nothing in a dialog")
        return Outcome(error="The button does nothing.")

    async def _execute(self, message: Message, sheet: Sheet, action: JSON) -> Outcome:
        shown = {key: action[key] for key in ("title", "id", "verb") if key in action}
        value = {
            "action": {"type": "Action.Execute", **shown, "data": _merged(sheet, action)},
            "trigger": "manual",
        }
        status, body = await self._invoke(
            "adaptiveCard/action", message.conversation, _thread_of(message), value, message
        )
        if status != 200 or not isinstance(body, dict) or not {"statusCode", "type", "value"} <= body.keys():
            return self._unreachable("adaptiveCard/action", status, body)
        if body["type"] == CARD:
            message.show(self.person, body["value"])
            return Outcome(errors=Sheet(body["value"], self.person.zone).errors)
        if body["type"] == _TOAST and isinstance(body["value"], str):
            self._toast(message, body["value"])
            return Outcome(notice=body["value"])
        if body["type"] == _ERROR and isinstance(body["value"], dict) and body["value"].get("message"):
            return Outcome(error=str(body["value"]["message"]))
        return self._unreachable("adaptiveCard/action", status, body)

    def _toast(self, message: Message, text: str) -> None:
        """What Teams shows below the card, to the one who pressed."""
        where = message.conversation
        root = (message.root or message.id) if where.has_threads else None
        self.tenant.write(where, root, None, {"type": "message", "text": text}, only_for=self.person)

    async def _submit(self, sheet: Sheet, action: JSON) -> Outcome:
        dialog = self.dialog
        if dialog is None:
            raise NotThere("no dialog is open")
        value = {**dialog.carried, "data": _merged(sheet, action), "context": {"theme": "default"}}
        return await self._ask(dialog.act, dialog.where, dialog.root, value, dialog.about, carried=dialog.carried)

    async def _submit_in_message(self, message: Message, sheet: Sheet, action: JSON) -> Outcome:
        activity = self._message(message.conversation, _thread_of(message), "", [])
        del activity["text"], activity["attachments"]
        activity |= {"value": _merged(sheet, action), "replyToId": message.id, "id": f"f:{message.id}"}
        status, _ = await self._deliver(activity)
        if status not in (200, 201, 202):
            return self._unreachable("Action.Submit", status, None)
        return Outcome()

    async def _ask(
        self,
        name: str,
        where: Conversation,
        root: str | None,
        value: JSON,
        about: Message | None,
        carried: JSON | None = None,
    ) -> Outcome:
        """An invoke that opens a dialog, goes on with it or ends it."""
        status, body = await self._invoke(name, where, root, value, about)
        if status != 200 or not isinstance(body, dict):
            return self._unreachable(name, status, body)
        task = body.get("task")
        if task is None and name == "composeExtension/submitAction" and ("composeExtension" in body or not body):
            self.dialog = None
            return Outcome()
        if not isinstance(task, dict):
            return self._unreachable(name, status, body)
        if task.get("type") == "message" and isinstance(task.get("value"), str):
            self.dialog = None
            return Outcome(notice=task["value"])
        card = ((task.get("value") or {}).get("card") or {}) if task.get("type") == "continue" else {}
        if card.get("contentType") != CARD or not task["value"].get("title"):
            return self._unreachable(name, status, body)
        sheet = Sheet(card["content"], self.person.zone)
        act = "composeExtension/submitAction" if name.startswith("composeExtension") else "task/submit"
        kept = {key: part for key, part in (carried or {}).items() if key != "data"}
        self.dialog = Dialog(str(task["value"]["title"]), sheet, act, where, root, about, kept)
        return Outcome(errors=sheet.errors)

    async def _invoke(
        self, name: str, where: Conversation, root: str | None, value: JSON, about: Message | None
    ) -> tuple[int, Any]:
        return await self._deliver(
            activities.invoke(self.tenant, self.person, where, root, name, value, self._service_url, about)
        )

    def _unreachable(self, name: str, status: int, body: Any) -> Outcome:
        self.tenant.failures.append(f"{name} was answered {status} {body!r}")
        return Outcome(error=UNREACHABLE)

    def _form(self) -> tuple[Message | None, Sheet]:
        if self.dialog is not None:
            return None, self.dialog.sheet
        for message in reversed(self.everything()):
            sheet = message.sheet(self.person)
            if sheet is not None and sheet.sends is not None:
                return message, sheet
        raise NotThere(f"{self.person.name} has no form to fill in")


def _merged(sheet: Sheet, action: JSON) -> JSON:
    """An action's data with the values of the inputs; an input wins over a key of the same name."""
    inputs = {} if action.get("associatedInputs") == "none" else sheet.values()
    return {**data_of(action), **inputs}


def _root_of(thread: Message | None) -> str | None:
    return (thread.root or thread.id) if thread else None


def _thread_of(message: Message) -> str | None:
    return (message.root or message.id) if message.conversation.has_threads else None
