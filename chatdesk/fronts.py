"""The chat platforms that this process serves: built from the settings, checked at the start, closed in order.

What belongs to one platform is imported when that platform is configured, and not before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from chatdesk.adapters.web import Handler
from chatdesk.core.directory import Directory
from chatdesk.delivery import Sender
from chatdesk.desk import Desk
from chatdesk.reads import Reads
from chatdesk.settings import Settings, SettingsError
from chatdesk.store.engine import Store
from chatdesk.store.run import Run

if TYPE_CHECKING:
    from chatdesk.adapters.slack.front import SlackFront
    from chatdesk.adapters.teams.auth import Gate
    from chatdesk.adapters.teams.front import TeamsFront
    from chatdesk.adapters.teams.hosts import Hosts
    from chatdesk.adapters.teams.tokens import Tokens


@dataclass(frozen=True)
class Behind:
    """What every front needs of the program. `now` is its clock."""

    store: Store
    desk: Desk
    reads: Reads
    run: Run
    now: Callable[[], datetime]
    directory: Directory


@dataclass(frozen=True)
class LocalPeer:
    """Whom we speak Teams with, and how. A peer on this machine, for the demo and the tests, is passed to the
    program and named by no setting; `app_id` is our app's there, where the settings name none.
    """

    auth: Gate
    tokens: Tokens
    hosts: Hosts
    app_id: str = ""


@dataclass(frozen=True)
class Fronts:
    slack: SlackFront | None
    teams: TeamsFront | None

    @property
    def senders(self) -> Mapping[str, Sender]:
        """By platform."""
        found: dict[str, Sender] = {}
        if self.slack is not None:
            found["slack"] = self.slack.sender
        if self.teams is not None:
            found["teams"] = self.teams.sender
        return found

    @property
    def posts(self) -> Mapping[str, Handler]:
        """What answers a POST, by path."""
        found: dict[str, Handler] = {}
        if self.slack is not None:
            found["/slack/events"] = self.slack.receive
        if self.teams is not None:
            found["/api/messages"] = self.teams.receive
        return found

    async def why_refused(self) -> str | None:
        """In one line which platform refuses our credential, why, and what to do. A silent one is let pass."""
        if self.slack is not None and (refusal := await self.slack.why_token_is_refused()):
            return f"SLACK_BOT_TOKEN: Slack does not accept it ({refusal}); copy the bot token of the installed app"
        if self.teams is not None and (refusal := await self.teams.why_token_is_refused()):
            return (
                f"MICROSOFT_APP_ID, MICROSOFT_APP_TENANT_ID and the credential: Microsoft does not accept them "
                f"({refusal}); copy all three from one Azure Bot"
            )
        return None

    async def close(self) -> None:
        """Lets what is in hand end, within a bounded time for each."""
        try:
            if self.slack is not None:
                await self.slack.close()
        finally:
            if self.teams is not None:
                await self.teams.close()


def build_fronts(settings: Settings, behind: Behind, teams_peer: LocalPeer | None = None) -> Fronts:
    """Slack, Teams, or both. Nothing is called over the network. Raises SettingsError."""
    slack = _slack(settings, behind) if settings.slack_bot_token is not None else None
    app_id = settings.microsoft_app_id or (teams_peer.app_id if teams_peer else "")
    teams = _teams(app_id, teams_peer or _microsoft(settings, behind), behind) if app_id else None
    return Fronts(slack, teams)


def _slack(settings: Settings, behind: Behind) -> SlackFront:
    from chatdesk.adapters.slack import build_slack

    token, secret = settings.slack_bot_token, settings.slack_signing_secret
    assert token is not None and secret is not None, "the settings hold both or neither"
    return build_slack(
        bot_token=token.get_secret_value(),
        signing_secret=secret.get_secret_value(),
        api_url=settings.slack_api_url,
        desk=behind.desk,
        reads=behind.reads,
        run=behind.run,
        now=behind.now,
    )


def _teams(app_id: str, peer: LocalPeer, behind: Behind) -> TeamsFront:
    from chatdesk.adapters.teams.front import build_teams
    from chatdesk.known_conversations import KnownConversations

    ours = frozenset(tenant for platform, tenant in behind.directory.organisation.tenants if platform == "teams")
    return build_teams(
        auth=peer.auth,
        tokens=peer.tokens,
        hosts=peer.hosts,
        app_id=app_id,
        tenants=ours,
        desk=behind.desk,
        reads=behind.reads,
        run=behind.run,
        references=KnownConversations(behind.store),
        now=behind.now,
    )


def _microsoft(settings: Settings, behind: Behind) -> LocalPeer:
    """What stands for Microsoft's own cloud."""
    _check_tenants(settings, behind.directory)
    from chatdesk.adapters.teams.auth import Auth, microsoft_issuers
    from chatdesk.adapters.teams.hosts import Hosts

    hosts = Hosts()
    try:
        issuers = microsoft_issuers(sorted(settings.teams_issuers), behind.now)
    except ValueError as error:
        raise SettingsError(f"CHATDESK_TEAMS_ISSUERS: {error}; leave it out unless a token of yours needs it") from None
    app_id = settings.microsoft_app_id or ""
    auth = Auth(app_id, settings.allowed_tenants, hosts, issuers, behind.now)
    return LocalPeer(auth, _tokens(settings, behind.now), hosts)


def _tokens(settings: Settings, now: Callable[[], datetime]) -> Tokens:
    from chatdesk.adapters.teams.tokens import CertificateTokens, ManagedIdentityTokens, SecretTokens

    app_id, tenant = settings.microsoft_app_id or "", settings.microsoft_app_tenant_id or ""
    if settings.microsoft_app_managed_identity:
        return ManagedIdentityTokens(app_id, now)
    if settings.microsoft_app_password is not None:
        return SecretTokens(app_id, tenant, settings.microsoft_app_password.get_secret_value(), now)
    certificate, key = str(settings.microsoft_app_certificate), str(settings.microsoft_app_certificate_key)
    try:
        return CertificateTokens(app_id, tenant, certificate, key, now)
    except (OSError, ValueError) as error:
        raise SettingsError(
            f"MICROSOFT_APP_CERTIFICATE, MICROSOFT_APP_CERTIFICATE_KEY: cannot be read ({error}); "
            "set them to the paths of PEM files that chatdesk may read"
        ) from None


def _check_tenants(settings: Settings, directory: Directory) -> None:
    """Whom the directory names in Teams must be allowed in, or they would only find that nobody answers."""
    owners = [(directory.organisation.name, directory.organisation.tenants)]
    owners += [(customer.name, customer.tenants) for customer in directory.customers]
    for name, tenants in owners:
        for platform, tenant in tenants:
            if platform == "teams" and tenant not in settings.allowed_tenants:
                name_of = "MICROSOFT_APP_TENANT_ID" if name == directory.organisation.name else "CHATDESK_TEAMS_TENANTS"
                what = "set it to that tenant" if name == directory.organisation.name else "add it"
                raise SettingsError(
                    f"{name_of}: {tenant}, the tenant of {name} in the directory, is not allowed in; "
                    f"{what}, or correct the directory"
                )
