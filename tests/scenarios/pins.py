"""Which constants of its policy file a scenario holds.

`tests/policies/test_a_changed_constant_is_seen.py` changes each of them in a copy of the file, and
the scenario that pins it must fail on that copy.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from fnmatch import fnmatchcase
from typing import Any

Scenario = Callable[[Any], Awaitable[None]]
# The first item of a row names the constants that this row pins, with blanks between.
Row = tuple[Any, ...]


def pins(*paths: str) -> Callable[[Scenario], Scenario]:
    """`paths` are the constants' places in the file, such as `targets.contact.within`; `*` stands for any."""

    def mark(scenario: Scenario) -> Scenario:
        def pinning(path: str) -> Scenario | None:
            return scenario if _holds(paths, path) else None

        scenario.__dict__["pinning"] = pinning
        return scenario

    return mark


def pins_by_row(rows: Sequence[Row]) -> Callable[[Callable[[Any, Sequence[Row]], Awaitable[None]]], Scenario]:
    """A scenario `(desk_world, rows)` whose rows share a world; for one constant only the rows that pin it are run."""

    def mark(scenario: Callable[[Any, Sequence[Row]], Awaitable[None]]) -> Scenario:
        async def every_row(desk_world: Any) -> None:
            await scenario(desk_world, rows)

        def pinning(path: str) -> Scenario | None:
            chosen = [row for row in rows if _holds(row[0].split(), path)]

            async def some_rows(desk_world: Any) -> None:
                await scenario(desk_world, chosen)

            some_rows.__name__ = scenario.__name__
            return some_rows if chosen else None

        every_row.__name__, every_row.__qualname__ = scenario.__name__, scenario.__qualname__
        every_row.__doc__, every_row.__module__ = scenario.__doc__, scenario.__module__
        every_row.__dict__["pinning"] = pinning
        return every_row

    return mark


def scenario_of(candidate: Any, path: str) -> Scenario | None:
    """What of a scenario pins the constant at `path`; None where it pins it not, or is no scenario."""
    pinning = getattr(candidate, "pinning", None)
    return pinning(path) if pinning else None


def _holds(patterns: Sequence[str], path: str) -> bool:
    return any(fnmatchcase(path, pattern) for pattern in patterns)
