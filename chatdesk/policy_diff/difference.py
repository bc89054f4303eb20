"""One thing that is not the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from chatdesk.core.words import Words


class Effect(StrEnum):
    """What it is to the customer, where that can be told; `WORDS` changes what is read and not what is promised."""

    TIGHTER = "tighter"
    LOOSER = "looser"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    WORDS = "words"


@dataclass(frozen=True)
class Difference:
    """`place` names it as the policy file does, such as `targets.acknowledge-p1`; `severities` are those it touches.

    `says` is a sentence; `old` and `new` are the values, empty where there was or is none.
    """

    place: str
    effect: Effect
    says: str
    old: str = ""
    new: str = ""
    severities: tuple[int, ...] = ()


def changed(place: str, what: str, old: object, new: object, effect: Effect = Effect.CHANGED) -> Iterator[Difference]:
    """Nothing where both are the same."""
    if old != new:
        was, now = plain(old), plain(new)
        yield Difference(place, effect, f"{what}: {was or 'nothing'} becomes {now or 'nothing'}.", was, now)


def added_and_removed(place: str, what: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Difference]:
    """By key; the values are what each is called."""
    for key in [key for key in old if key not in new]:
        yield Difference(f"{place}.{key}", Effect.REMOVED, f"{what} “{old[key]}” is gone.", old[key])
    for key in [key for key in new if key not in old]:
        yield Difference(f"{place}.{key}", Effect.ADDED, f"{what} “{new[key]}” is new.", "", new[key])


def plain(value: object) -> str:
    if value is None or value == ():
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Words):
        return value.in_language("en")
    if isinstance(value, tuple):
        return ", ".join(plain(one) if not isinstance(one, tuple) else " ".join(map(plain, one)) for one in value)
    return str(value)
