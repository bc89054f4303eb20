"""What a person does with the app's elements: click in a message, use a view, pick a shortcut."""

from __future__ import annotations

from typing import Any

from . import payloads
from .acts import Acts
from .conversations import Conversation, Message
from .files import file_json
from .outcome import TROUBLE, Impossible, Outcome
from .seed import Shortcut
from .validator import view_refusal
from .view_state import CHOICES, BadValue, action, elements, enter, initial, is_empty, problem
from .views import View, ViewRefused

JSON = dict[str, Any]
Values = dict[str, dict[str, Any]]


class Interactions:
    def __init__(self, acts: Acts) -> None:
        self.acts = acts
        self._workspace = acts.workspace
        self._views = acts.views
        self._outbound = acts.outbound

    async def click(
        self, user: str, channel: str, ts: str, action_id: str, block_id: str | None, value: Any = None
    ) -> Outcome:
        """Uses an element of a message or an ephemeral; `value` is what was chosen or typed in it."""
        place = self.acts.place(user, channel)
        message = place.find(ts, user)
        if message is None:
            raise Impossible(f"{user} sees no message {ts} in {channel}")
        block, element = _element(message.all_blocks, action_id, block_id)
        try:
            did = action(block, element, value, place.next_ts(self._workspace.now()))
            if element["type"] in CHOICES:
                entered = message.entered.setdefault(user, {}).setdefault(block["block_id"], {})
                entered[element["action_id"]] = enter(element, value)
        except BadValue as refused:
            return Outcome(str(refused))
        urls = self.acts.response_urls
        payload = payloads.message_action(
            self._workspace,
            user,
            place,
            message,
            did,
            urls.issue(user, place.id, message.ts, message.thread_ts),
            self.acts.triggers.issue(user),
        )
        return await self._send(payload)

    async def click_in_view(
        self,
        user: str,
        view_id: str,
        action_id: str,
        block_id: str | None,
        value: Any = None,
        values: Values | None = None,
    ) -> Outcome:
        """Uses an element of a modal or Home. An input without dispatch_action only remembers its value."""
        view = self._view(user, view_id)
        block, element = _element(view.blocks, action_id, block_id)
        try:
            self._fill(view, values or {})
            did = action(block, element, value, f"{self._workspace.now().timestamp():.6f}")
            if element["type"] in CHOICES:
                self._fill(view, {block["block_id"]: {element["action_id"]: value}})
        except BadValue as refused:
            return Outcome(str(refused))
        if block["type"] == "input" and not block.get("dispatch_action"):
            return Outcome()
        payload = payloads.view_action(
            self._workspace, view, self._views.wire(view), did, self.acts.triggers.issue(user)
        )
        return await self._send(payload)

    async def submit(self, user: str, view_id: str, values: Values | None = None) -> Outcome:
        """Submits a modal. What Slack's client refuses itself never reaches the app."""
        view = self._view(user, view_id)
        if view.is_home or view not in self._views.stack(user):
            raise Impossible(f"{view_id} is no open modal")
        try:
            self._fill(view, values or {})
        except BadValue as refused:
            return Outcome(str(refused))
        problems = _problems(view)
        if problems:
            return Outcome(errors=problems)
        shown = self._views.wire(view)
        payload = payloads.view_submission(self._workspace, view, shown, self.acts.triggers.issue(user))
        answer = await self._outbound.interactivity(payload)
        if answer.failure:
            return Outcome(TROUBLE)
        if not answer.body.strip():
            self._close(view)
            return Outcome()
        content = answer.json()
        return self._respond(view, content) if content is not None else Outcome(TROUBLE)

    async def close(self, user: str, view_id: str, is_clear: bool = False) -> Outcome:
        """Closes a modal, or with `is_clear` the whole stack; the app hears of it if it asked to."""
        view = self._view(user, view_id)
        closed = self._views.clear(user) if is_clear or view.content.get("clear_on_close") else [view]
        self._views.pop(view)
        for one in reversed(closed):
            if one.content.get("notify_on_close"):
                shown = self._views.wire(one)
                await self._send(payloads.view_closed(self._workspace, one, shown, is_clear))
        return Outcome()

    async def shortcut(self, user: str, callback_id: str, channel: str | None = None, ts: str | None = None) -> Outcome:
        """Picks a shortcut, on a message where it is a message shortcut."""
        shortcut = next((s for s in self.shortcuts(user) if s.callback_id == callback_id), None)
        if shortcut is None:
            return Outcome("This shortcut is not available to you.")
        trigger_id = self.acts.triggers.issue(user)
        if shortcut.kind == "global":
            return await self._send(payloads.global_shortcut(self._workspace, shortcut, user, trigger_id))
        place, message = self._message(user, channel, ts)
        url = self.acts.response_urls.issue(user, place.id)
        payload = payloads.message_shortcut(self._workspace, shortcut, user, place, message, url, trigger_id)
        return await self._send(payload)

    def shortcuts(self, user: str) -> tuple[Shortcut, ...]:
        """The shortcuts that this person is offered: none to people of other teams."""
        return () if self._workspace.is_foreign(user) else self._workspace.seed.app.shortcuts

    async def _send(self, payload: JSON) -> Outcome:
        answer = await self._outbound.interactivity(payload)
        return Outcome("The app did not respond.") if answer.failure else Outcome()

    def _respond(self, view: View, content: JSON) -> Outcome:
        match content.get("response_action"):
            case None if not content:
                self._close(view)
                return Outcome()
            case "clear":
                self._views.clear(view.user)
                return Outcome()
            case "errors":
                return _field_errors(view, content.get("errors"))
            case "update" | "push" as how:
                wanted = content.get("view")
                if not isinstance(wanted, dict) or view_refusal(wanted, "modal"):
                    return Outcome(TROUBLE)
                try:
                    if how == "update":
                        self._views.update(view, wanted, None)
                    else:
                        self._views.push(view.user, wanted)
                except ViewRefused:
                    return Outcome(TROUBLE)
                return Outcome()
        return Outcome(TROUBLE)

    def _close(self, view: View) -> None:
        self._views.pop(view)
        if view.content.get("clear_on_close"):
            self._views.clear(view.user)

    def _fill(self, view: View, values: Values) -> None:
        for block_id, actions in values.items():
            for action_id, value in actions.items():
                block, element = _element(view.blocks, action_id, block_id)
                if element["type"] == "file_input":
                    view.entered.setdefault(block["block_id"], {})[action_id] = self._chosen_files(view, element, value)
                elif element["type"] in CHOICES:
                    view.entered.setdefault(block["block_id"], {})[action_id] = enter(element, value)

    def _chosen_files(self, view: View, element: JSON, value: Any) -> JSON:
        """Ids of files that this person uploaded become the files; BadValue where the element does not take them."""
        ids = [one["id"] if isinstance(one, dict) else one for one in _files_of(value)]
        shelf = self._workspace.shelf.files
        files = [shelf[one] for one in ids if one in shelf and shelf[one].user == view.user]
        if len(files) != len(ids):
            raise BadValue("a file was not uploaded")
        most = element.get("max_files", 10)
        if len(files) > most:
            raise BadValue(f"Please choose at most {most} files.")
        taken = element.get("filetypes")
        odd = [file.name for file in files if taken and file.name.rpartition(".")[2].lower() not in taken]
        if odd:
            raise BadValue(f"This kind of file is not taken: {', '.join(odd)}.")
        return {"type": "file_input", "files": [file_json(self._workspace, file) for file in files]}

    def _view(self, user: str, view_id: str) -> View:
        view = self._views.find(view_id)
        if view is None or view.user != user:
            raise Impossible(f"{user} sees no view {view_id}")
        return view

    def _message(self, user: str, channel: str | None, ts: str | None) -> tuple[Conversation, Message]:
        place = self.acts.place(user, channel or "")
        message = place.messages.get(ts or "")
        if message is None:
            raise Impossible(f"{user} sees no message {ts} in {channel}")
        return place, message


def _files_of(value: Any) -> list[Any]:
    if isinstance(value, dict):
        value = value.get("files")
    return list(value or [])


def _element(blocks: list[JSON], action_id: str, block_id: str | None) -> tuple[JSON, JSON]:
    for block, element in elements(blocks):
        if element["action_id"] == action_id and block_id in (None, block["block_id"]):
            return block, element
    raise Impossible(f"there is no element {action_id} in block {block_id}")


def _problems(view: View) -> dict[str, str]:
    found: dict[str, str] = {}
    for block, element in elements(view.blocks):
        if block["type"] != "input":
            continue
        entered = view.entered.get(block["block_id"], {}).get(element["action_id"])
        state = entered or initial(element)
        if block.get("optional") and is_empty(state):
            continue
        wrong = problem(element, state)
        if wrong:
            found[block["block_id"]] = wrong
    return found


def _field_errors(view: View, errors: Any) -> Outcome:
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not set(errors) <= inputs:
        return Outcome(TROUBLE)
    if not all(isinstance(text, str) and text for text in errors.values()):
        return Outcome(TROUBLE)
    return Outcome(errors=errors)
