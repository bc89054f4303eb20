"""Somebody tries a door for a case: any verb, through any kind of request, and everything that comes back of it.

Requests are forged where the platform would not offer the button: its bytes are no authority.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from typing import Any
from urllib.parse import urlencode

from chatdesk.adapters.slack import doors as slack
from chatdesk.adapters.talk.door import Door, Through
from chatdesk.adapters.talk.verbs import BY_NAME
from chatdesk.adapters.teams import doors as teams
from chatdesk.playground import payloads
from tests.story import Story
from tests.teams_peer import activities
from tests.teams_peer.sheet import CARD
from tests.teams_peer.tenant import Conversation
from tests.teams_world import TeamsWorld
from tests.world import World

JSON = dict[str, Any]

# Every field of every form and every argument of every button, so that nothing is refused for what it lacks.
ARGS = {"tier": "1", "to": "2", "whom": "customer", "severity": "1"}
FIELDS = {"text": "hello", "owner": "dana", "whom": "customer", "level": "2", "severity": "1", "other": "HARBOR-1"}
# Slack's methods by which somebody is shown something.
_SHOWS = ("chat.", "views.", "response_url")
_WORDS = {"severity": "1", "assign": "me", "wait": "customer", "handoff": "2", "link": "HARBOR-1", "merge": "HARBOR-1"}


class Knocking(ABC):
    """One person in one place. `knock` gives all that comes back, as text, without what differs by chance."""

    @abstractmethod
    async def knock(self, door: Door, verb: str, case_id: str, number: str) -> str: ...

    @abstractmethod
    async def touch(self, door: Door, channel: str, message: str) -> str:
        """The doors that no verb has to be named for: they lead to a message, to one's own page, to a form."""


def typed(verb: str, number: str) -> str:
    """What follows a verb that needs no case is `number` alone."""
    known = BY_NAME.get(verb)
    following = _WORDS.get(verb, "hello") if known and known.needs_case else ""
    return f"{verb} {number} {following}".strip()


class InTeams(Knocking):
    def __init__(self, world: TeamsWorld, login: str, where: str) -> None:
        self._world = world
        self._teams = world.teams
        self._driver = world.teams.as_(login)
        self._where = self._driver.place(where)

    async def knock(self, door: Door, verb: str, case_id: str, number: str) -> str:
        return await self._deliver(self._activity(door, verb, case_id, number))

    async def touch(self, door: Door, channel: str, message: str) -> str:
        return await self._deliver(self._touched(door, self._teams.tenant.conversations[channel], message))

    async def _deliver(self, activity: JSON) -> str:
        before = len(self._teams.connector.calls)
        status, body = await self._teams.deliver(activity)
        await self._world.settle_peers()
        told = [call.body for call in self._teams.connector.calls[before:] if call.method != "GET"]
        return json.dumps([status, body, told], sort_keys=True, ensure_ascii=False)

    def _activity(self, door: Door, verb: str, case_id: str, number: str) -> JSON:
        match teams.Name(door.name):
            case teams.Name.MESSAGE:
                return self._said(typed(verb, number), is_targeted=False)
            case teams.Name.TARGETED_MESSAGE:
                return self._said(typed(verb, number), is_targeted=True)
            case teams.Name.VALUE_MESSAGE:
                activity = self._said("", is_targeted=False)
                del activity["text"], activity["attachments"]
                return {**activity, "value": _data(door, verb, case_id)}
            case teams.Name.CARD_ACTION:
                action = {"type": "Action.Execute", "verb": verb, "data": _data(door, verb, case_id)}
                return self._invoke(door.name, {"action": action, "trigger": "manual"})
            case _:
                value = {"commandId": "case_from_message", "data": _data(door, verb, case_id), "context": {}}
                return self._invoke(door.name, value)

    def _touched(self, door: Door, where: Conversation, message: str) -> JSON:
        person, url, tenant = self._driver.person, self._teams.service_url, self._teams.tenant
        match teams.Name(door.name):
            case teams.Name.EXTENSION_FETCH:
                payload = {"id": message, "body": {"contentType": "text", "content": "hello"}, "attachments": []}
                value = {"commandId": "case_from_message", "commandContext": "message", "messagePayload": payload}
                return activities.invoke(tenant, person, where, message, door.name, {**value, "context": {}}, url)
            case teams.Name.MESSAGE_UPDATE | teams.Name.MESSAGE_DELETE:
                written, entities = activities.spoken(tenant, where, "other words", mentions_app=True)
                said = activities.message(tenant, person, where, message, written, entities, url)
                return {**said, "type": door.name, "id": message}
            case _:
                raise LookupError(f"nobody knows how to touch {door.name}")

    def _said(self, text: str, *, is_targeted: bool) -> JSON:
        mentions = not is_targeted and self._where.kind != "personal"
        written, entities = activities.spoken(self._teams.tenant, self._where, text, mentions_app=mentions)
        message = self._teams.tenant.write(self._where, None, self._driver.person, {}, is_command=True)
        activity = activities.message(
            self._teams.tenant,
            self._driver.person,
            self._where,
            message.id,
            written,
            entities,
            self._teams.service_url,
        )
        message.only_for = self._driver.person if is_targeted else None
        message.activity = activity | {"id": message.id}
        if is_targeted and self._where.kind != "personal":
            message.activity["recipient"] = {**activity["recipient"], "isTargeted": True}
        return message.activity

    def _invoke(self, name: str, value: JSON) -> JSON:
        about = _a_card(self._world, self._where)
        person, url = self._driver.person, self._teams.service_url
        return activities.invoke(self._teams.tenant, person, self._where, about.id, name, value, url, about)


