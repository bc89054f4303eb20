"""Text on its way in and out, whatever the platform: storable, showable, cut without breaking a character."""

from __future__ import annotations

import re
import unicodedata

from chatdesk.adapters.talk.spoken import FORGED_MARKS

_ZWJ = "\u200d"
# Controls that end or override the reading direction of what stands around a quoted piece.
_DIRECTION_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")
# NUL and lone surrogates cannot be stored; other controls say nothing.
_UNSTORABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_UNSEEN_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"


def clean(text: str) -> str:
    """Text that can be stored and shown, whatever was sent."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return FORGED_MARKS.sub("", _UNSTORABLE.sub("", whole.replace("\r\n", "\n").replace("\r", "\n")))


def clamp(text: str, limit: int, ending: str = "…") -> str:
    """At most `limit` UTF-16 units, the strictest measure, cut between characters a person sees as one."""
    if units(text) <= limit:
        return text
    room = limit - units(ending)
    if room <= 0:
        return ending[:limit]
    kept = 0
    for character in text:
        size = 2 if ord(character) > 0xFFFF else 1
        if size > room:
            break
        room -= size
        kept += 1
    while kept and not _is_break(text, kept):
        kept -= 1
    return text[:kept].rstrip() + ending


def units(text: str) -> int:
    """Length in UTF-16 code units: an emoji counts two."""
    return len(text) + sum(1 for character in text if ord(character) > 0xFFFF)


def shown(text: str) -> str:
    """What a person wrote, without characters that cannot be sent or seen."""
    return _UNSEEN_CONTROLS.sub("", text)


def isolated(text: str) -> str:
    """A quoted piece that stands inside a line: its reading direction ends where it ends."""
    calm = _DIRECTION_CONTROLS.sub("", shown(text)).replace("\n", " ")
    if any(unicodedata.bidirectional(character) in ("R", "AL", "AN") for character in calm):
        return f"{_FIRST_STRONG_ISOLATE}{calm}{_POP_ISOLATE}"
    return calm


def _is_break(text: str, at: int) -> bool:
    """May the text end before position `at`? Not inside a joined emoji, a flag or before a combining mark."""
    following, before = text[at], text[at - 1]
    if _ZWJ in (following, before) or "\ufe00" <= following <= "\ufe0f" or "\U0001f3fb" <= following <= "\U0001f3ff":
        return False
    if unicodedata.combining(following) or unicodedata.category(following) in ("Mn", "Me"):
        return False
    if _is_flag_half(following):
        halves = 0
        while halves < at and _is_flag_half(text[at - 1 - halves]):
            halves += 1
        return halves % 2 == 0
    return True


def _is_flag_half(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"
