"""Cards and forms as Slack's JSON: what Slack takes, what nobody's words can do, what stays the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from chatdesk.adapters.slack.parse import click_of, form_of
from chatdesk.adapters.slack.render import MESSAGE_BUDGET, home, message, message_modal, modal
from chatdesk.adapters.talk.plain_text import units
from chatdesk.adapters.talk.verbs import VERBS
from chatdesk.cards.model import (
    Bullets,
    Button,
    Card,
    ChoiceField,
    Confirm,
    Divider,
    Fact,
    Facts,
    FieldOption,
    Form,
    Hyperlink,
    MessageLink,
    Paragraph,
    PersonField,
    Quote,
    Quoted,
    Small,
    TextField,
    TimeStyle,
    Tone,
    When,
    Who,
    Words,
)
from chatdesk.core.places import Identity, MessageRef, Place
from chatdesk.playground.validator import message_refusal, view_refusal
from tests.adapters.golden_file import assert_golden

DUE = datetime(2026, 3, 6, 20, 20, tzinfo=UTC)
RUTH = Identity("slack", "T1", "U0RUTH")
HOSTILE = (
    "<!channel> <@U0EVE> <https://evil.example|bank> *bold* _it_ ~x~ `code` @here #general https://evil.example &lt;"
)

EVERY_BLOCK = Card(
    text="HARBOR-1 · VPN down\nSomeone takes it by 15:20.",
    title=(Words("HARBOR-1", is_strong=True), Words(" · "), Quoted(HOSTILE)),
    tone=Tone.WARNING,
    blocks=(
        Paragraph(
            (Who("Ruth Adler", (RUTH,), pings=True), Words(", due "), When(DUE, "Fri 6 Mar, 15:20 (New York time)"))
        ),
        Facts(
            (Fact("Owner", (Who(HOSTILE, (RUTH,)),)), Fact("Due", (When(DUE, "15:20 (New York)", TimeStyle.CLOCK),)))
        ),
        Quote(f"{HOSTILE}\nsecond line"),
        Bullets(((Words("one & only"),), (Hyperlink("two", "https://help.example/a?b=1&c=2"),))),
        Divider(),
        Small((Words("About "), Quoted(HOSTILE), Words(" since "), When(DUE, "Fri | <6> Mar"))),
        Small((MessageLink("the report", MessageRef(Place("slack", "T1", "C1", "1.000100"), "1.000200")),)),
    ),
    buttons=(
        Button("ack", "I have it", (("case", "c1"),), "primary"),
        Button(
            "withdraw", "Withdraw", (("case", "c1"),), "danger", Confirm("Withdraw?", "We stop.", "Withdraw", "Go back")
        ),
        Button("reply", "Reply", (("case", "c1"),), opens_form=True),
    ),
)
EVERY_FIELD = Form(
    verb="open",
    title="Open a case for somebody else",
    submit="Open",
    cancel="Cancel",
    parts=(
        PersonField("requester", "Who asked?", is_required=False),
        TextField("title", "What is wrong?", initial="VPN", placeholder="Nobody can log in", max_length=150),
        TextField("description", "Since when?", is_long=True, is_required=False, hint="No passwords."),
        ChoiceField(
            "question.usable", "Can you work?", (FieldOption("yes", "Yes"), FieldOption("no", "No")), redraws=True
        ),
        Small((Words("From your answers: "), Words("P1", is_strong=True))),
        Divider(),
        Paragraph((Words("Choose."),)),
        ChoiceField(
            "severity",
            "How bad?",
            (FieldOption("1", "P1", "Down"), FieldOption("2", "P2")),
            initial="1",
            shows_all=True,
        ),
    ),
    args=(("via", "phone"),),
)


def test_a_card_of_every_block_is_rendered_as_approved() -> None:
    shown = message(EVERY_BLOCK, "https://northwind.example/")
    assert message_refusal(shown) is None
    assert_golden("message", shown)


def test_a_form_of_every_field_is_rendered_as_approved() -> None:
    shown = modal(EVERY_FIELD, {"channel": "C1", "thread": "1.2"})
    assert view_refusal(shown) is None
    assert_golden("modal", shown)


def test_a_home_page_is_rendered_as_approved() -> None:
    shown = home([EVERY_BLOCK, Card(text="Nothing is yours now.")])
    assert view_refusal(shown) is None
    assert_golden("home", shown)


def test_what_a_person_wrote_is_never_parsed() -> None:
    """Their words stand only where Slack parses nothing: rich text, plain text; escaped in the message's own text."""
    shown = message(Card(text=HOSTILE, title=(Quoted(HOSTILE),), blocks=EVERY_BLOCK.blocks))
    for text in _parsed(shown["blocks"]):
        assert "*bold*" not in text
        assert "evil" not in text
    assert "<" not in shown["text"]
    assert [e for e in _walk(shown) if e.get("type") in ("broadcast", "channel", "usergroup")] == []
    assert [e["user_id"] for e in _walk(shown) if e.get("type") == "user"] == ["U0RUTH"]
    assert [e["url"] for e in _walk(shown) if e.get("type") == "link"] == ["https://help.example/a?b=1&c=2"]


