"""Which addresses may be given our token. Whoever holds it speaks as chatdesk, so the list is exact."""

from __future__ import annotations

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

DEFAULT_SERVICE_URL = "https://smba.trafficmanager.net/teams/"

# Anyone may register a name under trafficmanager.net: no name is trusted for its ending.
_HOSTS = frozenset(
    {
        "smba.trafficmanager.net",
        "smba.infra.gcc.teams.microsoft.com",
        "smba.infra.gov.teams.microsoft.us",
        "smba.infra.dod.teams.microsoft.us",
    }
)
# No user, no query, no escapes, nothing that two parsers could read differently.
_ORIGIN = r"(?P<origin>(?P<scheme>https?)://(?P<host>[a-z0-9.-]+)(?P<port>:[0-9]{1,5})?)"
_ADDRESS = re.compile(_ORIGIN + r"(?P<path>(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*/?)")
_GUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)


class Hosts:
    """Microsoft's own hosts, and `extra` origins like `http://127.0.0.1:5123` of a peer on this machine."""

    def __init__(self, extra: frozenset[str] = frozenset()) -> None:
        for origin in extra:
            if not is_loopback(urlsplit(origin).hostname or ""):
                raise ValueError(f"{origin} is not on this machine: only a local peer may be trusted beside Microsoft")
        self._extra = extra

    def trusts(self, url: object) -> bool:
        """May a request with our token go there?"""
        address = _ADDRESS.fullmatch(url) if isinstance(url, str) else None
        if address is None:
            return False
        if address["origin"] in self._extra:
            return True
        return address["scheme"] == "https" and address["host"] in _HOSTS and address["port"] in (None, ":443")


def tenant_in(service_url: str) -> str | None:
    """The tenant that a service URL names in its path, in lower case; older ones name none."""
    named = [part for part in urlsplit(service_url).path.split("/") if _GUID.fullmatch(part)]
    return named[-1].lower() if named else None


def is_loopback(host: str) -> bool:
    """An address of this machine. A name is not enough: what it means is for the resolver to say."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
