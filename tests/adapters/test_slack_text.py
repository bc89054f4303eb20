"""Text on its way to Slack and from it."""

from __future__ import annotations

import unicodedata
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatdesk.adapters.slack import parse
from chatdesk.adapters.slack.text import clamp_escaped, esc
from chatdesk.adapters.talk.plain_text import clamp, isolated, units
from chatdesk.adapters.talk.spoken import Mention, readable
from chatdesk.core.places import Identity

ANA = Mention(Identity("slack", "T1", "U0ANA"), "Ana Torres")


@given(st.text(), st.integers(1, 60))
def test_a_cut_text_keeps_to_its_limit_and_is_a_beginning(text: str, limit: int) -> None:
    cut = clamp(text, limit)
    assert units(cut) <= limit
    assert cut == text or text.startswith(cut.removesuffix("…"))


@given(st.text(st.sampled_from("a&<>é😀"), max_size=80), st.integers(5, 40))
def test_a_cut_text_never_ends_inside_an_escape(text: str, limit: int) -> None:
    cut = clamp_escaped(text, limit)
    assert units(cut) <= limit
    assert esc(parse.unescape(cut)) == cut
    assert cut == esc(text) or units(cut) >= limit - 8


def test_a_very_long_text_is_cut_and_not_lost() -> None:
    assert units(clamp_escaped("x" * 40_000, 4000)) == 4000
    assert units(clamp_escaped("&" * 40_000, 4000)) > 3990


@pytest.mark.parametrize("cluster", ["👨‍👩‍👧‍👦", "🇨🇱", "é", "👍🏽", "❤️"])
def test_what_a_person_sees_as_one_character_is_kept_or_left_out_whole(cluster: str) -> None:
    text = cluster * 12
    for limit in range(1, units(text)):
        kept = clamp(text, limit).removesuffix("…")
        assert kept == cluster * (len(kept) // len(cluster))


@given(st.text())
def test_what_is_escaped_comes_back_as_it_was(text: str) -> None:
    assert parse.unescape(esc(text)) == text


def test_text_is_unescaped_once() -> None:
    assert parse.spoken("&amp;lt;@U0ANA&amp;gt;", {"U0ANA": ANA}, "UBOT").text == "&lt;@U0ANA&gt;"


def test_a_typed_mention_is_no_mention() -> None:
    """Slack sends what somebody types as `<@U0ANA>` escaped; only Slack's own token names a person."""
    said = parse.spoken("&lt;@U0ANA&gt; and <@U0ANA>", {"U0ANA": ANA}, "UBOT")
    assert said.mentioned == (ANA,)
    assert readable(said.text, said.mentioned) == "<@U0ANA> and @Ana Torres"


def test_the_marks_of_mentions_cannot_be_typed() -> None:
    said = parse.spoken("\ue0000\ue001 hello <@U0ANA>", {"U0ANA": ANA}, "UBOT")
    assert readable(said.text, said.mentioned) == "0 hello @Ana Torres"


def test_tokens_become_words() -> None:
    raw = "<@UBOT> see <https://a.example/?x=1&amp;y=2|the page>, <#C1|ops>, <!here>, <mailto:a@b.example|a@b.example>"
    said = parse.spoken(raw, {}, "UBOT")
    assert said.text == "see the page (https://a.example/?x=1&y=2), #ops, @here, a@b.example"


def test_what_cannot_be_stored_is_left_out() -> None:
    assert parse.spoken("a\x00b\ud800c\r\nd", {}, "UBOT").text == "ab\ufffdc\nd"


def test_a_quoted_piece_cannot_turn_the_rest_of_the_line_around() -> None:
    calm = isolated("abc\u202edcba \u05d0\u05d1")
    assert "\u202e" not in calm
    assert (calm[0], calm[-1]) == ("\u2068", "\u2069")
    assert [unicodedata.bidirectional(c) for c in isolated("plain \u202etext")].count("RLO") == 0


def test_a_message_says_when_it_was_written_to_the_microsecond() -> None:
    assert parse.said_at("1772824800.000100") == datetime(2026, 3, 6, 19, 20, 0, 100, tzinfo=UTC)
    assert parse.said_at("1772824800") == datetime(2026, 3, 6, 19, 20, tzinfo=UTC)


def test_whose_an_account_is_comes_from_the_user_alone() -> None:
    body = {"user": {"id": "U2", "team_id": "T2"}, "team": {"id": "T1"}, "view": {"app_installed_team_id": "T1"}}
    assert parse.actor_of_interaction(body) == Identity("slack", "T2", "U2")
    assert parse.actor_of_interaction({"user": {"id": "U2"}, "team": {"id": "T1"}}).tenant == ""


def test_a_form_sent_twice_is_one_request_and_corrected_another() -> None:
    def view(title: str) -> dict[str, object]:
        return {"id": "V1", "state": {"values": {"title": {"title": {"value": title}}}}}

    assert parse.submission_id("T1", view("a")) == parse.submission_id("T1", view("a"))
    assert parse.submission_id("T1", view("a")) != parse.submission_id("T1", view("b"))


@pytest.mark.parametrize("value", [None, "", "no json", "[1]", '{"case": 7}', '"text"'])
def test_a_button_with_strange_arguments_is_read_without_them(value: str | None) -> None:
    click = parse.click_of({"action_id": "do:0:ack", "value": value})
    assert click is not None
    assert click.args == {}


def test_what_is_no_button_of_ours_is_none() -> None:
    assert parse.click_of({"action_id": "approve_all", "value": "{}"}) is None
