"""Every card, notice, answer and form that there is, with the worst that people write in every place of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from chatdesk.adapters.slack import parse
from chatdesk.adapters.slack.render import home, message, message_modal, modal
from chatdesk.adapters.talk.plain_text import units
from chatdesk.cards.case import case_card
from chatdesk.cards.model import Card
from chatdesk.cards.notices import KINDS, notice_card
from chatdesk.core.view import CaseView
from chatdesk.playground.validator import message_refusal, view_refusal
from tests.cards import stories
from tests.cards.goldens import LANGUAGES, answer_cards, cases, drawn_forms
from tests.cards.story import CUSTOMER, ENGINEER, reader_of

HOSTILE = (
    "<!channel> <!here|here> <@U0EVE> <#C0EVE> <https://evil.example|bank> <!date^0^{ago}|x> *bold* `code` @here "
    "https://evil.example &lt;!channel&gt; & > done"
)
# What people may write wherever they write: long, in any script, and so that it breaks what stands around it.
WORST = {
    "hostile": HOSTILE,
    "long": "&<>" * 3_000,
    "emoji": "👨‍👩‍👧‍👦" * 900,
    "marks": "e" + "\u0301" * 5_000,
    "right to left": "\u202eשלום\u2067" * 700,
    "blank": " \n\t ",
}
WORKSPACE = "https://northwind.example/"
# All that we ever put into markup: dates that Slack draws, channels, and links to what we name.
_TOKEN = re.compile(r"<(!date\^\d+\^[^|<>^]+\|[^<>]*|#[CG]\w+|https?://[^|<>\s]+\|[^<>]*)>")
_ENTITY = re.compile(r"&(?!amp;|lt;|gt;)")
_SAFE_ELEMENTS = {"text", "date", "user", "channel", "link"}


@pytest.mark.parametrize("words", WORST.values(), ids=WORST)
def test_nothing_that_people_write_comes_alive_in_anything_that_slack_is_sent(words: str) -> None:
    for name, shown in _messages(words):
        assert message_refusal(shown) is None, (name, message_refusal(shown))
        assert units(json.dumps(shown["blocks"], ensure_ascii=False, separators=(",", ":"))) <= 12_000, name
        assert len(shown["blocks"]) <= 50, name
        assert shown["text"].strip(), name
        assert units(shown["text"]) <= 4000, name
        _assert_calm(shown, name)


@pytest.mark.parametrize("words", [WORST["hostile"], WORST["long"]], ids=["hostile", "long"])
def test_slack_takes_everything_as_a_dialog_and_as_a_home_page(words: str) -> None:
    for name, card in _cards(words):
        for shown in (message_modal(card, words, words), home([card, card])):
            assert view_refusal(shown) is None, (name, view_refusal(shown))
            _assert_calm(shown, name)


@pytest.mark.parametrize("words", WORST.values(), ids=WORST)
def test_slack_takes_every_form_with_anything_filled_in(words: str) -> None:
    for form in _forms():
        typed = [replace(p, initial=words) if hasattr(p, "max_length") else p for p in form.parts]
        shown = modal(replace(form, parts=tuple(typed)), {"channel": "C1"})
        assert view_refusal(shown) is None, (form.verb, view_refusal(shown))
        _assert_calm(shown, form.verb)


def test_what_people_write_is_escaped_once_and_comes_back_as_it_was() -> None:
    once = 0
    for name, shown in _messages(HOSTILE):
        assert "&amp;amp;" not in shown["text"] and "&amp;lt;!here" not in shown["text"], name
        once += HOSTILE in parse.unescape(shown["text"])
    assert once > 50


def test_every_date_that_slack_draws_says_its_zone_to_those_for_whom_it_is_not_drawn() -> None:
    told = 0
    for name, shown in _messages("VPN down"):
        dates = [(d["format"], d["fallback"]) for d in _walk(shown["blocks"]) if d.get("type") == "date"]
        dates += [(t.split("^")[2].split("|")[0], t.split("|")[1]) for t in _tokens(shown) if t.startswith("!date")]
        # A day is the same wherever it is read.
        fallbacks = [fallback for format_, fallback in dates if "{time}" in format_]
        for fallback in fallbacks:
            assert re.search(r"\((hora de )?[A-ZÁÉÍÓÚ][\w .]+( time)?\)|UTC", fallback), (name, fallback)
        told += len(fallbacks)
        assert "{ago}" not in json.dumps(shown), name
    assert told > 100


def test_no_field_that_can_be_wrong_is_remarked_on_anywhere_but_at_its_own_input() -> None:
    """Slack takes an error by the id of an input block; by anything else people read that we are out of reach."""
    for form in _forms():
        view = modal(form, {})
        inputs = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
        blocks = parse.form_of(view).blocks
        fields = {part.key for part in form.parts if hasattr(part, "key")}
        assert set(blocks) == fields, form.verb
        assert set(blocks.values()) == inputs, form.verb


def test_a_form_carries_nothing_but_names_and_ids() -> None:
    """What a form carries is shown to whoever has it open, so no words of the case travel in it."""
    for form in _forms():
        carried = json.loads(modal(form, {"channel": "C1"})["private_metadata"])
        assert set(carried) == {"verb", "args", "origin"}, form.verb
        for value in carried["args"].values():
            assert re.fullmatch(r"[\w:.-]*", value), (form.verb, value)


def test_what_a_button_carries_holds_none_of_the_words_of_its_case() -> None:
    seen = 0
    for name, shown in _messages(HOSTILE):
        for part in _walk(shown["blocks"]):
            if part.get("type") == "button":
                assert "evil" not in part["value"] and "channel>" not in part["value"], (name, part["value"])
                seen += 1
    assert seen > 100


def test_the_text_of_a_message_says_what_its_blocks_say() -> None:
    """Screen readers and notifications have nothing else."""
    for name, card in _cards("VPN down"):
        shown = message(card, WORKSPACE)
        assert len(shown["text"]) >= 10, name
        heads = [block["text"]["text"] for block in shown["blocks"] if block["type"] == "header"]
        for head in heads:
            said = re.sub(r"^\W+", "", head).split(" · ")[0]
            assert said in parse.unescape(shown["text"]), (name, said)


def _messages(words: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, card in _cards(words):
        yield name, message(card, WORKSPACE)


def _cards(words: str) -> Iterator[tuple[str, Card]]:
    """Every card there is, to everybody who is told, with these words wherever people write."""
    languages = LANGUAGES if len(words) < 500 else LANGUAGES[:1]
    for kind in KINDS:
        for audience, told in stories.distinct(kind):
            for language in languages:
                reader = reader_of(told.notice.audience, language)
                yield f"{kind} to {audience}", notice_card(_with(told.view, words), told.notice, reader)
    for name, view in _views():
        for language in languages:
            for reader in (CUSTOMER[language], ENGINEER[language]):
                yield f"case {name}", case_card(_with(view, words), reader)
    for language in languages:
        yield from ((f"answer {n}", card) for n, card in enumerate(_answers(language)))


def _with(view: CaseView, words: str) -> CaseView:
    people = {key: replace(person, name=words, title=words, organisation=words) for key, person in view.people.items()}
    return replace(
        view,
        texts=dict.fromkeys(view.texts, words),
        people=people,
        customer=replace(view.customer, name=words),
    )


@cache
def _views() -> list[tuple[str, CaseView]]:
    return list(cases())


@cache
def _answers(language: str) -> list[Card]:
    return answer_cards(language)


@cache
def _forms() -> list[Any]:
    return [form for language in LANGUAGES for form in drawn_forms(language)]


def _assert_calm(shown: dict[str, Any], name: str) -> None:
    """Nothing in it pings, links or turns into markup but what we mean to."""
    for text in _parsed(shown):
        rest = _TOKEN.sub("", text)
        assert "<" not in rest and ">" not in rest, (name, text[:300])
        assert not _ENTITY.search(rest), (name, text[:300])
        assert "evil" not in text and "U0EVE" not in text, (name, text[:300])
    if "text" in shown:
        assert not re.search("[<>]", shown["text"]) and not _ENTITY.search(shown["text"]), (name, shown["text"][:300])
    for part in _walk(shown):
        if part.get("type") == "mrkdwn":
            assert part.get("verbatim") is True, name
        if part.get("type") in ("rich_text_section", "rich_text_quote"):
            kinds = {element["type"] for element in part["elements"]}
            assert kinds <= _SAFE_ELEMENTS, (name, kinds)
        if part.get("type") == "link":
            assert "evil" not in part["url"], name
        if part.get("type") == "user":
            assert part["user_id"] != "U0EVE", name


def _parsed(shown: Any) -> list[str]:
    return [part["text"] for part in _walk(shown) if part.get("type") == "mrkdwn"]


def _tokens(shown: Any) -> list[str]:
    return [token for text in _parsed(shown) for token in _TOKEN.findall(text)]


def _walk(part: Any) -> Iterator[dict[str, Any]]:
    if isinstance(part, list):
        for item in part:
            yield from _walk(item)
    elif isinstance(part, dict):
        yield part
        for value in part.values():
            yield from _walk(value)
