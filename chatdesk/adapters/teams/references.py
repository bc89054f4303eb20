"""Where chatdesk can speak in Teams: learnt at installations and from every turn, kept by the store."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class Kind(StrEnum):
    PERSONAL = "personal"
    GROUP_CHAT = "groupChat"
    CHANNEL = "channel"


@dataclass(frozen=True)
class ConversationRef:
    """A conversation that chatdesk is in. `tenant` hosts it, `id` names no thread, `team` is the team's own id.

    `user` is the account (AAD object id) a personal chat is with. `dead_code` says why Teams
    let us speak there no more, None while it does, and `dead_at` since when. Where we were
    removed there is no such moment: that holds until somebody brings us back.
    """

    tenant: str
    id: str
    kind: Kind
    service_url: str
    team: str | None = None
    user: str | None = None
    dead_code: str | None = None
    dead_at: datetime | None = None


@dataclass(frozen=True)
class AccountRef:
    """An account as our bot must address it. `address` is the `29:…` id, which holds for this bot only."""

    tenant: str
    user: str
    address: str
    name: str
    service_url: str


class References(Protocol):
    """Synchronous; called through the executor."""

    def learn(self, conversation: ConversationRef | None, account: AccountRef | None, now: datetime) -> bool:
        """Keeps what a turn told; a dead conversation that speaks again lives. True if the conversation is new."""
        ...

    def forget(self, tenant: str, conversation: str) -> None:
        """chatdesk was removed from there."""
        ...

    def mark_dead(self, tenant: str, conversation: str, code: str, now: datetime) -> None: ...

    def conversation(self, tenant: str, conversation: str) -> ConversationRef | None: ...

    def in_team(self, tenant: str, team: str) -> tuple[str, ...]:
        """The conversations of a team that were ever learnt, dead or not."""
        ...

    def personal(self, tenant: str, user: str) -> ConversationRef | None:
        """The personal chat with an account, dead or not."""
        ...

    def account(self, tenant: str, user: str) -> AccountRef | None: ...

    def account_at(self, address: str) -> AccountRef | None:
        """By the `29:…` id, where Teams names an account by nothing else."""
        ...

    def service_url(self, tenant: str) -> str | None:
        """The address that this tenant's turns came from last."""
        ...
