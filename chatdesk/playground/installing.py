"""The steps that bring an app into the workspace, as on Slack's own pages: create, install, tokens, the request URL."""

from __future__ import annotations

import copy
import json
import secrets
from collections.abc import MutableMapping
from typing import Any

from .addresses import EVENTS, is_on_this_machine
from .manifest import BadManifest, addresses_of, app_of, is_over_sockets, read_manifest
from .outbound import Outbound
from .outcome import Outcome
from .seed import App
from .views import Views
from .web_api.call import Installation, app_level_token
from .workspace import Workspace

JSON = dict[str, Any]
_FIRST = Outcome("First create the app.")


class Installing:
    """One app. What is shown as a secret is one: only who has the page has it."""

    def __init__(
        self,
        workspace: Workspace,
        views: Views,
        outbound: Outbound,
        installations: MutableMapping[str, Installation],
    ) -> None:
        self._workspace = workspace
        self._views = views
        self._outbound = outbound
        self._installations = installations
        self._ids = tuple(f"{kind}0{secrets.token_hex(4).upper()}" for kind in "ABU")
        self._manifest: JSON | None = None
        self._bot_token: str | None = None
        self._app_tokens: list[str] = []
        self._granted: tuple[str, ...] = ()
        self._is_verified = False
        self._said: str | None = None

    def shown(self) -> JSON:
        """What the page draws: None for what is not there yet."""
        if self._manifest is None:
            return {"app": None}
        app, addresses = self._app(), addresses_of(self._manifest)
        return {
            "app": {
                "name": self._manifest["display_information"]["name"],
                "app_id": app.app_id,
                "manifest": json.dumps(self._manifest, indent=2),
                "signing_secret": self._outbound.signing_secret,
                "scopes": list(app.scopes),
                "bot_token": self._bot_token,
                "bot_name": app.name,
                "needs_reinstall": self._bot_token is not None and set(app.scopes) != set(self._granted),
                "app_tokens": list(self._app_tokens),
                "is_over_sockets": is_over_sockets(self._manifest),
                "connections": len(self._outbound.sockets.connections),
                "request_url": addresses.get(EVENTS),
                "elsewhere": sorted({url for url in addresses.values() if not is_on_this_machine(url)}),
                "is_verified": self._is_verified,
                "verification": self._said,
                "events": list(app.events),
            }
        }

    async def create(self, text: str) -> Outcome:
        """Creates the app from a manifest, or changes it to another one."""
        try:
            manifest = read_manifest(text)
        except BadManifest as bad:
            return Outcome("The manifest is not accepted.", more={"findings": [str(one) for one in bad.findings]})
        if self._manifest is None:
            self._outbound.signing_secret = secrets.token_hex(16)
        await self._take(manifest)
        return Outcome(notice="The app is saved.")

    async def install(self) -> Outcome:
        """Installs the app to the workspace, or again, which grants the scopes that it asks for now."""
        if self._manifest is None:
            return _FIRST
        app = self._app()
        if not app.scopes:
            return Outcome("The app asks for no scope of a bot, so there is nothing to install.")
        if self._bot_token is None:
            self._bot_token = f"xoxb-{secrets.randbelow(10**12)}-{secrets.token_hex(12)}"
        self._granted = app.scopes
        self._installations[self._bot_token] = Installation(
            self._workspace.home.id, app.bot_user_id, frozenset(app.scopes)
        )
        self._workspace.token_refusal = None
        self._workspace.install(app)
        self._views.app = app
        return Outcome(notice=f"@{app.name} is in the workspace. Invite it to the channels where it belongs.")

    async def add_app_token(self) -> Outcome:
        """Makes an app-level token that may open connections."""
        if self._manifest is None:
            return _FIRST
        token = f"xapp-1-{self._ids[0]}-{secrets.token_hex(16)}"
        self._app_tokens.append(token)
        self._installations[token] = app_level_token(self._workspace.home.id)
        return Outcome(notice="An app-level token with connections:write is made.")

    async def switch_sockets(self, *, on: bool) -> Outcome:
        """Switches Socket Mode; the addresses stay as they are."""
        if self._manifest is None:
            return _FIRST
        changed = copy.deepcopy(self._manifest)
        changed.setdefault("settings", {})["socket_mode_enabled"] = on
        return await self.create(json.dumps(changed))

    async def verify(self, url: str) -> Outcome:
        """Sends the signed challenge to an address for events; only one that answers it is sent events."""
        if self._manifest is None:
            return _FIRST
        changed = copy.deepcopy(self._manifest)
        changed.setdefault("settings", {}).setdefault("event_subscriptions", {})["request_url"] = url
        outcome = await self.create(json.dumps(changed))
        if not outcome.is_ok:
            return outcome
        self._said = await self._why_not_verified(url)
        self._is_verified = self._said is None
        self._connect()
        self._workspace.changes.bump()
        return Outcome(f"The address is not verified: {self._said}.") if self._said else Outcome(notice="Verified.")

    async def _why_not_verified(self, url: str) -> str | None:
        if not is_on_this_machine(url):
            return "this workspace reaches only this machine, for example http://127.0.0.1:8080/slack/events"
        challenge = secrets.token_hex(16)
        answer = await self._outbound.challenge(url, challenge)
        if answer.failure == "http_timeout":
            return "nothing was answered within 3 seconds"
        if answer.failure == "connection_failed":
            return "nothing listens there"
        if answer.failure:
            hint = "; does the app have the Signing Secret from above?" if answer.status == 401 else ""
            return f"it answered {answer.status}{hint}"
        given = (answer.json() or {}).get("challenge", answer.body.strip().removeprefix("challenge="))
        return None if given == challenge else "it did not answer with the challenge"

    async def _take(self, manifest: JSON) -> None:
        before = addresses_of(self._manifest).get(EVENTS) if self._manifest else None
        self._manifest = manifest
        if addresses_of(manifest).get(EVENTS) != before:
            self._is_verified, self._said = False, None
        app = self._app()
        if self._bot_token is not None:
            self._workspace.install(app)
            self._views.app = app
        self._connect()
        over_sockets = is_over_sockets(manifest)
        if over_sockets is not self._outbound.sockets.is_enabled:
            await self._outbound.sockets.turn(on=over_sockets)
        self._workspace.changes.bump()

    def _connect(self) -> None:
        assert self._manifest is not None
        addresses = addresses_of(self._manifest)
        if not self._is_verified:
            addresses.pop(EVENTS, None)
        self._outbound.addresses.of_kind = addresses

    def _app(self) -> App:
        assert self._manifest is not None
        return app_of(self._manifest, *self._ids)