def test_a_quoted_piece_cannot_turn_around_what_follows_it() -> None:
    shown = message(Card(text="x", blocks=(Paragraph((Quoted("\u202edeton"), Words(": not done"))),)))
    assert [e["text"] for e in shown["blocks"][0]["elements"][0]["elements"]] == ["deton", ": not done"]


def test_a_footnote_with_names_in_it_stands_in_one_piece() -> None:
    """Slack sets several elements of a context apart, and breaks the line between them."""
    said, since = Words("The channel that you share with "), When(datetime(2026, 3, 6, 20, tzinfo=UTC), "Fri 6 Mar")
    named = Small((said, Quoted("Harbor *Grid*"), Words(". Invite me there first.")))
    timed = Small((Who("Samuel Brandt", ()), Words(" has held all pings since "), since, Words(". ")))
    small, larger = message(Card("x", blocks=(named, timed)))["blocks"]
    assert [piece["text"] for piece in small["elements"]] == [
        "The channel that you share with Harbor *Grid*. Invite me there first."
    ]
    assert small["elements"][0]["type"] == "plain_text"
    assert (larger["type"], len(larger["elements"])) == ("rich_text", 1)


def test_names_ping_only_where_it_is_asked() -> None:
    quiet = message(Card(text="x", blocks=(Paragraph((Who("Ruth Adler", (RUTH,)),)),)))
    assert [e for e in _walk(quiet) if e.get("type") == "user"] == []


def test_a_live_date_in_markup_names_its_zone_and_cannot_break_out() -> None:
    shown = message(Card(text="x", blocks=(Small((When(DUE, "a|b^c<!channel>"),)),)))
    assert shown["blocks"][0]["elements"][0]["text"] == (
        "<!date^1772828400^{date_short}, {time}|a/b c&lt;!channel&gt;>"
    )


def test_one_card_gives_one_message_with_ids_of_its_own() -> None:
    first, second = message(EVERY_BLOCK), message(EVERY_BLOCK)
    assert json.dumps(first) == json.dumps(second)
    ids = [block["block_id"] for block in first["blocks"]]
    assert len(ids) == len(set(ids))


def test_a_button_comes_back_as_it_was_made() -> None:
    shown = message(EVERY_BLOCK)
    clicks = [click_of(element) for element in shown["blocks"][-1]["elements"]]
    assert [(click.verb, dict(click.args), click.opens_form) for click in clicks if click] == [
        ("ack", {"case": "c1"}, False),
        ("withdraw", {"case": "c1"}, False),
        ("reply", {"case": "c1"}, True),
    ]


def test_a_form_comes_back_as_it_was_made() -> None:
    shown = modal(EVERY_FIELD, {"channel": "C1"})
    radio = shown["blocks"][-1]
    chosen = {radio["block_id"]: {"severity": {"selected_option": radio["element"]["initial_option"]}}}
    state = form_of(shown | {"state": {"values": chosen}})
    assert (state.verb, state.args, state.origin) == ("open", {"via": "phone"}, {"channel": "C1"})
    assert (state.values, state.untouched) == ({"severity": "1"}, {"severity"})
    assert state.blocks["severity"] == radio["block_id"]


def test_a_long_text_is_cut_and_says_by_how_much() -> None:
    shown = message(Card(text="x", blocks=(Quote("a" * 40_000),)))
    said = shown["blocks"][0]["elements"][0]["elements"][0]["text"]
    left_out = int(said.split("(+")[1].rstrip(")").replace(",", ""))
    assert said.count("a") + left_out == 40_000


def test_what_is_too_much_for_a_message_loses_its_end_and_never_its_buttons() -> None:
    many = tuple(Facts(tuple(Fact(f"fact {n}", (Words("x" * 900),)) for n in range(6))) for _ in range(6))
    shown = message(Card(text="x", title=(Words("title"),), blocks=many, buttons=EVERY_BLOCK.buttons))
    assert message_refusal(shown) is None
    assert shown["blocks"][0]["type"] == "header"
    assert [block["type"] for block in shown["blocks"]][-2:] == ["context", "actions"]


