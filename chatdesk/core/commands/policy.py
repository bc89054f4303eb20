"""Which version of its policy a case is under."""

from __future__ import annotations

from dataclasses import dataclass

from chatdesk.core.commands.base import Command
from chatdesk.core.policy import Policy


@dataclass(frozen=True, kw_only=True)
class Migrate(Command):
    """Another version of the case's policy holds from now on. Nobody says this in chat: `policy apply` does."""

    to: Policy
