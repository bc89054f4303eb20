"""Frozen values to JSON-able ones and back. What the store keeps is written by these two functions only."""

from __future__ import annotations

import hashlib
import json
import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, Union

from chatdesk.core.commands import Command
from chatdesk.core.events import Happening

T = TypeVar("T")

# Bases of which the concrete class is written beside the fields.
_FAMILIES = (Happening, Command)


def to_plain(value: Any) -> Any:
    """Strings, numbers, lists and dicts only. Instants become ISO 8601 in UTC; a naive one is an error."""
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, str):
        return value
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError(f"a naive datetime cannot be stored: {value!r}")
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {key: to_plain(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [to_plain(item) for item in value]
    if isinstance(value, frozenset):
        return sorted(to_plain(item) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        plain = {field.name: to_plain(getattr(value, field.name)) for field in fields(value) if field.init}
        if isinstance(value, _FAMILIES):
            plain["type"] = type(value).__name__
        return plain
    raise TypeError(f"cannot be stored: {type(value).__name__}")


def fingerprint(plain: Any) -> str:
    """A short hash of what `to_plain` wrote: the same for the same content, whatever the order of its keys."""
    written = json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()[:20]


def from_plain(kind: type[T], plain: Any) -> T:
    """The value of type `kind` that `to_plain` wrote. Fields that are not there take their defaults."""
    return typing.cast(T, _read(kind, plain))


def _read(kind: Any, plain: Any) -> Any:
    origin = typing.get_origin(kind)
    if origin in (Union, types.UnionType):
        options = [option for option in typing.get_args(kind) if option is not type(None)]
        return None if plain is None else _read(options[0], plain)
    if origin is tuple:
        inner = typing.get_args(kind)
        if len(inner) == 2 and inner[1] is Ellipsis:
            return tuple(_read(inner[0], item) for item in plain)
        return tuple(_read(one, item) for one, item in zip(inner, plain, strict=True))
    if origin is frozenset:
        return frozenset(_read(typing.get_args(kind)[0], item) for item in plain)
    if origin is not None and issubclass(origin, Mapping):
        inner = typing.get_args(kind)
        return {key: _read(inner[1], item) for key, item in plain.items()}
    if kind is datetime:
        return datetime.fromisoformat(plain)
    if kind is date:
        return date.fromisoformat(plain)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind(plain)
    if is_dataclass(kind):
        return _read_dataclass(typing.cast(type, kind), plain)
    return plain


def _read_dataclass(kind: type, plain: Mapping[str, Any]) -> Any:
    if kind in _FAMILIES:
        kind = _family(kind)[plain["type"]]
    hints = _hints(kind)
    given: dict[str, Any] = {}
    for field in fields(kind):
        if not field.init:
            continue
        if field.name in plain:
            given[field.name] = _read(hints[field.name], plain[field.name])
        elif field.default is MISSING and field.default_factory is MISSING:
            raise ValueError(f"{kind.__name__}.{field.name} is missing")
    return kind(**given)


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


@cache
def _family(base: type) -> dict[str, type]:
    members: dict[str, type] = {}
    waiting = [base]
    while waiting:
        member = waiting.pop()
        members[member.__name__] = member
        waiting.extend(member.__subclasses__())
    return members
