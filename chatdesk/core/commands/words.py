"""What was said in a carried thread is changed or taken back where it was written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chatdesk.core.commands.base import Command


@dataclass(frozen=True, kw_only=True)
class ChangeWords(Command):
    """The author wrote something else instead. `changed_at` is the platform's own moment of the edit.

    `text_id` holds what was said and keeps its id; what it held goes under `was_id`. The desk fills
    both in. Never a reply, a response or an update: those stand as of the first words.
    """

    changed_at: datetime
    text_id: str = ""
    was_id: str = ""


@dataclass(frozen=True, kw_only=True)
class DeleteWords(Command):
    """The message was deleted where it was written. That something was said then stays true."""

    deleted_at: datetime
    text_id: str = ""
