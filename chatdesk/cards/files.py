"""Files that came with somebody's words: named and linked where they are kept, never copied (decision 0011)."""

from __future__ import annotations

from collections.abc import Sequence

from chatdesk.cards.model import Block, Bullets, Hyperlink, Inline, Line, Quoted, Small, Words
from chatdesk.cards.voice import Voice
from chatdesk.core.attached import AttachedFile

# The others are counted.
MOST_NAMED = 10
_LONGEST_NAME = 120
_STEP = 1000


def files_list(voice: Voice, files: Sequence[AttachedFile]) -> Bullets:
    """One line a file: its name as a link, its kind and size."""
    lines = [_line(voice, file) for file in files[:MOST_NAMED]]
    if len(files) > MOST_NAMED:
        lines.append(voice.say("files.more", n=len(files) - MOST_NAMED))
    return Bullets(tuple(lines))


def where_files_are(voice: Voice, files: Sequence[AttachedFile]) -> Block:
    """On which platform they are kept, and what to do where one does not open."""
    platform = files[0].platform
    return Small(voice.say("files.kept", platform=voice.plain(f"platform.{platform}")))


def _line(voice: Voice, file: AttachedFile) -> Line:
    name = _clipped(file.name) or voice.plain("files.unnamed")
    shown: Inline = Hyperlink(name, file.url) if file.url else Quoted(name)
    about = ", ".join(part for part in (_clipped(file.kind), size_words(file.size)) if part)
    return (Words("📎 "), shown, *((Quoted(f" ({about})"),) if about else ()))


def size_words(size: int | None) -> str:
    """Bytes in the unit that people use: "12 KB"; empty where nobody says."""
    if size is None or size < 0:
        return ""
    amount, unit = float(size), "B"
    for larger in ("KB", "MB", "GB"):
        if amount < _STEP:
            break
        amount, unit = amount / _STEP, larger
    return f"{amount:.0f} {unit}"


def _clipped(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= _LONGEST_NAME else plain[: _LONGEST_NAME - 1] + "…"
