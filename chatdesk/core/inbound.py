"""What an adapter hands to the desk, and what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from chatdesk.core.attached import AttachedFile
from chatdesk.core.commands import Command
from chatdesk.core.errors import Refused
from chatdesk.core.places import Identity, MessageRef, Place


@dataclass(frozen=True)
class CaseRef:
    """Names a case: by its opaque id (buttons), its number as people write it, or the thread it lives in."""

    case_id: str | None = None
    number: str | None = None
    place: Place | None = None


@dataclass(frozen=True)
class Inbound:
    """One outside request that changes a case.

    `id` is unique for the request and the same for its repetitions: its receipt is stored
    in the transaction of its effect, and a second delivery gets the first outcome. `texts`
    holds what people wrote, by the ids that `command` points to (`new_text_id`). `place` is
    where it was said; for an Open it becomes the customer's view of the case. `message` is
    the message that carried it, if one did, `files` what came with the words.
    """

    id: str
    identity: Identity
    command: Command
    case: CaseRef | None = None
    texts: Mapping[str, str] = field(default_factory=dict)
    place: Place | None = None
    message: MessageRef | None = None
    files: tuple[AttachedFile, ...] = ()


@dataclass(frozen=True)
class Done:
    """The command was carried out (or had been, when `is_repeat`). `happened` names the events' classes in order."""

    case_id: str
    number: str
    happened: tuple[str, ...] = ()
    is_repeat: bool = False


Outcome = Done | Refused
