"""Outside addresses: every one is (platform, tenant, id)."""

from __future__ import annotations

from dataclasses import dataclass

_HEARS_MENTIONS_ONLY = frozenset({"teams"})


@dataclass(frozen=True)
class Identity:
    """One account on one platform. `tenant` is the account's own organisation there, never the host's."""

    platform: str
    tenant: str
    user: str


@dataclass(frozen=True)
class Place:
    """Where something is said or shown: a channel or chat, and the root message of a thread in it."""

    platform: str
    tenant: str
    channel: str
    thread: str | None = None

    @property
    def hears_all(self) -> bool:
        """Do we hear there what people say to each other? Teams passes on only what mentions us."""
        return self.platform not in _HEARS_MENTIONS_ONLY


@dataclass(frozen=True)
class MessageRef:
    """A message that stands: its place and its id on the platform."""

    place: Place
    message: str


@dataclass(frozen=True)
class Destination:
    """Where a message goes: a place, or a person's direct messages (`identity`), never both."""

    place: Place | None = None
    identity: Identity | None = None
