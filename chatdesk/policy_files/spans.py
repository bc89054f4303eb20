"""Spans between the words of a policy file and core values, both ways."""

from __future__ import annotations

import re

from chatdesk.core.policy import Span, SpanKind

FIXED = {
    "same business day": SpanKind.SAME_BUSINESS_DAY,
    "close of next business day": SpanKind.CLOSE_OF_NEXT_BUSINESS_DAY,
    "agreed": SpanKind.AGREED,
    "next release": SpanKind.NEXT_RELEASE,
    "best effort": SpanKind.BEST_EFFORT,
}
_UNITS = {"second": 1, "minute": 60, "hour": 3600}
COUNTED = re.compile(r"(\d{1,7}) (?:(business|elapsed) )?(second|minute|hour|day)s?")
_MOST_SECONDS = 5 * 365 * 86400
_MOST_DAYS = 1000
_EXAMPLES = "'4 business hours', '2 business days', '24 hours', '90 minutes', 'same business day', 'best effort'"


def span_of(text: object) -> Span:
    """The span that words such as "4 business hours" name. ValueError, with what to write instead."""
    if not isinstance(text, str):
        raise ValueError(f"a span is written in words, such as {_EXAMPLES}")
    words = " ".join(text.lower().split())
    if words in FIXED:
        return Span(FIXED[words])
    counted = COUNTED.fullmatch(words)
    if counted is None:
        raise ValueError(f"'{text}' is no span; write for example {_EXAMPLES}")
    number, measure, unit = int(counted[1]), counted[2], counted[3]
    if number == 0:
        raise ValueError(f"'{text}' gives no time at all; the shortest span is '1 second'")
    if unit == "day":
        return _days(text, number, measure)
    seconds = number * _UNITS[unit]
    if seconds > _MOST_SECONDS:
        raise ValueError(f"'{text}' is longer than five years; is the unit right?")
    return Span(SpanKind.BUSINESS if measure == "business" else SpanKind.ELAPSED, seconds=seconds)


def span_words(span: Span) -> str:
    """English words for a span, `at_latest` and all."""
    words = _plain_words(span)
    if span.end_of_day:
        words += ", to the end of that day"
    if span.at_latest is not None:
        words += f", at the latest {span_words(span.at_latest)}"
    if span.until_agreed:
        words += ", until another date or a release is agreed"
    return words


def _days(text: str, number: int, measure: str | None) -> Span:
    # "5 days" may mean either, and the two differ by a weekend: nothing is guessed (rule D4).
    if measure != "business":
        raise ValueError(f"'{text}' does not say which days; write '{number} business days' or '{number * 24} hours'")
    if number > _MOST_DAYS:
        raise ValueError(f"'{text}' is longer than {_MOST_DAYS} business days; is the number right?")
    return Span(SpanKind.BUSINESS_DAYS, days=number)


def _plain_words(span: Span) -> str:
    match span.kind:
        case SpanKind.BUSINESS:
            return _length(span.seconds, "business ")
        case SpanKind.ELAPSED:
            return _length(span.seconds, "")
        case SpanKind.BUSINESS_DAYS:
            return f"{span.days} business day{'' if span.days == 1 else 's'}"
        case _:
            return next(words for words, kind in FIXED.items() if kind is span.kind)


def _length(seconds: int, measure: str) -> str:
    unit = next(unit for unit in ("hour", "minute", "second") if seconds % _UNITS[unit] == 0)
    number = seconds // _UNITS[unit]
    return f"{number} {measure}{unit}{'' if number == 1 else 's'}"
