"""Teams as a bot meets it: conversations with rosters, messages that stand, and refusals in Teams' own codes.

No network here: `connector` and `person` bring what goes over the wire.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.teams_peer.sheet import CARD, Sheet

JSON = dict[str, Any]

LARGEST_BYTES = 100 * 1024
_AT = re.compile(r"<at>.*?</at>")


class Refused(Exception):
    """What Teams answers to a call it does not carry out."""

    def __init__(self, status: int, code: str, why: str) -> None:
        super().__init__(f"{status} {code}: {why}")
        self.status = status
        self.code = code
        self.why = why


@dataclass(frozen=True)
class Person:
    """`tenant` is the person's own. `address` is how our bot must name them: one per bot and person."""

    login: str
    name: str
    tenant: str
    aad_id: str
    address: str
    locale: str = "en-US"
    zone: str = "America/New_York"
    is_guest: bool = False


@dataclass(eq=False)
class Message:
    """`root` is the message whose thread it stands in. `only_for` reads a targeted message, nobody else does."""

    id: str
    conversation: Conversation
    root: str | None
    author: Person | None
    at: datetime
    activity: JSON
    only_for: Person | None = None
    is_command: bool = False
    edits: int = 0
    sheets: dict[str, Sheet] = field(default_factory=dict)

    @property
    def is_from_app(self) -> bool:
        return self.author is None

    @property
    def card(self) -> JSON | None:
        return next((a["content"] for a in self.activity.get("attachments", []) if a["contentType"] == CARD), None)

    def sheet(self, person: Person) -> Sheet | None:
        """The card as it lies before one person: what they typed into it stays theirs."""
        if self.card is None:
            return None
        return self.sheets.setdefault(person.address, Sheet(self.card, person.zone))

    def show(self, person: Person, card: JSON) -> None:
        """Replaces the card for one person, as the answer to their click does; the next edit is for all again."""
        self.sheets[person.address] = Sheet(card, person.zone)

    @property
    def text(self) -> str:
        """What is on every screen, before anybody pressed anything."""
        return self._with(Sheet(self.card, "UTC") if self.card is not None else None)

    def text_for(self, person: Person) -> str:
        """What is on this person's screen."""
        return self._with(self.sheet(person))

    def _with(self, sheet: Sheet | None) -> str:
        said = _AT.sub(lambda found: found[0][4:-5], str(self.activity.get("text") or ""))
        return "\n".join(part for part in (said, sheet.text if sheet else "") if part)


@dataclass(eq=False)
class Conversation:
    """`kind` is "channel", "groupChat" or "personal"; `tenant` hosts it; `team` is a channel's team."""

    id: str
    kind: str
    name: str
    tenant: str
    members: list[Person]
    team: str | None = None
    has_app: bool = True
    messages: list[Message] = field(default_factory=list)

    @property
    def has_threads(self) -> bool:
        return self.kind == "channel"

    def find(self, message_id: str) -> Message | None:
        return next((message for message in self.messages if message.id == message_id), None)

    def seen_by(self, person: Person) -> Iterator[Message]:
        """In their order. A typed command is nobody's reading, the one who typed it knows it."""
        for message in self.messages:
            if not message.is_command and message.only_for in (None, person):
                yield message

    def top_level(self, person: Person) -> list[Message]:
        """Roots; and what answers a command, which nobody else sees as a thread."""
        commands = {message.id for message in self.messages if message.is_command}
        return [m for m in self.seen_by(person) if m.root is None or m.root in commands]

    def replies(self, person: Person, root: str) -> list[Message]:
        return [message for message in self.seen_by(person) if message.root == root]


