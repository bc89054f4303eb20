"""Teams: does Microsoft take our credential, and do we know how to reach the channels of the directory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from chatdesk.core.directory import Directory
from chatdesk.core.places import Place
from chatdesk.doctor.line import Line, left_open, of_refusal, well, wrong
from chatdesk.settings import Settings, SettingsError

if TYPE_CHECKING:
    from chatdesk.adapters.teams.tokens import Tokens

_AREA = "teams"


async def of_teams(
    settings: Settings,
    directory: Directory | None,
    conversations: frozenset[tuple[str, str]],
    now: Callable[[], datetime],
) -> list[Line]:
    """`conversations` are the (tenant, id) of those that can be reached."""
    if settings.microsoft_app_id is None:
        return []
    from chatdesk.microsoft import microsoft

    try:
        tokens = microsoft(settings, directory, now).tokens
    except SettingsError as error:
        return of_refusal(_AREA, str(error))
    return [
        await _token(tokens, settings),
        *_channels(directory, conversations),
        left_open(
            _AREA,
            "Whether Teams reaches your address cannot be known from here.",
            "Open the Azure Bot's Test in Web Chat; or `curl -X POST https://your.host/api/messages` must answer 401.",
        ),
    ]


async def _token(tokens: Tokens, settings: Settings) -> Line:
    from chatdesk.adapters.teams.tokens import CONNECTOR_SCOPE, TokenRefused, TokenUnreachable

    app = f"app {settings.microsoft_app_id} of tenant {settings.microsoft_app_tenant_id}"
    try:
        await tokens.token(CONNECTOR_SCOPE)
    except TokenRefused as refused:
        to_do = "Copy app id, tenant id and credential from one Azure Bot; a client secret may have run out."
        return wrong(_AREA, f"Microsoft does not accept the credential of {app} ({refused}).", to_do)
    except TokenUnreachable as silent:
        to_do = "See whether this machine reaches login.microsoftonline.com (a proxy? HTTPS_PROXY)."
        return wrong(_AREA, f"Microsoft does not answer ({silent}).", to_do)
    return well(_AREA, f"Microsoft gives a token to {app}.")


def _channels(directory: Directory | None, conversations: frozenset[tuple[str, str]]) -> Iterator[Line]:
    named = list(_named(directory)) if directory is not None else []
    lost = [(place, whose) for place, whose in named if (place.tenant, place.channel) not in conversations]
    to_do = "Add the app to that team, chat or channel; where it is there, mention it once."
    for place, whose in lost:
        yield wrong(_AREA, f"chatdesk does not know how to reach {place.channel}, {whose}.", to_do)
    if named and not lost:
        yield well(_AREA, f"chatdesk knows how to reach all {len(named)} channels of the directory.")


def _named(directory: Directory) -> Iterator[tuple[Place, str]]:
    for name, place in directory.channels:
        if place.platform == _AREA:
            yield place, f"our channel '{name}'"
    for customer in directory.customers:
        for place in customer.channels:
            if place.platform == _AREA:
                yield place, f"the channel of {customer.name}"
