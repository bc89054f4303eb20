"""Tokens that let chatdesk speak in Teams: asked for by msal in a thread, kept, renewed before they lapse."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

import msal
import msal.exceptions
import requests
import structlog

CONNECTOR_SCOPE = "https://api.botframework.com/.default"

_AUTHORITY = "https://login.microsoftonline.com/"
_TIMEOUT_SECONDS = 10.0
_RENEW_BEFORE = timedelta(minutes=5)
# While a token still holds, a renewal that failed is not tried again at every call.
_RENEW_AGAIN = timedelta(seconds=30)
# The authority's words for trouble of its own; everything else says that what we sent is wrong.
_PASSING = frozenset({"temporarily_unavailable", "server_error", "timeout", "too_many_requests", "http_error"})

_log = structlog.get_logger(__name__)


class TokenRefused(Exception):
    """The authority does not accept our credential. The text is its own, and holds no secret."""


class TokenUnreachable(Exception):
    """The authority gave no answer now."""


class Tokens(Protocol):
    async def token(self, scope: str) -> str:
        """A bearer token, or the empty string where none is needed. Raises TokenRefused or TokenUnreachable."""
        ...


class MsalApp(Protocol):
    """What we need of msal's applications, which differ in how they are asked."""

    def ask(self, scope: str) -> dict[str, Any]: ...


class MsalTokens:
    """One application object for the life of the process, made at the first call: making it asks the network.

    `hidden` is blacked out of whatever the authority says.
    """

    def __init__(self, make: Callable[[], MsalApp], now: Callable[[], datetime], hidden: str = "") -> None:
        self._make = make
        self._now = now
        self._hidden = hidden
        self._app: MsalApp | None = None
        self._kept: dict[str, _Kept] = {}
        self._one_at_a_time = asyncio.Lock()

    async def token(self, scope: str) -> str:
        kept = self._kept.get(scope)
        if kept is not None and self._now() < kept.renew_at:
            return kept.token
        async with self._one_at_a_time:
            kept = self._kept.get(scope)
            if kept is not None and self._now() < kept.renew_at:
                return kept.token
            try:
                self._kept[scope] = await self._renewed(scope)
            except (TokenRefused, TokenUnreachable) as failed:
                if kept is None or self._now() >= kept.lapses_at:
                    raise
                _log.warning("teams.token_not_renewed", why=str(failed))
                kept.renew_at = self._now() + _RENEW_AGAIN
            return self._kept[scope].token

    async def _renewed(self, scope: str) -> _Kept:
        try:
            answer = await asyncio.to_thread(self._ask, scope)
        except (OSError, msal.exceptions.MsalServiceError) as unreachable:
            # Every error of requests is an OSError; msal raises its own for a 5xx and returns what was refused.
            raise TokenUnreachable(_in_short(unreachable)) from unreachable
        except ValueError as unusable:
            # A tenant that is not there, or a key that cannot be read.
            raise TokenRefused(self._shown(str(unusable))) from unusable
        token, lifetime = answer.get("access_token"), answer.get("expires_in")
        if not isinstance(token, str) or not token:
            raise self._failure(answer)
        lapses_at = self._now() + timedelta(seconds=float(lifetime or 0))
        return _Kept(token, lapses_at)

    def _ask(self, scope: str) -> dict[str, Any]:
        if self._app is None:
            self._app = self._make()
        return self._app.ask(scope)

    def _failure(self, answer: dict[str, Any]) -> TokenRefused | TokenUnreachable:
        error = str(answer.get("error") or "no_token")
        described = self._shown(str(answer.get("error_description") or ""))
        said = f"{error}: {described}" if described else error
        return TokenUnreachable(said) if error in _PASSING else TokenRefused(said)

    def _shown(self, said: str) -> str:
        """The first line: what follows it are trace numbers."""
        line = said.strip().splitlines()[0] if said.strip() else ""
        return line.replace(self._hidden, "…") if self._hidden else line


class SecretTokens(MsalTokens):
    """For a single-tenant registration with a client secret."""

    def __init__(self, app_id: str, tenant: str, secret: str, now: Callable[[], datetime], http: Any = None) -> None:
        super().__init__(lambda: _Confidential(app_id, tenant, secret, http), now, hidden=secret)


class CertificateTokens(MsalTokens):
    """For a single-tenant registration with a certificate. Both are PEM texts or the paths of PEM files."""

    def __init__(
        self, app_id: str, tenant: str, certificate: str, key: str, now: Callable[[], datetime], http: Any = None
    ) -> None:
        # Without a thumbprint msal computes it from the certificate, by SHA-256.
        credential = {"private_key": _pem(key), "public_certificate": _pem(certificate)}
        super().__init__(lambda: _Confidential(app_id, tenant, credential, http), now, hidden=credential["private_key"])


class ManagedIdentityTokens(MsalTokens):
    """For a user-assigned managed identity, whose client id is the app's id."""

    def __init__(self, app_id: str, now: Callable[[], datetime], http: Any = None) -> None:
        super().__init__(lambda: _ManagedIdentity(app_id, http), now)


class NoTokens:
    """For a peer on this machine that asks for none."""

    async def token(self, scope: str) -> str:
        return ""


class _Kept:
    def __init__(self, token: str, lapses_at: datetime) -> None:
        self.token = token
        self.lapses_at = lapses_at
        self.renew_at = lapses_at - _RENEW_BEFORE


class _Confidential:
    def __init__(self, app_id: str, tenant: str, credential: str | dict[str, str], http: Any) -> None:
        self._app = msal.ConfidentialClientApplication(
            app_id,
            authority=_AUTHORITY + tenant,
            client_credential=credential,
            http_client=http,
            timeout=_TIMEOUT_SECONDS,
        )

    def ask(self, scope: str) -> dict[str, Any]:
        return dict(self._app.acquire_token_for_client(scopes=[scope]) or {})


class _ManagedIdentity:
    def __init__(self, app_id: str, http: Any) -> None:
        identity = msal.UserAssignedManagedIdentity(client_id=app_id)
        self._app = msal.ManagedIdentityClient(identity, http_client=http or _TimedSession())

    def ask(self, scope: str) -> dict[str, Any]:
        return dict(self._app.acquire_token_for_client(resource=scope.removesuffix("/.default")) or {})


class _TimedSession(requests.Session):
    """The client for managed identities sets no time-out of its own."""

    def request(self, *args: Any, **kwargs: Any) -> requests.Response:
        kwargs.setdefault("timeout", _TIMEOUT_SECONDS)
        return super().request(*args, **kwargs)


def _in_short(error: Exception) -> str:
    """Whom we could not reach. What requests says of it is three errors within each other."""
    request = getattr(error, "request", None)
    host = urlsplit(getattr(request, "url", None) or _AUTHORITY).hostname
    return f"no answer from {host} ({type(error).__name__})"


def _pem(text_or_path: str) -> str:
    """Raises OSError if it is a path that cannot be read."""
    return text_or_path if "-----BEGIN" in text_or_path else Path(text_or_path).read_text(encoding="utf-8")
