"""The catalogues: the same keys, blanks and plurals in every language, and a phrase for all that can be asked."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from string import Formatter

import pytest
from babel import Locale

from chatdesk import i18n
from chatdesk.cards.model import Quoted, TimeStyle, Words
from chatdesk.cards.notices import KINDS
from chatdesk.core import commands as c
from chatdesk.core import notices as core_notices
from chatdesk.core.case import Resolution, Status, WaitingOn
from chatdesk.core.policy import Kind, Metric, SpanKind
from tests.cards.stories import all_told

# Pieces that are put behind others.
_JOINTS = ("severity.choose", "talk.or", "talk.explain.clauses", "talk.explain.not_taken")
KEYS = sorted(i18n.catalogue("en"))

# What is written alike in English and Spanish: blanks between marks, units, examples of what is typed.
_ALIKE = frozenset(
    [
        *("case.opened", "change.at_step", "hours.in_zone", "load.words", "person.of", "person.titled"),
        *("talk.example.external", "talk.example.level", "talk.example.loads", "talk.example.means"),
        *("talk.example.other_case", "talk.example.reason", "talk.example.rows", "talk.example.score"),
        *("talk.example.severity", "talk.example.site", "talk.example.term", "talk.example.text"),
        *("talk.explain.clauses", "talk.told", "time.hours", "time.minutes", "time.pattern.clock"),
        *("platform.slack", "platform.teams"),
        *("fact.plan", "uptime.minutes", "uptime.stretch"),
    ]
)


def forms_of(phrase: i18n.Phrase) -> dict[str, str]:
    return {"": phrase} if isinstance(phrase, str) else dict(phrase)


def blanks_of(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_every_language_has_the_same_keys() -> None:
    for language in i18n.LANGUAGES:
        assert set(i18n.catalogue(language)) == set(KEYS)


def test_what_is_written_alike_in_both_languages_is_known_to_be() -> None:
    english, spanish = i18n.catalogue("en"), i18n.catalogue("es")
    assert {key for key in KEYS if english[key] == spanish[key]} == _ALIKE


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_language_fills_the_same_blanks(language: str) -> None:
    different = {}
    for key in KEYS:
        here, english = forms_of(i18n.catalogue(language)[key]), forms_of(i18n.catalogue("en")[key])
        if {name for text in here.values() for name in blanks_of(text)} != {
            name for text in english.values() for name in blanks_of(text)
        }:
            different[key] = (here, english)
    assert not different


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_a_phrase_with_plurals_has_each_form_small_numbers_need(language: str) -> None:
    locale = Locale.parse(language)
    needed = {str(locale.plural_form(number)) for number in range(200)}
    for key in KEYS:
        forms = forms_of(i18n.catalogue(language)[key])
        if "" not in forms:
            assert needed <= set(forms), key


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_the_words_are_plain(language: str) -> None:
    """No dashes that pause for effect, no shouting, nothing left to write."""
    for key in KEYS:
        for text in forms_of(i18n.catalogue(language)[key]).values():
            assert not re.search(r"—|!|TODO|XXX|  ", text), (key, text)
            assert text == text.strip() or key in _JOINTS, key


def test_spanish_readers_are_addressed_politely() -> None:
    familiar = re.compile(r"\b(tú|tu|tus|te|ti|contigo|puedes|tienes|quieres|necesitas)\b", re.IGNORECASE)
    for key in KEYS:
        for text in forms_of(i18n.catalogue("es")[key]).values():
            assert not familiar.search(text), (key, text)


def test_spanish_quotes_as_spanish_does() -> None:
    for key in KEYS:
        for text in forms_of(i18n.catalogue("es")[key]).values():
            assert not re.search('[“”"]', text), (key, text)


def test_every_kind_of_notice_the_core_tells_has_words_and_is_told_in_the_stories() -> None:
    told = set()
    for path in Path(core_notices.__file__).parent.glob("*.py"):
        told |= set(re.findall(r'\bnotice\(\s*"([a-z_.]+)"', path.read_text(encoding="utf-8")))
    assert told, "the pattern finds nothing"
    assert told | {"undeliverable", "pager.late"} == set(KINDS)
    assert {one.notice.kind for one in all_told()} == set(KINDS)


def test_every_refusal_has_words_of_its_own() -> None:
    given = re.compile(r'(?:refuse|Refused|because)\(\s*f?"([a-z_.{}]+)"')
    reasons = set()
    paths = [path for part in ("core", "desk", "adapters") for path in Path("chatdesk", part).rglob("*.py")]
    for path in paths:
        for reason in given.findall(path.read_text(encoding="utf-8")):
            if "{" not in reason:
                reasons.add(reason)
    reasons |= {f"case.already_{status}" for status in (Status.CLOSED, Status.WITHDRAWN, Status.MERGED)}
    assert "already.acknowledged" in reasons, "the pattern finds nothing"
    # An administrator's own refusals stand by themselves.
    assert not {one for one in reasons if not (i18n.has(f"refused.{one}") or i18n.has(f"admin.refused.{one}"))}


def test_every_key_that_is_written_out_in_the_program_is_there() -> None:
    asked = re.compile(r"""\b(?:say|plain|has|sentence_card)\((?:[a-z_.]+,\s*)?"([a-z_]+(?:\.[a-z_]+)+)\"""")
    keys = {key for path in Path("chatdesk").rglob("*.py") for key in asked.findall(path.read_text(encoding="utf-8"))}
    assert {"talk.old_button", "case.opened"} <= keys, "the pattern finds too little"
    assert not keys - set(KEYS)


