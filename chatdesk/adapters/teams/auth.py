"""Who may speak to us: the token of Microsoft's bot service, for our app, from an allowed tenant. Else 401."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TypeGuard
from urllib.parse import urlsplit

import jwt
from aiohttp import web
from jwt.types import Options

from chatdesk.adapters.teams.hosts import Hosts, is_loopback, tenant_in
from chatdesk.adapters.teams.keys import BOT_FRAMEWORK_METADATA, Key, Keys

CHANNEL = "msteams"
BOT_FRAMEWORK_ISSUER = "https://api.botframework.com"

_SKEW_SECONDS = 300
_ENTRA = re.compile(
    r"https://(?:sts\.windows\.net/(?P<v1>[0-9a-f-]{36})/|login\.microsoftonline\.com/(?P<v2>[0-9a-f-]{36})/v2\.0)"
)
# We check the claims ourselves, against the clock that we are given.
_SIGNATURE_ONLY = Options(
    verify_exp=False,
    verify_nbf=False,
    verify_iat=False,
    verify_aud=False,
    verify_iss=False,
    verify_sub=False,
    verify_jti=False,
)


class Refused(Exception):
    """Not from Microsoft's bot service, not for us, or not from a tenant we serve. The reason is for the log only."""


@dataclass(frozen=True)
class Caller:
    """What a request's token proved, before its body was read."""

    claims: Mapping[str, Any] = field(default_factory=dict)
    endorsements: frozenset[str] | None = None


@dataclass(frozen=True)
class Issuer:
    """Who signs tokens for us. `tenant` pins one of Entra's, whose keys sign for every tenant there is."""

    name: str
    keys: Keys
    tenant: str | None = None


class Gate(Protocol):
    async def caller(self, request: web.Request) -> Caller:
        """What the headers prove. Raises Refused, or KeysUnreachable if that cannot be said now."""
        ...

    def admit(self, caller: Caller, activity: Mapping[str, Any]) -> None:
        """Raises Refused unless the caller may send this activity."""
        ...


def microsoft_issuers(extra: Iterable[str], now: Callable[[], datetime]) -> tuple[Issuer, ...]:
    """The bot service, and Entra issuers of single tenants that an operator names. ValueError for any other."""
    issuers = [Issuer(BOT_FRAMEWORK_ISSUER, Keys(BOT_FRAMEWORK_METADATA, now))]
    for name in extra:
        entra = _ENTRA.fullmatch(name)
        if entra is None:
            raise ValueError(f"{name} is not the issuer of one Entra tenant, like https://sts.windows.net/<tenant id>/")
        tenant = entra["v1"] or entra["v2"]
        version = "v2.0/" if entra["v2"] else ""
        metadata = f"https://login.microsoftonline.com/{tenant}/{version}.well-known/openid-configuration"
        issuers.append(Issuer(name, Keys(metadata, now), tenant))
    return tuple(issuers)


