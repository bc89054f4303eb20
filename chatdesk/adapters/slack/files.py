"""Files that people send with a message, read with the bot's own token, which goes to Slack's hosts and no others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import aiohttp
import structlog
from yarl import URL

from chatdesk.adapters.slack.calls import call
from chatdesk.adapters.slack.client import PooledClient
from chatdesk.adapters.slack.parse import PLATFORM
from chatdesk.adapters.talk.calls import CallFailed
from chatdesk.adapters.talk.hearing import Attached
from chatdesk.adapters.talk.plain_text import clean
from chatdesk.core.attached import AttachedFile

# As many rows as any policy takes, and far less than would hold up whoever waits for the answer.
LARGEST_FILE = 1_000_000
# Slack takes ten with a message; what claims more is not asked about without end.
_MOST_FILES = 20
_GONE = frozenset({"tombstone", "hidden_by_limit"})
_TEXT = frozenset({"csv", "tsv", "text", "txt", "plain"})
_FILES_HOST = "files.slack.com"
_CANNOT_READ, _TOO_BIG, _NO_TEXT = "talk.file_unreadable", "talk.file_too_big", "talk.file_no_text"

_log = structlog.get_logger(__name__)


class Files:
    """`api_url` is the Web API's; a Slack of our own, for tests, serves its files from there too."""

    def __init__(self, client: PooledClient, api_url: str) -> None:
        self._client = client
        self._own = URL(api_url).origin()

    async def first_of(self, message: Mapping[str, Any]) -> Attached | None:
        """The first file of a message as text, or the phrase that says why it cannot be; None where none came."""
        file = next((one for one in message.get("files") or [] if one.get("id")), None)
        if file is None:
            return None
        try:
            # What comes with the event may be no more than the id.
            answer = await call(self._client.files_info(file=str(file["id"])), may_repeat=True)
        except CallFailed as failed:
            _log.warning("slack.files_info_failed", code=failed.code)
            return Attached(problem=_CANNOT_READ)
        found: Mapping[str, Any] = answer.get("file") or {}
        if str(found.get("filetype") or "") not in _TEXT:
            return Attached(problem=_NO_TEXT)
        if int(found.get("size") or 0) > LARGEST_FILE:
            return Attached(problem=_TOO_BIG)
        return await self._download(str(found.get("url_private_download") or found.get("url_private") or ""))

    async def named_in(self, message: Mapping[str, Any]) -> tuple[AttachedFile, ...]:
        """What each file of a message is called and where it is opened; those that are gone or hidden are left out.

        Of a file that came from another organisation the event tells no more than the id: it is asked for,
        and where that fails the file is named without a link, since the words matter more.
        """
        files = [one for one in message.get("files") or [] if isinstance(one, Mapping) and one.get("id")]
        return tuple([await self._named(one) for one in files[:_MOST_FILES] if one.get("mode") not in _GONE])

    async def _named(self, file: Mapping[str, Any]) -> AttachedFile:
        if file.get("file_access") == "check_file_info" or not file.get("permalink"):
            try:
                answer = await call(self._client.files_info(file=str(file["id"])), may_repeat=True)
                file = answer.get("file") or file
            except CallFailed as failed:
                _log.warning("slack.files_info_failed", code=failed.code)
        size, link = file.get("size"), str(file.get("permalink") or "")
        return AttachedFile(
            name=clean(str(file.get("name") or file.get("title") or "")).strip(),
            platform=PLATFORM,
            kind=clean(str(file.get("filetype") or "")).strip(),
            size=size if isinstance(size, int) else None,
            url=link if link.startswith("https://") or self._is_slack_s(link) else None,
        )

    async def _download(self, address: str) -> Attached:
        if not self._is_slack_s(address):
            _log.warning("slack.file_elsewhere", host=_host(address))
            return Attached(problem=_CANNOT_READ)
        session = await self._client.shared_session()
        headers = {"Authorization": f"Bearer {self._client.token}"}
        try:
            async with session.get(address, headers=headers, allow_redirects=False) as answer:
                # Without the right to read files Slack answers with its page for signing in.
                if answer.status != 200 or answer.content_type == "text/html":
                    _log.warning("slack.file_refused", status=answer.status)
                    return Attached(problem=_CANNOT_READ)
                raw = await _at_most(answer, LARGEST_FILE)
        except (TimeoutError, aiohttp.ClientError, OSError) as lost:
            _log.warning("slack.file_lost", error=type(lost).__name__)
            return Attached(problem=_CANNOT_READ)
        return Attached(problem=_TOO_BIG) if raw is None else _read(raw)

    def _is_slack_s(self, address: str) -> bool:
        try:
            url = URL(address)
            return (url.scheme == "https" and url.host == _FILES_HOST) or url.origin() == self._own
        except ValueError:
            return False


async def _at_most(answer: aiohttp.ClientResponse, limit: int) -> bytes | None:
    """The whole body; None if there is more than `limit`, whatever was said of its size."""
    parts: list[bytes] = []
    room = limit
    async for part in answer.content.iter_any():
        room -= len(part)
        if room < 0:
            return None
        parts.append(part)
    return b"".join(parts)


def _read(raw: bytes) -> Attached:
    """UTF-8, or what spreadsheets write in Western Europe and America."""
    if b"\x00" in raw:
        return Attached(problem=_NO_TEXT)
    try:
        return Attached(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return Attached(raw.decode("cp1252", "replace"))


def _host(address: str) -> str:
    try:
        return URL(address).host or ""
    except ValueError:
        return ""
