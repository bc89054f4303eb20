"""What a person wants of chatdesk, in one shape whether it was typed, clicked or filled in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from chatdesk.adapters.talk.ground import Ground
from chatdesk.adapters.talk.spoken import Mention, readable
from chatdesk.core.attached import AttachedFile
from chatdesk.core.inbound import CaseRef
from chatdesk.core.places import Identity, MessageRef, Place
from chatdesk.core.policy import Policy
from chatdesk.core.view import CaseView, PersonView


@dataclass(frozen=True)
class Wish:
    """`id` is the outside request's own id, the same when it is repeated.

    `words` follow the verb as typed, with a mark for each of the people `mentioned`.
    `values` are a button's arguments and a form's fields. `place`
    is where it was said, `message` what carried it, `files` what came with it. `via` is how a case opened by it came
    in, `called` how we are called there (`/case`, or our name; nothing in a direct message).
    `ground` is what the platform says of all that; only an administrator's wish has it.
    """

    id: str
    identity: Identity
    verb: str
    said_at: datetime
    case: CaseRef | None = None
    words: str = ""
    leftover: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    mentioned: tuple[Mention, ...] = ()
    others: tuple[str, ...] = ()
    place: Place | None = None
    message: MessageRef | None = None
    via: str = "command"
    called: str = "/case"
    ground: Ground | None = None
    files: tuple[AttachedFile, ...] = ()

    @property
    def text(self) -> str:
        """What the person wrote for others to read: a form's text, else the words after the verb."""
        return (self.values.get("text") or readable(self.words, self.mentioned)).strip()

    @property
    def is_bare(self) -> bool:
        """Nothing but the verb was said."""
        return not (self.text or self.values or self.files)


@dataclass(frozen=True)
class Missing:
    """The wish cannot be carried out yet: `what` it lacks is a key of the catalogue (`talk.missing.<what>`)."""

    what: str


class Texts:
    """Collects what people wrote under new ids, for the commands to point to."""

    def __init__(self, new_id: Callable[[], str]) -> None:
        self._new_id = new_id
        self.bodies: dict[str, str] = {}

    def add(self, body: str) -> str:
        text_id = self._new_id()
        self.bodies[text_id] = body
        return text_id

    def add_if_any(self, body: str) -> str | None:
        return self.add(body) if body.strip() else None


@dataclass(frozen=True)
class About:
    """What builders need to know beside the wish: who asks, the case, the policy in force.

    `people` are the ids of those mentioned, one for each mention, None where unknown.
    """

    person: PersonView
    texts: Texts
    new_id: Callable[[], str]
    view: CaseView | None = None
    policy: Policy | None = None
    people: tuple[str | None, ...] = ()
    other_id: str | None = None