class Auth:
    """`tenants` are the ids whose activities are read at all."""

    def __init__(
        self,
        app_id: str,
        tenants: frozenset[str],
        hosts: Hosts,
        issuers: Iterable[Issuer],
        now: Callable[[], datetime],
    ) -> None:
        if not app_id or not tenants:
            raise ValueError("without an app id and a tenant everybody would be let in")
        self._app_id = app_id
        self._tenants = frozenset(tenant.lower() for tenant in tenants)
        self._hosts = hosts
        self._issuers = {issuer.name: issuer for issuer in issuers}
        self._now = now

    async def caller(self, request: web.Request) -> Caller:
        token = _bearer(request)
        try:
            header = jwt.get_unverified_header(token)
            unproved = jwt.decode(token, options={"verify_signature": False})
        except (jwt.PyJWTError, ValueError, RecursionError) as unreadable:
            raise Refused("token unreadable") from unreadable
        issuer = self._issuers.get(str(unproved.get("iss")))
        if issuer is None:
            raise Refused("issuer unknown")
        key = await _key_named(header, issuer)
        try:
            claims = jwt.decode(token, key.public, algorithms=["RS256"], options=_SIGNATURE_ONLY)
        except (jwt.PyJWTError, ValueError) as forged:
            raise Refused("signature wrong") from forged
        self._check_claims(claims, issuer)
        # Entra endorses no channels: there the pinned tenant stands instead.
        return Caller(claims, None if issuer.tenant else key.endorsements)

    def admit(self, caller: Caller, activity: Mapping[str, Any]) -> None:
        service_url = activity.get("serviceUrl")
        if activity.get("channelId") != CHANNEL:
            raise Refused("not the channel of Teams")
        if caller.endorsements is not None and CHANNEL not in caller.endorsements:
            raise Refused("key not endorsed for Teams")
        if not isinstance(service_url, str) or caller.claims.get("serviceurl") != service_url:
            raise Refused("service URL not the token's")
        if not self._hosts.trusts(service_url):
            raise Refused("service URL not trusted")
        named = tenant_in(service_url)
        if _tenant_of(activity) not in self._tenants or (named is not None and named not in self._tenants):
            raise Refused("tenant not allowed")

    def _check_claims(self, claims: Mapping[str, Any], issuer: Issuer) -> None:
        moment = self._now().timestamp()
        expires, begins = claims.get("exp"), claims.get("nbf", 0)
        if claims.get("iss") != issuer.name:
            raise Refused("issuer unknown")
        if claims.get("aud") != self._app_id:
            raise Refused("audience not our app")
        if not _is_number(expires) or moment >= expires + _SKEW_SECONDS:
            raise Refused("token expired")
        if not _is_number(begins) or moment < begins - _SKEW_SECONDS:
            raise Refused("token not valid yet")
        if issuer.tenant is not None and claims.get("tid") != issuer.tenant:
            raise Refused("issuer of another tenant")


class LocalAuth:
    """Asks for no token, and so lets in nobody but this machine: for a peer like the Agents Playground.

    No setting leads here. What came through a proxy, or by a name that another page may have taken, stays out.
    """

    def __init__(self, hosts: Hosts) -> None:
        self._hosts = hosts

    async def caller(self, request: web.Request) -> Caller:
        asked_for = urlsplit(f"//{request.host}").hostname or ""
        if not is_loopback(request.remote or "") or not (is_loopback(asked_for) or asked_for == "localhost"):
            raise Refused("not from this machine")
        if "Forwarded" in request.headers or "X-Forwarded-For" in request.headers:
            raise Refused("came through a proxy")
        return Caller()

    def admit(self, caller: Caller, activity: Mapping[str, Any]) -> None:
        if activity.get("channelId") != CHANNEL:
            raise Refused("not the channel of Teams")
        if not self._hosts.trusts(activity.get("serviceUrl")):
            raise Refused("service URL not trusted")


def _bearer(request: web.Request) -> str:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise Refused("no token")
    return token


async def _key_named(header: Mapping[str, Any], issuer: Issuer) -> Key:
    if header.get("alg") != "RS256":
        raise Refused("algorithm not RS256")
    kid = header.get("kid")
    key = await issuer.keys.key(kid) if isinstance(kid, str) and kid else None
    if key is None:
        raise Refused("key unknown")
    return key


def _tenant_of(activity: Mapping[str, Any]) -> str | None:
    """The tenant that hosts the conversation, as Teams names it."""
    channel_data, conversation = activity.get("channelData"), activity.get("conversation")
    told = channel_data.get("tenant") if isinstance(channel_data, dict) else None
    tenant = told.get("id") if isinstance(told, dict) else None
    if tenant is None and isinstance(conversation, dict):
        # A few updates of conversations come without channelData.
        tenant = conversation.get("tenantId")
    return tenant.lower() if isinstance(tenant, str) else None


def _is_number(claim: Any) -> TypeGuard[float]:
    return isinstance(claim, int | float) and not isinstance(claim, bool)
