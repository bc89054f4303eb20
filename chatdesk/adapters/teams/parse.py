"""What Teams sends as words, to neutral values. Only our own mention is taken out of a text."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import PurePath
from urllib.parse import urlsplit

from chatdesk.adapters.talk.grammar import read
from chatdesk.adapters.talk.plain_text import clean
from chatdesk.adapters.talk.spoken import Mention, Spoken, mark
from chatdesk.adapters.teams.ids import PLATFORM
from chatdesk.adapters.teams.markup import plain_of
from chatdesk.adapters.teams.turn import Payload, directory_id, part, parts, text
from chatdesk.core.attached import AttachedFile

# A mention that somebody typed out, which alerts nobody, and a lone piece of one.
# No pattern here may look at a piece of text again for each place it could begin: texts are as long as people like.
_TYPED_MENTION = re.compile(r"<at(?:\s[^<>]*)?>([^<]*)</at\s*>", re.IGNORECASE)
_STRAY_TAG = re.compile(r"<(/?at(?:\s[^<>]*)?)>", re.IGNORECASE)
_HARD_SPACE = re.compile("&nbsp;|&#160;|&#xa0;|\u00a0", re.IGNORECASE)
_GAP = re.compile(r"(?:\s|&nbsp;|&#160;|&#xa0;)+", re.IGNORECASE)
_EDGE_BEFORE = re.compile(rf"\A{_GAP.pattern}", re.IGNORECASE)
_WRITTEN_SPACES = ("&nbsp;", "&#160;", "&#xa0;")
# A verb or a case's number may stand behind these; later words are the person's own.
_COMMAND_GAPS = 3
_MOST_FILES = 20
# Where Teams keeps files: SharePoint and OneDrive of whatever tenant, and Teams itself.
_FILE_HOSTS = ("sharepoint.com", "sharepoint.us", "sharepoint-mil.us", "teams.microsoft.com", "1drv.ms")
# Teams lets nobody mention more people in one message; each is looked up in a roster.
_MOST_MENTIONS = 50


@dataclass(frozen=True)
class Named:
    """Somebody mentioned: `address` is theirs for this bot, `user` their account where Teams names it."""

    address: str
    name: str
    user: str = ""


@dataclass(frozen=True)
class _Standing:
    """A mention and where it stands in the text."""

    named: Named
    start: int
    end: int


def mentions_bot(activity: Payload, bot: str) -> bool:
    return bool(bot) and any(text(part(entity, "mentioned"), "id") == bot for entity in parts(activity, "entities"))


def named_in(activity: Payload, bot: str) -> tuple[Named, ...]:
    """The others mentioned, in order, each once."""
    return tuple(dict.fromkeys(each.named for each in _mentions_in(activity) if each.named.address != bot))


def spoken(activity: Payload, mentions: Mapping[str, Mention], bot: str, bot_name: str) -> Spoken:
    """The words of a message. `mentions` are the others by address."""
    raw = clean(text(activity, "text"))
    is_markup = text(activity, "textFormat") == "xml"
    mentioned: list[Mention] = []
    whole = ""
    end = 0
    is_after_us = False
    for each in _mentions_in(activity):
        piece = _words(raw[end : each.start], is_markup)
        whole += _EDGE_BEFORE.sub("", piece) if is_after_us else piece
        end = each.end
        known = mentions.get(each.named.address)
        is_after_us = each.named.address == bot
        if is_after_us:
            # What stood around our name belongs to it, in any kind of space.
            whole = _without_gap_after(whole)
            whole += " " if whole else ""
        elif known is None:
            whole += f"@{clean(each.named.name)}"
        else:
            mentioned.append(known)
            whole += mark(len(mentioned) - 1)
    rest = _words(raw[end:], is_markup)
    whole += _EDGE_BEFORE.sub("", rest) if is_after_us else rest
    return Spoken(_without_call(_with_plain_gaps(whole), bot_name), tuple(mentioned))


def files_in(message: Payload) -> tuple[AttachedFile, ...]:
    """What came with a message, where people open it. Teams says no size."""
    found: list[AttachedFile] = []
    for file in parts(message, "attachments"):
        name, kind = clean(text(file, "name")).strip(), text(file, "contentType").lower()
        if not name or kind.startswith(("text/html", "application/vnd.microsoft.card")):
            continue
        url = clean(text(file, "contentUrl")).strip()
        said = clean(text(part(file, "content"), "fileType")).strip() or PurePath(name).suffix.removeprefix(".")
        found.append(AttachedFile(name, PLATFORM, said.lower(), None, url if _opens(url, kind) else None))
    return tuple(found[:_MOST_FILES])


def words_of_payload(payload: Payload, mentions: Mapping[str, Mention]) -> Spoken:
    """A message that somebody pointed at, as Teams describes it: markup, mentions by a number, files."""
    body = part(payload, "body")
    content = text(body, "content")
    mentioned: list[Mention] = []
    if text(body, "contentType").lower() == "html":
        by_number = {str(each.get("id")): each for each in parts(payload, "mentions")}

        def named(number: str, label: str) -> str:
            user = directory_id(part(part(by_number.get(number, {}), "mentioned"), "user"), "id")
            if user not in mentions:
                return f"@{label}"
            mentioned.append(mentions[user])
            return mark(len(mentioned) - 1)

        content = plain_of(content, named)
    else:
        content = clean(content)
    return Spoken("\n".join(part for part in (content.strip(), *_file_lines(payload)) if part), tuple(mentioned))


def users_of_payload(payload: Payload) -> tuple[Named, ...]:
    """The accounts mentioned in a message that somebody pointed at."""
    users = (part(part(each, "mentioned"), "user") for each in parts(payload, "mentions")[:_MOST_MENTIONS])
    named = (Named("", clean(text(user, "displayName")), directory_id(user, "id")) for user in users)
    return tuple(each for each in named if each.user)


def _mentions_in(activity: Payload) -> list[_Standing]:
    """Each mention with where it stands in the cleaned text, in that order. Of two alike the first listed comes
    first; what somebody only typed out matches none that is left."""
    whole = clean(text(activity, "text"))
    taken: dict[str, int] = {}
    found: list[_Standing] = []
    for entity, named in islice(_named_entities(activity), _MOST_MENTIONS):
        shown = clean(text(entity, "text")) or f"<at>{named.name}</at>"
        at = whole.find(shown, taken.get(shown, 0))
        end = at + len(shown)
        if at < 0:
            tagged = re.compile(rf"<at(?:\s[^<>]*)?>\s*{re.escape(clean(named.name))}\s*</at>", re.IGNORECASE)
            match = tagged.search(whole, taken.get(shown, 0))
            at, end = match.span() if match else (-1, -1)
        if at >= 0:
            taken[shown] = end
            found.append(_Standing(named, at, end))
    return sorted(found, key=lambda each: each.start)


def _named_entities(activity: Payload) -> Iterator[tuple[Payload, Named]]:
    for entity in parts(activity, "entities"):
        named = _named(entity)
        if named is not None:
            yield entity, named


def _named(entity: Payload) -> Named | None:
    who = part(entity, "mentioned")
    if text(entity, "type").lower() != "mention" or not text(who, "id"):
        return None
    name = text(who, "name") or _TYPED_MENTION.sub(r"\1", text(entity, "text"))
    return Named(text(who, "id"), name, directory_id(who, "aadObjectId"))


def _words(raw: str, is_markup: bool) -> str:
    """A piece without mentions. What somebody typed to look like one becomes words that are none."""
    calm = _STRAY_TAG.sub("‹\\1›", _TYPED_MENTION.sub(r"@\1", raw))
    return clean(html.unescape(re.sub(r"<[^<>]*>", "", calm))) if is_markup else calm


def _with_plain_gaps(whole: str) -> str:
    """Hard spaces become plain between the first words, where a command stands; later ones are the person's."""

    def plain(gap: re.Match[str]) -> str:
        if not _HARD_SPACE.search(gap[0]):
            return gap[0]
        return "\n" if "\n" in gap[0] else " "

    return _GAP.sub(plain, _without_gap_after(_EDGE_BEFORE.sub("", whole)), count=_COMMAND_GAPS)


