"""Every card and notice that there is, on Teams, with the worst that people write in every place of it."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from chatdesk.adapters.teams.render import CARD_BYTES, adaptive
from chatdesk.cards.case import case_card
from chatdesk.cards.model import Card
from chatdesk.cards.notices import KINDS, notice_card
from chatdesk.core.view import CaseView
from tests.adapters.teams.card_checks import JSON, schema_faults
from tests.adapters.teams.goldens import known, on_teams
from tests.cards import stories
from tests.cards.goldens import cases
from tests.cards.story import CUSTOMER, ENGINEER, reader_of

HOSTILE = (
    "**bold** _it_ [bank](https://evil.example) <at>Ruth Ames</at> {{DATE(2026-03-06T20:20:00Z, SHORT)}} "
    "${user.name} \u202egnp.exe `code` # head"
)
WORST = {"hostile": HOSTILE, "long": "<&**" * 2_500, "emoji": "👨‍👩‍👧‍👦" * 900}
_MACRO = re.compile(r"\{\{(DATE|TIME)\(", re.IGNORECASE)
_LINK = re.compile(r"(?<!\\)\]\(https://evil")


@pytest.mark.parametrize("words", WORST.values(), ids=WORST)
def test_nothing_that_people_write_comes_alive_in_anything_that_teams_is_sent(words: str) -> None:
    for name, card in _cards(words):
        shown = adaptive(on_teams(card), known("en"))
        told = json.dumps(shown, ensure_ascii=False, separators=(",", ":"))
        assert schema_faults(shown) == [], name
        assert len(told.encode("utf-8", "surrogatepass")) <= CARD_BYTES, name
        assert not _MACRO.search(told), name
        assert "\u202e" not in told or words != HOSTILE, name
        mentioned = {entity["text"] for entity in shown["msteams"].get("entities", [])}
        for text in _markdown(shown):
            assert not _LINK.search(text), (name, text[:300])
            for at in re.findall(r"<at>[^<]*</at>", text):
                assert at in mentioned, (name, at)


def _cards(words: str) -> Iterator[tuple[str, Card]]:
    for kind in KINDS:
        for audience, told in stories.distinct(kind):
            reader = dataclasses.replace(reader_of(told.notice.audience, "en"), hears_all=False)
            yield f"{kind} to {audience}", notice_card(_with(told.view, words), told.notice, reader)
    for name, view in cases():
        for reader in (CUSTOMER["en"], ENGINEER["en"]):
            yield f"case {name}", case_card(_with(view, words), dataclasses.replace(reader, hears_all=False))


def _with(view: CaseView, words: str) -> CaseView:
    people = {
        key: dataclasses.replace(person, name=words, title=words, organisation=words)
        for key, person in view.people.items()
    }
    return dataclasses.replace(
        view,
        texts=dict.fromkeys(view.texts, words),
        people=people,
        customer=dataclasses.replace(view.customer, name=words),
    )


def _markdown(part: Any) -> list[str]:
    """Every text that Teams reads as markdown."""
    return [each["text"] for each in _walk(part) if each.get("type") == "TextBlock"]


def _walk(part: Any) -> Iterator[JSON]:
    if isinstance(part, list):
        for item in part:
            yield from _walk(item)
    elif isinstance(part, dict):
        yield part
        for value in part.values():
            yield from _walk(value)
