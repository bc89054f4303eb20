"""Refusals are values of the domain: a key that is translated when it is shown, and its facts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Refused:
    """A command was understood and not carried out; nothing was changed.

    `reason` is a key of the catalogue (`refused.<reason>`), `facts` fill its blanks.
    """

    reason: str
    facts: tuple[tuple[str, str], ...] = ()

    @staticmethod
    def because(reason: str, /, **facts: str) -> Refused:
        return Refused(reason, tuple(sorted(facts.items())))
