"""Who an account is: the turn's own words and Teams' roster, told to the desk once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chatdesk.adapters.talk.calls import CallFailed, Meaning
from chatdesk.adapters.talk.plain_text import clean
from chatdesk.adapters.talk.ports import Run
from chatdesk.adapters.talk.spoken import Mention
from chatdesk.adapters.teams.calls import Calls
from chatdesk.adapters.teams.ids import PLATFORM
from chatdesk.adapters.teams.parse import Named
from chatdesk.adapters.teams.references import References
from chatdesk.adapters.teams.turn import Payload, Turn, directory_id, text
from chatdesk.core.people import Standing
from chatdesk.core.places import Identity
from chatdesk.core.view import PersonView, Reader
from chatdesk.desk import Desk
from chatdesk.reads import Reads

_FRESH = timedelta(hours=1)
_MOST = 5_000
_NO_MEMBER = Identity(PLATFORM, "", "")


@dataclass(frozen=True)
class Member:
    """What a roster says of somebody; without a `user` they are not in it."""

    identity: Identity
    name: str
    is_guest: bool
    asked_at: datetime


class People:
    """`tenants` are our organisation's own: nobody of another is one of us."""

    def __init__(
        self,
        calls: Calls,
        desk: Desk,
        reads: Reads,
        references: References,
        tenants: frozenset[str],
        run: Run,
        now: Callable[[], datetime],
    ) -> None:
        self._calls = calls
        self._desk = desk
        self._reads = reads
        self._references = references
        self._tenants = tenants
        self._run = run
        self._now = now
        self._members: OrderedDict[tuple[str, str], Member] = OrderedDict()
        self._readers: OrderedDict[Identity, Reader] = OrderedDict()

    async def recognised(self, turn: Turn) -> Turn:
        """The turn under the account by which the desk knows its person.

        Teams may name a guest's own tenant, or none, while we know them in the one that hosts the
        conversation, or in their own. The roster says who they are; only a customer is taken for
        the account of another tenant than the one named, never one of us.
        Raises CallFailed where the roster has to say and cannot now.
        """
        if turn.is_by_bot or not turn.identity.user or turn.identity in self._readers:
            return turn
        if await self._run(self._reads.person, turn.identity) is not None:
            return turn
        is_of_host = turn.identity.tenant == turn.tenant
        here = replace(turn.identity, tenant=turn.tenant)
        if not is_of_host and not _is_customer(await self._run(self._reads.person, here)):
            return turn
        if is_of_host and turn.is_personal:
            return turn
        member = await self._member(turn, turn.address)
        if member is None or member.identity.user != turn.identity.user:
            return turn
        if is_of_host:
            return replace(turn, identity=member.identity)
        return replace(turn, identity=here) if member.is_guest else turn

    async def meet(self, turn: Turn) -> PersonView | None:
        """The person the desk knows behind a turn, told of it now if they are new; None for those outside.

        Raises CallFailed where the roster has to say and cannot now.
        """
        if turn.is_by_bot or not turn.identity.user:
            return None
        return await self._meet(turn, turn.identity, turn.address, turn.name, turn.locale, turn.zone)

    async def meet_account(self, turn: Turn, user: str) -> PersonView | None:
        """The person behind an account of this tenant, by its AAD object id: chosen in a form, or an author."""
        known = await self._run(self._reads.person, Identity(PLATFORM, turn.tenant, user))
        if known is not None:
            return known
        member = await self._member(turn, user)
        if member is None:
            return None
        return await self._meet(turn, member.identity, user, member.name, "", "")

    async def mentions(self, turn: Turn, named: Iterable[Named]) -> Mapping[str, Mention]:
        """Those who were named, by their address here (or account, where they have no address), met on the way."""
        found: dict[str, Mention] = {}
        for each in named:
            address = each.address or each.user
            try:
                member = await self._member(turn, address)
                if member is None:
                    continue
                await self._meet(turn, member.identity, address, member.name, "", "")
            except CallFailed:
                # The words matter more than a name in them.
                continue
            found[address] = Mention(member.identity, member.name or each.name)
        return found

    async def is_member(self, turn: Turn, conversation: str) -> bool:
        """Is whoever makes this turn in that conversation of the same tenant too?"""
        elsewhere = turn.in_conversation(conversation, None)
        return bool(turn.identity.user) and await self._member(elsewhere, turn.identity.user) is not None

    async def member_now(self, turn: Turn, address: str) -> Member | None:
        """What the roster says of somebody at this moment, whatever is remembered; None if they are not in it."""
        self._members.pop((turn.conversation, address), None)
        return await self._member(turn, address)

    async def are_we_in(self, turn: Turn) -> bool:
        """Is chatdesk in the conversation of this turn? Where Teams cannot say now, we take it that it is."""
        if not turn.conversation:
            return False
        kept = await self._run(self._references.conversation, turn.tenant, turn.conversation)
        if kept is not None and kept.dead_code is None:
            return True
        try:
            return await self._member(turn, turn.address or turn.identity.user) is not None
        except CallFailed:
            return True

    def reader_hint(self, turn: Turn) -> Reader:
        """For whom to choose words while nothing may be looked up: as last known here, else as their program says."""
        known = self._readers.get(turn.identity)
        return known or Reader(turn.locale or "en", turn.zone or "UTC", Standing.CUSTOMER)

    async def _meet(
        self, turn: Turn, identity: Identity, address: str, name: str, locale: str, zone: str
    ) -> PersonView | None:
        known = await self._run(self._reads.person, identity)
        if known is None:
            is_ours = identity.tenant in self._tenants
            if not is_ours:
                known = await self._run(self._introduce, turn, identity, name, locale, zone, False, False)
            # A guest stands in our own tenant; nobody's guest is known by a chat that holds nobody else.
            if known is None and turn.tenant in self._tenants and not turn.is_personal:
                member = await self._member(turn, address)
                if member is not None and member.is_guest:
                    known = await self._run(self._introduce, turn, identity, name, locale, zone, True, True)
        if known is not None:
            self._remember(identity, known)
        return known

    async def _member(self, turn: Turn, address: str) -> Member | None:
        """What the roster says of an address, an hour old at most while it answers; None if they are not in it."""
        now, key = self._now(), (turn.conversation, address)
        kept = self._members.get(key)
        if kept is None or now - kept.asked_at >= _FRESH:
            try:
                answer = await self._calls.member(turn.service_url, turn.conversation, address)
            except CallFailed as failed:
                if failed.meaning is not Meaning.DEAD:
                    if kept is None:
                        raise
                    return kept if kept.identity.user else None
                # Somebody may be added at any time: not being there is not remembered for long.
                self._members.pop(key, None)
                return None
            kept = self._members[key] = _read_member(turn, answer, now)
            while len(self._members) > _MOST:
                self._members.popitem(last=False)
        return kept if kept.identity.user else None

    def _introduce(
        self, turn: Turn, identity: Identity, name: str, locale: str, zone: str, is_ours: bool, is_guest: bool
    ) -> PersonView | None:
        around = self._reads.reader_of_place(turn.place) if turn.place else None
        return self._desk.meet(
            identity,
            name,
            locale or (around.language if around else "en"),
            zone or (around.zone if around else "UTC"),
            is_ours,
            is_guest,
            turn.place and replace(turn.place, thread=None),
            self._now(),
        )

    def _remember(self, identity: Identity, person: PersonView) -> None:
        self._readers[identity] = Reader(person.language, person.zone, person.standing, person.id)
        while len(self._readers) > _MOST:
            self._readers.popitem(last=False)


def _is_customer(person: PersonView | None) -> bool:
    return person is not None and person.standing is Standing.CUSTOMER


def _read_member(turn: Turn, answer: Payload, now: datetime) -> Member:
    user = directory_id(answer, "aadObjectId") or directory_id(answer, "objectId")
    identity = Identity(PLATFORM, directory_id(answer, "tenantId") or turn.tenant, user) if user else _NO_MEMBER
    # Whoever comes in by a link has no account, whatever else the roster says of them.
    if text(answer, "userRole") == "anonymous":
        identity = _NO_MEMBER
    return Member(identity, clean(text(answer, "name")).strip(), text(answer, "userRole") == "guest", now)
