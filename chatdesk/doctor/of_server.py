"""The process that serves, as it answers on this machine."""

from __future__ import annotations

import aiohttp

from chatdesk.doctor.line import Line, left_open, well, wrong
from chatdesk.settings import Settings

_AREA = "server"
_SECONDS = 5
# To listen on all addresses is not an address to call.
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}


async def of_server(settings: Settings) -> list[Line]:
    host = _EVERYWHERE.get(settings.host, settings.host)
    address = f"http://{f'[{host}]' if ':' in host else host}:{settings.port}"
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_SECONDS)) as session,
            session.get(f"{address}/readyz") as answer,
        ):
            told = await answer.json()
            status, why = answer.status, str(told.get("why") or "")
    except (aiohttp.ClientConnectorError, TimeoutError):
        return [left_open(_AREA, f"Nothing answers at {address}.", "Start `chatdesk serve`, if it is to run here.")]
    except (aiohttp.ClientError, OSError, ValueError, AttributeError):
        to_do = "Free the port, or set CHATDESK_PORT to another one."
        return [wrong(_AREA, f"What answers at {address} is not chatdesk.", to_do)]
    if status == 200:
        return [well(_AREA, f"{address} answers, and is ready.")]
    to_do = "The log of `chatdesk serve` says more; as long as it is so, requests should go to another replica."
    return [wrong(_AREA, f"{address} answers that it is not ready: {why}.", to_do)]
