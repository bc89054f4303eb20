"""What Teams says, asked just now, of who speaks, whom they name and where: for administrators only.

Teams has no word for who administers it that a bot could ask for, and lets nobody choose a channel in a form.
"""

from __future__ import annotations

from dataclasses import replace

from chatdesk.adapters.talk.grammar import read
from chatdesk.adapters.talk.ground import Account, Channel, Ground
from chatdesk.adapters.talk.ports import Run
from chatdesk.adapters.talk.spoken import Mention, Spoken
from chatdesk.adapters.talk.talk import Talk
from chatdesk.adapters.talk.verbs_of_admin import ADMIN
from chatdesk.adapters.talk.wish import Wish
from chatdesk.adapters.teams.ids import PLATFORM
from chatdesk.adapters.teams.people import Member, People
from chatdesk.adapters.teams.turn import Turn
from chatdesk.core.places import Place


class Grounds:
    """`tenants` are our organisation's own. Raises CallFailed where Teams cannot say now."""

    def __init__(self, people: People, talk: Talk, tenants: frozenset[str], run: Run) -> None:
        self._people = people
        self._talk = talk
        self._tenants = tenants
        self._run = run

    async def grounded(self, wish: Wish, turn: Turn) -> Wish:
        """The wish with what Teams says of all that, if it is an administrator's."""
        if wish.verb != ADMIN.name:
            return wish
        return replace(wish, ground=await self._of(turn, wish.mentioned))

    async def of_said(self, spoken: Spoken, turn: Turn) -> Ground | None:
        """The same for what is said: where it names that verb, and to us alone as long as something is to be set up."""
        is_admin = read(spoken.text).verb is ADMIN
        if not is_admin and not (turn.is_personal and await self._run(self._talk.may_lead, turn.identity)):
            return None
        return await self._of(turn, spoken.mentioned)

    async def _of(self, turn: Turn, mentioned: tuple[Mention, ...]) -> Ground:
        member = await self._people.member_now(turn, turn.address)
        asker = self._account(member, turn.locale, turn.zone)
        if asker is None or not asker.is_home or asker.identity != turn.identity:
            return Ground(None)
        named = [await self._people.member_now(turn, mention.identity.user) for mention in mentioned]
        return Ground(asker, tuple(self._account(each, "", "") for each in named), self._channel(turn))

    def _account(self, member: Member | None, language: str, zone: str) -> Account | None:
        if member is None or not member.identity.user:
            return None
        is_ours = member.identity.tenant in self._tenants
        return Account(
            member.identity,
            member.name,
            language.split("-")[0],
            zone,
            is_home=is_ours and not member.is_guest,
            is_guest=member.is_guest,
        )

    def _channel(self, turn: Turn) -> Channel | None:
        if not turn.conversation:
            return None
        others = () if turn.tenant in self._tenants else (turn.tenant,)
        return Channel(
            Place(PLATFORM, turn.tenant, turn.conversation), "", True, is_direct=turn.is_personal, shared_with=others
        )
