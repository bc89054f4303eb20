"""Pagers as outside addresses: what may wake somebody, and the name of the secret it is called with."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

from chatdesk.core.places import Place

PLATFORM = "paging"
_NO_SECRET = "-"

# Where clouds answer a machine's questions about itself, credentials included.
_METADATA = (ip_address("100.100.100.200"), ip_address("fd00:ec2::254"))


class PagerKind(StrEnum):
    PAGERDUTY = "pagerduty"
    OPSGENIE = "opsgenie"
    WEBHOOK = "webhook"
    EMAIL = "email"


@dataclass(frozen=True)
class Pager:
    """`to` is the region (`us`, `eu`) of PagerDuty or Opsgenie, a webhook's address, or one e-mail address.

    `secret` names a secret of the settings; it is never the secret itself.
    """

    kind: PagerKind
    to: str
    secret: str | None = None

    @property
    def name(self) -> str:
        """What people know it by; a webhook's address may hold what nobody should read."""
        return f"{self.kind} {self.secret or self.to}"

    @property
    def place(self) -> Place:
        return Place(PLATFORM, self.kind.value, f"{self.secret or _NO_SECRET} {self.to}")


def pager_at(place: Place) -> Pager:
    """The pager that stands behind a place of `place`. Raises ValueError where it is none."""
    secret, is_apart, to = place.channel.partition(" ")
    if place.platform != PLATFORM or not is_apart:
        raise ValueError(f"{place.platform} {place.tenant} is no pager")
    return Pager(PagerKind(place.tenant), to, None if secret == _NO_SECRET else secret)


def callable_address(url: str) -> str:
    """The address of a webhook, if it may be called: over https, or over http on this machine. Raises ValueError."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme not in ("https", "http") or not host:
        raise ValueError("is no web address; write it as https://…")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise ValueError("holds a user or a '#'; the webhook is signed with its secret instead")
    # Reading the port is what checks it.
    _ = parts.port
    if parts.scheme == "http" and not is_loopback(host):
        raise ValueError("is not encrypted; write it as https://…")
    address = _literal(host)
    if address is not None and is_forbidden(address):
        raise ValueError("leads to this machine's own network link or to a cloud's data about it; give another")
    return url


def is_loopback(host: str) -> bool:
    address = _literal(host)
    return host.lower() == "localhost" if address is None else address.is_loopback


def is_forbidden(address: IPv4Address | IPv6Address) -> bool:
    """Is it one that no webhook stands at, but that tells secrets to whoever asks from this machine?"""
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    found = mapped or address
    return found.is_link_local or found.is_multicast or found.is_unspecified or found in _METADATA


def _literal(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None
