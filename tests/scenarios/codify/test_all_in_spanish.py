"""A Codify customer reads Spanish, whatever happens to their cases: no word of the English catalogue is left."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import chatdesk.locale
from tests.scenarios.codify.walk import THURSDAY, walk

_FOLDER = Path(chatdesk.locale.__path__[0])
_WORD = re.compile(r"[^\W\d_]{2,}")
_BLANK = re.compile(r"\{[^}]*\}|<[^>]*>|[@/#]\w+")
# Names, and what is called the same in both languages.
_NAMES = {"case", "chatdesk", "harbor", "grid", "dana", "reyes", "jira", "example"}


def _texts(part: Any) -> Iterator[str]:
    for value in part.values():
        yield from _texts(value) if isinstance(value, dict) else (str(value),)


def _words(text: str) -> set[str]:
    return set(_WORD.findall(_BLANK.sub(" ", text).lower()))


def _catalogue(language: str) -> set[str]:
    texts = _texts(tomllib.loads((_FOLDER / f"{language}.toml").read_text(encoding="utf-8")))
    return set[str]().union(*map(_words, texts))


@pytest.mark.timeout(240)
async def test_no_english_word_stands_in_anything_that_a_codify_customer_reads(desk_world) -> None:
    world = await desk_world("codify", at=THURSDAY)
    walked = await walk(world)
    english = _catalogue("en") - _catalogue("es") - _NAMES
    assert {"your", "the", "report", "waiting", "reply"} <= english
    lines = [line for text in walked.everything() for line in text.splitlines()]
    # "home" is what people type who have no page of their own.
    read = [line for line in lines if not line.startswith("=====") and line != "home"]
    assert len(read) > 1000, "the walk has become short"
    assert {line for line in read if _words(line) & english} == set()
