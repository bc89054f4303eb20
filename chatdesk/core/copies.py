"""A frozen value with some fields changed, made quickly."""

from __future__ import annotations

from typing import Any, TypeVar

T = TypeVar("T")


def replace(value: T, /, **changes: Any) -> T:
    """What `dataclasses.replace` gives, for a plain frozen dataclass: one that has no slots and checks nothing.

    Folding does little else, and a case has fifty fields: this is ten times as quick (measured
    by benchmarks.simulation). Raises TypeError for a field that is not there.
    """
    before = value.__dict__
    made = object.__new__(type(value))
    inside = made.__dict__
    inside.update(before)
    inside.update(changes)
    if len(inside) != len(before):
        raise TypeError(f"{type(value).__name__} has no {', '.join(sorted(changes.keys() - before.keys()))}")
    return made
