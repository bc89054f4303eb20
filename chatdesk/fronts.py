"""The chat platforms that this process serves: built from the settings, checked at the start, closed in order.

What belongs to one platform is imported when that platform is configured, and not before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

import structlog

from chatdesk.adapters.web import Handler
from chatdesk.core.directory import Directory
from chatdesk.core.pagers import PLATFORM as PAGING
from chatdesk.core.places import Place
from chatdesk.delivery import Sender
from chatdesk.desk import Desk
from chatdesk.microsoft import LocalPeer as LocalPeer
from chatdesk.microsoft import microsoft
from chatdesk.paging import Pagers, build_pagers
from chatdesk.reads import Reads
from chatdesk.settings import Settings
from chatdesk.shadowing import in_shadow, log_channel
from chatdesk.store.engine import Store
from chatdesk.store.run import Run

if TYPE_CHECKING:
    from chatdesk.adapters.slack.front import SlackFront
    from chatdesk.adapters.teams.front import TeamsFront


# A connection that breaks is made anew within seconds; by then requests should go to another process.
_SOCKET_MAY_BE_DOWN_SECONDS = 30.0

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Behind:
    """What every front needs of the program. `now` is its clock.

    `directory` is None before anybody has said who is who; `admins` are the accounts that settings name.
    """

    store: Store
    desk: Desk
    reads: Reads
    run: Run
    now: Callable[[], datetime]
    directory: Directory | None
    admins: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Fronts:
    slack: SlackFront | None
    teams: TeamsFront | None
    pagers: Pagers | None = None
    shadow: Mapping[str, Sender] | None = None
    # The one channel that these post in.
    log: Place | None = None

    @property
    def senders(self) -> Mapping[str, Sender]:
        """By platform. In shadow mode these are the only senders there are, and post in the log channel alone."""
        if self.shadow is not None:
            return self.shadow
        found: dict[str, Sender] = {}
        if self.slack is not None:
            found["slack"] = self.slack.sender
        if self.teams is not None:
            found["teams"] = self.teams.sender
        if self.pagers is not None:
            found[PAGING] = self.pagers.sender
        return found

    @property
    def posts(self) -> Mapping[str, Handler]:
        """What answers a POST, by path."""
        found: dict[str, Handler] = {}
        if self.slack is not None and self.slack.socket is None:
            found["/slack/events"] = self.slack.receive
        if self.teams is not None:
            found["/api/messages"] = self.teams.receive
        return found

    async def why_refused(self) -> str | None:
        """In one line which platform refuses our credential, why, and what to do. A silent one is let pass."""
        if self.slack is not None and (refusal := await self.slack.why_token_is_refused()):
            return f"SLACK_BOT_TOKEN: Slack does not accept it ({refusal}); copy the bot token of the installed app"
        if (
            self.slack is not None
            and self.slack.socket is not None
            and (refusal := await self.slack.socket.why_refused())
        ):
            return f"SLACK_APP_TOKEN: {refusal}"
        if self.teams is not None and (refusal := await self.teams.why_token_is_refused()):
            return (
                f"MICROSOFT_APP_ID, MICROSOFT_APP_TENANT_ID and the credential: Microsoft does not accept them "
                f"({refusal}); copy all three from one Azure Bot"
            )
        if (
            self.slack is not None
            and self.log is not None
            and self.log.platform == "slack"
            and (refusal := await self.slack.why_channel_is_closed(self.log.channel))
        ):
            to_do = "write /invite @chatdesk in a channel of your own, and name that one"
            return f"CHATDESK_SHADOW_CHANNEL: {refusal}; {to_do}"
        return None

    async def start(self) -> None:
        """What is not asked but asks itself: Slack's socket."""
        if self.slack is not None and self.slack.socket is not None:
            await self.slack.socket.start()

    def why_deaf(self) -> str | None:
        """In words which platform has not been able to reach this process for a while; None while all is well."""
        socket = self.slack.socket if self.slack is not None else None
        if socket is None or self.teams is not None:
            return None  # who is asked over HTTP too must stay in the balancer's list
        state = socket.state
        if state.is_connected or (state.opened and state.seconds < _SOCKET_MAY_BE_DOWN_SECONDS):
            return None
        return f"no connection to Slack over Socket Mode for {state.seconds:.0f} s ({state.trouble})"

    def why_mute(self) -> str | None:
        """Why nothing can be sent at all, and what to do; None while something can."""
        return self.slack.why_mute() if self.slack is not None and self.teams is None else None

    def tell_of_envelopes(self, heard: Callable[[str, str, float], None]) -> None:
        """What comes over Slack's socket is told by door, status and seconds, as what comes over HTTP is."""
        if self.slack is not None and self.slack.socket is not None:
            self.slack.socket.heard = heard

    def socket_is_up(self) -> bool | None:
        """None where Slack is not heard over a socket."""
        socket = self.slack.socket if self.slack is not None else None
        return socket.state.is_connected if socket is not None else None

    async def stop_hearing(self) -> None:
        """What comes over a socket is taken no more."""
        if self.slack is not None:
            await self.slack.stop_hearing()

    async def close(self) -> None:
        """Lets what is in hand end, within a bounded time for each."""
        try:
            if self.slack is not None:
                await self.slack.close()
        finally:
            if self.teams is not None:
                await self.teams.close()
            if self.pagers is not None:
                await self.pagers.sender.close()


