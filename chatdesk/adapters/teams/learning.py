"""What every turn tells of where chatdesk can speak, kept without writing what is known already."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime, timedelta

from chatdesk.adapters.talk.ports import Run
from chatdesk.adapters.teams.hosts import Hosts
from chatdesk.adapters.teams.housekeeping import Housekeeping
from chatdesk.adapters.teams.references import AccountRef, ConversationRef, References
from chatdesk.adapters.teams.turn import Turn

_MOST = 10_000
# Another process may have found a conversation dead.
_HOLDS_FOR = timedelta(minutes=1)

_Key = tuple[str, str]


class Learning:
    def __init__(
        self,
        references: References,
        hosts: Hosts,
        housekeeping: Housekeeping,
        run: Run,
        now: Callable[[], datetime],
    ) -> None:
        self._references = references
        self._hosts = hosts
        self._housekeeping = housekeeping
        self._run = run
        self._now = now
        self._known: OrderedDict[_Key, tuple[ConversationRef | AccountRef, datetime]] = OrderedDict()

    async def of(self, turn: Turn, *, is_there: bool = True) -> bool:
        """Keeps conversation and account; True if the conversation is new.

        `is_there` is False where the turn does not show that chatdesk is in the conversation.
        """
        # An address that is not Microsoft's is not even kept.
        if not self._hosts.trusts(turn.service_url):
            return False
        conversation, account = turn.conversation_ref() if is_there else None, turn.account_ref()
        now = self._now()
        told: dict[_Key, ConversationRef | AccountRef] = {}
        if conversation is not None:
            told[conversation.tenant, conversation.id] = conversation
        if account is not None:
            told[account.tenant, account.user] = account
        if all(self._is_known(key, ref, now) for key, ref in told.items()):
            return False
        is_new = await self._run(self._references.learn, conversation, account, now)
        if is_new:
            await self._housekeeping.came(turn)
        self._known |= {key: (ref, now) for key, ref in told.items()}
        while len(self._known) > _MOST:
            self._known.popitem(last=False)
        return is_new

    async def forget(self, turn: Turn, *, is_whole_team: bool = False) -> None:
        """chatdesk was removed from the conversation, or from its whole team."""
        gone = {turn.conversation, turn.team if is_whole_team and turn.team else turn.conversation}
        for each in gone:
            await self._run(self._references.forget, turn.tenant, each)
        if is_whole_team and turn.team:
            gone.update(await self._run(self._references.in_team, turn.tenant, turn.team))
        if not turn.is_personal:
            await self._housekeeping.removed(turn, gone)
        # Whatever else was in that team is looked up anew.
        self._known.clear()

    def _is_known(self, key: _Key, ref: ConversationRef | AccountRef, now: datetime) -> bool:
        kept = self._known.get(key)
        return kept is not None and kept[0] == ref and now - kept[1] < _HOLDS_FOR

    def drop(self, tenant: str, conversation: str) -> None:
        """What was known of a conversation no longer holds: the next turn there is kept anew, and brings it to life."""
        self._known.pop((tenant, conversation), None)


class Watched:
    """References for whoever sends: when a conversation turns out dead, `learning` hears of it."""

    def __init__(self, references: References, learning: Learning) -> None:
        self._references = references
        self._learning = learning
        self.learn = references.learn
        self.forget = references.forget
        self.conversation = references.conversation
        self.in_team = references.in_team
        self.personal = references.personal
        self.account = references.account
        self.account_at = references.account_at
        self.service_url = references.service_url

    def mark_dead(self, tenant: str, conversation: str, code: str, now: datetime) -> None:
        self._references.mark_dead(tenant, conversation, code, now)
        self._learning.drop(tenant, conversation)
