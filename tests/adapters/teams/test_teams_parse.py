"""What Teams sends as text, in every form seen in the wild, against the words a person meant."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatdesk.adapters.talk.grammar import read
from chatdesk.adapters.talk.spoken import Mention, mark
from chatdesk.adapters.teams import parse
from chatdesk.adapters.teams.pressed import Click, FormState, pressed
from chatdesk.adapters.teams.references import Kind
from chatdesk.adapters.teams.turn import message_ref, said_at, turn_of
from chatdesk.core.places import Identity, Place

BOT = "28:0b8d8a6c-1111-2222-3333-444455556666"
DANA = "29:1dana"
US = "aaaaaaaa-0000-4000-8000-000000000001"
THEM = "bbbbbbbb-0000-4000-8000-000000000002"
RUTH = "cccccccc-0000-4000-8000-000000000003"
CHANNEL = "19:harbor@thread.tacv2"
NOW = datetime(2026, 3, 6, 19, 20, tzinfo=UTC)

MENTION_OF_US = {"type": "mention", "text": "<at>chatdesk</at>", "mentioned": {"id": BOT, "name": "chatdesk"}}
MENTION_OF_DANA = {"type": "mention", "text": "<at>Dana Reyes</at>", "mentioned": {"id": DANA, "name": "Dana Reyes"}}
KNOWN = {DANA: Mention(Identity("teams", US, "dana-aad"), "Dana Reyes")}


def words(text: str, *entities: dict[str, Any], **more: Any) -> str:
    activity = {"type": "message", "text": text, "entities": list(entities), **more}
    return parse.spoken(activity, KNOWN, BOT, "chatdesk").text


@pytest.mark.parametrize(
    "text",
    [
        "<at>chatdesk</at> open VPN down",
        "<at>chatdesk</at>&nbsp;open VPN down",
        "<at>chatdesk</at>\xa0open VPN down",
        "<at>chatdesk</at>&nbsp; \xa0open&nbsp;VPN down",
        "\r\n<at>chatdesk</at> open VPN down\r\n",
        "\n <at>chatdesk</at>\r\n open VPN down &nbsp;",
        "open VPN down <at>chatdesk</at>",
        "<at>chatdesk</at> <at>chatdesk</at> open VPN down",
        '<at id="0">chatdesk</at> open VPN down',
        "<at>chatdesk</at> case open VPN down",
        "<at>chatdesk</at> /case open VPN down",
        "<at>chatdesk</at> /open VPN down",
    ],
)
def test_a_mention_of_us_and_the_space_around_it_are_no_words(text: str) -> None:
    assert words(text, MENTION_OF_US, *([MENTION_OF_US] if text.count("chatdesk") > 1 else [])) == "open VPN down"


@pytest.mark.parametrize(
    "text",
    [
        "open VPN down",
        "case open VPN down",
        "/case open VPN down",
        "/open VPN down",
        "/chatdesk case open VPN down",
        "/chatdesk open VPN down",
        "chatdesk open VPN down",
        "/Chatdesk /Case open VPN down",
        "/case&nbsp;open\xa0VPN down",
    ],
)
def test_a_command_is_the_same_with_and_without_its_slash(text: str) -> None:
    assert words(text) == "open VPN down"
    assert read(words(text)).verb.name == "open"


@pytest.mark.parametrize("text", ["/case", "/chatdesk", "/chatdesk case", "case", "@chatdesk"[1:]])
def test_being_called_and_nothing_else_is_no_words(text: str) -> None:
    assert words(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "case of beer is missing",
        "/etc/hosts is gone",
        "chatdesk is slow today",
        "the /case command fails",
        "cases",
        "5 < 6 & 7 > 6 **bold** _it_",
        "&lt;b&gt; stays as it was typed",
        "open our page now shows &nbsp; in its title",
        "line one\nline two\n\n  indented",
    ],
)
def test_what_merely_looks_like_a_call_or_markup_is_left_as_it_was_written(text: str) -> None:
    assert words(text) == text


def test_others_who_are_mentioned_are_kept_and_ours_alone_is_taken_out() -> None:
    text = "<at>chatdesk</at> assign HARBOR-1 <at>Dana Reyes</at> please"
    assert words(text, MENTION_OF_US, MENTION_OF_DANA) == f"assign HARBOR-1 {mark(0)} please"
    assert words(text, MENTION_OF_DANA, MENTION_OF_US) == f"assign HARBOR-1 {mark(0)} please"


def test_two_people_of_one_name_are_told_apart_by_their_order() -> None:
    other = {**MENTION_OF_DANA, "mentioned": {"id": "29:2dana", "name": "Dana Reyes"}}
    known = {**KNOWN, "29:2dana": Mention(Identity("teams", US, "other"), "Dana Reyes")}
    activity = {"text": "<at>Dana Reyes</at> and <at>Dana Reyes</at>", "entities": [other, MENTION_OF_DANA]}
    heard = parse.spoken(activity, known, BOT, "chatdesk")
    assert heard.text == f"{mark(0)} and {mark(1)}"
    assert [each.identity.user for each in heard.mentioned] == ["other", "dana-aad"]


def test_somebody_whom_nobody_can_name_stays_a_word() -> None:
    stranger = {"type": "mention", "text": "<at>Zoe</at>", "mentioned": {"id": "29:zoe", "name": "Zoe"}}
    assert words("ask <at>Zoe</at>", stranger) == "ask @Zoe"


def test_a_mention_that_was_only_typed_out_mentions_nobody() -> None:
    assert words("open <at>Dana Reyes</at> says hi") == "open @Dana Reyes says hi"
    assert words("the tag <at> is broken") == "the tag ‹at› is broken"
    assert words("the tag </AT> is broken") == "the tag ‹/AT› is broken"
    twice = words("<at>Dana Reyes</at> wrote <at>Dana Reyes</at>", MENTION_OF_DANA)
    assert twice == f"{mark(0)} wrote @Dana Reyes"


def test_nobody_can_type_a_mark() -> None:
    assert words(f"assign {mark(0)}", textFormat="plain") == "assign 0"
    assert words("assign &#xe000;0&#xe001;", textFormat="xml") == "assign 0"


def test_markup_loses_its_tags_and_entities_plain_text_and_markdown_keep_theirs() -> None:
    typed = "<at>chatdesk</at> open <b>VPN</b> &amp; mail"
    assert words(typed, MENTION_OF_US, textFormat="xml") == "open VPN & mail"
    assert words(typed, MENTION_OF_US, textFormat="markdown") == "open <b>VPN</b> &amp; mail"
    assert words(typed, MENTION_OF_US, textFormat="plain") == "open <b>VPN</b> &amp; mail"


def test_files_stand_by_name_with_a_link_that_people_can_open() -> None:
    files = [
        {"contentType": "text/html", "content": "<p>open logs</p>"},
        {
            "contentType": "application/vnd.microsoft.teams.file.download.info",
            "name": "log.txt",
            "contentUrl": "https://northwind.sharepoint.com/sites/a/log.txt",
            "content": {"downloadUrl": "https://secret.example/once"},
        },
        {"contentType": "image/png", "name": "shot.png", "contentUrl": "https://smba.trafficmanager.net/x"},
        {"contentType": "reference", "name": "bad.txt", "contentUrl": "javascript:alert(1)"},
        {"contentType": "reference", "name": "theirs.txt", "contentUrl": "https://sharepoint.com.evil.example/x"},
        {"contentType": "application/vnd.microsoft.card.adaptive", "name": "card"},
        "no attachment",
    ]
    assert words("open logs", attachments=files) == "open logs"
    assert [(file.name, file.kind, file.url) for file in parse.files_in({"attachments": files})] == [
        ("log.txt", "txt", "https://northwind.sharepoint.com/sites/a/log.txt"),
        ("shot.png", "png", None),
        ("bad.txt", "txt", None),
        ("theirs.txt", "txt", None),
    ]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-03-06T19:20:30.1234567Z", datetime(2026, 3, 6, 19, 20, 30, 123456, UTC)),
        ("2026-03-06T14:20:30.1234567-05:00", datetime(2026, 3, 6, 19, 20, 30, 123456, UTC)),
        ("2026-03-06T19:20:30.5Z", datetime(2026, 3, 6, 19, 20, 30, 500000, UTC)),
        ("2026-03-06T19:20:30Z", datetime(2026, 3, 6, 19, 20, 30, tzinfo=UTC)),
        ("2026-03-06T19:20:30", datetime(2026, 3, 6, 19, 20, 30, tzinfo=UTC)),
        ("yesterday", NOW),
        ("", NOW),
        (None, NOW),
        (17, NOW),
    ],
)
def test_the_moment_it_was_said(written: Any, meant: datetime) -> None:
    assert said_at({"timestamp": written}, NOW) == meant


def message(conversation: str, kind: str, **more: Any) -> dict[str, Any]:
    return {
        "type": "message",
        "id": "1700",
        "serviceUrl": "https://smba.trafficmanager.net/teams/",
        "from": {"id": "29:ruth", "aadObjectId": RUTH, "name": "Ruth Adler"},
        "recipient": {"id": BOT, "name": "chatdesk"},
        "conversation": {"id": conversation, "conversationType": kind},
        "channelData": {"tenant": {"id": US}},
        **more,
    }


def test_a_first_post_stands_in_no_thread_and_begins_one() -> None:
    for conversation in (f"{CHANNEL};messageid=1700", CHANNEL):
        turn = turn_of(message(conversation, "channel"))
        assert turn.place == Place("teams", US, CHANNEL)
        assert message_ref(turn).message == "1700"
        assert turn.send_to == f"{CHANNEL};messageid=1700"


def test_a_reply_stands_in_the_thread_of_its_root() -> None:
    turn = turn_of(message(f"{CHANNEL};messageid=1600", "channel"))
    assert turn.place == Place("teams", US, CHANNEL, "1600")
    assert turn.send_to == f"{CHANNEL};messageid=1600"


@pytest.mark.parametrize(("conversation", "kind"), [("19:group@thread.v2", "groupChat"), ("a:1personal", "personal")])
def test_chats_have_no_threads(conversation: str, kind: str) -> None:
    turn = turn_of(message(conversation, kind))
    assert turn.kind is Kind(kind)
    assert turn.place == Place("teams", US, conversation)
    assert turn.send_to == conversation
    assert turn_of(message(conversation, "")).kind is Kind(kind)


def test_a_button_stands_on_its_message_and_in_its_thread() -> None:
    click = {**message(f"{CHANNEL};messageid=1600", "channel"), "type": "invoke", "id": "f:1", "replyToId": "1650"}
    turn = turn_of(click)
    assert (turn.place, turn.message) == (Place("teams", US, CHANNEL, "1600"), "1650")
    assert turn_of({**click, "replyToId": "1600"}).place == Place("teams", US, CHANNEL)


def test_whose_somebody_is_their_own_tenant_says() -> None:
    ruth = {"id": "29:ruth", "aadObjectId": RUTH, "name": "Ruth"}
    assert turn_of(message("a:1", "personal")).identity == Identity("teams", US, RUTH)
    foreign = message(CHANNEL, "channel", **{"from": {**ruth, "tenantId": THEM}})
    assert turn_of(foreign).identity == Identity("teams", THEM, RUTH)
    assert turn_of(foreign).tenant == US


def test_without_an_account_one_is_nobody() -> None:
    anonymous = message("19:meeting@thread.v2", "groupChat", **{"from": {"id": "29:anon", "name": "Guest"}})
    assert turn_of(anonymous).identity == Identity("teams", US, "")
    assert turn_of(anonymous).account_ref() is None


@pytest.mark.parametrize("sender", [{"id": "28:other"}, {"id": "29:x", "role": "bot", "aadObjectId": RUTH}])
def test_another_bot_is_known_as_one(sender: dict[str, str]) -> None:
    turn = turn_of(message("a:1", "personal", **{"from": sender}))
    assert turn.is_by_bot
    assert turn.account_ref() is None


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
_KEYS = ("from", "recipient", "conversation", "channelData", "entities", "attachments", "text", "value", "timestamp")


@given(st.fixed_dictionaries({key: _JSON for key in _KEYS}))
def test_whatever_is_sent_is_read_without_a_crash(activity: dict[str, Any]) -> None:
    turn = turn_of(activity)
    parse.named_in(activity, turn.bot)
    assert isinstance(parse.spoken(activity, {}, turn.bot, turn.bot_name).text, str)
    pressed(activity["value"])
    parse.words_of_payload(activity, {})
    said_at(activity, NOW)


@given(st.text())
def test_no_words_are_lost_in_the_middle_of_a_text(typed: str) -> None:
    body = parse.clean(typed)
    assert words(f"begin of it all {body} end").endswith(parse._words(f"{body} end", False))


def test_a_button_brings_its_verb_and_only_texts() -> None:
    data = {"do": "ack", "args": {"case": "c1", "n": 3, "x": {"y": 1}}}
    assert pressed(data) == Click("ack", {"case": "c1"}, False)
    assert pressed('{"do": "ack", "args": {"case": "c1"}}') == Click("ack", {"case": "c1"}, False)
    asks = {"msteams": {"type": "task/fetch"}, "ask": "resolve", "args": {"case": "c1"}}
    assert pressed(asks) == Click("resolve", {"case": "c1"}, True)


@pytest.mark.parametrize("data", [None, "", "words", 7, [], {}, {"do": 7}, {"do": ""}, {"verb": "ack"}, "{", "[1]"])
def test_what_is_no_button_of_ours_is_none(data: Any) -> None:
    assert pressed(data) is None


def test_a_form_brings_the_fields_it_had_without_the_empty_ones() -> None:
    data = {
        "send": "open",
        "args": {"via": "phone"},
        "origin": {"thread": "1600"},
        "asked": "title,description,question.down",
        "title": "  VPN\x00 down ",
        "description": "",
        "question.down": "yes",
        "text": "no field of this form",
        "severity": 1,
    }
    values = {"title": "VPN down", "question.down": "yes"}
    asked = ("title", "description", "question.down")
    assert pressed(data) == FormState("open", {"via": "phone"}, {"thread": "1600"}, values, asked, False)
    assert pressed({**data, "redraw": "yes"}).is_redraw


def test_a_message_that_was_pointed_at_is_read_out_of_its_markup() -> None:
    payload = {
        "body": {
            "contentType": "html",
            "content": '<div><p>Hi <at id="0">Dana Reyes</at>,&nbsp;the <b>VPN</b> is down &amp; out '
            '<emoji alt="🙁"></emoji></p><ul><li>one</li><li>two &lt;at&gt;</li></ul><script>x()</script></div>',
        },
        "mentions": [{"id": 0, "mentioned": {"user": {"id": "dana-aad", "displayName": "Dana Reyes"}}}],
        "attachments": [
            {"contentType": "reference", "name": "log.txt", "contentUrl": "https://nw.sharepoint.com/log.txt"}
        ],
    }
    assert parse.users_of_payload(payload)[0].user == "dana-aad"
    heard = parse.words_of_payload(payload, {"dana-aad": KNOWN[DANA]})
    assert heard.text.splitlines() == [
        f"Hi {mark(0)}, the VPN is down & out 🙁",
        "- one",
        "- two <at>",
        "📎 log.txt",
        "https://nw.sharepoint.com/log.txt",
    ]
    assert parse.words_of_payload({"body": {"contentType": "text", "content": "a <b> c"}}, {}).text == "a <b> c"
