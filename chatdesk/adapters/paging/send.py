"""Sends alarms for the outbox, which decides what is sent again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from chatdesk.adapters.paging import mail, opsgenie, pagerduty, webhook
from chatdesk.adapters.paging.calls import Calls
from chatdesk.adapters.paging.hosts import Hosts
from chatdesk.adapters.paging.mail import MailAccount
from chatdesk.adapters.paging.request import Request
from chatdesk.cards.model import Alarm, Card
from chatdesk.core.pagers import Pager, PagerKind, pager_at
from chatdesk.core.places import Destination, MessageRef, Place
from chatdesk.delivery import SendFailed

CANNOT_ASK: Final = "cannot_ask"


class PagingSender:
    """`secrets` by the names that directory.yml gives them; `account` where mail is handed in, if anywhere."""

    def __init__(
        self,
        secrets: Mapping[str, str],
        account: MailAccount | None,
        now: Callable[[], datetime],
        hosts: Hosts,
    ) -> None:
        self._secrets = secrets
        self._account = account
        self._now = now
        self._hosts = hosts
        self._calls = Calls()

    async def post(self, card: Card, to: Destination, key: str) -> MessageRef:
        """Tells one pager. What it recognises a repeat by is the alarm's own id, not `key`. Raises SendFailed."""
        if card.alarm is None or to.place is None:
            raise ValueError("only alarms go to pagers")
        pager = pager_at(to.place)
        if pager.kind is PagerKind.EMAIL:
            return await self._mail(card.alarm, card.text, pager, to.place)
        await self._calls.post(self._request(card.alarm, card.text, pager))
        return MessageRef(to.place, card.alarm.word_id)

    async def edit(self, card: Card, message: MessageRef) -> None:
        """What has rung has rung."""
        raise SendFailed("dead", code="cant_update_message")

    async def find(self, key: str, to: Destination, since: datetime) -> MessageRef | None:
        """A pager recognises what it is sent again, so that may be done; a mailbox shows it twice."""
        if to.place is not None and pager_at(to.place).kind is PagerKind.EMAIL:
            raise SendFailed("uncertain", code=CANNOT_ASK)
        return None

    async def close(self) -> None:
        await self._calls.close()

    def _request(self, alarm: Alarm, text: str, pager: Pager) -> Request:
        secret = self._secrets.get(pager.secret or "")
        if secret is None:
            raise SendFailed("dead", code="no_secret")
        if pager.kind is PagerKind.PAGERDUTY:
            return pagerduty.request(alarm, self._hosts.pagerduty(pager.to), secret)
        if pager.kind is PagerKind.OPSGENIE:
            return opsgenie.request(alarm, text, self._hosts.opsgenie(pager.to), secret)
        return webhook.request(alarm, text, pager.to, secret, self._now())

    async def _mail(self, alarm: Alarm, text: str, pager: Pager, place: Place) -> MessageRef:
        if self._account is None:
            raise SendFailed("dead", code="no_secret")
        letter = mail.letter(alarm, text, self._account, pager.to, self._now())
        await asyncio.to_thread(mail.send, letter, self._account)
        return MessageRef(place, str(letter["Message-ID"]))
