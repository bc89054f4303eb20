"""Pieces of a line as Slack shows them: in rich text, where nothing is parsed, in markup, or as bare words."""

from __future__ import annotations

from typing import Any

from chatdesk.adapters.slack.text import clamp_escaped, esc
from chatdesk.adapters.talk.plain_text import clamp, isolated, shown, units
from chatdesk.cards.model import (
    ChannelName,
    Hyperlink,
    Inline,
    Line,
    MessageLink,
    Quoted,
    TimeStyle,
    When,
    Who,
    Words,
)
from chatdesk.core.places import MessageRef

JSON = dict[str, Any]

SECTION_LIMIT = 3000
ADDRESS_LIMIT = 1000
INLINE_LIMIT = 500
FALLBACK_LIMIT = 200

_DATES = {
    TimeStyle.MOMENT: "{date_short}, {time}",
    TimeStyle.CLOCK: "{time}",
    TimeStyle.DAY: "{date_short}",
}


def permalink(message: MessageRef, workspace_url: str) -> str:
    """The address of a message, from the workspace's own address (as auth.test names it)."""
    place = message.place
    url = f"{workspace_url.rstrip('/')}/archives/{place.channel}/p{message.message.replace('.', '')}"
    return f"{url}?thread_ts={place.thread}&cid={place.channel}" if place.thread else url


def flat(line: Line) -> str:
    """A line as bare words, for the places where Slack shows nothing else."""
    return "".join(flat_inline(inline) for inline in line)


def resolve_links(line: Line, workspace_url: str | None) -> Line:
    """Links to messages become addresses, or plain words where the workspace's address is not known."""
    return tuple(_resolved(inline, workspace_url) for inline in line)


def _resolved(inline: Inline, workspace_url: str | None) -> Inline:
    if not isinstance(inline, MessageLink):
        return inline
    if workspace_url and inline.message.place.platform == "slack":
        return Hyperlink(inline.label, permalink(inline.message, workspace_url))
    return Words(inline.label)


def inlines(line: Line) -> list[JSON]:
    made = [element for inline in line if (element := _inline(inline)) is not None]
    return made or [text_element("–")]


def _inline(inline: Inline) -> JSON | None:
    match inline:
        case Words(text, is_strong):
            bare = clamp(shown(text), SECTION_LIMIT)
            return text_element(bare, is_strong) if bare else None
        case Quoted(text, is_strong):
            bare = clamp(isolated(text), SECTION_LIMIT)
            return text_element(bare, is_strong) if bare else None
        case When(at, fallback, style):
            return {
                "type": "date",
                "timestamp": int(at.timestamp()),
                "format": _DATES[style],
                "fallback": clamp(shown(fallback), FALLBACK_LIMIT) or at.strftime("%Y-%m-%d %H:%M UTC"),
            }
        case Who(name, identities, pings):
            account = next((each for each in identities if each.platform == "slack"), None)
            if pings and account:
                return {"type": "user", "user_id": account.user}
            return text_element(clamp(isolated(name), INLINE_LIMIT) or "–")
        case Hyperlink(label, url) if _is_address(url):
            return {"type": "link", "url": url, "text": clamp(shown(label), INLINE_LIMIT) or url}
        case Hyperlink(label) | MessageLink(label):
            return text_element(clamp(shown(label), INLINE_LIMIT) or "–")
        case ChannelName(label, place) if place.platform == "slack":
            return {"type": "channel", "channel_id": place.channel}
        case ChannelName(label):
            return text_element(clamp(shown(label), INLINE_LIMIT) or "–")


def markup(inline: Inline) -> str:
    match inline:
        case Words(text, is_strong):
            bare = clamp_escaped(shown(text), INLINE_LIMIT)
            return f"*{bare.strip()}*" if is_strong and bare.strip() else bare
        case When():
            return when(inline)
        case ChannelName(_, place) if place.platform == "slack" and place.channel.isalnum():
            return f"<#{place.channel}>"
        case Hyperlink(label, url) if _is_address(url):
            return f"<{esc(url).replace('|', '%7C')}|{clamp_escaped(label, INLINE_LIMIT).replace('|', '/')}>"
        case _:
            return clamp_escaped(flat_inline(inline), INLINE_LIMIT)


def flat_inline(inline: Inline) -> str:
    match inline:
        case Words(text):
            return shown(text)
        case Quoted(text):
            return isolated(text)
        case When(_, fallback):
            return fallback
        case Who(name):
            return isolated(name)
        case Hyperlink(label) | MessageLink(label) | ChannelName(label):
            return shown(label)


def _is_address(url: str) -> bool:
    return url.startswith(("https://", "http://", "mailto:")) and url.isprintable() and units(url) <= ADDRESS_LIMIT


def text_element(text: str, is_strong: bool = False) -> JSON:
    made: JSON = {"type": "text", "text": text}
    if is_strong:
        made["style"] = {"bold": True}
    return made


def when(inline: When) -> str:
    """A date that each device shows in its own zone; the fallback names its zone."""
    fallback = clamp_escaped(inline.plain.replace("|", "/").replace("^", " "), INLINE_LIMIT)
    return f"<!date^{int(inline.at.timestamp())}^{_DATES[inline.style]}|{fallback}>"
