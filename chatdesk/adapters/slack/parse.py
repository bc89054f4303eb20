"""Slack's payloads to neutral values. Text is unescaped here, once; who acted is never taken from a context."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from chatdesk.adapters.talk.plain_text import clean
from chatdesk.adapters.talk.requests import request_id
from chatdesk.adapters.talk.spoken import Mention, Spoken, mark
from chatdesk.core.places import Identity, MessageRef, Place

Payload = Mapping[str, Any]

PLATFORM = "slack"
_TOKEN = re.compile(r"<([^<>]*)>")
_USER = re.compile(r"@([UW][A-Z0-9]+)(?:\|(.*))?", re.DOTALL)
_ACTION = re.compile(r"do:\d+:([a-z_]+)(:form)?")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Click:
    """A pressed button: its verb and arguments, and whether a form answers it."""

    verb: str
    args: Mapping[str, str]
    opens_form: bool


@dataclass(frozen=True)
class FormState:
    """What a form carries and holds. `origin` is where it was asked for.

    `people` are the accounts chosen, by field. `untouched` are the fields that hold what
    they were drawn with; `blocks` are the ids of the blocks that fields stand in, `files` those
    that were put into the form.
    """

    verb: str
    args: Mapping[str, str]
    origin: Mapping[str, str]
    values: Mapping[str, str]
    people: Mapping[str, str]
    untouched: frozenset[str]
    blocks: Mapping[str, str]
    files: tuple[Payload, ...] = ()


def unescape(text: str) -> str:
    """Undoes Slack's escaping once: `&amp;lt;` was typed as `&lt;`."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def text_of(message: Payload) -> str:
    """The words as Slack writes them, without the files that came with them."""
    return str(message.get("text") or "")


def users_in(text: str) -> tuple[str, ...]:
    """The ids of those mentioned in a raw text, in order, each once."""
    found = (_USER.fullmatch(token) for token in _TOKEN.findall(text))
    return tuple(dict.fromkeys(match[1] for match in found if match))


def spoken(text: str, mentions: Mapping[str, Mention], bot_user: str) -> Spoken:
    """A raw text as words. The bot's own mention is left out; `mentions` holds the others by user id."""
    mentioned: list[Mention] = []
    parts: list[str] = []
    end = 0
    for token in _TOKEN.finditer(text):
        parts.append(clean(unescape(text[end : token.start()])))
        parts.append(_token(token[1], mentions, bot_user, mentioned))
        end = token.end()
    parts.append(clean(unescape(text[end:])))
    return Spoken("".join(parts).strip(), tuple(mentioned))


def mentions_bot(text: str, bot_user: str) -> bool:
    return bot_user in users_in(text)


def said_at(ts: str) -> datetime:
    """A message's id as the instant it names (UTC, to the microsecond)."""
    seconds, _, micros = ts.partition(".")
    return _EPOCH + timedelta(seconds=int(seconds), microseconds=int(micros.ljust(6, "0")[:6] or 0))


def actor_of_interaction(body: Payload) -> Identity:
    """Who clicked or submitted. Only `user.team_id` says whose they are; without it they are nobody's."""
    user = body.get("user") or {}
    return Identity(PLATFORM, str(user.get("team_id") or ""), str(user.get("id") or ""))


def actor_of_command(body: Payload) -> Identity:
    """Who typed a slash command: only people of the installing workspace can."""
    return Identity(PLATFORM, str(body.get("team_id") or ""), str(body.get("user_id") or ""))


def claimed_team(event: Payload) -> str | None:
    """The author's own team as an event names it, if it does."""
    team = event.get("user_team") or event.get("team") or event.get("source_team")
    return str(team) if team else None


def message_ref(tenant: str, channel: str, ts: str, thread: str | None) -> MessageRef:
    """A message; one that begins its own thread stands in none."""
    return MessageRef(Place(PLATFORM, tenant, channel, thread if thread != ts else None), ts)


def click_of(action: Payload) -> Click | None:
    """The button of ours behind an action, or None."""
    match = _ACTION.fullmatch(str(action.get("action_id") or ""))
    if match is None:
        return None
    return Click(match[1], _strings(action.get("value")), bool(match[2]))


def form_of(view: Payload) -> FormState:
    """A form as it stands: empty fields are left out, texts are cleaned."""
    carried = _json(view.get("private_metadata"))
    values: dict[str, str] = {}
    people: dict[str, str] = {}
    untouched: set[str] = set()
    files: list[Payload] = []
    for block_id, fields in ((view.get("state") or {}).get("values") or {}).items():
        for key, state in fields.items():
            files += [one for one in state.get("files") or [] if isinstance(one, dict)]
            value = _value(state)
            if value and state.get("selected_user"):
                people[str(key)] = value
            elif value:
                values[str(key)] = value
            if block_id == f"{key}={value}":
                untouched.add(str(key))
    inputs = [block for block in view.get("blocks") or [] if block.get("type") == "input"]
    return FormState(
        verb=str(carried.get("verb") or ""),
        args=_strings(carried.get("args")),
        origin=_strings(carried.get("origin")),
        values=values,
        people=people,
        untouched=frozenset(untouched),
        blocks={str(block["element"]["action_id"]): str(block["block_id"]) for block in inputs},
        files=tuple(files),
    )


def submission_id(tenant: str, view: Payload) -> str:
    """A form sent twice is one request; corrected and sent again it is another."""
    values = json.dumps((view.get("state") or {}).get("values") or {}, sort_keys=True)
    return request_id(PLATFORM, tenant, "form", str(view.get("id") or ""), values)


def _token(token: str, mentions: Mapping[str, Mention], bot_user: str, mentioned: list[Mention]) -> str:
    user = _USER.fullmatch(token)
    if user:
        if user[1] == bot_user:
            return ""
        mention = mentions.get(user[1])
        if mention is None:
            return f"@{clean(unescape(user[2])) if user[2] else user[1]}"
        mentioned.append(mention)
        return mark(len(mentioned) - 1)
    address, _, label = (clean(unescape(part)) for part in token.partition("|"))
    if address.startswith("#"):
        return f"#{label or address[1:]}"
    if address.startswith("!"):
        return label or f"@{address[1:].split('^')[0]}"
    bare = address.removeprefix("mailto:").removeprefix("tel:")
    return bare if not label or label in (address, bare) else f"{label} ({bare})"


def _value(state: Payload) -> str:
    if state.get("selected_option"):
        return str(state["selected_option"].get("value") or "")
    if state.get("selected_user"):
        return str(state["selected_user"])
    if state.get("selected_conversation"):
        return str(state["selected_conversation"])
    return clean(str(state.get("value") or "")).strip()


def _json(text: Any) -> Mapping[str, Any]:
    try:
        found = json.loads(text) if isinstance(text, str) else text
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _strings(found: Any) -> dict[str, str]:
    """Only texts by texts: anything else in a payload is not ours."""
    return {str(key): value for key, value in _json(found).items() if isinstance(value, str)}
