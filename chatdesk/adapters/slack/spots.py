"""Where a request comes from: the installation it reached, and the place in it."""

from __future__ import annotations

from dataclasses import dataclass

from slack_bolt.context.async_context import AsyncBoltContext

from chatdesk.adapters.slack.parse import PLATFORM, Payload
from chatdesk.adapters.slack.tell import Spot
from chatdesk.core.places import Place


@dataclass(frozen=True)
class Installed:
    """The workspace that chatdesk is installed in, and its own account there."""

    team: str
    bot_user: str
    bot_name: str

    @staticmethod
    def of(context: AsyncBoltContext) -> Installed:
        result = context.authorize_result
        team = (result.team_id if result else None) or ""
        bot_user = (result.bot_user_id if result else None) or ""
        return Installed(team, bot_user, (result.user if result else None) or "chatdesk")


def spot_of(body: Payload) -> Spot:
    """Where the person is who did this: typed a command, clicked, used a shortcut, sent a form."""
    user = body.get("user") or {}
    container = body.get("container") or {}
    said = body.get("message") or {}
    channel = (body.get("channel") or {}).get("id") or body.get("channel_id") or container.get("channel_id") or ""
    thread = said.get("thread_ts") or container.get("thread_ts")
    root = said.get("ts") or container.get("message_ts") or body.get("message_ts")
    return Spot(
        user=str(user.get("id") or body.get("user_id") or ""),
        channel=str(channel),
        # A card that begins a thread carries its own ts as thread_ts once somebody has answered.
        thread=str(thread) if thread and thread != root else None,
        said=str(root) if root else None,
        response_url=str(body.get("response_url") or ""),
    )


def place_of(installed: Installed, spot: Spot) -> Place | None:
    return Place(PLATFORM, installed.team, spot.channel, spot.thread) if spot.channel else None
