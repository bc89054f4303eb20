"""Words that a policy carries in several languages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """One text in one or more languages, keyed by language code (`en`, `es`)."""

    texts: tuple[tuple[str, str], ...]

    def in_language(self, language: str) -> str:
        """The text for `language`, else English, else the first there is."""
        by_language = dict(self.texts)
        return by_language.get(language) or by_language.get("en") or self.texts[0][1]
