"""What people wrote, made harmless: nothing of it becomes markup, a date macro, a mention or a turned line in a card.

A TextRun is not markdown, yet the card library replaces date macros in it as well, and Teams
looks for mentions in a card's whole text. An unseen joiner breaks both where they begin.
"""

from __future__ import annotations

import re

from chatdesk.adapters.talk.plain_text import clamp, isolated, shown, units

RUN_LIMIT = 3000
NAME_LIMIT = 80
LABEL_LIMIT = 300

_JOINER = "\u2060"
# What turns the reading of text around. `isolated` adds the one that ends where its piece ends; it may stay.
_TURNS = re.compile("[\u202a-\u202e\u2066\u2067]")
_MACRO = re.compile(r"\{(?=\{(?:DATE|TIME)\()", re.IGNORECASE)
_MENTION = re.compile(r"<(?=/?at\b)", re.IGNORECASE)
_MARKDOWN = re.compile(r"[\\`*_\[\]()#+\-!|<>~&]")
_NUMBERED = re.compile(r"^(\d+)\.", re.MULTILINE)
_INDENTED = re.compile(r"^[ \t]+", re.MULTILINE)
_NOT_IN_NAMES = re.compile(r"[^\w .,'’·\u200c\u200d-]|_")


def inert(text: str) -> str:
    """Text for a place that is not markdown: TextRuns, labels, titles of buttons, what an input holds."""
    return _MENTION.sub(f"<{_JOINER}", _MACRO.sub(f"{{{_JOINER}", _TURNS.sub("", shown(text))))


def quoted(text: str) -> str:
    """A piece that a person wrote, inside a line of ours."""
    return inert(isolated(text))


def escaped(text: str) -> str:
    """Text for a markdown property (TextBlock, FactSet, titles of shown choices, the fallback text)."""
    return flush(escaped_piece(text))


def escaped_piece(text: str) -> str:
    """A piece of a markdown line; `flush` must see the whole line."""
    return _MARKDOWN.sub(lambda found: f"\\{found[0]}", inert(text))


def flush(markdown: str) -> str:
    """Escaped markdown in which no line begins like a numbered list or, by its indentation, like code."""
    return _NUMBERED.sub(r"\1\\.", _INDENTED.sub("", markdown))


def cut(text: str, limit: int) -> str:
    """What a person wrote, whole, or cut with the number of characters left out. Lines keep their direction each."""
    whole = "\n".join(quoted(line) for line in text.strip().splitlines()) or "–"
    if units(whole) <= limit:
        return whole
    kept = clamp(whole, max(limit - 20, 1), "")
    return f"{kept}… (+{len(whole) - len(kept):,})"


def short(text: str, limit: int = LABEL_LIMIT) -> str:
    """A label: one piece, never empty, since Teams refuses empty ones."""
    return clamp(inert(text).strip(), limit) or "–"


def name_for_mention(name: str) -> str:
    """A name as it can stand between the mention's tags, where nothing can be escaped."""
    return clamp(" ".join(_NOT_IN_NAMES.sub(" ", isolated(name)).split()), NAME_LIMIT) or "–"
