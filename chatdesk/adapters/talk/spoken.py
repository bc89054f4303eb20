"""What somebody said, free of a platform's markup: plain words, with the people they mentioned."""

from __future__ import annotations

import re
from dataclasses import dataclass

from chatdesk.core.places import Identity

# Marks a mention by its place in `mentioned`. Parsers remove these characters from what people type.
_OPEN, _CLOSE = "\ue000", "\ue001"
MARK = re.compile(f"{_OPEN}([0-9]+){_CLOSE}")
FORGED_MARKS = re.compile(f"[{_OPEN}{_CLOSE}]")


@dataclass(frozen=True)
class Mention:
    identity: Identity
    name: str


@dataclass(frozen=True)
class Spoken:
    """`text` holds a mark for each mention; nobody can type one."""

    text: str
    mentioned: tuple[Mention, ...] = ()


def mark(index: int) -> str:
    """Stands in the text for the mention at this place of `mentioned`."""
    return f"{_OPEN}{index}{_CLOSE}"


def marks_in(words: str) -> tuple[int, ...]:
    """Places of those mentioned in these words, in order."""
    return tuple(int(index) for index in MARK.findall(words))


def readable(words: str, mentioned: tuple[Mention, ...]) -> str:
    """The words as a person reads them, each mention as @name."""
    return MARK.sub(lambda found: f"@{mentioned[int(found[1])].name}", words)
