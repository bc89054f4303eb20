"""What the platform says, asked just now, of who speaks, of whom they name and of where: an administrator's request
rests on it and on nothing that was kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from chatdesk.core.places import Identity, Place


@dataclass(frozen=True)
class Account:
    """`is_home` says that it belongs to the organisation chatdesk is installed in, and is no guest there.

    `is_owner` is the platform's own word for who administers the workspace.
    """

    identity: Identity
    name: str
    language: str
    zone: str
    is_home: bool
    is_guest: bool
    is_person: bool = True
    is_owner: bool = False


@dataclass(frozen=True)
class Channel:
    """`has_us` says that chatdesk is in it. `shared_with` are the other organisations that the platform names.

    `is_direct` is a conversation of one person with chatdesk.
    """

    place: Place
    name: str
    has_us: bool
    is_direct: bool = False
    shared_with: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ground:
    """`named` are those mentioned, None for whom the platform does not know; `chosen` the channels by field of a form,
    None for one that chatdesk cannot see. `organisation` is the platform's name for ours.
    """

    asker: Account | None
    named: tuple[Account | None, ...] = ()
    here: Channel | None = None
    chosen: Mapping[str, Channel | None] = field(default_factory=dict)
    organisation: str = ""

    @property
    def asker_name(self) -> str:
        return self.asker.name if self.asker is not None else ""

    def named_at(self, mark: int) -> Account | None:
        """Whoever is mentioned there."""
        return self.named[mark] if mark < len(self.named) else None
