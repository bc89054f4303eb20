"""Tokens: asked for off the loop, kept, renewed ahead, and a refusal told in the authority's words."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import threading
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import jwt
import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import NameOID
from structlog.testing import capture_logs

from chatdesk.adapters.teams.auth import LocalAuth
from chatdesk.adapters.teams.bot import TeamsAdapter
from chatdesk.adapters.teams.calls import Calls
from chatdesk.adapters.teams.hosts import Hosts
from chatdesk.adapters.teams.tokens import (
    CONNECTOR_SCOPE,
    CertificateTokens,
    ManagedIdentityTokens,
    MsalTokens,
    SecretTokens,
    TokenRefused,
    Tokens,
    TokenUnreachable,
)
from tests.adapters.teams.front_door import APP, TENANT, Clock
from tests.teams_peer.keys import rsa_key

JSON = dict[str, Any]
SECRET = "s3cret~of.the.app"
SAID = "AADSTS7000215: Invalid client secret provided for app.\r\nTrace ID: 1\r\nCorrelation ID: 2"


class Application:
    """Asked like msal's. `answers` are given in turn, the last one for ever; an exception is raised."""

    def __init__(self, *answers: JSON | Exception) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []
        self.threads: set[int] = set()
        self.made = 0

    def make(self) -> Application:
        self.made += 1
        return self

    def ask(self, scope: str) -> JSON:
        self.asked.append(scope)
        self.threads.add(threading.get_ident())
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


def _token(name: str, lasts: int = 3600) -> JSON:
    return {"access_token": name, "expires_in": lasts, "token_type": "Bearer"}


async def test_a_token_is_asked_for_once_in_another_thread_and_kept() -> None:
    application = Application(_token("one"))
    tokens = MsalTokens(application.make, Clock())
    given = await asyncio.gather(*(tokens.token(CONNECTOR_SCOPE) for _ in range(20)))
    assert set(given) == {"one"}
    assert application.asked == [CONNECTOR_SCOPE]
    assert threading.get_ident() not in application.threads


async def test_a_token_is_renewed_five_minutes_before_it_lapses_by_the_same_application() -> None:
    clock, application = Clock(), Application(_token("one"), _token("two"))
    tokens = MsalTokens(application.make, clock)
    await tokens.token(CONNECTOR_SCOPE)
    clock.moment += dt.timedelta(minutes=54, seconds=59)
    assert await tokens.token(CONNECTOR_SCOPE) == "one"
    clock.moment += dt.timedelta(seconds=1)
    assert await tokens.token(CONNECTOR_SCOPE) == "two"
    assert application.made == 1


async def test_a_renewal_that_fails_leaves_the_old_token_while_it_holds() -> None:
    clock, application = Clock(), Application(_token("one"), {"error": "invalid_client", "error_description": SAID})
    tokens = MsalTokens(application.make, clock)
    await tokens.token(CONNECTOR_SCOPE)
    clock.moment += dt.timedelta(minutes=56)
    with capture_logs() as lines:
        assert [await tokens.token(CONNECTOR_SCOPE) for _ in range(3)] == ["one"] * 3
    assert len(application.asked) == 2, "a failure is not repeated at every call"
    assert [line["event"] for line in lines] == ["teams.token_not_renewed"]
    clock.moment += dt.timedelta(minutes=4)
    with pytest.raises(TokenRefused):
        await tokens.token(CONNECTOR_SCOPE)


async def test_a_refusal_is_told_in_the_authority_s_words_and_without_the_secret() -> None:
    told = {"error": "invalid_client", "error_description": f"AADSTS7000215: '{SECRET}' is wrong.\r\nTrace ID: 1"}
    tokens = MsalTokens(Application(told).make, Clock(), hidden=SECRET)
    with pytest.raises(TokenRefused) as refused:
        await tokens.token(CONNECTOR_SCOPE)
    assert str(refused.value) == "invalid_client: AADSTS7000215: '…' is wrong."


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ({"error": "temporarily_unavailable", "error_description": "AADSTS90033: later"}, TokenUnreachable),
        ({"error": "server_error"}, TokenUnreachable),
        ({"error": "unauthorized_client"}, TokenRefused),
        ({}, TokenRefused),
        (requests.ConnectionError("no route"), TokenUnreachable),
        (requests.Timeout("slow"), TokenUnreachable),
        (ValueError("Unable to get authority configuration: please double check your tenant"), TokenRefused),
    ],
)
async def test_what_may_pass_is_told_from_what_an_operator_must_mend(
    answer: JSON | Exception, expected: type[Exception]
) -> None:
    with pytest.raises(expected):
        await MsalTokens(Application(answer).make, Clock()).token(CONNECTOR_SCOPE)


async def test_the_check_at_start_tells_why_a_token_is_refused_and_forgives_silence() -> None:
    refusal = {"error": "invalid_client", "error_description": SAID}
    first_line = "invalid_client: AADSTS7000215: Invalid client secret provided for app."
    for answer, told in (
        (refusal, first_line),
        (_token("one"), None),
        (requests.ConnectionError("no route"), None),
    ):
        adapter = _adapter(MsalTokens(Application(answer).make, Clock()))
        assert await adapter.why_token_is_refused() == told


