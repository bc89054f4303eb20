"""Who is told to write is told how to be heard there: in Teams we hear only what mentions us."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chatdesk import i18n
from chatdesk.cards import answers, lists
from chatdesk.cards.case import case_card
from chatdesk.cards.model import Card
from chatdesk.cards.notices import notice_card
from tests.cards import stories
from tests.cards.story import CUSTOMER, ENGINEER, Story

# What is true only where everything is heard, as the cards of Slack say it.
_SIMPLY_WRITE = {
    "en": ("at any time", "write it here", "simply write", "we read everything"),
    "es": ("cuando quiera", "escríbala aquí", "escribir sin más", "leemos todo"),
}
_MENTION = {"en": "mention us", "es": "menciónenos"}


def _asking_to_write(language: str, hears_all: bool) -> dict[str, Card]:
    """Every card that asks a customer to write."""
    reader = replace(CUSTOMER[language], hears_all=hears_all)
    new = Story.open("c2-atom", "2026-03-06T10:00-05:00", severity=3).view()
    waiting = stories.waiting()
    told = next(each for each in waiting.told if each.notice.kind == "wait.started")
    return {
        "new": case_card(new, reader),
        "owned": case_card(stories.severity_asked_for().view(), reader),
        "waiting": case_card(waiting.view(), reader),
        "opened": answers.opening_card(new, reader),
        "help": lists.help_card(reader, "@chatdesk", in_thread=True),
        "wait.started": notice_card(told.view, told.notice, reader),
    }


@pytest.mark.parametrize("language", ["en", "es"])
def test_where_only_mentions_are_heard_nobody_is_told_to_simply_write(language: str) -> None:
    for name, card in _asking_to_write(language, hears_all=False).items():
        assert not any(words in card.text for words in _SIMPLY_WRITE[language]), name
        assert _MENTION[language] in card.text, name


@pytest.mark.parametrize("language", ["en", "es"])
def test_where_all_is_heard_nobody_is_told_to_mention_us(language: str) -> None:
    for name, card in _asking_to_write(language, hears_all=True).items():
        assert any(words in card.text for words in _SIMPLY_WRITE[language]), name
        assert _MENTION[language] not in card.text, name


def test_our_own_people_learn_that_only_what_mentions_us_is_noted() -> None:
    reader = replace(ENGINEER["en"], hears_all=False)
    told = lists.help_card(reader, "@chatdesk", in_thread=True).text
    assert "other messages are not kept" in told


def test_every_phrase_for_places_that_hear_mentions_only_stands_beside_its_own() -> None:
    keys = i18n.catalogue("en").keys()
    assert [key for key in keys if key.endswith("_mentioned") and key.removesuffix("_mentioned") not in keys] == []
