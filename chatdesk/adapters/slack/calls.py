"""Calls to Slack's Web API, and what a call that failed means: not now, never, or nobody knows."""

from __future__ import annotations

import json
from collections.abc import Awaitable
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from chatdesk.adapters.slack.access import BAD_TOKEN, TokenRefused
from chatdesk.adapters.talk.calls import CallFailed, Meaning

# Slack did not take the call; the same call may succeed later.
_NOT_NOW = frozenset(
    {"ratelimited", "rate_limited", "service_unavailable", "team_added_to_org", "message_limit_exceeded"}
)
# Nothing is wrong with the message: an operator must mend the installation, and then it may go out.
_UNTIL_MENDED = BAD_TOKEN | {
    "missing_scope",
    "no_permission",
    "org_login_required",
    "ekm_access_denied",
    "accesslimited",
}
# Slack says itself that part of the work may have been done.
_NOBODY_KNOWS = frozenset({"internal_error", "fatal_error", "request_timeout"})

MENDING_SECONDS = 60


async def call(method: Awaitable[AsyncSlackResponse], *, may_repeat: bool) -> AsyncSlackResponse:
    """Awaits one call of the Web API client; raises `CallFailed` and nothing else that comes from the network.

    `may_repeat` says that doing it twice does no harm, so an unknown outcome is simply tried again.
    """
    unknown = Meaning.RETRY if may_repeat else Meaning.UNCERTAIN
    try:
        return await method
    except SlackApiError as error:
        raise _refusal(error.response, unknown) from error
    except TokenRefused as refused:
        raise CallFailed(Meaning.RETRY, refused.code, MENDING_SECONDS) from refused
    except aiohttp.ClientConnectorError as unreachable:
        raise CallFailed(Meaning.RETRY, "unreachable") from unreachable
    except (TimeoutError, aiohttp.ClientError, OSError) as lost:
        raise CallFailed(unknown, "connection_lost") from lost
    # The SDK reads an answer that is no JSON as if it were: a text has no `get`, a broken object does not decode.
    except (SlackClientError, AttributeError, json.JSONDecodeError, UnicodeDecodeError) as unreadable:
        raise CallFailed(unknown, "unreadable_answer") from unreadable


def _refusal(response: Any, unknown: Meaning) -> CallFailed:
    status = int(getattr(response, "status_code", None) or getattr(response, "status", None) or 0)
    data = getattr(response, "data", None)
    code = data.get("error") if isinstance(data, dict) else None
    if status == 429 or code in ("ratelimited", "rate_limited"):
        return CallFailed(Meaning.RETRY, "ratelimited", _retry_after(response))
    if not code:
        return CallFailed(unknown, f"http_{status}" if status >= 500 else "unreadable_answer")
    if code in _NOT_NOW:
        return CallFailed(Meaning.RETRY, code, _retry_after(response))
    if code in _UNTIL_MENDED:
        return CallFailed(Meaning.RETRY, code, MENDING_SECONDS)
    if code in _NOBODY_KNOWS or status >= 500:
        return CallFailed(unknown, code)
    return CallFailed(Meaning.DEAD, code)


def _retry_after(response: Any) -> float | None:
    headers = {str(name).lower(): value for name, value in dict(response.headers).items()}
    value = headers.get("retry-after")
    if isinstance(value, list | tuple):
        value = value[0] if value else None
    try:
        return max(float(value), 1.0) if value is not None else None
    except ValueError:
        return None
