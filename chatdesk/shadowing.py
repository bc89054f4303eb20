"""Shadow mode, as the settings ask for it: chatdesk computes everything and posts only to one log channel."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

import structlog

from chatdesk.core.directory import Directory
from chatdesk.core.places import Place
from chatdesk.delivery import Sender
from chatdesk.delivery.shadow import ShadowLog
from chatdesk.settings import Settings, SettingsError
from chatdesk.store.engine import Store
from chatdesk.store.run import Run
from chatdesk.store.shadow import ShadowBook

_SETTING = "CHATDESK_SHADOW_CHANNEL"

_log = structlog.get_logger(__name__)


def log_channel(settings: Settings, directory: Directory | None, teams_home: frozenset[str]) -> Place | None:
    """The one channel that may be posted in; None where chatdesk speaks everywhere.

    Raises SettingsError where customers would read there.
    """
    if settings.shadow_channel is None:
        return None
    platform, channel = settings.shadow_channel.split(":", 1)
    for customer in directory.customers if directory is not None else ():
        if any((place.platform, place.channel) == (platform, channel) for place in customer.channels):
            raise SettingsError(
                f"{_SETTING}: {channel} is shared with {customer.name}, who would read what is only tried out; "
                "name a channel that your own people alone are in"
            )
    tenant = next(iter(sorted(teams_home)), "") if platform == "teams" else ""
    return Place(platform, tenant, channel)


def in_shadow(
    senders: Mapping[str, Sender], channel: Place, store: Store, run: Run, now: Callable[[], datetime]
) -> Mapping[str, Sender]:
    """What takes the place of these senders. Raises SettingsError where the log channel's platform is not served."""
    sender = senders.get(channel.platform)
    if sender is None:
        raise SettingsError(
            f"{_SETTING}: {channel.platform} is not set up; name a channel of a platform whose settings are there"
        )
    return ShadowLog(sender, channel, ShadowBook(store), run, now).in_place_of(senders)


def enter_or_leave(store: Store, channel: str | None, now: datetime) -> None:
    """Goes into the shadow, or comes out of it: once, at a start."""
    book = ShadowBook(store)
    if channel is not None:
        book.enter(now)
        _log.warning("shadow", posts_only_in=channel)
        return
    left = book.leave(now)
    if left:
        _log.warning("shadow.left", cards_shown_anew=left)
