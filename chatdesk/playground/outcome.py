"""What an act came to, in the words that Slack would show to the person who did it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

JSON = dict[str, Any]
TROUBLE = "We had some trouble connecting. Try again?"


@dataclass(frozen=True)
class Outcome:
    """`error` says that nothing came of it, `notice` is shown beside the result, `errors` stand under a
    form's fields (block_id -> text), `more` is what else the page wants to know."""

    error: str | None = None
    notice: str | None = None
    errors: dict[str, str] = field(default_factory=dict)
    more: JSON = field(default_factory=dict)

    @property
    def is_ok(self) -> bool:
        return self.error is None and not self.errors

    def as_json(self) -> JSON:
        shown: JSON = {"ok": self.is_ok} | self.more
        if self.error:
            shown["error"] = self.error
        if self.notice:
            shown["notice"] = self.notice
        if self.errors:
            shown["errors"] = self.errors
        return shown


class Impossible(Exception):
    """The page asked for something that nobody could do: an id that is not there, or not theirs to see."""