class Tenant:
    """`refused` and `failures` hold what Teams would not do and what people would see as "Unable to reach app";
    a scenario ends with both empty."""

    def __init__(self, app_id: str, app_name: str, now: Callable[[], datetime]) -> None:
        self.app_id = app_id
        self.app_name = app_name
        self.now = now
        self.people: dict[str, Person] = {}
        self.conversations: dict[str, Conversation] = {}
        self.installed_for: set[str] = set()
        self.blocked_by: set[str] = set()
        self.takes_targeted = True
        self.failures: list[str] = []
        self.refused: list[str] = []
        self._last_id = 0

    @property
    def app_address(self) -> str:
        return f"28:{self.app_id}"

    def add_person(self, person: Person, *, has_app: bool) -> None:
        """`has_app`: the app is installed for them, so that a personal chat can be begun by their AAD id."""
        self.people[person.login] = person
        if has_app:
            self.installed_for.add(person.address)

    def add(self, conversation: Conversation) -> Conversation:
        self.conversations[conversation.id] = conversation
        return conversation

    def person_at(self, address: str) -> Person | None:
        """By `29:` or AAD id."""
        return next((p for p in self.people.values() if address in (p.address, p.aad_id)), None)

    def personal(self, person: Person) -> Conversation | None:
        return self.conversations.get(_personal_id(person))

    def begin_personal(self, person: Person) -> Conversation:
        """The one chat that this person and the bot have."""
        known = self.personal(person)
        return known or self.add(Conversation(_personal_id(person), "personal", "", person.tenant, [person]))

    def write(
        self,
        where: Conversation,
        root: str | None,
        author: Person | None,
        activity: JSON,
        only_for: Person | None = None,
        is_command: bool = False,
    ) -> Message:
        message = Message(self._new_id(), where, root, author, self.now(), activity, only_for, is_command)
        where.messages.append(message)
        return message

    # What the connector is asked for. Each raises Refused.

    def send(self, conversation_id: str, activity: JSON, is_targeted: bool = False) -> str:
        with self._noting("send"):
            where, root = self._place(conversation_id)
            self._check(where, activity)
            only_for = self._target(where, activity) if is_targeted else None
            if root is not None:
                above = where.find(root)
                if above is None or (above.only_for is not None and above.only_for is not only_for):
                    raise Refused(404, "ActivityNotFoundInConversation", f"no thread {root} that all can see")
            return self.write(where, root, None, activity, only_for).id

    def create(self, parameters: JSON) -> tuple[str, str | None]:
        with self._noting("create"):
            channel = (parameters.get("channelData") or {}).get("channel") or {}
            activity = parameters.get("activity")
            if parameters.get("isGroup"):
                where, _ = self._place(str(channel.get("id")))
                if where.kind != "channel" or activity is None:
                    raise Refused(400, "BadSyntax", "a thread begins with an activity in a channel")
                self._check(where, activity)
                message = self.write(where, None, None, activity)
                return f"{where.id};messageid={message.id}", message.id
            where = self._begin(parameters)
            if activity is None:
                return where.id, None
            self._check(where, activity)
            return where.id, self.write(where, None, None, activity).id

    def update(self, conversation_id: str, activity_id: str, activity: JSON) -> None:
        with self._noting("update"):
            where, _ = self._place(conversation_id)
            message = where.find(activity_id)
            if message is None or not message.is_from_app:
                raise Refused(404, "ActivityNotFoundInConversation", f"no message {activity_id} of the bot's")
            self._check(where, activity)
            message.activity = activity
            message.edits += 1
            message.sheets.clear()

    def member(self, conversation_id: str, user_id: str) -> JSON:
        """A question, so that "no" is nothing that went wrong."""
        where, _ = self._place(conversation_id)
        person = next((p for p in where.members if user_id in (p.address, p.aad_id)), None)
        if person is None:
            raise Refused(404, "MemberNotFoundInConversation", f"{user_id} is not in {where.name}")
        return {
            "id": person.address,
            "name": person.name,
            "aadObjectId": person.aad_id,
            "objectId": person.aad_id,
            "email": f"{person.login}@example.com",
            "tenantId": person.tenant,
            "userRole": "guest" if person.is_guest else "user",
        }

    def _begin(self, parameters: JSON) -> Conversation:
        members = parameters.get("members") or []
        tenant = ((parameters.get("channelData") or {}).get("tenant") or {}).get("id")
        if len(members) != 1 or not tenant:
            raise Refused(400, "BadArgument", "a personal chat needs one member and channelData.tenant.id")
        address = str(members[0].get("id"))
        person = self.person_at(address)
        if person is None:
            raise Refused(400, "BadArgument", f"nobody is {address}")
        hosts = {where.tenant for where in self.conversations.values() if where.kind != "personal"}
        # Nobody of another organisation has a chat with our bot.
        is_ours = person.tenant == tenant and tenant in hosts
        shares_a_team = any(person in where.members and where.has_app for where in self.conversations.values())
        if not is_ours or person.address in self.blocked_by:
            raise Refused(403, "ConversationBlockedByUser", f"{person.name} cannot be written to")
        if person.address not in self.installed_for and (address == person.aad_id or not shares_a_team):
            raise Refused(403, "BotNotInConversationRoster", f"the app is not installed for {person.name}")
        return self.begin_personal(person)

    def _place(self, conversation_id: str) -> tuple[Conversation, str | None]:
        base, _, root = conversation_id.partition(";messageid=")
        where = self.conversations.get(base)
        if where is None:
            raise Refused(404, "ConversationNotFound", conversation_id)
        if not where.has_app:
            raise Refused(403, "BotNotInConversationRoster", f"the app is not in {where.name or where.id}")
        if where.kind == "personal" and where.members[0].address in self.blocked_by:
            raise Refused(403, "ConversationBlockedByUser", f"{where.members[0].name} blocked the app")
        return where, (root or None) if where.has_threads else None

    def _target(self, where: Conversation, activity: JSON) -> Person:
        recipient = activity.get("recipient") or {}
        if not self.takes_targeted:
            raise Refused(400, "ServiceError", "Unknown")
        if where.kind == "personal":
            raise Refused(400, "BadArgument", "there are no targeted messages in a personal chat")
        if recipient.get("isTargeted") is not True:
            raise Refused(400, "BadArgument", "recipient.isTargeted is missing")
        person = next((p for p in where.members if p.address == recipient.get("id")), None)
        if person is None:
            raise Refused(403, "MemberNotFoundInConversation", f"{recipient.get('id')} is no member")
        return person

    def _check(self, where: Conversation, activity: JSON) -> None:
        size = len(json.dumps(activity, ensure_ascii=False).encode("utf-16-le", "surrogatepass"))
        if size > LARGEST_BYTES:
            raise Refused(413, "MessageSizeTooBig", f"{size} bytes")
        if activity.get("type") != "message":
            raise Refused(400, "BadSyntax", f"type {activity.get('type')!r}")
        attachments = activity.get("attachments") or []
        if not (activity.get("text") or attachments):
            raise Refused(400, "BadSyntax", "an activity needs text or an attachment")
        self._check_mentions(where, activity.get("entities") or [], str(activity.get("text") or ""))
        for attachment in attachments:
            card = attachment.get("content") or {}
            if attachment.get("contentType") != CARD or card.get("type") != "AdaptiveCard":
                raise Refused(400, "BadSyntax", f"no Adaptive Card: {attachment.get('contentType')}")
            check_card(card)
            shown = json.dumps(card.get("body"), ensure_ascii=False)
            self._check_mentions(where, (card.get("msteams") or {}).get("entities") or [], shown)

    def _check_mentions(self, where: Conversation, entities: list[JSON], text: str) -> None:
        mentions = [entity for entity in entities if entity.get("type") == "mention"]
        for mention in mentions:
            if mention.get("text") not in text:
                raise Refused(400, "BadSyntax", f"mention {mention.get('text')!r} is not in the text")
            if self.person_at(str((mention.get("mentioned") or {}).get("id"))) is None:
                raise Refused(400, "BadArgument", f"mention of nobody: {mention.get('mentioned')}")

    def _new_id(self) -> str:
        """Teams names a message by the millisecond it was sent in."""
        self._last_id = max(self._last_id + 1, int(self.now().timestamp() * 1000))
        return str(self._last_id)

    def _noting(self, call: str) -> _Noting:
        return _Noting(self.refused, call)


class _Noting:
    """Keeps what was refused, for the end of the scenario."""

    def __init__(self, refused: list[str], call: str) -> None:
        self._refused = refused
        self._call = call

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: BaseException | None, _where: object) -> None:
        if isinstance(error, Refused):
            self._refused.append(f"{self._call}: {error}")


def check_card(card: JSON) -> None:
    """What Teams does not draw: a newer version, the same id twice, an input without a label."""
    if card.get("version") not in ("1.2", "1.3", "1.4", "1.5"):
        raise Refused(400, "BadSyntax", f"card version {card.get('version')!r}")
    ids = [part["id"] for part in _elements(card) if part.get("id")]
    repeated = sorted({name for name in ids if ids.count(name) > 1})
    if repeated:
        raise Refused(400, "BadSyntax", f"ids stand twice on the card: {repeated}")


def _elements(part: Any) -> Iterator[JSON]:
    if isinstance(part, list):
        for item in part:
            yield from _elements(item)
    elif isinstance(part, dict):
        yield part
        for inner in ("body", "items", "columns", "actions"):
            yield from _elements(part.get(inner, []))


def _personal_id(person: Person) -> str:
    return f"a:1{person.aad_id}"
