"""Reads what people type into a verb, a case number and words. Forgiving; it never guesses a verb it is not sure of."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from chatdesk.adapters.talk.names import AROUND_WORDS, guesses, plain_word, verb_named
from chatdesk.adapters.talk.opening import read_opening
from chatdesk.adapters.talk.verb import Takes, Verb
from chatdesk.adapters.talk.verbs import BY_NAME
from chatdesk.adapters.talk.verbs_of_admin import ADMIN

_NUMBER = re.compile(r"#?([^\W\d_][^\W_]{0,15})[-\u2010-\u2015\u2212](\d{1,40})")
_HASH_NUMBER = re.compile(r"#(\d{1,40})")
_BARE_NUMBER = re.compile(r"\d{1,9}")
_NUMBER_BEFORE_LABEL = re.compile(r"(\d{1,9})\s+(\S.*)", re.DOTALL)
_LETTERS = re.compile(r"#?[^\W\d_][^\W_]{0,15}")
_LONGEST_VERB = 4

# Words that may stand between a verb and the case's number.
_JOINTS = frozenset(
    {
        "to",
        "on",
        "in",
        "the",
        "case",
        "for",
        "of",
        "ticket",
        "no",
        "number",
        "into",
        "with",
        "about",
        "a",
        "al",
        "el",
        "la",
        "en",
        "de",
        "del",
        "caso",
        "con",
        "num",
        "numero",
        "sobre",
    }
)
# What people add out of politeness to a verb that takes no words.
_POLITE = frozenset(
    {
        "please",
        "pls",
        "now",
        "thanks",
        "thank",
        "you",
        "this",
        "that",
        "it",
        "case",
        "the",
        "for",
        "me",
        "us",
        "we",
        "i",
        "ok",
        "okay",
        "yes",
        "por",
        "favor",
        "gracias",
        "ahora",
        "ya",
        "este",
        "esta",
        "caso",
        "el",
        "la",
        "lo",
        "si",
        "porfa",
    }
)


@dataclass(frozen=True)
class Phrase:
    """What was understood. Without a `verb`, `typed` is the word in its place and `guesses` the verbs close to it.

    `number` is a case number as people write it (`HARBOR-12`) or its digits alone; `others`
    are further ones. `leftover` are words that followed a verb which takes none.
    """

    verb: Verb | None
    number: str | None = None
    others: tuple[str, ...] = ()
    words: str = ""
    typed: str = ""
    guesses: tuple[Verb, ...] = ()
    leftover: str = ""


def read(text: str) -> Phrase:
    """The phrase in `text`, which names the bot no more."""
    rest = text.strip()
    first, rest_after = _case_number(rest)
    if first and not rest_after:
        return Phrase(BY_NAME["show"], first)
    if first:
        rest = rest_after
    verb, after = _verb(rest)
    if verb is None:
        return unknown(rest, first)
    phrase = _with_the_rest(verb, first, after)
    # To whoever is no administrator it is a word like any other that nobody knows, as they typed it.
    return replace(phrase, leftover=rest) if verb is ADMIN else phrase


def unknown(text: str, number: str | None = None) -> Phrase:
    """The phrase of words that name no verb."""
    typed = text.split(maxsplit=1)[0] if text.split() else ""
    return Phrase(None, number, words=text, typed=typed.strip(AROUND_WORDS), guesses=guesses(text))


def asks_for_form(phrase: Phrase) -> bool:
    """Is something left to ask for? Told from the words alone: a dialog must open before anything is looked up.

    A case opened on somebody's behalf is opened at once; how bad it is can be asked in its thread.
    """
    verb = phrase.verb
    if verb is None or not verb.form or verb.looks_alone or phrase.leftover:
        return False
    match verb.takes:
        case Takes.WORDS if verb.name == "open":
            asked = read_opening(phrase.words)
            return asked.for_mark is None or not asked.title
        case Takes.CASE:
            return not phrase.others
        case _:
            return not phrase.words


def _with_the_rest(verb: Verb, number: str | None, rest: str) -> Phrase:
    words = _without_lead(rest)
    numbers = [number] if number else []
    # What a verb of no case is told may look like a case's number and is not: a release, another system's name.
    names_cases = verb.needs_case or verb.takes is not Takes.LABEL
    while names_cases and len(numbers) < (2 if verb.takes is Takes.CASE else 1):
        found, after = _case_number(words)
        if found is None and verb.takes in (Takes.NOTHING, Takes.PERSON, Takes.CASE):
            found, after = _loose_number(words)
        if found is None:
            break
        numbers.append(found)
        words = after
    if verb.takes is Takes.CHOICE and not numbers:
        numbers, words = _number_before_choice(words)
    if (
        verb.takes is Takes.LABEL
        and verb.needs_case
        and not numbers
        and (label := _NUMBER_BEFORE_LABEL.fullmatch(words))
    ):
        numbers, words = [str(int(label[1]))], label[2]
    leftover = ""
    if verb.takes is Takes.NOTHING:
        leftover = " ".join(token for token in words.split() if plain_word(token) not in _POLITE | {""})
        words = ""
    return Phrase(verb, numbers[0] if numbers else None, tuple(numbers[1:]), words, leftover=leftover)


def _verb(text: str) -> tuple[Verb | None, str]:
    spans = [match for match in re.finditer(r"\S+", text)][:_LONGEST_VERB]
    if spans and spans[0][0] == "?":
        return BY_NAME["help"], text[spans[0].end() :]
    for length in range(len(spans), 0, -1):
        words = [plain_word(span[0]) for span in spans[:length]]
        verb = verb_named(words)
        if verb is not None:
            return verb, text[spans[length - 1].end() :]
    return None, text


def _case_number(text: str) -> tuple[str | None, str]:
    """A number written as such (`HARBOR-12`, `#12`) at the start, after at most three joints."""
    rest = text
    for _ in range(4):
        token, after = _first_token(rest)
        bare = token.strip(AROUND_WORDS)
        full = _NUMBER.fullmatch(bare)
        if full:
            return f"{full[1].upper()}-{int(full[2])}", _without_lead(after)
        short = _HASH_NUMBER.fullmatch(bare)
        if short:
            return str(int(short[1])), _without_lead(after)
        if plain_word(token) not in _JOINTS:
            return None, text
        rest = after
    return None, text


def _first_token(text: str) -> tuple[str, str]:
    match = re.match(r"\s*(\S+)", text)
    return (match[1], text[match.end() :]) if match else ("", "")


def _loose_number(text: str) -> tuple[str | None, str]:
    """`12` or `harbor 12`, where no other words are expected."""
    tokens = text.split()
    while tokens and plain_word(tokens[0]) in _JOINTS:
        tokens = tokens[1:]
    if tokens and _BARE_NUMBER.fullmatch(tokens[0].strip(AROUND_WORDS)):
        return str(int(tokens[0].strip(AROUND_WORDS))), " ".join(tokens[1:])
    if len(tokens) > 1 and _LETTERS.fullmatch(tokens[0]) and _BARE_NUMBER.fullmatch(tokens[1].strip(AROUND_WORDS)):
        return f"{tokens[0].lstrip('#').upper()}-{int(tokens[1].strip(AROUND_WORDS))}", " ".join(tokens[2:])
    return None, text


def _number_before_choice(words: str) -> tuple[list[str], str]:
    """Of two bare numbers the first is the case, the second what was chosen: `severity 12 2`."""
    tokens = [token for token in words.split() if plain_word(token) not in _JOINTS]
    bare = [token.strip(AROUND_WORDS) for token in tokens[:2]]
    if len(bare) == 2 and all(_BARE_NUMBER.fullmatch(token) for token in bare):
        return [str(int(bare[0]))], " ".join(tokens[1:])
    return [], words


def _without_lead(text: str) -> str:
    return re.sub(r"^[\s:,;]+|^\s*[-–—]\s+", "", text).strip()
