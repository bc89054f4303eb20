"""Telling one person something where they are, and nobody else."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

import structlog

from chatdesk import i18n
from chatdesk.adapters.talk.calls import CallFailed, Meaning
from chatdesk.adapters.talk.ports import Run
from chatdesk.adapters.teams.calls import JSON
from chatdesk.adapters.teams.references import ConversationRef, Kind, References
from chatdesk.adapters.teams.render import Known, message, plain_message
from chatdesk.adapters.teams.turn import Turn
from chatdesk.cards.model import Card
from chatdesk.core.view import Reader
from chatdesk.desk import DatabaseTrouble

# Some tenants refuse messages for one reader only; they are asked again after this.
_TARGETED_AGAIN = timedelta(hours=1)
# Refusals that say something of this one message, and nothing of the tenant.
_OF_THIS_ONE = frozenset(
    {
        "ActivityNotFoundInConversation",
        "BotNotInConversationRoster",
        "ConversationNotFound",
        "MemberNotFoundInConversation",
        "MessageSizeTooBig",
        "http_404",
        "http_413",
        "untrusted_host",
        "unusable_id",
    }
)

# An answer is in nobody's outbox: what was surely not sent is tried again after so many seconds, or as Teams asks.
_WAITS = (1.0, 3.0)
LONGEST_WAIT_SECONDS = 10.0

T = TypeVar("T")

_log = structlog.get_logger(__name__)


class Posts(Protocol):
    """The way out. Both raise CallFailed."""

    async def post(self, service_url: str, conversation_id: str, activity: Mapping[str, Any]) -> str: ...

    async def post_new(self, service_url: str, parameters: Mapping[str, Any]) -> tuple[str, str | None]: ...


class Targeted(Protocol):
    """A message that one member of a channel or group chat reads, and nobody else. Raises CallFailed."""

    async def send_targeted(
        self, service_url: str, conversation_id: str, activity: Mapping[str, Any], address: str
    ) -> str: ...


class Tell:
    def __init__(
        self,
        posts: Posts,
        targeted: Targeted,
        references: References,
        run: Run,
        now: Callable[[], datetime],
        longest_wait_seconds: float = LONGEST_WAIT_SECONDS,
    ) -> None:
        self._posts = posts
        self._targeted = targeted
        self._references = references
        self._run = run
        self._now = now
        self._longest_wait = longest_wait_seconds
        self._refused_at: dict[str, datetime] = {}

    async def privately(self, turn: Turn, card: Card, reader: Reader) -> None:
        """Shows a card to whoever made this turn; see `activity`."""
        await self.activity(turn, message(card, Known()), reader)

    async def activity(self, turn: Turn, shown: JSON, reader: Reader) -> None:
        """Shows a message to one person. Where Teams does not show it, they get it in their personal chat instead,
        and a neutral line in the thread says so: others read that line, so it holds nothing of the case."""
        if turn.is_personal and turn.conversation:
            await self._post(turn.service_url, turn.conversation, shown)
        elif not turn.conversation:
            await self._directly(turn, shown)
        elif not await self._targeted_at(turn, shown):
            sent = await self._directly(turn, shown)
            if sent and turn.is_targeted:
                # Nobody else saw that anything was asked.
                return
            words = i18n.plain(i18n.supported(reader.language), "talk.sent_directly" if sent else "talk.cannot_show")
            await self._post(turn.service_url, turn.send_to, plain_message(words))

    async def to_all(self, turn: Turn, shown: JSON) -> None:
        """Says something that everybody in the conversation reads, once: whoever waits for this is Teams."""
        try:
            await self._posts.post(turn.service_url, turn.send_to, shown)
        except CallFailed as failed:
            _log.warning("teams.answer_failed", code=failed.code)

    async def _targeted_at(self, turn: Turn, shown: JSON) -> bool:
        refused_at = self._refused_at.get(turn.tenant)
        if not turn.address or (refused_at is not None and self._now() - refused_at < _TARGETED_AGAIN):
            return False
        try:
            await self._patiently(
                lambda: self._targeted.send_targeted(turn.service_url, turn.send_to, shown, turn.address)
            )
        except CallFailed as failed:
            if failed.meaning is Meaning.DEAD and failed.code not in _OF_THIS_ONE:
                self._refused_at[turn.tenant] = self._now()
            _log.info("teams.targeted_failed", code=failed.code)
            # What may have been shown is not said twice.
            return failed.meaning is Meaning.UNCERTAIN
        return True

    async def _directly(self, turn: Turn, shown: JSON) -> bool:
        known = await self._personal(turn)
        if known is not None:
            return await self._post(known.service_url, known.id, shown)
        member = turn.address or turn.identity.user
        if not member:
            return False
        # Its own tenant is where a person's chat with us lies.
        tenant = turn.identity.tenant
        parameters = {
            "isGroup": False,
            "members": [{"id": member}],
            "tenantId": tenant,
            "channelData": {"tenant": {"id": tenant}},
        }
        try:
            conversation_id, _ = await self._patiently(lambda: self._posts.post_new(turn.service_url, parameters))
        except CallFailed as failed:
            _log.info("teams.direct_failed", code=failed.code)
            return False
        user = turn.identity.user or None
        begun = ConversationRef(tenant, conversation_id, Kind.PERSONAL, turn.service_url, user=user)
        try:
            await self._run(self._references.learn, begun, turn.account_ref(), self._now())
        except DatabaseTrouble:
            # The chat is begun all the same, and beginning it once more gives the same one.
            _log.warning("teams.reference_not_kept")
        return await self._post(turn.service_url, conversation_id, shown)

    async def _personal(self, turn: Turn) -> ConversationRef | None:
        """The chat that this person and chatdesk have, as far as anybody knows now."""
        if not turn.identity.user:
            return None
        try:
            for tenant in dict.fromkeys((turn.tenant, turn.identity.tenant)):
                known = await self._run(self._references.personal, tenant, turn.identity.user)
                if known is not None and known.dead_code is None:
                    return known
        except DatabaseTrouble:
            _log.warning("teams.references_not_read")
        return None

    async def _post(self, service_url: str, conversation_id: str, shown: JSON) -> bool:
        try:
            await self._patiently(lambda: self._posts.post(service_url, conversation_id, shown))
        except CallFailed as failed:
            _log.warning("teams.answer_failed", code=failed.code)
            return False
        return True

    async def _patiently(self, call: Callable[[], Awaitable[T]]) -> T:
        """The call, again after a while where it surely did nothing. Raises CallFailed."""
        for wait in _WAITS:
            try:
                return await call()
            except CallFailed as failed:
                if failed.meaning is not Meaning.RETRY:
                    raise
                await asyncio.sleep(min(failed.retry_after or wait, self._longest_wait))
        return await call()
