"""The words of a message that Teams hands over as markup."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser

from chatdesk.adapters.talk.plain_text import clean

_ENDS_A_LINE = frozenset({"p", "div", "li", "tr", "blockquote", "pre", "h1", "h2", "h3", "h4", "ul", "ol", "table"})
# What begins a tag and does not end one: the parser would look for the end from each of them anew.
_NO_TAG = re.compile(r"<(?![^<>]*>)")
_HOLDS_NO_WORDS = frozenset({"script", "style", "head", "title"})


def plain_of(markup: str, mention: Callable[[str, str], str]) -> str:
    """Plain lines. `mention` gives the words for a mention, by its number and label."""
    reader = _Reader(mention)
    reader.feed(_NO_TAG.sub("&lt;", markup))
    reader.close()
    lines = (re.sub(r"[ \t]+", " ", line).strip() for line in "".join(reader.pieces).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Reader(HTMLParser):
    def __init__(self, mention: Callable[[str, str], str]) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._mention = mention
        self._mentioned: str | None = None
        self._label: list[str] = []
        self._skipped = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in _HOLDS_NO_WORDS:
            self._skipped += 1
        elif tag == "at":
            self._mentioned, self._label = given.get("id") or "", []
        elif tag in ("emoji", "img") and given.get("alt"):
            self.handle_data(str(given["alt"]))
        elif tag == "br":
            self.pieces.append("\n")
        elif tag in _ENDS_A_LINE:
            self._break()
            if tag == "li":
                self.pieces.append("- ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _HOLDS_NO_WORDS:
            self._skipped = max(0, self._skipped - 1)
        elif tag == "at" and self._mentioned is not None:
            number, self._mentioned = self._mentioned, None
            self.pieces.append(self._mention(number, "".join(self._label)))
        elif tag in _ENDS_A_LINE:
            self._break()

    def handle_data(self, data: str) -> None:
        if self._skipped:
            return
        words = clean(data).replace("\u00a0", " ").replace("\n", " ")
        if self._mentioned is not None:
            self._label.append(words)
        else:
            self.pieces.append(words)

    def _break(self) -> None:
        if self.pieces and not self.pieces[-1].endswith("\n"):
            self.pieces.append("\n")
