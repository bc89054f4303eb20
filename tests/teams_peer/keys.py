"""A key server like the bot service's: an OpenID document, keys that rotate, and the tokens they sign."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

ISSUER = "https://api.botframework.com"


@cache
def rsa_key(number: int) -> rsa.RSAPrivateKey:
    """Making one takes a while, so every server shows the same first, second, third key."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class KeyServer:
    """Serves on a free port of this machine. `asked` counts how often its keys were fetched."""

    def __init__(
        self, issuer: str = ISSUER, endorsements: tuple[str, ...] | None = ("msteams",), first: int = 1
    ) -> None:
        self.issuer = issuer
        self.endorsements = endorsements
        self.is_down = False
        self.asked = 0
        self._first = first
        self._shown = [first]
        self._runner: web.AppRunner | None = None
        self._origin = ""

    async def start(self) -> KeyServer:
        application = web.Application()
        application.router.add_get("/openid", self._metadata)
        application.router.add_get("/keys", self._keys)
        self._runner = web.AppRunner(application, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self._origin = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def close(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def metadata_url(self) -> str:
        return f"{self._origin}/openid"

    @property
    def kid(self) -> str:
        """Of the key that signs now."""
        return _kid(self._shown[-1])

    def rotate(self, *, keeps_old: bool = True) -> str:
        """From now on another key signs; the id of the new one."""
        fresh = self._shown[-1] + 1
        self._shown = [*self._shown, fresh] if keeps_old else [fresh]
        return self.kid

    def token(
        self,
        app_id: str,
        service_url: str,
        now: datetime,
        *,
        lasts: timedelta = timedelta(hours=1),
        key: int | None = None,
        kid: str | None = "",
        **claims: Any,
    ) -> str:
        """As the bot service makes them. A claim given as None is left out; so is the key's id."""
        signer = key if key is not None else self._shown[-1]
        content: dict[str, Any] = {
            "iss": self.issuer,
            "aud": app_id,
            "serviceurl": service_url,
            "nbf": int(now.timestamp()),
            "exp": int((now + lasts).timestamp()),
            **claims,
        }
        content = {name: value for name, value in content.items() if value is not None}
        named = {} if kid is None else {"kid": kid or _kid(signer)}
        # Signed as bytes: the library makes no token with the odd claims that some tests need.
        return jwt.PyJWS().encode(json.dumps(content).encode(), rsa_key(signer), "RS256", headers=named)

    def jwk(self, number: int) -> Mapping[str, Any]:
        public = json.loads(RSAAlgorithm.to_jwk(rsa_key(number).public_key()))
        endorsed = {} if self.endorsements is None else {"endorsements": list(self.endorsements)}
        return {**public, "kid": _kid(number), "use": "sig", **endorsed}

    async def _metadata(self, request: web.Request) -> web.Response:
        if self.is_down:
            return web.Response(status=503)
        return web.json_response(
            {
                "issuer": self.issuer,
                "jwks_uri": f"{self._origin}/keys",
                "id_token_signing_alg_values_supported": ["RS256"],
            }
        )

    async def _keys(self, request: web.Request) -> web.Response:
        self.asked += 1
        return web.json_response({"keys": [self.jwk(number) for number in self._shown]})


def _kid(number: int) -> str:
    return f"key-{number}"
