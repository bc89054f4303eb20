"""Where a turn comes from and who makes it: read once out of an activity, believing nothing about its shape."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from chatdesk.adapters.talk.plain_text import clean
from chatdesk.adapters.teams.ids import PLATFORM, has_threads, in_thread, split
from chatdesk.adapters.teams.references import AccountRef, ConversationRef, Kind
from chatdesk.core.places import Identity, MessageRef, Place

Payload = Mapping[str, Any]

_BOT = "28:"
# A message, and what becomes of it under the same id.
_SAID = ("message", "messageUpdate", "messageDelete")


@dataclass(frozen=True)
class Turn:
    """`tenant` hosts the conversation; the person's own stands in `identity`, whose `user` is "" where Teams
    names no account (anonymous guests of a meeting).

    `root` is the root message of the thread that the turn stands in or begins; `message` what
    carried it: what was said, or for a button the message it stands on, as Teams names it.
    """

    tenant: str
    conversation: str
    kind: Kind
    root: str | None
    activity: str
    message: str | None
    team: str | None
    service_url: str
    identity: Identity
    address: str
    name: str
    locale: str
    zone: str
    bot: str
    bot_name: str
    is_by_bot: bool
    is_targeted: bool

    @property
    def is_personal(self) -> bool:
        return self.kind is Kind.PERSONAL

    @property
    def thread(self) -> str | None:
        """The thread it stands in. A message that begins one stands in none, and chats have none."""
        return self.root if self.kind is Kind.CHANNEL and self.root != self.message else None

    @property
    def place(self) -> Place | None:
        return Place(PLATFORM, self.tenant, self.conversation, self.thread) if self.conversation else None

    @property
    def called(self) -> str:
        """How we are called here; in a personal chat nobody has to call us."""
        return "" if self.is_personal else f"@{self.bot_name}"

    @property
    def send_to(self) -> str:
        """The conversation that an answer goes to, with its thread."""
        root = self.root if self.kind is Kind.CHANNEL else None
        return in_thread(self.conversation, root)

    def conversation_ref(self) -> ConversationRef | None:
        if not (self.conversation and self.tenant):
            return None
        user = self.identity.user if self.is_personal else None
        return ConversationRef(self.tenant, self.conversation, self.kind, self.service_url, self.team, user or None)

    def account_ref(self) -> AccountRef | None:
        if not (self.identity.user and self.address) or self.is_by_bot:
            return None
        return AccountRef(self.identity.tenant, self.identity.user, self.address, self.name, self.service_url)

    def in_conversation(self, conversation: str, root: str | None) -> Turn:
        """The same person as if in another conversation of the same tenant."""
        kind = Kind.CHANNEL if has_threads(conversation) else Kind.GROUP_CHAT
        return replace(self, conversation=conversation, kind=kind, root=root, message=None, is_targeted=False)


def turn_of(activity: Payload) -> Turn:
    """Everything but the words. What is missing or has a wrong type is empty."""
    sender, recipient = part(activity, "from"), part(activity, "recipient")
    conversation, channel_data = part(activity, "conversation"), part(activity, "channelData")
    tenant = directory_id(part(channel_data, "tenant"), "id") or directory_id(conversation, "tenantId")
    base, root = split(text(conversation, "id"))
    is_said = activity.get("type") in _SAID and not isinstance(activity.get("value"), Mapping)
    message = text(activity, "id" if is_said else "replyToId") or None
    kind = _kind(text(conversation, "conversationType"), base)
    is_targeted = recipient.get("isTargeted") is True
    if is_said and is_targeted and root == message:
        # What only we can see begins no thread that others could read.
        root = None
    elif is_said and not is_targeted and kind is Kind.CHANNEL:
        # Teams names a thread by its root in the conversation's id; a first post may come without it.
        root = root or message
    return Turn(
        tenant=tenant,
        conversation=base,
        kind=kind,
        root=root,
        activity=text(activity, "id"),
        message=message,
        team=text(part(channel_data, "team"), "id") or None,
        service_url=text(activity, "serviceUrl"),
        identity=Identity(PLATFORM, directory_id(sender, "tenantId") or tenant, directory_id(sender, "aadObjectId")),
        address=text(sender, "id"),
        name=clean(text(sender, "name")).strip(),
        locale=text(activity, "locale") or text(_client(activity), "locale"),
        zone=text(activity, "localTimezone") or text(_client(activity), "timezone"),
        bot=text(recipient, "id"),
        bot_name=clean(text(recipient, "name")).strip() or "chatdesk",
        is_by_bot=text(sender, "role") == "bot" or text(sender, "id").startswith(_BOT),
        is_targeted=is_targeted,
    )


def said_at(activity: Payload, now: datetime) -> datetime:
    """When it was said (UTC). Teams writes seven digits of a second, which is one more than an instant holds."""
    try:
        # Python takes more digits than six and drops them.
        at = datetime.fromisoformat(text(activity, "timestamp"))
    except ValueError:
        return now
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


def message_ref(turn: Turn) -> MessageRef | None:
    """The message that was said, at its place."""
    return MessageRef(turn.place, turn.message) if turn.place and turn.message else None


def part(payload: Payload, key: str) -> Payload:
    """An object inside an object; an empty one where there is none."""
    found = payload.get(key)
    return found if isinstance(found, Mapping) else {}


def parts(payload: Payload, key: str) -> list[Payload]:
    """The objects of a list inside an object."""
    found = payload.get(key)
    return [each for each in found if isinstance(each, Mapping)] if isinstance(found, list) else []


def text(payload: Payload, key: str) -> str:
    """A text inside an object; empty where there is none or it is something else."""
    found = payload.get(key)
    return found if isinstance(found, str) else ""


def directory_id(payload: Payload, key: str) -> str:
    """The id of a tenant or an account. In capitals it means the same, and small letters are what is kept."""
    return text(payload, key).strip().lower()


def _kind(said: str, conversation: str) -> Kind:
    if said in {kind.value for kind in Kind}:
        return Kind(said)
    if has_threads(conversation):
        return Kind.CHANNEL
    return Kind.GROUP_CHAT if conversation.startswith("19:") else Kind.PERSONAL


def _client(activity: Payload) -> Payload:
    """What the person's program says of itself."""
    return next((entity for entity in parts(activity, "entities") if entity.get("type") == "clientInfo"), {})
