"""Which verb a word names, and which ones it nearly names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher

from chatdesk.adapters.talk.verb import Verb
from chatdesk.adapters.talk.verbs import BY_NAME, VERBS

AROUND_WORDS = " \t\r\n,;:.!¡¿?\"'`*_~“”‘’()[]"
_CLOSE_ENOUGH = 0.74


def plain_word(token: str) -> str:
    """A word for comparing: small letters, no accents, hyphens or punctuation around it."""
    decomposed = unicodedata.normalize("NFKD", token.strip(AROUND_WORDS).casefold())
    return re.sub(r"[-\u2010-\u2015_]", "", "".join(c for c in decomposed if not unicodedata.combining(c)))


def verb_named(words: list[str]) -> Verb | None:
    """The verb that these plain words name together."""
    return _NAMES.get("".join(words)) if all(words) else None


def guesses(text: str) -> tuple[Verb, ...]:
    """Up to three verbs whose names look like the first word or two of `text`, the closest first."""
    tokens = [plain_word(token) for token in text.split()[:2]]
    heard = {"".join(tokens), *tokens[:1]} - {""}
    scores: dict[str, float] = {}
    for name, verb in _NAMES.items():
        for word in heard:
            score = _likeness(word, name)
            if score >= _CLOSE_ENOUGH and score > scores.get(verb.name, 0):
                scores[verb.name] = score
    return tuple(BY_NAME[name] for name in sorted(scores, key=lambda each: -scores[each])[:3])


def _likeness(heard: str, name: str) -> float:
    """From 0 to 1. Hardly anybody mistypes a first letter, except for swapping it with the second."""
    if len(heard) < 3 or abs(len(heard) - len(name)) > 3:
        return 0.0
    if sorted(heard) == sorted(name) and (heard[0] == name[0] or heard[:2] == name[1::-1]):
        return 0.95
    return SequenceMatcher(None, heard, name).ratio() if heard[0] == name[0] else 0.0


def _by_every_name(verbs: Iterable[Verb]) -> Mapping[str, Verb]:
    found: dict[str, Verb] = {}
    for verb in verbs:
        for name in verb.typed_names:
            key = "".join(plain_word(token) for token in name.split())
            if key in found and found[key] is not verb:
                raise ValueError(f"{name!r} names both {found[key].name} and {verb.name}")
            found[key] = verb
    return found


_NAMES: Mapping[str, Verb] = _by_every_name(VERBS)
