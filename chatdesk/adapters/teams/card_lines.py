"""Lines of a card as Teams shows them: in rich text, where nothing is parsed; in markdown only where a mention is.

Times are said in the reader's zone with the zone's name, in every line, and never by the
card's date macros. Those show each device's own zone without saying so: in a channel that a
customer in Santiago shares with engineers in New York two people would read different times
off one card and quote them to each other. The macros could also not stand beside what people
wrote, so a card would mix both forms; and clients that do not know them show them raw.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from chatdesk.adapters.talk.plain_text import clamp, units
from chatdesk.adapters.teams import ids
from chatdesk.adapters.teams.card_text import (
    LABEL_LIMIT,
    RUN_LIMIT,
    escaped_piece,
    flush,
    inert,
    name_for_mention,
    quoted,
    short,
)
from chatdesk.cards.model import ChannelName, Hyperlink, Inline, Line, MessageLink, Quoted, When, Who, Words
from chatdesk.core.places import Identity, MessageRef

JSON = dict[str, Any]

ADDRESS_LIMIT = 1000
_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s<>\"\\]+")


@dataclass(frozen=True)
class Mentions:
    """How people who are to be alerted are named: their address (`29:…`) and a name that no other one has."""

    names: Mapping[Identity, str] = field(default_factory=dict)
    addresses: Mapping[Identity, str] = field(default_factory=dict)

    def account(self, inline: Inline) -> Identity | None:
        """The account to mention, if this inline is a person to alert whose address is known."""
        if not isinstance(inline, Who) or not inline.pings:
            return None
        return next((each for each in inline.identities if each in self.names), None)

    def entities(self, text: str) -> list[JSON]:
        """Those mentioned in `text`. Teams refuses a message that has one without the other."""
        return [
            {
                "type": "mention",
                "text": _tagged(name),
                "mentioned": {"id": self.addresses[account], "name": name},
            }
            for account, name in self.names.items()
            if _tagged(name) in text
        ]


def mentions_in(lines: Iterable[Line], addresses: Mapping[Identity, str]) -> Mentions:
    """Everybody whom these lines alert and whose address is known."""
    names: dict[Identity, str] = {}
    for line in lines:
        for inline in line:
            if not isinstance(inline, Who) or not inline.pings:
                continue
            account = next((each for each in inline.identities if each in addresses), None)
            if account is not None and account not in names:
                names[account] = _unlike(name_for_mention(inline.name), set(names.values()))
    return Mentions(names, addresses)


def line_element(line: Line, mentions: Mentions, **look: Any) -> JSON:
    """A line as an element of its own. `look` is size, weight, colour and isSubtle."""
    if any(mentions.account(inline) for inline in line):
        return {"type": "TextBlock", "text": markdown(line, mentions), "wrap": True, **look}
    return {"type": "RichTextBlock", "inlines": list(runs(line, **look)) or [run("–", **look)]}


def runs(line: Line, **look: Any) -> Iterator[JSON]:
    for inline in line:
        match inline:
            case Words(text, is_strong):
                made = run(clamp(inert(text), RUN_LIMIT), is_strong, **look)
            case Quoted(text, is_strong):
                made = run(clamp(quoted(text), RUN_LIMIT), is_strong, **look)
            case When(_, plain):
                made = run(inert(plain), **look)
            case Who(name):
                made = run(short(quoted(name)), **look)
            case Hyperlink() | MessageLink():
                made = _linked(inline, **look)
            case ChannelName(label):
                made = run(short(inert(label)), **look)
        if made["text"]:
            yield made


def run(text: str, is_strong: bool = False, **look: Any) -> JSON:
    made: JSON = {"type": "TextRun", "text": text, **look}
    if is_strong:
        made["weight"] = "bolder"
    return made


def markdown(line: Line, mentions: Mentions) -> str:
    """A line as markdown, each piece escaped."""
    return flush("".join(_markdown(inline, mentions) for inline in line)) or "–"


def is_all_ours(line: Line) -> bool:
    """Does nobody's word stand in it, and nothing that only rich text shows?"""
    return all(isinstance(inline, Words | When) for inline in line)


def message_address(message: MessageRef) -> str | None:
    """The address of a message in Teams. A chat with the bot alone has none that opens."""
    place = message.place
    if place.platform != ids.PLATFORM or not place.channel.startswith("19:"):
        return None
    base = f"https://teams.microsoft.com/l/message/{quote(place.channel, safe='')}/{quote(message.message, safe='')}"
    tenant = quote(place.tenant, safe="")
    if not ids.has_threads(place.channel):
        return f"{base}?tenantId={tenant}&context=%7B%22contextType%22%3A%22chat%22%7D"
    parent = quote(place.thread or message.message, safe="")
    return f"{base}?tenantId={tenant}&parentMessageId={parent}"


def _linked(inline: Hyperlink | MessageLink, **look: Any) -> JSON:
    made = run(short(inline.label), **look)
    url = _address(inline)
    if url:
        made["selectAction"] = {"type": "Action.OpenUrl", "url": url}
    return made


def _address(inline: Hyperlink | MessageLink) -> str | None:
    if isinstance(inline, MessageLink):
        return message_address(inline.message)
    is_address = _ADDRESS.fullmatch(inline.url) and inline.url.isprintable() and units(inline.url) <= ADDRESS_LIMIT
    return inline.url if is_address else None


def _markdown(inline: Inline, mentions: Mentions) -> str:
    match inline:
        case Words(text, is_strong):
            return _weighted(escaped_piece(clamp(text, RUN_LIMIT)), is_strong)
        case Quoted(text, is_strong):
            return _weighted(escaped_piece(clamp(quoted(text), RUN_LIMIT)), is_strong)
        case When(_, plain):
            return escaped_piece(plain)
        case Who(name):
            account = mentions.account(inline)
            return _tagged(mentions.names[account]) if account else escaped_piece(clamp(quoted(name), LABEL_LIMIT))
        case Hyperlink(label) | MessageLink(label):
            url = _address(inline)
            words = escaped_piece(short(label))
            return f"[{words}]({quote(url, safe=_SAFE_IN_LINK)})" if url else words
        case ChannelName(label):
            return escaped_piece(short(label))


# Everything an address may hold but the parentheses that would end a link.
_SAFE_IN_LINK = "%/:?#@!$&'*+,;=~-._[]"


def _weighted(text: str, is_strong: bool) -> str:
    bare = text.strip()
    return text.replace(bare, f"**{bare}**", 1) if is_strong and bare else text


def _tagged(name: str) -> str:
    return f"<at>{name}</at>"


def _unlike(name: str, taken: set[str]) -> str:
    """The name, with a number where somebody else mentioned has the same."""
    found, number = name, 2
    while found in taken:
        found, number = f"{name} {number}", number + 1
    return found