def build_fronts(settings: Settings, behind: Behind, teams_peer: LocalPeer | None = None) -> Fronts:
    """Slack, Teams, or both. Nothing is called over the network. Raises SettingsError."""
    home = _teams_home(settings, behind.directory)
    here = log_channel(settings, behind.directory, home)
    slack = _slack(settings, behind, here) if settings.slack_bot_token is not None else None
    app_id = settings.microsoft_app_id or (teams_peer.app_id if teams_peer else "")
    teams = (
        _teams(app_id, home, teams_peer or microsoft(settings, behind.directory, behind.now), behind, here)
        if app_id
        else None
    )
    fronts = Fronts(slack, teams, build_pagers(settings, behind.directory, behind.now))
    if here is None:
        return fronts
    return replace(fronts, shadow=in_shadow(fronts.senders, here, behind.store, behind.run, behind.now), log=here)


def _slack(settings: Settings, behind: Behind, log: Place | None) -> SlackFront:
    from chatdesk.adapters.slack import build_slack
    from chatdesk.adapters.slack.shadow import OnlyHere

    token, secret = settings.slack_bot_token, settings.slack_signing_secret
    over_socket = settings.slack_app_token
    assert token is not None and (over_socket or secret) is not None, "the settings see to it"
    if over_socket is not None and secret is not None:
        _log.info("slack.socket_mode_chosen", because="SLACK_APP_TOKEN is set", unused="SLACK_SIGNING_SECRET")
    return build_slack(
        bot_token=token.get_secret_value(),
        signing_secret=secret.get_secret_value() if secret is not None else None,
        app_token=over_socket.get_secret_value() if over_socket is not None else None,
        has_peers=not behind.store.is_sqlite,
        api_url=settings.slack_api_url,
        admins=behind.admins,
        only_here=OnlyHere(log.channel if log.platform == "slack" else None) if log is not None else None,
        desk=behind.desk,
        reads=behind.reads,
        run=behind.run,
        now=behind.now,
    )


def _teams_home(settings: Settings, directory: Directory | None) -> frozenset[str]:
    """Our own tenants in Teams: as the directory says, else the one that the app is registered in."""
    named = directory.organisation.tenants if directory is not None else ()
    ours = frozenset(tenant for platform, tenant in named if platform == "teams")
    registered = settings.microsoft_app_tenant_id
    return ours or frozenset({registered} if registered else ())


def _teams(app_id: str, tenants: frozenset[str], peer: LocalPeer, behind: Behind, log: Place | None) -> TeamsFront:
    from chatdesk.adapters.teams.front import build_teams
    from chatdesk.adapters.teams.shadow import OnlyHere
    from chatdesk.known_conversations import KnownConversations

    return build_teams(
        auth=peer.auth,
        tokens=peer.tokens,
        hosts=peer.hosts,
        app_id=app_id,
        tenants=tenants,
        admins=behind.admins,
        only_here=OnlyHere(log.channel if log.platform == "teams" else None) if log is not None else None,
        desk=behind.desk,
        reads=behind.reads,
        run=behind.run,
        references=KnownConversations(behind.store),
        now=behind.now,
    )
