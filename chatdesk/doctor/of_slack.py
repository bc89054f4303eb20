"""Slack: does it take our token, is everything granted that the manifest names, do our clocks agree."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from chatdesk.core.directory import Directory
from chatdesk.demo.manifest import find_manifest, read_manifest
from chatdesk.doctor.line import Line, left_open, well, wrong
from chatdesk.settings import Settings

if TYPE_CHECKING:
    from chatdesk.adapters.slack.checkup import Checkup, Installed

AREA = "slack"

# Slack refuses nothing of ours for this, but its signatures are five minutes old at most, and due times are ours.
_MOST_SKEW_SECONDS = 60

_INSTALL = "Install the app again from manifest.yml (api.slack.com/apps, Install App), and copy the token."


@asynccontextmanager
async def checkup(settings: Settings) -> AsyncIterator[Checkup | None]:
    """None where Slack is not served."""
    from chatdesk.adapters.slack.checkup import Checkup

    token = settings.slack_bot_token
    if token is None:
        yield None
        return
    asked = Checkup(token.get_secret_value(), settings.slack_api_url)
    try:
        yield asked
    finally:
        await asked.close()


async def of_slack(settings: Settings, directory: Directory | None, now: Callable[[], datetime]) -> list[Line]:
    from chatdesk.adapters.talk.calls import CallFailed

    async with checkup(settings) as asked:
        if asked is None:
            return []
        try:
            found = await asked.installed()
        except CallFailed as failed:
            return [_no_token(failed.code, settings)]
        lines = [well(AREA, f"The bot token is good: {found.user_name} in {found.team_name} ({found.team}).")]
        lines += _home(found, directory)
        lines += _scopes(found.scopes)
        lines += _clock(found, now())
        lines.append(await _way_in(asked, settings))
    return lines


def _no_token(code: str, settings: Settings) -> Line:
    from chatdesk.adapters.slack.access import BAD_TOKEN

    if code in BAD_TOKEN:
        return wrong(AREA, f"SLACK_BOT_TOKEN: Slack does not accept it ({code}).", _INSTALL)
    to_do = f"See whether this machine reaches {settings.slack_api_url} (a proxy? HTTPS_PROXY), and status.slack.com."
    return wrong(AREA, f"Slack does not answer ({code}).", to_do)


def _home(found: Installed, directory: Directory | None) -> Iterator[Line]:
    homes = [tenant for platform, tenant in directory.organisation.tenants if platform == AREA] if directory else []
    if homes and found.team not in homes:
        what = f"The token is of {found.team_name} ({found.team}); the directory says our workspace is {homes[0]}."
        yield wrong(AREA, what, "Correct 'organisation: tenants:' in the directory, or take the other app's token.")


def _scopes(granted: frozenset[str]) -> Iterator[Line]:
    manifest = read_manifest(find_manifest())
    wanted = frozenset(manifest["oauth_config"]["scopes"]["bot"])
    if not granted:
        yield left_open(AREA, "Slack did not say which scopes are granted.")
        return
    if missing := sorted(wanted - granted):
        what = f"Scopes are missing that manifest.yml names: {', '.join(missing)}."
        yield wrong(AREA, what, "Add them under OAuth & Permissions, and install the app again.")
    if needless := sorted(granted - wanted):
        what = f"Scopes are granted that chatdesk does not use: {', '.join(needless)}."
        yield wrong(AREA, what, "Take them out under OAuth & Permissions, and install the app again.")
    if granted == wanted:
        yield well(AREA, f"All {len(wanted)} scopes of manifest.yml are granted, and no other.")


def _clock(found: Installed, now: datetime) -> Iterator[Line]:
    if found.said_at is None:
        yield left_open(AREA, "Slack's answer names no time; compare this machine's clock yourself.")
        return
    ahead = round((now - found.said_at).total_seconds())
    if abs(ahead) <= _MOST_SKEW_SECONDS:
        yield well(AREA, "This machine's clock and Slack's agree.")
        return
    what = f"This machine's clock is {abs(ahead)} s {'ahead of' if ahead > 0 else 'behind'} Slack's."
    to_do = "Set it (NTP): due times are told wrong by as much, and from 300 s on all that Slack sends is refused."
    yield wrong(AREA, what, to_do)


async def _way_in(asked: Checkup, settings: Settings) -> Line:
    """By which way Slack reaches us, as far as it can be known from here."""
    from chatdesk.adapters.talk.calls import CallFailed

    if settings.slack_app_token is None:
        return left_open(
            AREA,
            "HTTP: whether Slack reaches your address with this SLACK_SIGNING_SECRET cannot be known from here.",
            "Event Subscriptions on api.slack.com/apps must say Verified, and "
            "`curl -X POST https://your.host/slack/events` must answer 401.",
        )
    try:
        await asked.try_app_token(settings.slack_app_token.get_secret_value())
    except CallFailed as failed:
        to_do = "Basic Information, App-Level Tokens: copy one with connections:write; and switch Socket Mode on."
        return wrong(AREA, f"SLACK_APP_TOKEN: Slack opens no connection for it ({failed.code}).", to_do)
    return well(AREA, "Socket Mode: Slack opens a connection for the app-level token.")
