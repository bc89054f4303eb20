"""Single values of a policy file: texts, keys, dates, spans, words of an enumeration."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import PlainValidator, ValidationInfo, WithJsonSchema

from chatdesk.core.bulk_load import Format
from chatdesk.core.business_week import Range
from chatdesk.core.policy import Closing, Kind, Metric, Span, Strength
from chatdesk.core.words import Words
from chatdesk.policy_files.findings import did_you_mean
from chatdesk.policy_files.spans import COUNTED, FIXED, span_of
from chatdesk.policy_files.week import days_of, ranges_of

# What a chat platform shows on one button or one option of a form.
LONGEST_LABEL = 75
LONGEST_TEXT = 600
LANGUAGE = re.compile(r"[a-z]{2}(-[A-Z]{2})?")
_KEY = re.compile(r"[a-z][a-z0-9_-]{0,39}")


def _words(longest: int) -> Callable[[object, ValidationInfo], Words]:
    def read(value: object, info: ValidationInfo) -> Words:
        own = (info.context or {}).get("language")
        texts = {own or "en": value} if isinstance(value, str) else value
        if not isinstance(texts, dict) or not texts:
            raise ValueError("write a text, or one for each language, such as {en: Critical, es: Crítico}")
        for language, text in texts.items():
            if not isinstance(language, str) or not LANGUAGE.fullmatch(language):
                raise ValueError(f"'{language}' is no language; write two small letters such as 'en' or 'es'")
            if not isinstance(text, str) or not text.strip():
                raise ValueError(f"the text in '{language}' is empty or not text; write it, in quotes if in doubt")
            if len(text) > longest:
                raise ValueError(f"the text in '{language}' has {len(text)} letters; at most {longest} can be shown")
        if own and own not in texts:
            raise ValueError(f"the text in '{own}', the policy's own language, is missing")
        return Words(tuple((language, " ".join(text.split())) for language, text in texts.items()))

    return read


def _key(value: object) -> str:
    if not isinstance(value, str) or not _KEY.fullmatch(value):
        raise ValueError(f"'{value}' cannot be a key; use small letters, digits, '_' and '-', a letter first")
    return value


def _date(value: object) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise ValueError(f"'{value}' is no date; write it like 2026-05-01") from None


def _share(value: object) -> tuple[int, int]:
    match = re.fullmatch(r"([1-9]\d?)/([1-9]\d?)", str(value))
    if match is None or int(match[1]) >= int(match[2]):
        raise ValueError(f"'{value}' is no part of a whole; write for example 1/4")
    return int(match[1]), int(match[2])


def _percent(value: object) -> tuple[int, int]:
    match = re.fullmatch(r"(\d{1,2})(?:\.(\d{1,3}))?\s*%", str(value))
    if match is None or float(f"{match[1]}.{match[2] or 0}") <= 0:
        raise ValueError(f"'{value}' is no share of a month; write it in quotes, such as '99.5 %'")
    decimals = match[2] or ""
    return int(match[1] + decimals), 100 * 10 ** len(decimals)


def _address(value: object) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"https://[^\s<>\"']{3,500}", value):
        raise ValueError(f"'{value}' is no address; write one that begins with https://")
    return value


def _clause(value: object) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"\S{1,40}", value):
        raise ValueError(f"'{value}' is no clause id; write one word such as X-1")
    return value


def _answers(value: object) -> tuple[str, ...]:
    given = value if isinstance(value, list) else [value]
    if not given:
        raise ValueError("name at least one answer")
    return tuple(_key(one) for one in given)


def _days_key(value: object) -> str:
    days_of(value)
    return str(value)


def _one_of(enum: type[StrEnum]) -> Callable[[object], StrEnum]:
    def read(value: object) -> StrEnum:
        try:
            return enum(str(value))
        except ValueError:
            raise ValueError(f"unknown {enum.__name__.lower()} '{value}'; {did_you_mean(value, list(enum))}") from None

    return read


def _scenario(value: object) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"test_\w+::test_\w+", value):
        raise ValueError(f"'{value}' names no scenario; write it like 'test_promises::test_X_1_it_is_kept'")
    return value


def _said(pattern: str, *examples: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": f"^(?:{pattern})$", "examples": list(examples)})


def _texts(longest: int) -> WithJsonSchema:
    text = {"type": "string", "minLength": 1, "maxLength": longest}
    each = {
        "type": "object",
        "minProperties": 1,
        "properties": {"en": text, "es": text},
        "patternProperties": {f"^{LANGUAGE.pattern}$": text},
        "additionalProperties": False,
    }
    return WithJsonSchema({"anyOf": [text, each]})


def _names(enum: type[StrEnum]) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "enum": [one.value for one in enum]})


_KEY_SCHEMA = {"type": "string", "pattern": f"^{_KEY.pattern}$"}
_RANGE_SCHEMA = {"type": "string", "pattern": r"^\d{1,2}:\d{2}\s*[-–]\s*\d{1,2}:\d{2}$"}
# Written bare, an id or an answer may be read as true, false or a number by an editor; chatdesk reads text.
_ANSWER_SCHEMA = {"anyOf": [_KEY_SCHEMA, {"type": "boolean"}]}

Label = Annotated[Words, PlainValidator(_words(LONGEST_LABEL)), _texts(LONGEST_LABEL)]
Text = Annotated[Words, PlainValidator(_words(LONGEST_TEXT)), _texts(LONGEST_TEXT)]
Key = Annotated[str, PlainValidator(_key), WithJsonSchema(_KEY_SCHEMA)]
Clause = Annotated[str, PlainValidator(_clause), _said(r"\S{1,40}", "X-1")]
On = Annotated[date, PlainValidator(_date), _said(r"\d{4}-\d{2}-\d{2}", "2026-05-01")]
SpanText = Annotated[
    Span,
    PlainValidator(span_of),
    WithJsonSchema({"anyOf": [{"enum": list(FIXED)}, {"type": "string", "pattern": f"^(?:{COUNTED.pattern})$"}]}),
]
Answers = Annotated[
    tuple[str, ...],
    PlainValidator(_answers),
    WithJsonSchema({"anyOf": [_ANSWER_SCHEMA, {"type": "array", "minItems": 1, "items": _ANSWER_SCHEMA}]}),
]
Share = Annotated[tuple[int, int], PlainValidator(_share), _said(r"[1-9]\d?/[1-9]\d?", "1/4")]
Percent = Annotated[tuple[int, int], PlainValidator(_percent), _said(r"\d{1,2}(\.\d{1,3})? ?%", "99.5 %")]
Address = Annotated[str, PlainValidator(_address), _said("https://.+", "https://help.example.com")]
DaysKey = Annotated[str, PlainValidator(_days_key), _said("[a-z, -]+", "mon-fri", "sat", "mon, wed")]
Ranges = Annotated[
    tuple[Range, ...],
    PlainValidator(ranges_of),
    WithJsonSchema({"anyOf": [_RANGE_SCHEMA, {"const": "closed"}, {"type": "array", "items": _RANGE_SCHEMA}]}),
]
MetricName = Annotated[Metric, PlainValidator(_one_of(Metric)), _names(Metric)]
KindName = Annotated[Kind, PlainValidator(_one_of(Kind)), _names(Kind)]
StrengthName = Annotated[Strength, PlainValidator(_one_of(Strength)), _names(Strength)]
FormatName = Annotated[Format, PlainValidator(_one_of(Format)), _names(Format)]
ClosingName = Annotated[Closing, PlainValidator(_one_of(Closing)), _names(Closing)]
Scenario = Annotated[str, PlainValidator(_scenario), _said(r"test_\w+::test_\w+", "test_promises::test_X_1_it_is_kept")]
