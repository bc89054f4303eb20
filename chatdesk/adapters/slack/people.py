"""Who an account is: asked of Slack once, told to the desk once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from chatdesk.adapters.slack.calls import call
from chatdesk.adapters.slack.client import PooledClient
from chatdesk.adapters.slack.parse import PLATFORM, users_in
from chatdesk.adapters.talk.calls import CallFailed, Meaning
from chatdesk.adapters.talk.ports import Run
from chatdesk.adapters.talk.spoken import Mention
from chatdesk.core.people import Standing
from chatdesk.core.places import Identity, Place
from chatdesk.core.view import PersonView, Reader
from chatdesk.desk import Desk
from chatdesk.reads import Reads

_FRESH = timedelta(hours=1)
_MOST = 5_000

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Profile:
    """What Slack says of an account. `team` is its own organisation; a foreign account has no `locale`."""

    team: str
    name: str
    locale: str
    zone: str
    is_guest: bool
    is_bot: bool
    asked_at: datetime


class People:
    def __init__(self, client: PooledClient, desk: Desk, reads: Reads, run: Run, now: Callable[[], datetime]) -> None:
        self._client = client
        self._desk = desk
        self._reads = reads
        self._run = run
        self._now = now
        self._profiles: OrderedDict[str, Profile] = OrderedDict()
        self._readers: OrderedDict[str, Reader] = OrderedDict()

    async def author(self, user: str, claimed_team: str | None) -> Identity:
        """The identity behind an event. An event may name the author's team; else Slack is asked.

        Raises CallFailed where Slack cannot say now.
        """
        if claimed_team:
            return Identity(PLATFORM, claimed_team, user)
        profile = await self.profile(user)
        return Identity(PLATFORM, profile.team if profile else "", user)

    async def meet(self, identity: Identity, place: Place | None, our_team: str) -> PersonView | None:
        """The person the desk knows behind an account, told of it now if it is new; None for those outside."""
        known = await self._run(self._reads.person, identity)
        if known is not None:
            self._remember(identity, known)
            return known
        profile = await self.profile(identity.user)
        # The team that came with the request decides; a profile that contradicts it is not believed.
        if profile is None or profile.is_bot or profile.team != identity.tenant:
            return None
        return await self._run(self._introduce, identity, profile, place, our_team)

    def forget(self, user: str) -> None:
        """An account is not what it was: it is asked for anew."""
        self._profiles.pop(user, None)
        self._readers.pop(user, None)

    def reader_hint(self, user: str) -> Reader:
        """For whom to choose words while nothing may be looked up: as they were last known here."""
        return self._readers.get(user) or Reader("en", "UTC", Standing.CUSTOMER)

    async def mentions(self, text: str, bot_user: str) -> Mapping[str, Mention]:
        """Those mentioned in a raw text, by user id, with their names."""
        found: dict[str, Mention] = {}
        for user in users_in(text):
            try:
                profile = await self.profile(user) if user != bot_user else None
            except CallFailed:
                # The words matter more than a name in them.
                continue
            if profile is not None:
                found[user] = Mention(Identity(PLATFORM, profile.team, user), profile.name)
        return found

    async def profile(self, user: str) -> Profile | None:
        """What Slack says of an account, an hour old at most while it answers; None if there is no such account.

        Raises CallFailed where nothing is known and Slack cannot say now.
        """
        now = self._now()
        known = self._profiles.get(user)
        if known is not None and now - known.asked_at < _FRESH:
            return known
        try:
            answer = await call(self._client.users_info(user=user, include_locale=True), may_repeat=True)
        except CallFailed as failed:
            _log.warning("slack.users_info_failed", code=failed.code)
            if known is None and failed.meaning is not Meaning.DEAD:
                raise
            return known
        profile = _profile(answer["user"], now)
        self._profiles[user] = profile
        while len(self._profiles) > _MOST:
            self._profiles.popitem(last=False)
        return profile

    def _remember(self, identity: Identity, person: PersonView) -> None:
        self._readers[identity.user] = Reader(person.language, person.zone, person.standing, person.id)
        while len(self._readers) > _MOST:
            self._readers.popitem(last=False)

    def _introduce(self, identity: Identity, profile: Profile, place: Place | None, our_team: str) -> PersonView | None:
        around = self._reads.reader_of_place(place) if place else None
        return self._desk.meet(
            identity,
            profile.name,
            profile.locale or (around.language if around else "en"),
            profile.zone or (around.zone if around else "UTC"),
            profile.team == our_team,
            profile.is_guest,
            place,
            self._now(),
        )


def _profile(user: Mapping[str, object], now: datetime) -> Profile:
    details = user.get("profile")
    shown = details if isinstance(details, Mapping) else {}
    name = user.get("real_name") or shown.get("real_name") or user.get("name") or ""
    return Profile(
        team=str(user.get("team_id") or ""),
        name=str(name),
        locale=str(user.get("locale") or ""),
        zone=str(user.get("tz") or ""),
        is_guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        is_bot=bool(user.get("is_bot")),
        asked_at=now,
    )
