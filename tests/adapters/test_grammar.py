"""What people type, and what is understood."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatdesk.adapters.talk.grammar import read
from chatdesk.adapters.talk.opening import read_opening
from chatdesk.adapters.talk.spoken import mark
from chatdesk.adapters.talk.verb import Takes
from chatdesk.adapters.talk.verbs import BY_NAME, VERBS

ISSUE_VERBS = (
    "open list show reply note severity assign ack wait resume escalate deescalate resolve approve reject close "
    "reopen withdraw workaround link merge explain hours help analysed handoff take ask"
)


@pytest.mark.parametrize("name", ISSUE_VERBS.split())
def test_every_promised_verb_can_be_typed_in_english_and_spanish(name: str) -> None:
    verb = BY_NAME[name]
    assert read(name).verb is verb
    assert verb.spanish
    assert read(verb.spanish).verb is verb


@pytest.mark.parametrize(
    ("typed", "verb", "number", "words"),
    [
        ("ack HARBOR-12", "ack", "HARBOR-12", ""),
        ("  ACK   harbor-12 ", "ack", "HARBOR-12", ""),
        ("ack #harbor-12", "ack", "HARBOR-12", ""),
        ("ack HARBOR–12.", "ack", "HARBOR-12", ""),
        ("ack 12", "ack", "12", ""),
        ("ack #12", "ack", "12", ""),
        ("ack case 12", "ack", "12", ""),
        ("ack harbor 12", "ack", "HARBOR-12", ""),
        ("ack HARBOR-012", "ack", "HARBOR-12", ""),
        ("HARBOR-12 ack", "ack", "HARBOR-12", ""),
        ("HARBOR-12", "show", "HARBOR-12", ""),
        ("#harbor-12: ", "show", "HARBOR-12", ""),
        ("tomar el caso HARBOR-12 por favor", "ack", "HARBOR-12", ""),
        ("de-escalate HARBOR-12", "deescalate", "HARBOR-12", ""),
        ("De escalate", "deescalate", None, ""),
        ("I have it", "ack", None, ""),
        ("open VPN down", "open", None, "VPN down"),
        ("Abrir la VPN no responde", "open", None, "la VPN no responde"),
        ("open hours", "hours", None, ""),
        ("reply HARBOR-12: we are on it", "reply", "HARBOR-12", "we are on it"),
        ("reply to HARBOR-12 we are on it", "reply", "HARBOR-12", "we are on it"),
        ("reply to the 3 users", "reply", None, "to the 3 users"),
        ("note: 3 users affected", "note", None, "3 users affected"),
        ("note #12 3 users affected", "note", "12", "3 users affected"),
        ("note line one\nline two", "note", None, "line one\nline two"),
        ("note HARBOR-12\nline two", "note", "HARBOR-12", "line two"),
        ("severity 2", "severity", None, "2"),
        ("severity 12 2", "severity", "12", "2"),
        ("severity HARBOR-12 2", "severity", "HARBOR-12", "2"),
        ("severity HARBOR-12 to critical", "severity", "HARBOR-12", "to critical"),
        ("severidad 1", "severity", None, "1"),
        ("wait on customer", "wait", None, "customer"),
        ("wait HARBOR-12 vendor", "wait", "HARBOR-12", "vendor"),
        ("handoff 2", "handoff", None, "2"),
        ("?", "help", None, ""),
        ("why HARBOR-12", "explain", "HARBOR-12", ""),
        ("list all", "list", None, "all"),
    ],
)
def test_reads_forgivingly(typed: str, verb: str, number: str | None, words: str) -> None:
    phrase = read(typed)
    assert (phrase.verb and phrase.verb.name, phrase.number, phrase.words) == (verb, number, words)
    assert not phrase.leftover


def test_two_cases_are_read_where_two_are_meant() -> None:
    phrase = read("merge HARBOR-12 into HARBOR-9")
    assert (phrase.number, phrase.others) == ("HARBOR-12", ("HARBOR-9",))
    phrase = read("link 12 with 9")
    assert (phrase.number, phrase.others) == ("12", ("9",))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("opne VPN down", "open"),
        ("shwo 12", "show"),
        ("aknowledge", "ack"),
        ("severty 2", "severity"),
        ("esclate HARBOR-1", "escalate"),
        ("resovle", "resolve"),
        ("aprove", "approve"),
        ("escalr", "escalate"),
        ("respnder hola", "reply"),
        ("deesclate", "deescalate"),
    ],
)
def test_a_mistyped_verb_is_guessed_and_not_carried_out(typed: str, meant: str) -> None:
    phrase = read(typed)
    assert phrase.verb is None
    assert phrase.guesses[0].name == meant


@pytest.mark.parametrize("typed", ["", "   ", "xyzzy", "the VPN is down again", "🔥🔥", "12 34", "-", "???"])
def test_what_is_no_verb_is_not_guessed(typed: str) -> None:
    assert read(typed).verb is None or read(typed).verb is BY_NAME["help"]
    assert not read(typed).guesses


@pytest.mark.parametrize(
    "typed", ["close the window bug is back", "approve nothing of the kind", "resume work tomorrow"]
)
def test_words_after_a_verb_that_takes_none_are_left_over(typed: str) -> None:
    """Nobody closes a case with a sentence that happens to begin with "close"."""
    assert read(typed).leftover


@pytest.mark.parametrize("typed", ["close it please", "approve, thanks!", "cerrar el caso por favor", "ack now"])
def test_politeness_is_no_leftover(typed: str) -> None:
    assert read(typed).verb is not None
    assert not read(typed).leftover


def test_an_opening_says_for_whom_by_which_way_and_how_bad() -> None:
    opening = read_opening(f"for {mark(0)} via phone severity 2: VPN down")
    assert (opening.for_mark, opening.via, opening.severity, opening.title) == (0, "phone", "2", "VPN down")
    opening = read_opening(f"para {mark(1)} por teléfono sev1 - sin red")
    assert (opening.for_mark, opening.via, opening.severity, opening.title) == (1, "phone", "1", "sin red")


@pytest.mark.parametrize("title", ["for the third time, VPN down", "via the proxy nothing works", "p95 latency high"])
def test_a_title_that_only_looks_like_an_opening_stays_whole(title: str) -> None:
    opening = read_opening(title)
    assert (opening.title, opening.for_mark, opening.via, opening.severity) == (title, None, None, None)


@given(st.text(max_size=200))
def test_anything_can_be_typed(text: str) -> None:
    phrase = read(text)
    assert phrase.verb is None or phrase.verb in VERBS


@given(st.sampled_from([verb for verb in VERBS if verb.takes is Takes.WORDS and verb.is_typed]), st.text(min_size=1))
def test_words_to_keep_are_kept_to_the_letter(verb, text) -> None:  # type: ignore[no-untyped-def]
    kept = f"x{text}x"
    assert read(f"{verb.name} HARBOR-1 {kept}").words == kept


def test_a_number_longer_than_any_is_a_number_all_the_same() -> None:
    assert read("show HARBOR-99999999999999999999").number == "HARBOR-99999999999999999999"
