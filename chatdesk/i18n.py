"""Words in the reader's language, times in the reader's zone. The catalogues are chatdesk/locale/*.toml.

A value of a catalogue is a sentence with `{blanks}`, or a table of plural forms (`one`, `other`)
chosen by the blank `n`. A key that is missing in a language is told in English; one that is
missing there too is a KeyError.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib import resources
from string import Formatter
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_datetime, format_skeleton, get_timezone_location
from babel.lists import format_list
from babel.numbers import format_decimal

from chatdesk.cards.model import ChannelName, Hyperlink, Inline, Line, MessageLink, Quoted, TimeStyle, When, Who, Words

LANGUAGES = ("en", "es")

# "y" becomes "e" before the sound of i, which "hielo" and "hiato" do not begin with.
_SOUNDS_LIKE_I = re.compile(r"h?[ií](?![aeo])", re.IGNORECASE)
_PLURAL_FORMS = frozenset({"zero", "one", "two", "few", "many", "other"})

Phrase = str | Mapping[str, str]
Blank = str | int | Inline | Line


def supported(language: str) -> str:
    """The catalogue to use for a language tag such as `es-CL`: English where there is none."""
    primary = language.replace("_", "-").split("-")[0].lower()
    return primary if primary in LANGUAGES else "en"


@cache
def catalogue(language: str) -> Mapping[str, Phrase]:
    """Every phrase of one language by its dotted key."""
    source = resources.files("chatdesk").joinpath("locale", f"{language}.toml")
    found: dict[str, Phrase] = {}
    _flatten("", tomllib.loads(source.read_text(encoding="utf-8")), found)
    return found


def has(key: str) -> bool:
    """Is there a phrase for this key?"""
    return key in catalogue("en")


def say(language: str, key: str, **blanks: Blank) -> Line:
    """The phrase as a line. A blank may be a plain value, an inline, or a line of inlines."""
    template = _choose(language, key, blanks)
    line: list[Inline] = []
    for words, name, _, _ in Formatter().parse(template):
        if words:
            line.append(Words(words))
        if name is not None:
            line.extend(as_line(blanks[name]))
    return joined(line)


def plain(language: str, key: str, **blanks: Blank) -> str:
    """The phrase as plain text."""
    return flat(say(language, key, **blanks))


def flat(line: Line) -> str:
    """What a line says, without any marking."""
    return "".join(_flat(inline) for inline in line)


def as_line(value: Blank) -> Line:
    """A plain value or an inline as a line of its own."""
    if isinstance(value, tuple):
        return value
    if isinstance(value, (str, int)):
        return (Words(str(value)),)
    return (value,)


def joined(parts: Iterable[Inline]) -> Line:
    """The line of these parts, neighbouring words of one weight made one."""
    line: list[Inline] = []
    for part in parts:
        last = line[-1] if line else None
        if isinstance(part, Words) and isinstance(last, Words) and part.is_strong == last.is_strong:
            line[-1] = Words(last.text + part.text, part.is_strong)
        else:
            line.append(part)
    return tuple(line)


def listed(language: str, lines: Iterable[Line | str]) -> Line:
    """ "A, B and C" of these."""
    items = [as_line(item) for item in lines]
    if not items:
        return ()
    # babel knows each language's joints; private-use characters stand in for the items.
    marks = [chr(0xE000 + number) for number in range(len(items))]
    text = format_list(marks, locale=_locale(language))
    if supported(language) == "en":
        text = text.replace(", and ", " and ")
    elif supported(language) == "es" and _SOUNDS_LIKE_I.match(flat(items[-1])):
        text = text.replace(" y ", " e ")
    line: list[Inline] = []
    for character in text:
        place = ord(character) - 0xE000
        line.extend(items[place] if 0 <= place < len(items) else (Words(character),))
    return joined(line)


def moment(language: str, zone: str, at: datetime, style: TimeStyle = TimeStyle.MOMENT) -> str:
    """The instant `at` in the named zone, the zone said too (a day alone names none)."""
    place = zone_of(zone)
    shown = format_datetime(
        at.astimezone(place), plain(language, f"time.pattern.{style}"), tzinfo=place, locale=_locale(language)
    )
    if style is TimeStyle.DAY:
        return shown
    if str(place) in ("UTC", "Etc/UTC"):
        return f"{shown} UTC"
    return plain(language, "time.in_zone", when=shown, place=city(language, zone))


def when(language: str, zone: str, at: datetime, style: TimeStyle = TimeStyle.MOMENT) -> When:
    """The instant as an inline: live where a platform can, else as `moment` says it."""
    return When(at, moment(language, zone, at, style), style)


def city(language: str, zone: str) -> str:
    """The place that people name a zone by: "New York", "Nueva York"."""
    return get_timezone_location(zone_of(zone), locale=_locale(language), return_city=True)


def duration(language: str, seconds: int) -> str:
    """A length of time in its two largest units, cut down to whole minutes past the first minute."""
    seconds = abs(seconds)
    if seconds < 60:
        return plain(language, "time.seconds", n=seconds)
    minutes = seconds // 60
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = []
    if days:
        parts.append(plain(language, "time.days", n=days))
    if hours:
        parts.append(plain(language, "time.hours", n=hours))
    if minutes and not days:
        parts.append(plain(language, "time.minutes", n=minutes))
    return " ".join(parts)


def time_left(language: str, start: datetime, end: datetime) -> str:
    """How long there is still from `start` to `end`. A begun minute counts whole: 14 min 40 s are 15 min."""
    seconds = math.ceil((end - start) / timedelta(seconds=1))
    return duration(language, seconds if seconds < 60 else math.ceil(seconds / 60) * 60)


def between(language: str, start: datetime, end: datetime) -> str:
    """How long from `start` to `end`."""
    return duration(language, int((end - start) / timedelta(seconds=1)))


def weekday(language: str, number: int) -> str:
    """The short name of a day of the week, Monday being 0."""
    return str(_locale(language).days["format"]["abbreviated"][number])


def month(language: str, day: date) -> str:
    """The month and year of a day, as people write them."""
    return str(format_skeleton("yMMMM", day, locale=_locale(language)))


def percent(language: str, share: Fraction, digits: int) -> str:
    """A share as percent with so many decimals, cut and not rounded: what misses a promise never reads as kept."""
    cut = Decimal(int(share * 100 * 10**digits)) / 10**digits
    return f"{format_decimal(cut, locale=_locale(language))} %"


def decimal(language: str, number: Fraction, digits: int) -> str:
    """A number with at most so many decimals."""
    rounded = Decimal(round(number * 10**digits)) / 10**digits
    return str(format_decimal(rounded, locale=_locale(language)))


def zone_of(name: str) -> tzinfo:
    """The zone of this IANA name. Profiles of chat platforms may hold one that is not known here: UTC then."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")


def _flatten(prefix: str, table: Mapping[str, Any], found: dict[str, Phrase]) -> None:
    for key, value in table.items():
        name = f"{prefix}{key}"
        if isinstance(value, str) or _is_plural(value):
            found[name] = value
        else:
            _flatten(f"{name}.", value, found)


def _is_plural(table: Mapping[str, Any]) -> bool:
    return "other" in table and set(table) <= _PLURAL_FORMS


def _choose(language: str, key: str, blanks: Mapping[str, Blank]) -> str:
    phrase = catalogue(supported(language)).get(key)
    if phrase is None:
        phrase = catalogue("en")[key]
    if isinstance(phrase, str):
        return phrase
    number = blanks["n"]
    form = _locale(language).plural_form(number) if isinstance(number, int) else "other"
    return phrase.get(form, phrase["other"])


def _flat(inline: Inline) -> str:
    match inline:
        case Words(text=text) | Quoted(text=text):
            return text
        case When(plain=text) | Who(name=text):
            return text
        case Hyperlink(label=text) | MessageLink(label=text) | ChannelName(label=text):
            return text


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(supported(language))
