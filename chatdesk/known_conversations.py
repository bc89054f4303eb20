"""What the Teams adapter learns, kept by the store: neither knows the other."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from chatdesk.adapters.teams.references import AccountRef, ConversationRef, Kind
from chatdesk.store.conversations import Account, Conversation, Conversations
from chatdesk.store.engine import Store


class KnownConversations:
    """`adapters.teams.references.References` on the database."""

    def __init__(self, store: Store) -> None:
        self._kept = Conversations(store)

    def learn(self, conversation: ConversationRef | None, account: AccountRef | None, now: datetime) -> bool:
        return self._kept.learn(
            Conversation(**asdict(conversation) | {"kind": conversation.kind.value}) if conversation else None,
            Account(**asdict(account)) if account else None,
            now,
        )

    def forget(self, tenant: str, conversation: str) -> None:
        self._kept.forget(tenant, conversation)

    def mark_dead(self, tenant: str, conversation: str, code: str, now: datetime) -> None:
        self._kept.mark_dead(tenant, conversation, code, now)

    def conversation(self, tenant: str, conversation: str) -> ConversationRef | None:
        return _ref(self._kept.conversation(tenant, conversation))

    def in_team(self, tenant: str, team: str) -> tuple[str, ...]:
        return self._kept.in_team(tenant, team)

    def personal(self, tenant: str, user: str) -> ConversationRef | None:
        return _ref(self._kept.personal(tenant, user))

    def account(self, tenant: str, user: str) -> AccountRef | None:
        found = self._kept.account(tenant, user)
        return AccountRef(**asdict(found)) if found else None

    def account_at(self, address: str) -> AccountRef | None:
        found = self._kept.account_at(address)
        return AccountRef(**asdict(found)) if found else None

    def service_url(self, tenant: str) -> str | None:
        return self._kept.service_url(tenant)


def _ref(found: Conversation | None) -> ConversationRef | None:
    return ConversationRef(**asdict(found) | {"kind": Kind(found.kind)}) if found else None
