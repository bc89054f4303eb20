"""Cards and forms as Teams' JSON: what Teams takes, what nobody's words can do, what stays the same."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from chatdesk.adapters.talk.verbs import VERBS
from chatdesk.adapters.teams import render
from chatdesk.adapters.teams.card_lines import message_address
from chatdesk.adapters.teams.render import CARD_BYTES, Known, adaptive, form_card, message
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
from tests.adapters.teams.card_checks import JSON, library_faults, schema_faults
from tests.adapters.teams.goldens import FOLDER, all_cards, written

DUE = datetime(2026, 3, 6, 20, 20, 0, 250_000, tzinfo=UTC)
RUTH = Identity("teams", "T-HARBOR", "ruth")
DANA = Identity("teams", "T-OURS", "dana")
KNOWN = Known({RUTH: "29:ruth", DANA: "29:dana"}, (FieldOption("dana", "Dana Reyes"),))
# What people try: markup of markdown, mentions, date macros, templates, links that lie, text that turns around.
HOSTILE = (
    "**bold** _it_ [bank](https://evil.example) <at>Ruth Adler</at> {{DATE(2026-03-06T20:20:00Z, SHORT)}} "
    "${user.name} \u202egnp.exe `code` # head\n1. one\n- two\n> three\n    four"
)
MACRO = re.compile(r"\{\{(DATE|TIME)\(", re.IGNORECASE)
# A sign of markdown before which no backslash stands.
BARE = re.compile(r"(?<!\\)(?:\\\\)*[`*_\[\]()#+!|<>~-]")


def test_every_card_of_the_stories_is_rendered_as_approved() -> None:
    told = {name: written(cards) for name, cards in all_cards().items()}
    agreed = {str(path.relative_to(FOLDER)): path.read_text(encoding="utf-8") for path in FOLDER.rglob("*.json")}
    different = sorted(name for name in told.keys() | agreed.keys() if told.get(name) != agreed.get(name))
    assert different == [], "read the difference; if it is better, run python -m tests.adapters.teams.goldens"


def test_the_schema_finds_no_fault_in_any_card_of_the_stories() -> None:
    faults = {name: found for name, card in _stories().items() if (found := schema_faults(card))}
    assert faults == {}


def test_the_javascript_library_finds_no_fault_in_any_card_of_the_stories() -> None:
    assert library_faults(_stories()) == {}


def test_no_card_of_the_stories_shows_what_phones_cannot_or_a_macro() -> None:
    for name, card in _stories().items():
        kinds = {part["type"] for part in _walk(card) if isinstance(part.get("type"), str)}
        assert not kinds & {"Table", "Icon", "Badge", "Action.ShowCard"}, name
        assert not MACRO.search(json.dumps(card)), name
        assert card["fallbackText"], name


def test_each_of_the_two_judges_catches_what_the_other_misses() -> None:
    good = adaptive(Card(text="x", blocks=(Paragraph((Words("x"),)),)), KNOWN)
    misspelt = good | {"body": [{"type": "TextBlock", "text": "x", "wrapp": True}]}
    twice = good | {"body": [{"type": "Input.Text", "id": "one"}, {"type": "Input.Text", "id": "one"}]}
    crowded = good | {"body": [{"type": "ActionSet", "actions": [{"type": "Action.Submit", "title": "x"}] * 6}]}
    found = library_faults({"good": good, "misspelt": misspelt, "twice": twice, "crowded": crowded})
    assert set(found) == {"twice", "crowded"}
    assert schema_faults(good) == schema_faults(twice) == schema_faults(crowded) == []
    assert "wrapp" in schema_faults(misspelt)[0]
    assert schema_faults(misspelt)[0].startswith("$.body[0]")


def test_what_a_person_wrote_is_never_parsed() -> None:
    line = (Quoted(HOSTILE), Who(HOSTILE), Words("."))
    card = Card(
        text=HOSTILE,
        title=(Quoted(HOSTILE),),
        blocks=(Paragraph(line), Facts((Fact("a", line),)), Bullets((line,)), Small(line), Quote(HOSTILE)),
    )
    shown = adaptive(card, KNOWN)
    assert [text for text in _markdown(shown) if text != shown["fallbackText"]] == []
    _assert_harmless(shown)
    assert "entities" not in shown["msteams"]


def test_beside_a_mention_what_a_person_wrote_is_escaped() -> None:
    line = (Who("Ruth Adler", (RUTH,), pings=True), Words(", "), Quoted(HOSTILE, is_strong=True))
    shown = adaptive(Card(text="x", blocks=(Paragraph(line),)), KNOWN)
    block = shown["body"][0]
    assert block["type"] == "TextBlock"
    assert block["text"].startswith("<at>Ruth Adler</at>, **")
    said = block["text"].removeprefix("<at>Ruth Adler</at>, **").removesuffix("**")
    assert not BARE.search(said)
    assert shown["msteams"]["entities"] == [
        {"type": "mention", "text": "<at>Ruth Adler</at>", "mentioned": {"id": "29:ruth", "name": "Ruth Adler"}}
    ]
    _assert_harmless(shown)


def test_beside_a_mention_words_keep_the_spaces_between_them_and_begin_no_list() -> None:
    line = (Words("1"), Quoted(". "), Who("Ruth", (RUTH,), pings=True), Words(","), Quoted(" Dana"), Words(" says"))
    shown = adaptive(Card(text="x", blocks=(Paragraph(line),)), KNOWN)
    assert shown["body"][0]["text"] == r"1\. <at>Ruth</at>, Dana says"


def test_two_people_of_one_name_are_mentioned_apart() -> None:
    line = (Who("Ruth *Adler*", (RUTH,), pings=True), Who("Ruth <Adler>", (DANA,), pings=True))
    shown = adaptive(Card(text="x", blocks=(Paragraph(line),)), KNOWN)
    assert shown["body"][0]["text"] == "<at>Ruth Adler</at><at>Ruth Adler 2</at>"
    assert [each["mentioned"]["id"] for each in shown["msteams"]["entities"]] == ["29:ruth", "29:dana"]


def test_names_ping_only_where_it_is_asked_and_an_address_is_known() -> None:
    for who in (Who("Ruth", (RUTH,)), Who("Ruth", (Identity("teams", "T-HARBOR", "new"),), pings=True)):
        shown = adaptive(Card(text="x", blocks=(Paragraph((who,)),)), KNOWN)
        assert shown["body"][0]["inlines"][0]["text"] == "Ruth"
        assert "entities" not in shown["msteams"]


def test_a_mention_that_was_left_out_has_no_entity_left() -> None:
    pinged = Paragraph((Who("Ruth", (RUTH,), pings=True),))
    many = tuple(Paragraph((Words("x" * 2900),)) for _ in range(12))
    shown = adaptive(Card(text="x", blocks=(*many, pinged)), KNOWN)
    assert "entities" not in shown["msteams"]


def test_a_time_is_said_in_the_readers_zone_with_its_name_and_by_no_macro() -> None:
    when = When(DUE, "Fri 6 Mar, 15:20 (New York time)")
    facts = adaptive(Card(text="x", blocks=(Facts((Fact("Due", (when,)),)),)), KNOWN)
    assert facts["body"][0]["facts"] == [{"title": "Due", "value": r"Fri 6 Mar, 15:20 \(New York time\)"}]
    line = adaptive(Card(text="x", blocks=(Paragraph((when,)),)), KNOWN)
    assert line["body"][0]["inlines"][0]["text"] == "Fri 6 Mar, 15:20 (New York time)"


def test_a_long_text_is_cut_and_says_by_how_much() -> None:
    shown = adaptive(Card(text="x", blocks=(Quote("a" * 40_000),)), KNOWN)
    said = shown["body"][0]["items"][0]["inlines"][0]["text"]
    left_out = int(said.split("(+")[1].rstrip(")").replace(",", ""))
    assert said.count("a") + left_out == 40_000


@pytest.mark.parametrize("sign", ["a", "\u05d0", "漢", "😀", "\n", "{", "<at>", "\x00"])
def test_a_description_of_24_kb_is_shown_in_a_card_that_fits(sign: str) -> None:
    text = sign * (24 * 1024 // len(sign.encode()))
    card = Card(text=f"HARBOR-1\n{text}", title=(Words("HARBOR-1"),), blocks=(Quote(text),), buttons=(BUTTON,))
    shown = message(card, KNOWN)
    content = shown["attachments"][0]["content"]
    assert _size(content) <= CARD_BYTES
    # Teams refuses a whole message of more than 100 KB, which it counts as UTF-16.
    assert len(json.dumps(shown, ensure_ascii=False).encode("utf-16-le")) < 100 * 1024
    assert _titles(content) == ["I have it"]
    assert schema_faults(content) == []


def test_what_is_too_much_for_a_card_loses_its_end_says_so_and_never_loses_its_buttons() -> None:
    many = tuple(Facts(tuple(Fact(f"fact {n}", (Quoted("漢" * 900),)) for n in range(6))) for _ in range(6))
    shown = adaptive(Card(text="x", title=(Words("title"),), blocks=many, buttons=(BUTTON,)), KNOWN)
    assert _size(shown) <= CARD_BYTES
    assert shown["body"][0]["items"][0]["inlines"][-1]["text"] == "title"
    assert shown["body"][-2]["inlines"][0]["text"] == "… (+29)"
    assert _titles(shown) == ["I have it"]


BUTTON = Button("ack", "I have it", (("case", "c1"),), "primary")


def test_a_button_says_what_it_does_and_has_a_fallback_that_says_the_same() -> None:
    (action,) = adaptive(Card(text="x", buttons=(BUTTON,)), KNOWN)["body"][-1]["actions"]
    data = {"do": "ack", "args": {"case": "c1"}}
    assert (action["type"], action["verb"], action["data"]) == ("Action.Execute", "ack", data)
    assert action["style"] == "positive"
    assert (action["fallback"]["type"], action["fallback"]["data"]) == ("Action.Submit", data)


def test_a_button_that_a_form_answers_asks_for_a_dialog() -> None:
    button = Button("reply", "Reply", (("case", "c1"),), opens_form=True)
    (action,) = adaptive(Card(text="x", buttons=(button,)), KNOWN)["body"][-1]["actions"]
    assert action["type"] == "Action.Submit"
    assert action["data"] == {"msteams": {"type": "task/fetch"}, "ask": "reply", "args": {"case": "c1"}}


def test_a_button_that_asks_first_shows_the_question_and_acts_only_on_yes() -> None:
    asked = Confirm("Withdraw?", "We stop.", "Withdraw it", "Go back")
    button = Button("withdraw", "Withdraw", (("case", "c1"),), "danger", asked)
    shown = adaptive(Card(text="x", buttons=(BUTTON, button)), KNOWN)
    row, question = shown["body"][-2:]
    assert row["actions"][1]["type"] == "Action.ToggleVisibility"
    assert row["actions"][1]["targetElements"] == [question["id"]]
    assert question["isVisible"] is False
    yes, no = question["items"][-1]["actions"]
    assert (yes["type"], yes["verb"], yes["title"], yes["style"]) == (
        "Action.Execute",
        "withdraw",
        "Withdraw it",
        "destructive",
    )
    assert (no["type"], no["targetElements"]) == ("Action.ToggleVisibility", [question["id"]])


def test_many_buttons_stand_in_even_rows_of_at_most_five() -> None:
    rows = {
        count: [len(row["actions"]) for row in adaptive(_buttoned(count), KNOWN)["body"] if row["type"] == "ActionSet"]
        for count in (1, 5, 6, 8, 11)
    }
    assert rows == {1: [1], 5: [5], 6: [3, 3], 8: [4, 4], 11: [4, 4, 3]}


@pytest.mark.parametrize(
    ("place", "address"),
    [
        (
            Place("teams", "T1", "19:abc@thread.tacv2", "160"),
            "https://teams.microsoft.com/l/message/19%3Aabc%40thread.tacv2/170?tenantId=T1&parentMessageId=160",
        ),
        (
            Place("teams", "T1", "19:abc@thread.tacv2"),
            "https://teams.microsoft.com/l/message/19%3Aabc%40thread.tacv2/170?tenantId=T1&parentMessageId=170",
        ),
        (
            Place("teams", "T1", "19:abc@unq.gbl.spaces"),
            "https://teams.microsoft.com/l/message/19%3Aabc%40unq.gbl.spaces/170"
            "?tenantId=T1&context=%7B%22contextType%22%3A%22chat%22%7D",
        ),
        (Place("teams", "T1", "a:personal"), None),
        (Place("slack", "T1", "C1", "1.2"), None),
    ],
)
def test_a_link_to_a_message_opens_it_in_teams_or_is_plain_words(place: Place, address: str | None) -> None:
    ref = MessageRef(place, "170")
    assert message_address(ref) == address
    (shown,) = adaptive(Card(text="x", blocks=(Paragraph((MessageLink("it", ref),)),)), KNOWN)["body"]
    assert shown["inlines"][0].get("selectAction", {}).get("url") == address


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "https://a b.example", "file:///etc", "", "https://a.example/\n"]
)
def test_an_address_that_is_none_is_plain_words(url: str) -> None:
    (shown,) = adaptive(Card(text="x", blocks=(Paragraph((Hyperlink("it", url),)),)), KNOWN)["body"]
    assert shown["inlines"] == [{"type": "TextRun", "text": "it"}]


FORM = Form(
    verb="resolve",
    title="Resolve",
    submit="Resolve",
    cancel="Cancel",
    parts=(
        ChoiceField(
            "how", "How?", (FieldOption("a", "For good"), FieldOption("b", "Bypass", "Not *yet*")), initial="a"
        ),
        TextField("text", "What do you tell?", is_long=True, hint="The customer reads it.", max_length=50),
        PersonField("owner", "Who?", is_required=False),
    ),
    args=(("case", "c1"),),
)


def test_a_form_carries_what_its_sending_needs() -> None:
    shown = form_card(FORM, {"channel": "19:x"}, KNOWN, is_dialog=True)
    (action,) = shown["actions"]
    data = {"send": "resolve", "args": {"case": "c1"}, "origin": {"channel": "19:x"}, "asked": "how,text,owner"}
    assert (action["type"], action["title"], action["data"]) == ("Action.Submit", "Resolve", data)
    in_chat = form_card(FORM, {"channel": "19:x"}, KNOWN, is_dialog=False)
    (action,) = in_chat["actions"]
    assert (action["type"], action["verb"], action["data"]) == ("Action.Execute", "send", data)
    assert (action["fallback"]["type"], action["fallback"]["data"]) == ("Action.Submit", data)
    assert in_chat["body"][0]["items"][0]["inlines"][-1]["text"] == "Resolve"


def test_a_form_drawn_again_keeps_what_was_entered_and_says_what_is_wrong_below_the_field() -> None:
    shown = form_card(
        FORM,
        {},
        KNOWN,
        values={"how": "b", "text": "Back _up_" + "x" * 100, "owner": "dana"},
        errors={"text": "Too short: “_up_”"},
        remark="Nothing was sent.",
        is_dialog=True,
    )
    inputs = _inputs(shown)
    assert {key: field["value"] for key, field in inputs.items()} == {
        "how": "b",
        "text": ("Back _up_" + "x" * 100)[:50],
        "owner": "dana",
    }
    at = shown["body"].index(inputs["text"])
    hint, error = shown["body"][at + 1 : at + 3]
    assert hint["inlines"][0]["text"] == "The customer reads it."
    assert (error["type"], error["color"], error["text"]) == ("TextBlock", "attention", r"Too short: “\_up\_”")
    assert shown["body"][0]["items"][0]["inlines"][0]["text"] == "Nothing was sent."


def test_required_fields_are_marked_and_the_others_named_optional() -> None:
    inputs = _inputs(form_card(FORM, {}, KNOWN, is_dialog=True))
    assert inputs["text"]["isRequired"] is True
    assert inputs["text"]["errorMessage"] == "Please fill this in."
    assert "isRequired" not in inputs["owner"]
    assert inputs["owner"]["label"] == "Who? (optional)"


def test_a_form_whose_fields_change_others_has_a_button_for_it_that_no_empty_field_blocks() -> None:
    question = ChoiceField("question.down", "Down?", (FieldOption("y", "Yes"),), is_required=False, redraws=True)
    form = dataclasses.replace(FORM, parts=(question, *FORM.parts))
    shown = form_card(form, {}, KNOWN, is_dialog=True)
    redraw = shown["body"][1]["actions"][0]
    assert redraw["title"] == "See what this suggests"
    assert redraw["data"] == shown["actions"][0]["data"] | {"redraw": "yes"}
    assert redraw["associatedInputs"] == "auto"
    inputs = _inputs(shown)
    assert not any("isRequired" in field for field in inputs.values())
    assert inputs["text"]["label"] == "What do you tell? *"


def test_choices_that_are_all_shown_are_escaped_and_those_in_a_list_are_not() -> None:
    options = (FieldOption("1", "P1 *down*", "All [sites](x)"), FieldOption("2", "P2"))
    shown = form_card(_asking(ChoiceField("s", "S", options, shows_all=True)), {}, KNOWN, is_dialog=True)
    field = _inputs(shown)["s"]
    assert field["style"] == "expanded"
    assert [each["title"] for each in field["choices"]] == [r"**P1 \*down\***: All \[sites\]\(x\)", "P2"]
    shown = form_card(_asking(ChoiceField("s", "S", options)), {}, KNOWN, is_dialog=True)
    field = _inputs(shown)["s"]
    assert field["style"] == "compact"
    assert [each["title"] for each in field["choices"]] == ["P1 *down*: All [sites](x)", "P2"]


def test_a_person_is_chosen_among_ours_or_in_the_directory_of_teams() -> None:
    field = _inputs(form_card(FORM, {}, KNOWN, is_dialog=True))["owner"]
    assert field["choices"] == [{"title": "Dana Reyes", "value": "dana"}]
    assert field["choices.data"] == {"type": "Data.Query", "dataset": "graph.microsoft.com/users"}


def test_answers_have_the_bodies_that_teams_expects() -> None:
    card = adaptive(Card(text="x"), KNOWN)
    kind = "application/vnd.microsoft.card.adaptive"
    assert render.card_answer(card) == {"statusCode": 200, "type": kind, "value": card}
    assert render.text_answer("ok") == {
        "statusCode": 200,
        "type": "application/vnd.microsoft.activity.message",
        "value": "ok",
    }
    assert render.error_answer("NotAllowed", "no", 403) == {
        "statusCode": 403,
        "type": "application/vnd.microsoft.error",
        "value": {"code": "NotAllowed", "message": "no"},
    }
    assert render.task_message("done") == {"task": {"type": "message", "value": "done"}}
    task = render.task_continue("Open", card)["task"]
    assert (task["type"], task["value"]["title"]) == ("continue", "Open")
    assert task["value"]["card"] == {"contentType": kind, "content": card}
    assert render.plain_message("a <at>b</at>") == {"type": "message", "textFormat": "plain", "text": "a <at>b</at>"}


def test_one_card_gives_the_same_bytes_twice() -> None:
    card = Card(text="x", title=(Quoted(HOSTILE),), blocks=(Quote(HOSTILE),), buttons=(BUTTON,))
    assert json.dumps(message(card, KNOWN)) == json.dumps(message(card, KNOWN))


_text = st.one_of(
    st.text(max_size=200),
    st.text(
        st.sampled_from("<>&*_~`|[]()#!-+.1\\{}$@é\u202e\u2067\u0301\u05d0👨\u200d👩🇨🇱 \n\t\x00\ud800"), max_size=300
    ),
    st.sampled_from(["", " ", "😀" * 1600, "a" * 9000, "\u05d0\u202e" * 400, "{{DATE(" * 300, "🇨🇱" * 100, HOSTILE]),
)
_said = _text.map(Quoted)
_strong = st.builds(Quoted, _text, st.booleans())
_inline = st.one_of(
    st.builds(Words, st.text("abc ", max_size=20), st.booleans()),
    _said,
    _strong,
    st.builds(When, st.just(DUE), st.just("Fri 6 Mar"), st.sampled_from(TimeStyle)),
    st.builds(Who, _text, st.sampled_from([(RUTH,), (DANA,), ()]), st.booleans()),
    st.builds(Hyperlink, _text, st.one_of(_text, st.just("https://a.example/(x)"))),
    st.builds(MessageLink, _text, st.just(MessageRef(Place("teams", "T1", "19:a@thread.tacv2", "1"), "2"))),
)
_line = st.lists(_inline, max_size=5).map(tuple)
_block = st.one_of(
    st.builds(Paragraph, _line),
    st.builds(Quote, _text),
    st.builds(Small, _line),
    st.builds(Divider),
    st.builds(Bullets, st.lists(_line, min_size=1, max_size=4).map(tuple)),
    st.builds(Facts, st.lists(st.builds(Fact, st.just("Label"), _line), min_size=1, max_size=4).map(tuple)),
)
_verbs = st.sampled_from([verb.name for verb in VERBS])
_confirm = st.none() | st.builds(Confirm, _text, _text, _text, _text)
_button = st.builds(
    Button, _verbs, _text, st.just((("case", "c1"),)), st.sampled_from(["plain", "primary"]), _confirm, st.booleans()
)
_card = st.builds(
    Card,
    _text,
    _line,
    st.sampled_from(Tone),
    st.lists(_block, max_size=8).map(tuple),
    st.lists(_button, max_size=12).map(tuple),
)
_QUICK = settings(max_examples=60, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))


@_QUICK
@given(_card)
def test_whatever_people_wrote_a_card_fits_is_valid_and_says_nothing_else(card: Card) -> None:
    shown = adaptive(card, KNOWN)
    assert _size(shown) <= CARD_BYTES
    assert schema_faults(json.loads(json.dumps(shown))) == []
    _assert_harmless(shown)
    ids = [part["id"] for part in _walk(shown) if "id" in part and part.get("type") == "Container"]
    assert len(ids) == len(set(ids))


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


def test_the_javascript_library_takes_whatever_people_wrote() -> None:
    drawn: dict[str, JSON] = {}

    @_QUICK
    @given(_card, _form, _yes)
    def draw(card: Card, form: Form, is_dialog: bool) -> None:
        drawn[f"card {len(drawn)}"] = adaptive(card, KNOWN)
        drawn[f"form {len(drawn)}"] = form_card(form, {}, KNOWN, errors={"title": card.text}, is_dialog=is_dialog)

    draw()
    assert library_faults(drawn) == {}


@_QUICK
@given(_form, _text, _text, _yes)
def test_whatever_people_entered_a_form_is_valid_and_says_nothing_else(
    form: Form, entered: str, error: str, is_dialog: bool
) -> None:
    shown = form_card(
        form, {}, KNOWN, values={"title": entered}, errors={"title": error}, remark=entered, is_dialog=is_dialog
    )
    assert schema_faults(json.loads(json.dumps(shown))) == []
    _assert_harmless(shown)


def _assert_harmless(card: JSON) -> None:
    """No macro, no mention but ours, no bare markdown but our own, nothing that turns text around, no dead address."""
    # What an input holds is shown as it is, for the person who wrote it.
    entered = [part.pop("value") for part in _walk(card) if part.get("type") == "Input.Text" and "value" in part]
    assert all(isinstance(each, str) for each in entered)
    text = json.dumps(card, ensure_ascii=False)
    text.encode()
    assert not MACRO.search(text)
    mentioned = {each["text"] for each in card["msteams"].get("entities", [])}
    for said in _markdown(card):
        bare = re.sub("|".join(map(re.escape, mentioned)), "", said) if mentioned else said
        bare = re.sub(r"\]\((https://[^()\s]+)\)", "]", bare).replace("**", "")
        bare = re.sub(r"(?<!\\)\[((?:[^\[\]\\]|\\.)*)\]", r"\1", bare)
        assert not BARE.search(bare), said
        assert not re.search(r"^\s*\d+\.", bare, re.MULTILINE), said
    in_body = json.dumps([card["body"], card.get("actions")], ensure_ascii=False)
    tags = re.findall(r"<at>.*?</at>", in_body)
    assert set(tags) == mentioned
    assert len(re.findall(r"</?at\b", in_body, re.IGNORECASE)) == 2 * len(tags)
    assert not re.search("[\u202a-\u202e\u2066\u2067]", in_body)
    urls = [part["url"] for part in _walk(card) if "url" in part]
    assert all(url.startswith(("https://", "http://", "mailto:")) for url in urls)


def _walk(part: Any) -> Iterator[dict[str, Any]]:
    if isinstance(part, list):
        for item in part:
            yield from _walk(item)
    elif isinstance(part, dict):
        yield part
        for value in part.values():
            yield from _walk(value)


def _markdown(card: JSON) -> list[str]:
    """Every text that Teams reads as markdown."""
    found = [card["fallbackText"]]
    for part in _walk(card["body"]):
        if part.get("type") == "TextBlock":
            found.append(part["text"])
        elif part.get("type") == "FactSet":
            found += [text for fact in part["facts"] for text in (fact["title"], fact["value"])]
        elif part.get("type") == "Input.ChoiceSet" and part["style"] == "expanded":
            found += [choice["title"] for choice in part["choices"]]
    return found


def _stories() -> dict[str, JSON]:
    return {f"{file}: {name}": card for file, cards in all_cards().items() for name, card in cards.items()}


def _inputs(card: JSON) -> dict[str, JSON]:
    return {part["id"]: part for part in card["body"] if part["type"].startswith("Input.")}


def _titles(card: JSON) -> list[str]:
    return [action["title"] for part in card["body"] if part["type"] == "ActionSet" for action in part["actions"]]


def _buttoned(count: int) -> Card:
    return Card(text="x", buttons=tuple(Button("ack", f"B{n}", (("case", "c1"),)) for n in range(count)))


def _asking(field: ChoiceField) -> Form:
    return Form("open", "Open", "Open", "Cancel", (field,))


def _size(card: JSON) -> int:
    return len(json.dumps(card, ensure_ascii=False, separators=(",", ":")).encode())
