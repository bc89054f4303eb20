"""Messages and the conversations they stand in: plain state and its lookups."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from .files import SharedFile

JSON = dict[str, Any]
Kind = Literal["channel", "private", "im"]


@dataclass
class Message:
    """`thread_ts` is set on replies only. `only_for` names the one person who sees an ephemeral.
    `entered` is what each person chose in the message's elements: user -> block_id -> action_id -> state."""

    ts: str
    user: str
    text: str
    blocks: list[JSON] = field(default_factory=list)
    attachments: list[JSON] = field(default_factory=list)
    thread_ts: str | None = None
    is_broadcast: bool = False
    is_from_app: bool = False
    metadata: JSON | None = None
    edited: tuple[str, str] | None = None
    reactions: dict[str, list[str]] = field(default_factory=dict)
    only_for: str | None = None
    subtype: str | None = None
    client_msg_id: str | None = None
    files: list[SharedFile] = field(default_factory=list)
    entered: dict[str, dict[str, dict[str, JSON]]] = field(default_factory=dict)

    @property
    def all_blocks(self) -> list[JSON]:
        """Its own blocks and those of its attachments."""
        return [*self.blocks, *(b for attachment in self.attachments for b in attachment.get("blocks", []))]


@dataclass
class Conversation:
    id: str
    name: str
    kind: Kind
    members: list[str]
    created_at: datetime
    topic: str = ""
    shared_with: tuple[str, ...] = ()
    is_archived: bool = False
    frozen_reason: str = ""
    messages: dict[str, Message] = field(default_factory=dict)
    threads: dict[str, list[Message]] = field(default_factory=dict)
    ephemerals: list[Message] = field(default_factory=list)
    read_ts: dict[str, str] = field(default_factory=dict)
    pinned: list[str] = field(default_factory=list)
    _last_micros: int = 0

    def next_ts(self, now: datetime) -> str:
        """A message id from the clock: unique and increasing here even while the clock stands still."""
        micros = int(now.timestamp()) * 1_000_000 + now.microsecond
        self._last_micros = max(micros, self._last_micros + 1)
        return f"{self._last_micros // 1_000_000}.{self._last_micros % 1_000_000:06d}"

    def put(self, message: Message) -> None:
        self.messages[message.ts] = message
        if message.thread_ts:
            self.threads.setdefault(message.thread_ts, []).append(message)

    def take_out(self, message: Message) -> None:
        del self.messages[message.ts]
        if message.thread_ts:
            self.threads[message.thread_ts].remove(message)

    def replies(self, ts: str) -> list[Message]:
        return list(self.threads.get(ts, ()))

    def top_level(self) -> list[Message]:
        return [m for m in self.messages.values() if m.thread_ts is None or m.is_broadcast]

    def ephemerals_of(self, user: str) -> list[Message]:
        return [message for message in self.ephemerals if message.only_for == user]

    def find(self, ts: str, user: str | None = None) -> Message | None:
        """The message with this ts, or the ephemeral with it that only `user` sees."""
        if ts in self.messages:
            return self.messages[ts]
        return next((m for m in self.ephemerals if m.ts == ts and m.only_for == user), None)

    def unread(self, user: str) -> int:
        read = self.read_ts.get(user, "")
        seen = [m for m in self.top_level() if m.user != user] + self.ephemerals_of(user)
        return sum(1 for message in seen if message.ts > read)

    def last_ts(self) -> str | None:
        return max(self.messages, default=None)
