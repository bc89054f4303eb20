"""The keys that sign what is sent to us: fetched without blocking, kept for a day, renewed when one is unknown."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import jwt
import structlog
from jwt.algorithms import RSAAlgorithm

from chatdesk.adapters.teams.hosts import is_loopback

BOT_FRAMEWORK_METADATA = "https://login.botframework.com/v1/.well-known/openidconfiguration"

_KEPT = timedelta(hours=24)
# While the issuer cannot be reached, what it said last is believed this long and no longer.
_BELIEVED = timedelta(hours=48)
# Anyone can send an unknown key id: they do not decide how often we ask.
_ASKED_AGAIN = timedelta(minutes=1)
_ASKED_AGAIN_AFTER_FAILURE = timedelta(seconds=10)

_log = structlog.get_logger(__name__)


class KeysUnreachable(Exception):
    """Nobody can say now whether a token is good."""


@dataclass(frozen=True)
class Key:
    """`endorsements` are the channels that may sign with it."""

    public: Any
    endorsements: frozenset[str]


class Keys:
    """The keys of one issuer. `metadata_url` is its OpenID document: https, or on this machine in tests."""

    def __init__(self, metadata_url: str, now: Callable[[], datetime], timeout_seconds: float = 10.0) -> None:
        _check_address(metadata_url, may_be_local=True)
        self._metadata_url = metadata_url
        self._now = now
        self._timeout = aiohttp.ClientTimeout(total=timeout_seconds)
        self._keys: Mapping[str, Key] = {}
        self._fetched_at: datetime | None = None
        self._asked_at: datetime | None = None
        self._is_reachable = True
        self._one_at_a_time = asyncio.Lock()

    async def key(self, kid: str) -> Key | None:
        """The key of that id, None if the issuer has no such key. Raises KeysUnreachable if nobody can say."""
        held = self._fresh(kid)
        if held is not None:
            return held
        async with self._one_at_a_time:
            held = self._fresh(kid)
            if held is not None:
                return held
            if self._may_ask():
                await self._renew()
            if self._is_reachable:
                return self._keys.get(kid)
            if kid in self._keys and self._age() < _BELIEVED:
                return self._keys[kid]
            raise KeysUnreachable(self._metadata_url)

    def _fresh(self, kid: str) -> Key | None:
        return self._keys.get(kid) if self._age() < _KEPT else None

    def _age(self) -> timedelta:
        return self._now() - self._fetched_at if self._fetched_at is not None else timedelta.max

    def _may_ask(self) -> bool:
        wait = _ASKED_AGAIN if self._is_reachable else _ASKED_AGAIN_AFTER_FAILURE
        return self._asked_at is None or self._now() - self._asked_at >= wait

    async def _renew(self) -> None:
        self._asked_at = self._now()
        try:
            keys = await self._fetch()
        except (TimeoutError, aiohttp.ClientError, OSError, ValueError, RecursionError) as failed:
            _log.warning("teams.keys_unreachable", url=self._metadata_url, error=f"{type(failed).__name__}: {failed}")
            self._is_reachable = False
            return
        self._keys, self._fetched_at, self._is_reachable = keys, self._asked_at, True

    async def _fetch(self) -> Mapping[str, Key]:
        async with aiohttp.ClientSession(timeout=self._timeout, trust_env=True) as session:
            metadata = await _object_at(session, self._metadata_url)
            address = metadata.get("jwks_uri")
            if not isinstance(address, str):
                raise ValueError("the OpenID document names no jwks_uri")
            _check_address(address, may_be_local=is_loopback(urlsplit(self._metadata_url).hostname or ""))
            keys = _keys_in(await _object_at(session, address))
        if not keys:
            raise ValueError("the issuer shows no key that can be used")
        return keys


async def _object_at(session: aiohttp.ClientSession, url: str) -> dict[str, Any]:
    async with session.get(url, allow_redirects=False) as response:
        if response.status != 200:
            raise ValueError(f"{url} answered {response.status}")
        found = json.loads(await response.read())
    if not isinstance(found, dict):
        raise ValueError(f"{url} holds no object")
    return found


def _keys_in(document: Mapping[str, Any]) -> dict[str, Key]:
    """RSA keys by their ids; what we cannot use is left out."""
    keys: dict[str, Key] = {}
    listed = document.get("keys")
    for entry in listed if isinstance(listed, list) else []:
        if not isinstance(entry, dict) or entry.get("kty") != "RSA" or not isinstance(entry.get("kid"), str):
            continue
        try:
            public = RSAAlgorithm.from_jwk({name: entry[name] for name in ("kty", "n", "e")})
        except (jwt.PyJWTError, KeyError, ValueError, TypeError):
            _log.warning("teams.key_unusable", kid=entry["kid"])
            continue
        endorsed = entry.get("endorsements")
        names = endorsed if isinstance(endorsed, list) else []
        keys[entry["kid"]] = Key(public, frozenset(name for name in names if isinstance(name, str)))
    return keys


def _check_address(url: str, *, may_be_local: bool) -> None:
    parts = urlsplit(url)
    if parts.scheme == "https" or (may_be_local and is_loopback(parts.hostname or "")):
        return
    raise ValueError(f"{url} is not https: keys from there prove nothing")