def test_a_card_of_very_many_parts_loses_its_end_and_never_its_buttons() -> None:
    many = tuple(Paragraph((Words(str(n)),)) for n in range(80))
    shown = message(Card(text="x", title=(Words("title"),), blocks=many, buttons=EVERY_BLOCK.buttons))
    assert message_refusal(shown) is None
    assert len(shown["blocks"]) == 50
    assert [block["type"] for block in shown["blocks"]][-2:] == ["context", "actions"]


def test_no_alert_block_stands_in_a_message() -> None:
    for tone in Tone:
        shown = message(Card(text="x", tone=tone, blocks=(Paragraph((Words("x"),)),)))
        assert {block["type"] for block in shown["blocks"]} <= {"rich_text", "header", "context", "actions", "divider"}


_text = st.one_of(
    st.text(max_size=200),
    st.text(st.sampled_from("<>&*_~`|^!@#é\u202e\u2067\u0301\u05d0👨\u200d👩🇨🇱 \n\x00\ud800"), max_size=300),
    st.sampled_from(["", " ", "😀" * 1600, "a" * 3100, "\u05d0\u202e" * 400, "&" * 3000, "🇨🇱" * 100, HOSTILE]),
)
_inline = st.one_of(
    st.builds(Words, _text, st.booleans()),
    st.builds(Quoted, _text, st.booleans()),
    st.builds(When, st.just(DUE), _text, st.sampled_from(TimeStyle)),
    st.builds(Who, _text, st.just((RUTH,)), st.booleans()),
    st.builds(Hyperlink, _text, st.one_of(_text, st.just("https://a.example"))),
)
_line = st.lists(_inline, max_size=5).map(tuple)
_block = st.one_of(
    st.builds(Paragraph, _line),
    st.builds(Quote, _text),
    st.builds(Small, _line),
    st.builds(Divider),
    st.builds(Bullets, st.lists(_line, min_size=1, max_size=4).map(tuple)),
    st.builds(Facts, st.lists(st.builds(Fact, _text, _line), min_size=1, max_size=4).map(tuple)),
)
_verbs = st.sampled_from([verb.name for verb in VERBS])
_button = st.builds(Button, _verbs, _text, st.just((("case", "c1"),)), st.sampled_from(["plain", "primary"]))
_blocks = st.lists(_block, max_size=8).map(tuple)
_buttons = st.lists(_button, max_size=8).map(tuple)
_card = st.builds(Card, _text, _line, st.sampled_from(Tone), _blocks, _buttons)


@settings(max_examples=150, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(_card)
def test_slack_takes_any_card(card: Card) -> None:
    shown = message(card, "https://northwind.example/")
    refusal = message_refusal(json.loads(json.dumps(shown)))
    assert refusal is None, refusal
    assert units(json.dumps(shown["blocks"], ensure_ascii=False, separators=(",", ":"))) <= MESSAGE_BUDGET
    assert view_refusal(home([card])) is None
    assert view_refusal(message_modal(card, "title", "Close")) is None


_option = st.builds(FieldOption, st.uuids().map(str), _text, st.none() | _text)
_options = st.lists(_option, min_size=1, max_size=5).map(tuple)
_yes = st.booleans()
_form = st.builds(
    Form,
    st.just("open"),
    _text,
    _text,
    _text,
    st.tuples(
        st.builds(TextField, st.just("title"), _text, _yes, _yes, _text, _text, _text, st.just(150)),
        st.builds(ChoiceField, st.just("severity"), _text, _options, _yes, st.none(), _text, _yes, _yes),
        st.builds(PersonField, st.just("owner"), _text),
        st.builds(Small, _line),
        st.builds(Paragraph, _line),
    ),
)


@settings(max_examples=150, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(_form)
def test_slack_takes_any_form(form: Form) -> None:
    refusal = view_refusal(json.loads(json.dumps(modal(form, {}))))
    assert refusal is None, refusal


def _walk(part: Any) -> Iterator[dict[str, Any]]:
    if isinstance(part, list):
        for item in part:
            yield from _walk(item)
    elif isinstance(part, dict):
        yield part
        for value in part.values():
            yield from _walk(value)


def _parsed(blocks: list[dict[str, Any]]) -> list[str]:
    """Every text that Slack reads as markup."""
    return [part["text"] for part in _walk(blocks) if part.get("type") == "mrkdwn"]