def test_every_command_that_can_be_given_has_an_answer() -> None:
    # The clock gives the first, the desk or a command line the others: nobody waits for their answer.
    names = {cls.__name__ for cls in c.Command.__subclasses__()} - {"Tick", "NoteRelease", "LearnCorrection", "Migrate"}
    # An edit and a deletion are answered by the copies.
    names -= {"ChangeWords", "DeleteWords"}
    # These only a platform tells.
    names -= {"LoseOwner", "LoseRequester", "NoteOutsiders"}
    assert not {name for name in names if not i18n.has(f"done.{name}")}


def test_every_value_of_the_core_that_is_shown_has_words() -> None:
    wanted = {f"fact.metric.{metric}" for metric in Metric} | {f"why.{metric}" for metric in Metric}
    wanted |= {f"notice.tier.raised.missed.{metric}" for metric in Metric}
    wanted |= {f"kind.{kind}" for kind in Kind} | {f"status.short.{status}" for status in Status}
    wanted |= {f"waiting.{whom}" for whom in WaitingOn} | {f"resolution.{way}" for way in Resolution}
    spoken = {SpanKind.ELAPSED, SpanKind.BUSINESS, SpanKind.BUSINESS_DAYS}
    wanted |= {f"span.{kind}" for kind in SpanKind if kind not in spoken}
    assert not {key for key in wanted if not i18n.has(key)}


MOMENT = datetime(2026, 3, 10, 18, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "zone", "said"),
    [
        ("en", "America/New_York", "Tue 10 Mar, 14:20 (New York time)"),
        ("es", "America/Santiago", "el martes 10 de marzo, 15:20 (hora de Santiago de Chile)"),
        ("es-CL", "Europe/Berlin", "el martes 10 de marzo, 19:20 (hora de Berlín)"),
        ("en", "UTC", "Tue 10 Mar, 18:20 UTC"),
        ("fr", "Asia/Kathmandu", "Wed 11 Mar, 00:05 (Kathmandu time)"),
        ("en", "Not/AZone", "Tue 10 Mar, 18:20 UTC"),
    ],
)
def test_a_moment_names_its_zone_in_the_readers_language(language: str, zone: str, said: str) -> None:
    assert i18n.moment(language, zone, MOMENT) == said


def test_a_day_alone_names_no_zone() -> None:
    assert i18n.moment("es", "America/Santiago", MOMENT, TimeStyle.DAY) == "martes 10 de marzo"


@pytest.mark.parametrize(
    ("seconds", "english", "spanish"),
    [
        (0, "0 seconds", "0 segundos"),
        (1, "1 second", "1 segundo"),
        (59, "59 seconds", "59 segundos"),
        (60, "1 min", "1 min"),
        (3599, "59 min", "59 min"),
        (5400, "1 h 30 min", "1 h 30 min"),
        (86400, "1 day", "1 día"),
        (180000, "2 days 2 h", "2 días 2 h"),
        (-60, "1 min", "1 min"),
    ],
)
def test_lengths_are_told_in_two_units(seconds: int, english: str, spanish: str) -> None:
    assert i18n.duration("en", seconds) == english
    assert i18n.duration("es", seconds) == spanish


@pytest.mark.parametrize(
    ("left", "told"),
    [
        (timedelta(minutes=15), "15 min"),
        (timedelta(minutes=14, seconds=1), "15 min"),
        (timedelta(minutes=14, microseconds=1), "15 min"),
        (timedelta(hours=1, seconds=-1), "1 h"),
        (timedelta(seconds=59), "59 seconds"),
        (timedelta(seconds=59, microseconds=1), "1 min"),
    ],
)
def test_a_begun_minute_that_is_left_counts_whole(left: timedelta, told: str) -> None:
    assert i18n.time_left("en", MOMENT, MOMENT + left) == told


@pytest.mark.parametrize(
    ("language", "names", "said"),
    [
        ("en", ["Ann"], "Ann"),
        ("en", ["Ann", "Ben", "Cy"], "Ann, Ben and Cy"),
        ("es", ["Ana", "Ben"], "Ana y Ben"),
        ("es", ["Ana", "Inés"], "Ana e Inés"),
        ("es", ["Ana", "Hilda"], "Ana e Hilda"),
        ("es", ["agua", "hielo"], "agua y hielo"),
        ("es", [], ""),
    ],
)
def test_names_are_joined_as_the_language_joins_them(language: str, names: list[str], said: str) -> None:
    assert i18n.flat(i18n.listed(language, names)) == said


def test_what_a_person_wrote_keeps_its_braces_and_stays_quoted() -> None:
    hostile = "{by} {0} %s <!channel>"
    line = i18n.say("en", "notice.tier.raised.wrong", title=Quoted(hostile), why="")
    assert Quoted(hostile) in line
    assert line[0] == Words("“")


def test_a_key_that_is_nowhere_is_an_error() -> None:
    with pytest.raises(KeyError):
        i18n.plain("en", "no.such.key")
