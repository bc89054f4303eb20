"""The words of an Adaptive Card as a person reads them: nothing hidden, markdown and mentions undone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

JSON = dict[str, Any]
Visible = Mapping[str, bool]

_ESCAPED = re.compile(r"\\([\\`*_\[\]()#+\-!|<>~{}.&])")
_EMPHASIS = re.compile(r"(?<!\\)(\*\*|__)(?=\S)(.+?)(?<=\S)(?<!\\)\1")
_LINK = re.compile(r"(?<!\\)\[([^\]]*)\]\([^)]*\)")
_AT = re.compile(r"</?at>")
_MACRO = re.compile(r"\{\{(DATE|TIME)\(([^,)]*)(?:,\s*(?:SHORT|LONG|COMPACT))?\)\}\}")
# Teams reads a macro only in this shape; any other is shown as it is written.
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)")


def words_of(part: Any, zone: str = "UTC", toggled: Visible | None = None) -> Iterator[str]:
    """Every line in a card or in a part of it, top to bottom. `toggled` says what this reader showed or hid."""
    toggled = toggled or {}
    if isinstance(part, list):
        for item in part:
            yield from words_of(item, zone, toggled)
        return
    if not isinstance(part, dict) or not is_visible(part, toggled):
        return
    kind = str(part.get("type", ""))
    if kind == "TextBlock":
        yield plain(part["text"], zone)
    elif kind == "RichTextBlock":
        yield _seen("".join(item if isinstance(item, str) else item["text"] for item in part["inlines"]))
    elif kind == "FactSet":
        for fact in part["facts"]:
            yield _labelled(plain(fact["title"], zone), plain(fact["value"], zone))
    elif kind == "ColumnSet":
        columns = [" ".join(words_of(column.get("items", []), zone, toggled)) for column in part["columns"]]
        yield _labelled(columns[0], " ".join(columns[1:])) if len(columns) > 1 else columns[0]
    elif kind == "Image":
        yield str(part.get("altText", ""))
    elif kind.startswith("Input."):
        yield from _input(part)
    elif kind.startswith("Action."):
        yield str(part.get("title", ""))
    else:
        for inner in ("body", "items", "actions"):
            yield from words_of(part.get(inner, []), zone, toggled)


def is_visible(part: JSON, toggled: Visible) -> bool:
    return toggled.get(str(part.get("id", "")), part.get("isVisible", True) is not False)


def plain(text: str, zone: str = "UTC") -> str:
    """A text that Teams reads as markdown, as it is read; a macro as the date or time it shows in a zone."""
    shown = _EMPHASIS.sub(r"\2", _LINK.sub(r"\1", text))
    shown = _ESCAPED.sub(r"\1", shown)
    return _seen(_AT.sub("", _MACRO.sub(lambda found: _moment(found, zone), shown)).replace("&nbsp;", " "))


def _seen(text: str) -> str:
    """A joiner shows nothing."""
    return text.replace("\u2060", "")


def _moment(macro: re.Match[str], zone: str) -> str:
    if not _INSTANT.fullmatch(macro[2].strip()):
        return macro[0]
    local = datetime.fromisoformat(macro[2].strip()).astimezone(ZoneInfo(zone))
    return f"{local:%a} {local.day} {local:%b}" if macro[1] == "DATE" else f"{local:%H:%M}"


def _labelled(label: str, value: str) -> str:
    if label == "•":
        return value
    if not label or label.endswith(":"):
        return f"{label} {value}".strip()
    return f"{label}: {value}"


def _input(part: JSON) -> Iterator[str]:
    yield str(part.get("label", ""))
    yield str(part.get("placeholder", ""))
    yield str(part.get("value", "")) if part["type"] == "Input.Text" else ""
    yield from (plain(choice["title"]) for choice in part.get("choices", []))