class Authority:
    """An HTTP client for msal's own classes that answers as Entra does; `told` is what was posted for a token."""

    def __init__(self, answer: JSON, status: int = 200) -> None:
        self.answer = answer
        self.status = status
        self.told: list[dict[str, str]] = []
        self.urls: list[str] = []

    def post(self, url: str, data: Any = None, headers: Any = None, **more: Any) -> requests.Response:
        self.urls.append(url)
        whole = data if isinstance(data, dict) else {name: value[0] for name, value in parse_qs(data).items()}
        self.told.append(dict(whole))
        return _response(self.status, self.answer)

    def get(self, url: str, params: Any = None, headers: Any = None, **more: Any) -> requests.Response:
        self.urls.append(url)
        if "discovery/instance" in url:
            return _response(200, {"metadata": []})
        if "openid-configuration" not in url:
            self.told.append(dict(params or {}))
            return _response(self.status, self.answer)
        base = f"https://login.microsoftonline.com/{TENANT}"
        return _response(
            200,
            {
                "issuer": f"{base}/v2.0",
                "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
                "token_endpoint": f"{base}/oauth2/v2.0/token",
            },
        )

    def close(self) -> None:
        return None


async def test_msal_is_asked_with_the_secret_in_the_app_s_own_tenant() -> None:
    authority = Authority(_token("one"))
    tokens = SecretTokens(APP, TENANT, SECRET, Clock(), http=authority)
    assert await tokens.token(CONNECTOR_SCOPE) == "one"
    (told,) = authority.told
    assert told["client_id"] == APP
    assert told["client_secret"] == SECRET
    assert told["grant_type"] == "client_credentials"
    assert told["scope"] == CONNECTOR_SCOPE
    assert authority.urls[-1] == f"https://login.microsoftonline.com/{TENANT}/oauth2/v2.0/token"


async def test_msal_s_refusal_is_told() -> None:
    authority = Authority({"error": "invalid_client", "error_description": SAID}, status=401)
    with pytest.raises(TokenRefused) as refused:
        await SecretTokens(APP, TENANT, SECRET, Clock(), http=authority).token(CONNECTOR_SCOPE)
    assert str(refused.value) == "invalid_client: AADSTS7000215: Invalid client secret provided for app."


async def test_an_authority_that_breaks_is_not_a_refusal() -> None:
    with pytest.raises(TokenUnreachable):
        await SecretTokens(APP, TENANT, SECRET, Clock(), http=Authority({}, status=503)).token(CONNECTOR_SCOPE)


@pytest.mark.parametrize("is_file", [False, True])
async def test_msal_is_asked_with_an_assertion_that_the_certificate_proves(tmp_path: Path, is_file: bool) -> None:
    certificate, key = _certificate()
    if is_file:
        (tmp_path / "cert.pem").write_text(certificate)
        (tmp_path / "key.pem").write_text(key)
        certificate, key = str(tmp_path / "cert.pem"), str(tmp_path / "key.pem")
    authority = Authority(_token("one"))
    assert (
        await CertificateTokens(APP, TENANT, certificate, key, Clock(), http=authority).token(CONNECTOR_SCOPE) == "one"
    )
    (told,) = authority.told
    assert "client_secret" not in told
    claims = jwt.decode(
        told["client_assertion"],
        rsa_key(1).public_key(),
        algorithms=["PS256"],
        audience=f"https://login.microsoftonline.com/{TENANT}/oauth2/v2.0/token",
    )
    assert claims["iss"] == claims["sub"] == APP
    assert "x5t#S256" in jwt.get_unverified_header(told["client_assertion"])


async def test_a_certificate_that_cannot_be_read_is_refused_without_its_key() -> None:
    tokens = CertificateTokens(APP, TENANT, "-----BEGIN nothing", "-----BEGIN PRIVATE x", Clock(), Authority({}))
    with pytest.raises(TokenRefused) as refused:
        await tokens.token(CONNECTOR_SCOPE)
    assert "BEGIN PRIVATE" not in str(refused.value)


async def test_msal_is_asked_for_the_managed_identity_of_the_app() -> None:
    imds = Authority({"access_token": "one", "expires_in": "86400", "resource": "https://api.botframework.com"})
    assert await ManagedIdentityTokens(APP, Clock(), http=imds).token(CONNECTOR_SCOPE) == "one"
    (told,) = imds.told
    assert told["client_id"] == APP
    assert told["resource"] == "https://api.botframework.com"


def _adapter(tokens: Tokens) -> TeamsAdapter:
    return TeamsAdapter(LocalAuth(Hosts()), Calls(tokens, Hosts()), APP)


def _response(status: int, content: JSON) -> requests.Response:
    response = requests.Response()
    response.status_code = status
    response._content = json.dumps(content).encode()
    return response


def _certificate() -> tuple[str, str]:
    private, name = rsa_key(1), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "chatdesk")])
    begins = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(1)
        .not_valid_before(begins)
        .not_valid_after(begins + dt.timedelta(days=365))
        .sign(private, hashes.SHA256())
    )
    key = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return certificate.public_bytes(serialization.Encoding.PEM).decode(), key.decode()
