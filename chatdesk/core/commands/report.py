"""Whether a report may count, and what the customer thought of the help."""

from __future__ import annotations

from dataclasses import dataclass

from chatdesk.core.commands.base import Command


@dataclass(frozen=True, kw_only=True)
class AuthoriseReport(Command):
    """One of the customer's representatives, or one of ours on their word, makes the report theirs (COD-12).

    One of ours says on whose word, and how it was given: `text_id`.
    """

    text_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class DeclineReport(Command):
    text_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class Rate(Command):
    """How satisfied the customer is, from 1 (not at all) to 5 (fully), and why. Said again, the last counts."""

    score: int
    text_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class LearnCorrection(Command):
    """The problem behind this case was corrected. The desk gives it to every case the problem was found in."""

    problem_id: str
    text_id: str
