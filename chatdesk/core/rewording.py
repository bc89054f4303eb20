"""Words that change after they were said: an edit and a deletion move no clock and count for nothing."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from chatdesk.core import commands as c
from chatdesk.core.draft import Draft, refuse
from chatdesk.core.events import Event, WordsChanged, WordsDeleted


def last_change(events: Iterable[Event], text_id: str) -> WordsChanged | WordsDeleted | None:
    """The latest edit or deletion of a text; None while it stands as it was said."""
    found: WordsChanged | WordsDeleted | None = None
    for event in events:
        if isinstance(event.body, (WordsChanged, WordsDeleted)) and event.body.text_id == text_id:
            found = event.body
    return found


def moment_of(change: WordsChanged | WordsDeleted) -> datetime:
    """When the platform says that it was done."""
    return change.changed_at if isinstance(change, WordsChanged) else change.deleted_at


def change_words(draft: Draft, command: c.ChangeWords) -> None:
    if not command.text_id or not command.was_id:
        raise refuse("not_found")
    draft.happen(WordsChanged(command.text_id, command.was_id, draft.person_id, command.changed_at))


def delete_words(draft: Draft, command: c.DeleteWords) -> None:
    if not command.text_id:
        raise refuse("not_found")
    draft.happen(WordsDeleted(command.text_id, command.deleted_at))
