"""The JSON of what Teams sends: messages, invokes and installations, from a person in a conversation."""

from __future__ import annotations

import html
import re
import uuid
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from tests.teams_peer.tenant import Conversation, Message, Person, Tenant

JSON = dict[str, Any]

NAMED = re.compile(r"(?<![\w@])@([a-z][\w.]*)")


def spoken(tenant: Tenant, where: Conversation, text: str, *, mentions_app: bool) -> tuple[str, list[JSON]]:
    """A text with its mentions: "@malik" is that person if a member, and the app comes first where it is spoken to."""
    entities: list[JSON] = []

    def mention(found: re.Match[str]) -> str:
        person = tenant.people.get(found[1])
        if person is None or person not in where.members:
            return found[0]
        entities.append(_mention(person.address, person.name))
        return f"<at>{person.name}</at>"

    written = NAMED.sub(mention, text)
    if mentions_app:
        entities.insert(0, _mention(tenant.app_address, tenant.app_name))
        written = f"<at>{tenant.app_name}</at> {written}"
    return written, entities


def message(
    tenant: Tenant,
    who: Person,
    where: Conversation,
    root: str | None,
    text: str,
    entities: list[JSON],
    service_url: str,
) -> JSON:
    """Without its id: that is given by whoever writes it down. `value` is added where a Submit sends it."""
    return {
        **_turn(tenant, who, where, root, service_url),
        "type": "message",
        "text": text,
        "textFormat": "plain",
        "entities": [*entities, _client(who)],
        "attachments": [{"contentType": "text/html", "content": f"<div>{html.escape(text)}</div>"}],
    }


def invoke(
    tenant: Tenant,
    who: Person,
    where: Conversation,
    root: str | None,
    name: str,
    value: JSON,
    service_url: str,
    about: Message | None = None,
) -> JSON:
    activity = {
        **_turn(tenant, who, where, root, service_url),
        "type": "invoke",
        "id": f"f:{uuid.uuid4()}",
        "name": name,
        "value": value,
        "entities": [_client(who)],
    }
    if about is not None:
        activity["replyToId"] = about.id
        activity["channelData"] = {**activity["channelData"], "source": {"name": "message"}}
    return activity


def attached(name: str, url: str) -> JSON:
    """A file that was sent with a message."""
    return {
        "contentType": "application/vnd.microsoft.teams.file.download.info",
        "name": name,
        "contentUrl": url,
        "content": {"downloadUrl": f"{url}?download", "uniqueId": "1", "fileType": name.rpartition(".")[2]},
    }


def files_of(activity: JSON) -> list[JSON]:
    """The files that a message has."""
    return [each for each in activity.get("attachments", []) if each.get("name")]


def message_payload(about: Message) -> JSON:
    """A message as a message extension is given it: its words are HTML."""
    author = about.author
    text = str(about.activity.get("text") or "")
    user = {"userIdentityType": "aadUser", "id": author.aad_id, "displayName": author.name} if author else None
    return {
        "linkToMessage": f"https://teams.microsoft.com/l/message/{about.conversation.id}/{about.id}",
        "id": about.id,
        "replyToId": about.root,
        "createdDateTime": f"{about.at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.{about.at.microsecond // 1000:03}Z",
        "lastModifiedDateTime": None,
        "deleted": False,
        "subject": None,
        "body": {"contentType": "html", "content": f"<div><p>{html.escape(text)}</p></div>"},
        "from": {"device": None, "conversation": None, "user": user, "application": None},
        "importance": "normal",
        "locale": "en-us",
        "attachments": [],
        "mentions": [],
        "reactions": [],
    }


def installation(tenant: Tenant, who: Person, where: Conversation, action: str, service_url: str) -> JSON:
    """`action` is "add" or "remove"."""
    return {
        **_turn(tenant, who, where, None, service_url),
        "type": "installationUpdate",
        "id": f"f:{uuid.uuid4()}",
        "action": action,
    }


def taken_out(tenant: Tenant, who: Person, where: Conversation, gone: Person, service_url: str) -> JSON:
    """Somebody was taken out of a channel's team, which Teams tells of as of the team's first channel."""
    turn = _turn(tenant, who, where, None, service_url)
    return {
        **turn,
        "type": "conversationUpdate",
        "id": f"f:{uuid.uuid4()}",
        "conversation": {**turn["conversation"], "id": where.team},
        "membersRemoved": [{"id": gone.address, "aadObjectId": gone.aad_id}],
    }


def of_team(tenant: Tenant, who: Person, where: Conversation, event: str, service_url: str) -> JSON:
    """`event` is Teams' `eventType`: what became of the channel or of its team."""
    turn = _turn(tenant, who, where, None, service_url)
    return {
        **turn,
        "type": "conversationUpdate",
        "id": f"f:{uuid.uuid4()}",
        "conversation": {**turn["conversation"], "id": where.team},
        "channelData": {**turn["channelData"], "eventType": event},
    }


def _turn(tenant: Tenant, who: Person, where: Conversation, root: str | None, service_url: str) -> JSON:
    now = tenant.now()
    threaded = f"{where.id};messageid={root}" if root and where.has_threads else where.id
    data: JSON = {"tenant": {"id": where.tenant}}
    if where.kind == "channel":
        data |= {
            "teamsChannelId": where.id,
            "teamsTeamId": where.team,
            "channel": {"id": where.id},
            "team": {"id": where.team},
        }
    sender: JSON = {"id": who.address, "name": who.name, "aadObjectId": who.aad_id}
    if who.tenant != where.tenant:
        sender["tenantId"] = who.tenant
    conversation: JSON = {"id": threaded, "conversationType": where.kind, "tenantId": where.tenant}
    if where.kind != "personal":
        conversation["isGroup"] = True
    return {
        "timestamp": _instant(now.astimezone(UTC), "Z"),
        "localTimestamp": _instant(now.astimezone(ZoneInfo(who.zone)), None),
        "localTimezone": who.zone,
        "locale": who.locale,
        "serviceUrl": service_url,
        "channelId": "msteams",
        "from": sender,
        "conversation": conversation,
        "recipient": {"id": tenant.app_address, "name": tenant.app_name},
        "channelData": data,
    }


def _instant(at: datetime, ending: str | None) -> str:
    """Teams writes seven digits of a second."""
    offset = ending or f"{at:%z}"[:3] + ":" + f"{at:%z}"[3:]
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond:06}0{offset}"


def _mention(address: str, name: str) -> JSON:
    return {"type": "mention", "text": f"<at>{name}</at>", "mentioned": {"id": address, "name": name}}


def _client(who: Person) -> JSON:
    return {
        "type": "clientInfo",
        "locale": who.locale,
        "country": who.locale[-2:],
        "platform": "Windows",
        "timezone": who.zone,
    }