class InSlack(Knocking):
    def __init__(self, world: World, login: str, where: str) -> None:
        self._world = world
        self._page = world.playground
        self._driver = world.playground.as_(login)
        self._where = self._driver.place(where)
        self._count = 0

    async def knock(self, door: Door, verb: str, case_id: str, number: str) -> str:
        before = self._begin()
        match slack.Name(door.name):
            case slack.Name.MESSAGE:
                # Without a mention chatdesk listens in its own chat with somebody, and in the threads of cases.
                await self._driver.say("@chatdesk", typed(verb, number))
            case slack.Name.MENTION:
                await self._driver.mention(self._where, typed(verb, number))
            case slack.Name.COMMAND:
                await self._command(typed(verb, number))
            case slack.Name.ACTIONS:
                await self._action(door.through, verb, case_id)
            case slack.Name.SUBMISSION:
                await self._send("view_submission", {"view": _view(verb, case_id)})
            case _:
                raise LookupError(f"nobody knows how to knock at {door.name}")
        return await self._what_came(*before)

    async def touch(self, door: Door, channel: str, message: str) -> str:
        before = self._begin()
        place = self._page.workspace.conversations[channel]
        match slack.Name(door.name):
            case slack.Name.HOME:
                await self._driver.home()
            case slack.Name.REACTION:
                item = {"type": "message", "channel": channel, "ts": message}
                event = {"type": door.name, "reaction": "ticket", "user": self._driver.id, "item": item}
                await self._event(event | {"event_ts": f"{self._count}.5"}, place)
            case slack.Name.MESSAGE:
                said = {"type": "message", "user": self._driver.id, "text": "other words", "ts": message}
                said |= {"thread_ts": message, "edited": {"user": self._driver.id, "ts": f"{float(message) + 9:.6f}"}}
                event = {"type": "message", "subtype": "message_changed", "message": said, "channel": channel}
                await self._event(event | {"ts": f"{self._count}.5", "event_ts": f"{self._count}.5"}, place)
            case slack.Name.FROM_MESSAGE:
                said = {"type": "message", "user": self._driver.id, "text": "hello", "ts": message}
                about = {"callback_id": door.name, "message": said, "message_ts": message}
                about["channel"] = {"id": channel, "name": place.name}
                await self._send("message_action", about)
            case slack.Name.OPEN_GLOBAL:
                await self._send("shortcut", {"callback_id": door.name})
            case _:
                raise LookupError(f"nobody knows how to touch {door.name}")
        return await self._what_came(*before)

    def _begin(self) -> tuple[int, int]:
        self._count += 1
        return len(self._page.journal.calls()), len(self._page.journal.deliveries())

    async def _event(self, event: JSON, place: Any) -> None:
        await self._page.outbound.event(payloads.envelope(self._page.workspace, event, place))

    async def _what_came(self, calls: int, delivered: int) -> str:
        await self._world.settle_peers()
        # What chatdesk posts comes back to it as an event, and answers to that are nobody's.
        await self._world.settle_peers()
        answer = self._page.journal.deliveries()[delivered].answer
        shown = [call for call in self._page.journal.calls()[calls:] if call.method.startswith(_SHOWS)]
        told = [(call.method, _steady(call.args)) for call in shown]
        return json.dumps([answer, told], sort_keys=True, ensure_ascii=False)

    async def _command(self, text: str) -> None:
        workspace = self._page.workspace
        command = workspace.seed.app.commands[0]
        url = self._page.acts.response_urls.issue(self._driver.id, self._where.id, "1.0", None)
        form = payloads.slash_command(workspace, command, self._driver.id, self._where, text, url, self._trigger())
        body = urlencode(form).encode()
        await self._page.outbound.send("slash_command", {}, body, "application/x-www-form-urlencoded")

    async def _action(self, through: Through, verb: str, case_id: str) -> None:
        if through is Through.REDREW_FORM:
            changed = {"type": "static_select", "action_id": "severity", "block_id": "severity", "action_ts": "1.0"}
            await self._send("block_actions", {"view": _view(verb, case_id), "actions": [changed]})
            return
        ending = ":form" if through is Through.ASKED_FOR_FORM else ""
        pressed = {"type": "button", "action_id": f"do:0:{verb}{ending}", "action_ts": f"{self._count}.0"}
        pressed["value"] = json.dumps({"case": case_id, **ARGS})
        place = {"channel": {"id": self._where.id, "name": self._where.name}, "container": {"type": "message"}}
        url = self._page.acts.response_urls.issue(self._driver.id, self._where.id, "1.0", None)
        await self._send("block_actions", {**place, "response_url": url, "actions": [pressed]})

    async def _send(self, kind: str, more: JSON) -> None:
        payload = payloads._interaction(self._page.workspace, kind, self._driver.id) | more
        payload["trigger_id"] = self._trigger()
        body = urlencode({"payload": json.dumps(payload)}).encode()
        await self._page.outbound.send(kind, {}, body, "application/x-www-form-urlencoded")

    def _trigger(self) -> str:
        return self._page.acts.triggers.issue(self._driver.id)


