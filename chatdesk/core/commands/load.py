"""A bulk load that is one too many in its month."""

from __future__ import annotations

from dataclasses import dataclass

from chatdesk.core.commands.base import Command


@dataclass(frozen=True, kw_only=True)
class ApproveLoad(Command):
    """It is loaded all the same."""


@dataclass(frozen=True, kw_only=True)
class DeclineLoad(Command):
    """It is not, and the case ends; `text_id` says why."""

    text_id: str | None = None