def _without_gap_after(whole: str) -> str:
    end = len(whole)
    while end and (size := _space_before(whole, end)):
        end -= size
    return whole[:end]


def _space_before(whole: str, end: int) -> int:
    """How many characters of a space, in whichever writing, end there."""
    if whole[end - 1].isspace():
        return 1
    before = whole[max(0, end - 6) : end].lower()
    return next((len(space) for space in _WRITTEN_SPACES if before.endswith(space)), 0)


def _without_call(whole: str, bot_name: str) -> str:
    """The words without `/chatdesk`, `/case` or `case` in front. What merely begins like that is left as it is."""
    names = "|".join(re.escape(name) for name in {bot_name, "chatdesk"})
    lead = re.match(rf"(?:/?(?:{names})(?=\s|$)\s*)?(?:/?case(?=\s|$)\s*)?", whole, re.IGNORECASE)
    called = lead[0] if lead else ""
    rest = whole[len(called) :]
    if called and (called.startswith("/") or not rest or read(rest).verb is not None):
        return rest.removeprefix("/") if read(rest.removeprefix("/")).verb is not None else rest
    if whole.startswith("/") and read(whole[1:]).verb is not None:
        return whole[1:]
    return whole


def _file_lines(message: Payload) -> list[str]:
    """Files by name, each with its link on a line of its own, for a form that people fill in."""
    return [line for file in files_in(message) for line in (f"📎 {file.name}", file.url or "") if line]


def _opens(url: str, kind: str) -> bool:
    """Can people open it? A picture pasted into a chat has an address that only bots can open, and of other hosts
    than Microsoft's nobody knows whose they are."""
    try:
        address = urlsplit(url)
        host = (address.hostname or "").lower()
    except ValueError:
        return False
    is_theirs = any(host == known or host.endswith(f".{known}") for known in _FILE_HOSTS)
    is_plain = address.scheme == "https" and not re.search(r"\s", url) and "@" not in address.netloc
    return is_plain and is_theirs and not kind.startswith("image/")
