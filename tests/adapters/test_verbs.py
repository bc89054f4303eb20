"""The registry of verbs against everything that must agree with it: the core's rules, the cards, the words, Slack."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from chatdesk import i18n
from chatdesk.adapters.slack.render import message, modal
from chatdesk.adapters.talk.asking import case_form, has_form, opening_form, why_no_form
from chatdesk.adapters.talk.grammar import asks_for_form, read
from chatdesk.adapters.talk.spoken import Mention, mark
from chatdesk.adapters.talk.verb import Verb, Who
from chatdesk.adapters.talk.verbs import BY_NAME, VERBS
from chatdesk.adapters.talk.wish import About, Missing, Texts, Wish
from chatdesk.cards.case import case_card
from chatdesk.cards.hours import hours_card
from chatdesk.cards.lists import help_card, home_card, list_card
from chatdesk.cards.model import Card
from chatdesk.cards.notices import notice_card
from chatdesk.cards.releases import release_form
from chatdesk.core.commands import AnnounceRelease, Open
from chatdesk.core.decide import RULES
from chatdesk.core.people import Standing
from chatdesk.core.places import Identity
from chatdesk.core.policy import Kind
from chatdesk.core.view import PersonView
from chatdesk.playground.validator import message_refusal, view_refusal
from tests.cards.stories import STORIES, all_told, severity_asked_for
from tests.cards.story import CUSTOMER, ENGINEER, EXECUTIVE, reader_of

DANA = PersonView("dana", "Dana Reyes", "", "Northwind", "en", "UTC", Standing.AGENT)
RUTH = Mention(Identity("slack", "T1", "U0RUTH"), "Ruth Adler")
EVERYTHING = {
    "title": "VPN down",
    "text": "words",
    "severity": "1",
    "owner": "dana",
    "whom": "vendor",
    "level": "3",
    "tier": "1",
    "resolution": "workaround",
    "term": "release 4.2",
    "outage": "down",
    "score": "4",
    "release": "4.2",
}
BUILDING = [verb for verb in VERBS if verb.build]


@pytest.mark.parametrize("verb", BUILDING, ids=lambda verb: verb.name)
def test_a_verb_is_offered_to_those_whom_the_core_lets(verb: Verb) -> None:
    built = _build(verb, values=EVERYTHING)
    if isinstance(built, Missing):
        # Only some policies take files of rows, and this one does not (tests/scenarios/codify/test_loads.py).
        assert verb.name == "load"
        return
    if isinstance(built, Open):
        assert verb.who is (Who.OURS if built.kind is Kind.PROBLEM else Who.ANYONE)
        return
    if isinstance(built, AnnounceRelease):
        # Of no case: the desk itself lets ours only (tests/store/test_releases.py).
        assert verb.who is Who.OURS
        return
    may = RULES[type(built)].who
    if verb.name in ("severity_confirm",):
        assert verb.who is Who.OURS, "a customer's SetSeverity is a proposal; this button is our answer to one"
    elif Standing.CUSTOMER in may and Standing.AGENT in may:
        assert verb.who is Who.ANYONE
    else:
        assert verb.who is (Who.CUSTOMERS if Standing.CUSTOMER in may else Who.OURS)


@pytest.mark.parametrize("verb", [verb for verb in BUILDING if verb.is_typed], ids=lambda verb: verb.name)
def test_a_verb_alone_is_carried_out_or_says_what_it_lacks(verb: Verb) -> None:
    built = _build(verb)
    if isinstance(built, Missing):
        assert i18n.has(f"talk.missing.{built.what}")
        assert i18n.has(f"talk.example.{built.what}")
        assert verb.form
        assert asks_for_form(read(verb.name)) or verb.looks_alone


@pytest.mark.parametrize(
    ("typed", "values"),
    [
        ("reply we are on it", {"text": "we are on it"}),
        ("severity 2", {"severity": "2"}),
        ("wait on the vendor", {"whom": "vendor"}),
        ("handoff 3", {"level": "3"}),
        ("handoff to level 3", {"to": "3"}),
        ("resolve workaround: restart it", {"resolution": "workaround", "text": "restart it"}),
        ("resolve restarted it", {"resolution": "permanent", "text": "restarted it"}),
        ("escalate they lose money", {"text": "they lose money"}),
        (f"assign {mark(0)}", {"owner": "ruth"}),
        ("assign me", {"owner": "dana"}),
        (
            f"open for {mark(0)} via phone severity 2 VPN",
            {"requester": "ruth", "via": "phone", "severity": "2", "title": "VPN"},
        ),
    ],
)
def test_a_typed_word_and_a_form_s_field_come_to_the_same(typed: str, values: dict[str, str]) -> None:
    phrase = read(typed)
    assert phrase.verb
    assert _build(phrase.verb, words=phrase.words) == _build(phrase.verb, values=values)


def test_whoever_is_named_appears_by_name_in_what_others_read() -> None:
    texts = Texts(_ids())
    _build(BY_NAME["reply"], words=f"{mark(0)} will restart it", texts=texts)
    assert list(texts.bodies.values()) == ["@Ruth Adler will restart it"]


def test_a_long_first_line_is_a_short_title_and_a_whole_description() -> None:
    texts = Texts(_ids())
    _build(BY_NAME["open"], words="word " * 8000, texts=texts)
    title, description = texts.bodies.values()
    assert len(title) <= 121
    assert len(description) == len("word " * 8000) - 1


def test_every_button_that_a_card_shows_does_something() -> None:
    seen = {button.verb for card in _cards() for button in card.buttons}
    assert len(seen) > 10
    assert seen <= BY_NAME.keys()
    for card in _cards():
        for button in card.buttons:
            assert not button.opens_form or has_form(button.verb), button


def test_a_button_without_a_form_carries_all_its_verb_needs() -> None:
    for button in (button for card in _cards() for button in card.buttons if not button.opens_form):
        verb = BY_NAME[button.verb]
        if verb.build:
            assert not isinstance(_build(verb, values=dict(button.args)), Missing), button


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("verb", [verb.name for verb in VERBS if i18n.has(f"help.{verb.name}.form")])
def test_what_help_tells_people_to_type_is_understood(verb: str, language: str) -> None:
    phrase = read(i18n.plain(language, f"help.{verb}.form", number="HARBOR-1", other="HARBOR-2"))
    assert phrase.verb is BY_NAME[verb]
    assert not phrase.leftover


def test_every_phrase_that_the_adapters_name_is_in_the_catalogue() -> None:
    source = "".join(path.read_text() for path in Path("chatdesk/adapters").rglob("*.py"))
    named = set(re.findall(r'"((?:talk|button|form|list|fact|refused)\.[a-z_]+(?:\.[a-z_]+)*)"', source))
    assert len(named) > 20
    assert [key for key in sorted(named) if not i18n.has(key)] == []


def test_slack_takes_every_card_there_is() -> None:
    for card in _cards():
        assert message_refusal(message(card)) is None, card


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_slack_takes_every_form_there_is(language: str) -> None:
    shown = 0
    for make in STORIES:
        view = make().view()
        for verb in (verb.name for verb in VERBS if has_form(verb.name) and verb.needs_case):
            if why_no_form(verb, view):
                continue
            refusal = view_refusal(modal(case_form(verb, view, ENGINEER[language], {}), {}))
            assert refusal is None, (verb, refusal)
            shown += 1
        assert view_refusal(modal(release_form(ENGINEER[language]), {})) is None
        for reader in (CUSTOMER[language], ENGINEER[language]):
            assert (
                view_refusal(modal(opening_form(view.policy, reader, {"title": "x"}, {}, (view.customer,)), {})) is None
            )
    assert shown > 50


def _build(verb: Verb, words: str = "", values: dict[str, str] | None = None, texts: Texts | None = None) -> object:
    """The command of a wish; texts have ids in the order they were written, so that equal wishes are equal."""
    at = datetime(2026, 3, 6, tzinfo=UTC)
    wish = Wish("w", Identity("slack", "T1", "U1"), verb.name, at, words=words, values=values or {}, mentioned=(RUTH,))
    view = severity_asked_for().view()
    about = About(
        DANA,
        texts or Texts(_ids()),
        lambda: "case",
        view=view,
        policy=view.policy,
        people=("ruth",),
        other_id="c2" if values else None,
    )
    assert verb.build
    return verb.build(wish, about)


def _ids():  # type: ignore[no-untyped-def]
    numbers = iter(range(100))
    return lambda: f"t{next(numbers)}"


def _cards() -> Iterator[Card]:
    views = [make().view() for make in STORIES]
    for language in i18n.LANGUAGES:
        for told in all_told():
            yield notice_card(told.view, told.notice, reader_of(told.notice.audience, language))
        for reader in (CUSTOMER[language], ENGINEER[language], EXECUTIVE[language]):
            yield from (case_card(view, reader) for view in views)
            yield list_card(views * 3, reader)
            yield home_card(views, views, reader)
            yield help_card(reader, "/case", in_thread=True)
            yield hours_card(views[0].policy, reader, views[0].now)