def knocking(world: Story, login: str, where: str) -> Knocking:
    return InTeams(world, login, where) if isinstance(world, TeamsWorld) else InSlack(world, login, where)


def _data(door: Door, verb: str, case_id: str) -> JSON:
    args = {"case": case_id, **ARGS}
    if door.through is Through.CLICKED:
        return {"do": verb, "args": args}
    if door.through is Through.ASKED_FOR_FORM:
        return {"ask": verb, "args": args}
    form = {"send": verb, "args": {"case": case_id}, "origin": {}, "asked": ",".join(FIELDS), **FIELDS}
    return form | ({"redraw": "yes"} if door.through is Through.REDREW_FORM else {})


def _view(verb: str, case_id: str) -> JSON:
    values = {key: {key: {"type": "plain_text_input", "value": value}} for key, value in FIELDS.items()}
    carried = {"verb": verb, "args": {"case": case_id}, "origin": {}}
    return {
        "id": "V0FORGED",
        "type": "modal",
        "hash": "1.abc",
        "callback_id": "form",
        "private_metadata": json.dumps(carried),
        "title": {"type": "plain_text", "text": "x"},
        "blocks": [
            {"type": "input", "block_id": key, "element": {"type": "plain_text_input", "action_id": key}}
            for key in FIELDS
        ],
        "state": {"values": values},
    }


def _a_card(world: TeamsWorld, where: Conversation) -> Any:
    """The message that a pressed button is said to stand on."""
    for message in where.messages:
        if message.is_from_app and message.only_for is None:
            return message
    content = {"type": "AdaptiveCard", "version": "1.5", "body": []}
    activity = {"type": "message", "attachments": [{"contentType": CARD, "content": content}]}
    return world.teams.tenant.write(where, None, None, activity)


def _steady(args: JSON) -> JSON:
    """What a call says; ids of triggers, addresses and views are new each time."""
    return {
        key: value for key, value in args.items() if key not in ("trigger_id", "view_id", "hash", "url", "thread_ts")
    }
