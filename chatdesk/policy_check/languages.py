"""Texts that are missing in a language of the policy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from chatdesk.policy_check.finding import Odd
from chatdesk.policy_files.mentions import texts
from chatdesk.policy_files.schema import PolicyFile


def languages(file: PolicyFile) -> Iterator[Odd]:
    """A language is the policy's if it is its own or if at least half of the texts are in it."""
    told = list(texts(file))
    counts = Counter(language for _, words in told for language, _ in words.texts)
    spoken = {file.language, *(language for language, number in counts.items() if 2 * number >= len(told))}
    for where, words in told:
        for language in sorted(spoken - dict(words.texts).keys()):
            yield Odd(
                "W-LANG",
                where,
                f"The text '{_short(words.in_language(file.language))}' is missing in '{language}', a language of this "
                "policy.",
                f"Write it as {{{file.language}: …, {language}: …}}.",
            )
    for language, number in sorted(counts.items()):
        if language not in spoken:
            where = next(where for where, words in told if language in dict(words.texts))
            yield Odd(
                "W-LANG",
                where,
                f"Only {number} of {len(told)} texts {'is' if number == 1 else 'are'} in '{language}'.",
                "Write the others in it too, or take it out.",
                named=f"languages.{language}",
            )


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
