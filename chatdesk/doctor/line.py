"""One thing that was looked at, how it is, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Mark(StrEnum):
    WELL = "well"
    # There is something to do.
    WRONG = "wrong"
    # Not looked at, or not to be known from here; and what is so because somebody wants it.
    OPEN = "open"


@dataclass(frozen=True)
class Line:
    """`to_do` may be empty where there is nothing to do."""

    area: str
    mark: Mark
    what: str
    to_do: str = ""


def well(area: str, what: str, to_do: str = "") -> Line:
    return Line(area, Mark.WELL, what, to_do)


def wrong(area: str, what: str, to_do: str) -> Line:
    return Line(area, Mark.WRONG, what, to_do)


def left_open(area: str, what: str, to_do: str = "") -> Line:
    return Line(area, Mark.OPEN, what, to_do)


def of_refusal(area: str, text: str, otherwise: str = "") -> list[Line]:
    """A refusal's own lines: what is wrong, then what to do, for which `otherwise` stands in."""
    return [_of_one(area, one, otherwise) for one in text.splitlines() if one.strip()]


def _of_one(area: str, told: str, otherwise: str) -> Line:
    what, _, to_do = told.partition("; ")
    return wrong(area, _sentence(what), _sentence(to_do) or otherwise)


def _sentence(text: str) -> str:
    whole = text[:1].upper() + text[1:]
    return whole if not whole or whole.endswith((".", "!", "?")) else f"{whole}."
