"""The front door of Teams on a desk of its own: a tenant on the loopback, the demo's people, a clock that is set."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from itertools import count
from typing import Any

from chatdesk.adapters.teams.front import build_teams
from chatdesk.adapters.web import WebServer
from chatdesk.app import Files, read_files
from chatdesk.core.places import Identity
from chatdesk.delivery import Delivery
from chatdesk.demo.play import DIRECTORY
from chatdesk.desk import Desk
from chatdesk.known_conversations import KnownConversations
from chatdesk.playground import Seed
from chatdesk.reads import Reads, Scope
from chatdesk.store.engine import open_store
from chatdesk.store.mirrors import Mirrors
from chatdesk.store.outbox import Outbox
from chatdesk.store.run import Run
from tests.teams_peer import activities
from tests.teams_peer.cast import APP_ID, HOME, furnish, rehomed, workspace
from tests.teams_peer.peer import TeamsPeer
from tests.teams_peer.person import TeamsDriver
from tests.teams_peer.sheet import CARD
from tests.teams_peer.tenant import Conversation, Message, Person

JSON = dict[str, Any]

# A Friday afternoon in New York.
START = datetime.fromisoformat("2026-03-06T14:20-05:00")


@cache
def _on_slack() -> tuple[Files, Seed]:
    files = read_files(None, DIRECTORY)
    return files, workspace(files.directory)


@cache
def _files() -> Files:
    files, seed = _on_slack()
    who = rehomed(files.directory, seed, lambda _: ("teams",), lambda _: ("teams",), ("teams",))
    harbor, *others = who.customers
    # Two promises: the demo's policy with questions for one customer, another for the rest.
    chosen = (replace(harbor, policy="catamarun"), *(replace(other, policy="c2-atom") for other in others))
    return Files(files.policies, replace(who, customers=chosen))


class TeamsDesk:
    def __init__(self, database_url: str, **patience: float) -> None:
        self.now = START
        self._ids = count(1)
        self.store = open_store(database_url)
        self.run = Run(self.store)
        self.desk = Desk(self.store, lambda: f"id{next(self._ids)}")
        self.desk.use_policies(_files().policies, self.now)
        self.desk.use_directory(_files().directory)
        self.reads = Reads(self.store)
        self.references = KnownConversations(self.store)
        self.outbox = Outbox(self.store)
        self.peer = TeamsPeer(lambda: self.now)
        self.tenant = self.peer.tenant
        furnish(self.tenant, _on_slack()[1])
        self._patience = patience

    async def start(self) -> None:
        await self.peer.start()
        await self.start_program()

    async def start_program(self) -> None:
        """A new process on the same database, which remembers nothing."""
        self.front = build_teams(
            auth=self.peer.auth(),
            tokens=self.peer.tokens,
            hosts=self.peer.hosts,
            app_id=APP_ID,
            tenants=frozenset({HOME}),
            desk=self.desk,
            reads=self.reads,
            run=self.run,
            references=self.references,
            now=lambda: self.now,
            new_id=lambda: f"id{next(self._ids)}",
            **self._patience,
        )
        self.delivery = Delivery(self.outbox, Mirrors(self.store), self.reads, {"teams": self.front.sender}, self.run)
        self._web = WebServer(
            {"/api/messages": self.front.receive}, self._ready, host="127.0.0.1", port=0, drain_seconds=1
        )
        await self._web.start()
        self.peer.endpoint = f"http://127.0.0.1:{self._web.port}/api/messages"

    async def stop_program(self) -> None:
        await self._web.stop()
        await self.front.close()

    async def stop(self) -> None:
        await self.stop_program()
        await self.peer.stop()
        self.run.close()
        self.store.close()

    def as_(self, name: str) -> TeamsDriver:
        return self.peer.as_(name)

    def person(self, name: str) -> Person:
        return self.tenant.people[name]

    def place(self, name: str) -> Conversation:
        return next(where for where in self.tenant.conversations.values() if where.name == name)

    async def settle(self) -> None:
        """Everything that was asked for is answered, and everything that is due is sent."""
        while True:
            await self.front.settle()
            if not (await self.delivery.deliver_due(self.now)).count:
                return
            self.now += timedelta(seconds=3)

    async def say(self, who: str, where: str, text: str, thread: Message | None = None) -> Message:
        said = await self.as_(who).mention(where, text, thread)
        await self.settle()
        return said

    async def slash(self, who: str, where: str, command: str) -> None:
        await self.as_(who).slash(where, command)
        await self.settle()

    async def open(self, title: str = "VPN down", who: str = "ruth") -> Message:
        """A case by a mention in the customer's channel; the message that begins its thread."""
        said = await self.say(who, "#harbor-support", f"open {title}")
        assert "HARBOR-" in self.reads_(who, "#harbor-support"), self.reads_(who, "#harbor-support")
        return said

    def reads_(self, who: str, where: str) -> str:
        """All that somebody reads in a place, oldest first."""
        place = self.as_(who).place(where)
        return "\n\n".join(message.text_for(self.person(who)) for message in place.seen_by(self.person(who)))

    def newest(self, who: str) -> Message:
        return self.as_(who).everything()[-1]

    def told(self, who: str) -> str:
        """What was shown to this person alone, oldest first."""
        own = self.person(who)
        seen = [m for m in self.as_(who).everything() if m.only_for is own or m.conversation.kind == "personal"]
        return "\n\n".join(message.text_for(own) for message in seen if message.is_from_app)

    def cases(self) -> int:
        return len(self.reads.list_cases(self.reads.person(self.identity("dana")), Scope.ALL, self.now))

    def identity(self, name: str) -> Identity:
        return Identity("teams", self.person(name).tenant, self.person(name).aad_id)

    def said(self, who: str, where: Conversation, text: str, root: str | None = None, **more: Any) -> JSON:
        """A message's JSON as Teams delivers it, to be changed by a test."""
        written, entities = activities.spoken(self.tenant, where, text, mentions_app=where.kind != "personal")
        activity = activities.message(
            self.tenant, self.person(who), where, root, written, entities, self.peer.service_url
        )
        above = root if where.has_threads else None
        message = self.tenant.write(where, above, self.person(who), activity)
        activity["id"] = message.id
        if where.has_threads:
            activity["conversation"]["id"] = f"{where.id};messageid={root or message.id}"
        return activity | more

    def invoked(self, who: str, name: str, value: Any, about: Message | None = None, where: str = "") -> JSON:
        place = about.conversation if about else self.place(where.lstrip("#"))
        root = (about.root or about.id) if about and place.has_threads else None
        return activities.invoke(self.tenant, self.person(who), place, root, name, value, self.peer.service_url, about)

    async def _ready(self) -> None:
        return None


def clicked(verb: str, args: dict[str, str], trigger: str = "manual") -> JSON:
    return {
        "action": {"type": "Action.Execute", "verb": verb, "data": {"do": verb, "args": args}},
        "trigger": trigger,
    }


def is_card(body: JSON) -> bool:
    return body["type"] == CARD and body["value"]["type"] == "AdaptiveCard"
