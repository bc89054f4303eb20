"""Slack, Teams or both behind one program: what is served, which start is refused, and whom nobody would hear."""

from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from chatdesk.adapters.teams.auth import LocalAuth
from chatdesk.adapters.teams.hosts import Hosts
from chatdesk.adapters.teams.tokens import NoTokens, TokenRefused, TokenUnreachable
from chatdesk.app import App, StartRefused, read_files, serve
from chatdesk.demo.play import DIRECTORY
from chatdesk.fronts import LocalPeer
from chatdesk.settings import Settings, SettingsError

BOTH = Path(__file__).parents[2] / "docs" / "examples" / "directory-both.yml"
APP_ID = "6f1e2d3c-0000-4000-8000-0000000000aa"
OURS = "6f1e2d3c-0000-4000-8000-00000000000a"
CUSTOMERS = "6f1e2d3c-0000-4000-8000-0000000000c0,6f1e2d3c-0000-4000-8000-0000000000d0"

SLACK = {"slack_bot_token": "xoxb-1", "slack_signing_secret": "s", "slack_api_url": "http://127.0.0.1:9/"}
TEAMS = {"microsoft_app_id": APP_ID, "microsoft_app_tenant_id": OURS, "teams_tenants": CUSTOMERS}
SECRET = {"microsoft_app_password": "hush"}


class Denied(NoTokens):
    async def token(self, scope: str) -> str:
        raise TokenRefused("invalid_client: AADSTS7000215: Invalid client secret provided.")


class Silent(NoTokens):
    async def token(self, scope: str) -> str:
        raise TokenUnreachable("ConnectTimeout")


def app(folder: Path, *, directory: Path = DIRECTORY, peer: LocalPeer | None = None, **more: Any) -> App:
    settings = Settings(database_url=f"sqlite:///{folder / 'desk.db'}", directory=directory, port=0, **more)
    return App(settings, lambda: datetime.now(UTC), read_files(None, directory), teams_peer=peer)


def peer(tokens: NoTokens) -> LocalPeer:
    hosts = Hosts()
    return LocalPeer(LocalAuth(hosts), tokens, hosts)


@pytest.mark.parametrize(
    ("settings", "slack", "teams"),
    [
        (SLACK, 401, 404),
        (TEAMS | SECRET, 404, 401),
        (SLACK | TEAMS | SECRET, 401, 401),
    ],
    ids=["Slack", "Teams", "both"],
)
async def test_each_platform_that_is_set_up_has_its_door_and_no_other_has_one(
    tmp_path: Path, settings: dict[str, Any], slack: int, teams: int
) -> None:
    desk = app(tmp_path, directory=BOTH if teams == 401 else DIRECTORY, **settings)
    await desk.start()
    try:
        async with aiohttp.ClientSession() as http:
            found = {}
            for path in ("/slack/events", "/api/messages"):
                async with http.post(f"http://127.0.0.1:{desk.port}{path}", json={"type": "message"}) as answer:
                    found[path] = answer.status
    finally:
        await desk.stop()
    assert found == {"/slack/events": slack, "/api/messages": teams}
    assert set(desk.fronts.senders) == {name for name, status in (("slack", slack), ("teams", teams)) if status == 401}


async def test_a_credential_that_microsoft_refuses_stops_the_start_with_its_own_words(tmp_path: Path) -> None:
    desk = app(tmp_path, directory=BOTH, peer=peer(Denied()), **TEAMS, **SECRET)
    with pytest.raises(
        StartRefused, match=r"MICROSOFT_APP_ID.*AADSTS7000215: Invalid client secret provided"
    ) as refused:
        await serve(desk)
    assert "hush" not in str(refused.value)
    assert "\n" not in str(refused.value)


async def test_a_silent_authority_stops_nothing(tmp_path: Path) -> None:
    desk = app(tmp_path, directory=BOTH, peer=peer(Silent()), **TEAMS, **SECRET)
    assert await desk.fronts.why_refused() is None
    await asyncio.wait_for(desk.stop(), 20)


def test_whom_the_directory_names_in_teams_must_be_let_in(tmp_path: Path) -> None:
    without = TEAMS | {"teams_tenants": ""}
    with pytest.raises(
        SettingsError, match=r"CHATDESK_TEAMS_TENANTS: \S+d0, the tenant of Bluepeak Media .* not allowed"
    ):
        app(tmp_path, directory=BOTH, **without, **SECRET)
    # What was opened before the refusal is closed again.
    app(tmp_path, directory=BOTH, **TEAMS, **SECRET)


def test_an_issuer_that_is_no_single_tenants_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"CHATDESK_TEAMS_ISSUERS: https://sts\.windows\.net/common/ is not"):
        app(tmp_path, directory=BOTH, teams_issuers="https://sts.windows.net/common/", **TEAMS, **SECRET)


@pytest.mark.parametrize("credential", ["certificate", "managed identity"])
async def test_every_kind_of_credential_starts(tmp_path: Path, credential: str) -> None:
    if credential == "certificate":
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        pem = tmp_path / "both.pem"
        pem.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        given: dict[str, Any] = {"microsoft_app_certificate": pem, "microsoft_app_certificate_key": pem}
    else:
        given = {"microsoft_app_managed_identity": "yes"}
    await app(tmp_path, directory=BOTH, **TEAMS, **given).stop()


async def test_slack_alone_loads_nothing_of_microsofts(tmp_path: Path) -> None:
    code = (
        "import sys, chatdesk.app, chatdesk.adapters.slack\n"
        "print([name for name in sys.modules if name.startswith(('botbuilder', 'botframework', 'msal'))])"
    )
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", code, stdout=asyncio.subprocess.PIPE)
    written, _ = await process.communicate()
    assert written.decode().strip() == "[]"
