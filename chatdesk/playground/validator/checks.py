"""Small checks that compose: each looks at one value and yields what Slack would find wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .refusal import Finding

JSON = dict[str, Any]


@dataclass(frozen=True)
class Spot:
    """Where a value stands: its JSON pointer, and the surface (message, modal or home) around it."""

    pointer: str
    surface: str

    def at(self, key: str | int) -> Spot:
        return Spot(f"{self.pointer}/{key}", self.surface)

    def wrong(self, message: str, code: str | None = None) -> Finding:
        return Finding(self.pointer, message, code)


Check = Callable[[Any, Spot], Iterator[Finding]]


def string(low: int = 1, high: int = 3000) -> Check:
    def check(value: Any, spot: Spot) -> Iterator[Finding]:
        if not isinstance(value, str):
            yield spot.wrong("must provide a string")
        elif len(value) < low:
            yield spot.wrong(f"must be more than {low - 1} characters")
        elif len(value) > high:
            yield spot.wrong(f"must be less than {high + 1} characters")

    return check


def boolean(value: Any, spot: Spot) -> Iterator[Finding]:
    if not isinstance(value, bool):
        yield spot.wrong("must provide a boolean")


def integer(low: int, high: int) -> Check:
    def check(value: Any, spot: Spot) -> Iterator[Finding]:
        if not isinstance(value, int) or isinstance(value, bool):
            yield spot.wrong("must provide an integer")
        elif not low <= value <= high:
            yield spot.wrong(f"must be between {low} and {high}")

    return check


def number(value: Any, spot: Spot) -> Iterator[Finding]:
    if not isinstance(value, int | float) or isinstance(value, bool):
        yield spot.wrong("must provide a number")


def one_of(*words: str) -> Check:
    def check(value: Any, spot: Spot) -> Iterator[Finding]:
        if not isinstance(value, str):
            yield spot.wrong("must provide a string")
        elif value not in words:
            yield spot.wrong("must be a valid enum value")

    return check


def matching(pattern: str, message: str) -> Check:
    compiled = re.compile(pattern)

    def check(value: Any, spot: Spot) -> Iterator[Finding]:
        if not isinstance(value, str):
            yield spot.wrong("must provide a string")
        elif not compiled.fullmatch(value):
            yield spot.wrong(message)

    return check


def url(high: int = 3000) -> Check:
    length = string(1, high)
    scheme = re.compile(r"[a-z][a-z0-9+.\-]*:[^\s]+", re.IGNORECASE)

    def check(value: Any, spot: Spot) -> Iterator[Finding]:
        found = list(length(value, spot))
        yield from found
        if not found and not scheme.fullmatch(value):
            yield spot.wrong("invalid_url")

    return check


def array(item: Check, low: int, high: int) -> Check:
    def check(value: Any, spot: Spot) -> Iterator[Finding]:
        if not isinstance(value, list):
            yield spot.wrong("must provide an array")
            return
        if len(value) < low:
            yield spot.wrong(f"no less than {low} items allowed")
        if len(value) > high:
            yield spot.wrong(f"no more than {high} items allowed")
        for index, one in enumerate(value):
            yield from item(one, spot.at(index))

    return check


def shape(required: Mapping[str, Check], optional: Mapping[str, Check], *rules: Check) -> Check:
    """An object with these fields and no others, besides `type`; rules look at the object as a whole once
    its fields are in order."""
    fields = {**required, **optional}

    def check(value: Any, spot: Spot) -> Iterator[Finding]:
        if not isinstance(value, dict):
            yield spot.wrong("must provide an object")
            return
        found = [spot.wrong(f"missing required field: {key}") for key in required if key not in value]
        for key, one in value.items():
            if key in fields:
                found += fields[key](one, spot.at(key))
            elif key != "type":
                found.append(spot.wrong(f"invalid additional property: {key}"))
        yield from found
        if not found:
            for rule in rules:
                yield from rule(value, spot)

    return check


def by_type(shapes: Mapping[str, Check], surfaces: Mapping[str, tuple[str, ...]] | None = None) -> Check:
    """An object whose `type` says which of the shapes it has; some types stand on some surfaces only."""

    def check(value: Any, spot: Spot) -> Iterator[Finding]:
        if not isinstance(value, dict):
            yield spot.wrong("must provide an object")
            return
        kind = value.get("type")
        if kind is None:
            yield spot.wrong("missing required field: type")
            return
        is_known = isinstance(kind, str) and kind in shapes
        if not is_known or (surfaces and spot.surface not in surfaces.get(kind, (spot.surface,))):
            yield spot.at("type").wrong(f"unsupported type: {kind}")
        else:
            yield from shapes[kind](value, spot)

    return check


def only(*kinds: str, of: Mapping[str, Check]) -> dict[str, Check]:
    return {kind: of[kind] for kind in kinds}


def any_of(*keys: str) -> Check:
    """At least one of these fields."""

    def check(value: Any, spot: Spot) -> Iterator[Finding]:
        if not any(value.get(key) for key in keys):
            yield spot.wrong(f"must define at least one of: {', '.join(f'`{key}`' for key in keys)}")

    return check


def exactly_one_of(*keys: str) -> Check:
    def check(value: Any, spot: Spot) -> Iterator[Finding]:
        if sum(key in value for key in keys) != 1:
            yield spot.wrong(f"must define exactly one of: {', '.join(f'`{key}`' for key in keys)}")

    return check


def anything(value: Any, spot: Spot) -> Iterator[Finding]:
    yield from ()
