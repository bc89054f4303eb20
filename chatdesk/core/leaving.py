"""Somebody whom a case depends on is gone, or somebody came who should not read it. Only platforms tell of it."""

from __future__ import annotations

from chatdesk.core import commands as c
from chatdesk.core.draft import Draft, refuse
from chatdesk.core.events import OutsidersCame, OwnerLeft, RequesterLeft


def lose_owner(draft: Draft, command: c.LoseOwner) -> None:
    if draft.case.owner_id != command.person_id:
        raise refuse("owner.unknown")
    draft.happen(OwnerLeft(command.person_id))


def lose_requester(draft: Draft, command: c.LoseRequester) -> None:
    if draft.case.requester_id != command.person_id:
        raise refuse("case.not_found")
    draft.happen(RequesterLeft(command.person_id, command.because))


def note_outsiders(draft: Draft, command: c.NoteOutsiders) -> None:
    draft.happen(OutsidersCame(command.tells_on_call))
