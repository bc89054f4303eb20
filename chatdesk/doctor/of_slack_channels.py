"""Slack's channels as the directory names them: is chatdesk in them, and who else is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chatdesk.core.directory import Directory
from chatdesk.doctor.line import Line, well, wrong
from chatdesk.doctor.of_slack import AREA, checkup
from chatdesk.settings import Settings

if TYPE_CHECKING:
    from chatdesk.adapters.slack.checkup import Seen


@dataclass(frozen=True)
class _Named:
    """A channel of the directory. `whose` is how it stands there; `guests` are the teams that belong in it, None
    where any may."""

    channel: str
    tenant: str
    whose: str
    guests: frozenset[str] | None


async def of_slack_channels(settings: Settings, directory: Directory | None) -> list[Line]:
    from chatdesk.adapters.talk.calls import CallFailed

    named = list(_named(directory)) if directory is not None else []
    async with checkup(settings) as asked:
        if asked is None or not named:
            return []
        lines: list[Line] = []
        for looked_at, one in enumerate(named):
            try:
                seen = await asked.channel(one.channel, one.tenant)
            except CallFailed as failed:
                what = f"{len(named) - looked_at} of {len(named)} channels were not looked at ({failed.code})."
                return [*lines, wrong(AREA, what, "Mend what stands above, or ask again in a minute.")]
            lines += _odd(one, seen)
    return lines or [well(AREA, f"chatdesk is in all {len(named)} channels of the directory, and nobody else's is.")]


def _named(directory: Directory) -> Iterator[_Named]:
    """Each once, however often it is named."""
    told: set[str] = set()
    for name, place in directory.channels:
        if place.platform == AREA and place.channel not in told:
            told.add(place.channel)
            yield _Named(place.channel, place.tenant, f"our channel '{name}'", frozenset())
    for customer in directory.customers:
        homes = frozenset(tenant for platform, tenant in customer.tenants if platform == AREA)
        for place in customer.channels:
            if place.platform == AREA and place.channel not in told:
                told.add(place.channel)
                yield _Named(place.channel, place.tenant, f"the channel of {customer.name}", homes or None)


def _odd(one: _Named, seen: Seen | None) -> Iterator[Line]:
    if seen is None:
        what = f"{one.channel}, {one.whose}, is not there, or is private and chatdesk is not in it."
        yield wrong(AREA, what, "Invite chatdesk there (/invite @chatdesk), or correct the id in the directory.")
        return
    called = f"#{seen.name} ({one.channel}), {one.whose},"
    if seen.is_archived:
        yield wrong(AREA, f"{called} is archived.", "Bring it back, or name another one in the directory.")
        return
    if seen.is_frozen:
        yield wrong(AREA, f"{called} is frozen.", "Its host must end that, or name another one in the directory.")
    if not seen.has_us:
        yield wrong(AREA, f"chatdesk is not in {called.removesuffix(',')}.", "Write /invite @chatdesk there.")
    yield from _shared(one, called, seen)


def _shared(one: _Named, called: str, seen: Seen) -> Iterator[Line]:
    if one.guests is None:
        return
    strangers = sorted(seen.shared_with - one.guests)
    if not one.guests and strangers:
        what = f"{called} is shared with another organisation ({', '.join(strangers)}), who read everything there."
        yield wrong(AREA, what, "Disconnect them, or name a channel of your own alone in the directory.")
    elif strangers:
        what = f"{called} is shared with an organisation that is not theirs ({', '.join(strangers)})."
        yield wrong(AREA, what, "Disconnect it, or add it to the customer's 'tenants:' in the directory.")
    elif one.guests and not seen.shared_with:
        what = f"{called} is shared with nobody: {', '.join(sorted(one.guests))} is not in it."
        yield wrong(AREA, what, "Share it with them (Slack Connect), or correct 'tenants:' in the directory.")
