"""Open modals, each person's stack of at most three, and their App Home."""

from __future__ import annotations

import itertools
import secrets
from dataclasses import dataclass, field
from typing import Any

from .block_ids import with_ids
from .changes import Changes
from .seed import App
from .view_state import Entered, elements, values

JSON = dict[str, Any]
MAX_STACK = 3


class ViewRefused(Exception):
    """Slack's word for why a view cannot be opened or changed."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass
class View:
    """`content` is what the app sent, `entered` what its reader has filled in."""

    id: str
    user: str
    content: JSON
    blocks: list[JSON]
    hash: str
    root_id: str
    previous_id: str | None = None
    entered: Entered = field(default_factory=dict)

    @property
    def is_home(self) -> bool:
        return bool(self.content["type"] == "home")


class Views:
    def __init__(self, app: App, team_id: str, changes: Changes) -> None:
        self.app = app
        self._team_id = team_id
        self._changes = changes
        self._stacks: dict[str, list[View]] = {}
        self._homes: dict[str, View] = {}
        self._numbers = itertools.count(1)

    def stack(self, user: str) -> list[View]:
        """The open modals of a person, the visible one last."""
        return list(self._stacks.get(user, []))

    def home(self, user: str) -> View | None:
        return self._homes.get(user)

    def open(self, user: str, content: JSON) -> View:
        """Opens a modal; a stack that was open is replaced."""
        self._refuse_taken_external_id(content, None)
        view = self._new(user, content)
        self._stacks[user] = [view]
        self._changes.bump()
        return view

    def push(self, user: str, content: JSON) -> View:
        stack = self._stacks.get(user, [])
        if not stack:
            raise ViewRefused("not_found")
        if len(stack) >= MAX_STACK:
            raise ViewRefused("push_limit_reached")
        self._refuse_taken_external_id(content, None)
        view = self._new(user, content)
        view.root_id, view.previous_id = stack[0].id, stack[-1].id
        stack.append(view)
        self._changes.bump()
        return view

    def update(self, view: View, content: JSON, expected_hash: str | None) -> View:
        """Replaces what a view shows; values entered in inputs that keep their ids survive."""
        if expected_hash and expected_hash != view.hash:
            raise ViewRefused("hash_conflict")
        if content["type"] != view.content["type"]:
            raise ViewRefused("invalid_arguments")
        self._refuse_taken_external_id(content, view)
        view.content, view.blocks, view.hash = content, with_ids(content["blocks"]), self._hash()
        kept = {(b["block_id"], e["action_id"], e["type"]) for b, e in elements(view.blocks)}
        view.entered = {
            block_id: {
                action_id: state for action_id, state in actions.items() if (block_id, action_id, state["type"]) in kept
            }
            for block_id, actions in view.entered.items()
        }
        self._changes.bump()
        return view

    def publish(self, user: str, content: JSON, expected_hash: str | None) -> View:
        """Sets a person's App Home."""
        home = self._homes.get(user)
        if home:
            return self.update(home, content, expected_hash)
        if expected_hash:
            raise ViewRefused("hash_conflict")
        self._homes[user] = self._new(user, content)
        self._changes.bump()
        return self._homes[user]

    def find(self, view_id: str | None = None, external_id: str | None = None) -> View | None:
        everything = [*itertools.chain.from_iterable(self._stacks.values()), *self._homes.values()]
        for view in everything:
            if view_id and view.id == view_id:
                return view
            if external_id and view.content.get("external_id") == external_id:
                return view
        return None

    def pop(self, view: View) -> None:
        """Takes a modal, and whatever lies above it, off its reader's stack."""
        stack = self._stacks.get(view.user, [])
        if view in stack:
            del stack[stack.index(view) :]
            self._changes.bump()

    def clear(self, user: str) -> list[View]:
        """Closes every modal of a person; returns those that were open, the visible one last."""
        closed = self._stacks.pop(user, [])
        self._changes.bump()
        return closed

    def wire(self, view: View) -> JSON:
        """A view as the Web API and payloads show it."""
        content = view.content
        shown: JSON = {
            "id": view.id,
            "team_id": self._team_id,
            "type": content["type"],
            "blocks": view.blocks,
            "private_metadata": content.get("private_metadata", ""),
            "callback_id": content.get("callback_id", ""),
            "external_id": content.get("external_id", ""),
            "state": {"values": values(view.blocks, view.entered)},
            "hash": view.hash,
            "clear_on_close": content.get("clear_on_close", False),
            "notify_on_close": content.get("notify_on_close", False),
            "root_view_id": view.root_id,
            "previous_view_id": view.previous_id,
            "app_id": self.app.app_id,
            "app_installed_team_id": self._team_id,
            "bot_id": self.app.bot_id,
        }
        if not view.is_home:
            shown |= {key: content.get(key) for key in ("title", "submit", "close")}
            shown["submit_disabled"] = content.get("submit_disabled", False)
        return shown

    def _new(self, user: str, content: JSON) -> View:
        view_id = f"V{next(self._numbers):08d}"
        return View(view_id, user, content, with_ids(content["blocks"]), self._hash(), view_id)

    def _hash(self) -> str:
        return f"{next(self._numbers)}.{secrets.token_hex(4)}"

    def _refuse_taken_external_id(self, content: JSON, view: View | None) -> None:
        external_id = content.get("external_id")
        if external_id and self.find(external_id=external_id) not in (None, view):
            raise ViewRefused("duplicate_external_id")
