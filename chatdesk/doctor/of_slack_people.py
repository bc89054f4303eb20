"""Slack's accounts as the directory names them: are they there."""

from __future__ import annotations

from collections.abc import Iterator

from chatdesk.core.directory import Directory
from chatdesk.doctor.line import Line, left_open, well, wrong
from chatdesk.doctor.of_slack import AREA, checkup
from chatdesk.settings import Settings

_TO_DO = "Correct the directory; what is told to them reaches nobody."


async def of_slack_people(settings: Settings, directory: Directory | None) -> list[Line]:
    from chatdesk.adapters.talk.calls import CallFailed

    named = dict(_named(directory)) if directory is not None else {}
    async with checkup(settings) as asked:
        if asked is None or not named:
            return []
        lines: list[Line] = []
        for looked_at, (user, who) in enumerate(named.items()):
            try:
                is_open = await asked.is_open(user)
            except CallFailed as failed:
                left = f"{len(named) - looked_at} of {len(named)} accounts of your people"
                return [*lines, left_open(AREA, f"{left} were not looked at ({failed.code}).")]
            if is_open is None:
                lines.append(wrong(AREA, f"{who} ({user}) has no account here.", _TO_DO))
            elif not is_open:
                lines.append(wrong(AREA, f"The account of {who} ({user}) is closed.", _TO_DO))
    return lines or [well(AREA, f"The {len(named)} accounts of your people are there and open.")]


def _named(directory: Directory) -> Iterator[tuple[str, str]]:
    """Accounts of our own workspace; those of others are not ours to list."""
    homes = {tenant for platform, tenant in directory.organisation.tenants if platform == AREA}
    for person in directory.people:
        for identity in person.identities:
            if identity.platform == AREA and identity.tenant in homes:
                yield identity.user, person.name
