"""What a platform tells of its channels and accounts, in words that fit all of them. Nobody asks for anything here."""

from __future__ import annotations

from dataclasses import dataclass

from chatdesk.core.places import Identity, Place


@dataclass(frozen=True)
class ChannelClosed:
    """We may speak in this channel no more; `error` is a key of `failure.…` (`is_archived`, `not_in_channel`, …)."""

    place: Place
    error: str


@dataclass(frozen=True)
class ChannelOpened:
    """We may speak there again."""

    place: Place


@dataclass(frozen=True)
class ChannelRenumbered:
    """The same channel under another id."""

    place: Place
    new: str


@dataclass(frozen=True)
class ChannelShared:
    """People of another organisation can read the channel from now on."""

    place: Place
    tenant: str


@dataclass(frozen=True)
class ChannelUnshared:
    """People of that organisation read it no more."""

    place: Place
    tenant: str


@dataclass(frozen=True)
class PersonLeft:
    """Somebody left a channel, or was taken out of it."""

    identity: Identity
    place: Place


@dataclass(frozen=True)
class AccountClosed:
    identity: Identity


@dataclass(frozen=True)
class AccountOpened:
    """An account is good, be it new, changed or opened again."""

    identity: Identity


Happened = (
    ChannelClosed
    | ChannelOpened
    | ChannelRenumbered
    | ChannelShared
    | ChannelUnshared
    | PersonLeft
    | AccountClosed
    | AccountOpened
)
