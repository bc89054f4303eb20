"""Slash commands: the app's own, Slack's for channels, and what Slack answers where there is none."""

from __future__ import annotations

import re

from . import memberships, payloads
from .answers import post_answer
from .conversations import Conversation
from .outbound import Outbound
from .outcome import Outcome
from .seed import Person
from .triggers import ResponseUrls, Triggers
from .workspace import Workspace


class Commands:
    def __init__(
        self, workspace: Workspace, outbound: Outbound, triggers: Triggers, response_urls: ResponseUrls
    ) -> None:
        self._workspace = workspace
        self._outbound = outbound
        self._triggers = triggers
        self._response_urls = response_urls

    async def run(self, user: str, place: Conversation, typed: str, thread_ts: str | None) -> Outcome:
        """Runs a slash command. To people of other teams the home team's commands do not exist."""
        name, _, text = typed.partition(" ")
        if name == "/invite" and thread_ts is None:
            return self._invite(place, text)
        if name in ("/remove", "/leave", "/archive", "/unarchive") and thread_ts is None:
            return self._change(name, user, place, text)
        known = {command.command: command for command in self._workspace.seed.app.commands}
        if name not in known or self._workspace.is_foreign(user):
            return Outcome(
                f"{name} is not a valid command. A message that begins with a slash is taken for one; "
                "begin with a space to send it as it is."
            )
        if thread_ts:
            return Outcome(f"{name} is not supported in threads. Sorry!")
        fields = payloads.slash_command(
            self._workspace,
            known[name],
            user,
            place,
            text.strip(),
            self._response_urls.issue(user, place.id),
            self._triggers.issue(user),
        )
        answer = await self._outbound.slash_command(fields)
        if answer.failure == "http_timeout":
            return Outcome(f'{name} failed with the error "operation_timeout"')
        if answer.failure:
            return Outcome(f'{name} failed with the error "dispatch_failed"')
        refused = post_answer(self._workspace, place, user, answer)
        return Outcome(f'{name} failed with the error "{refused}"') if refused else Outcome()

    def _change(self, name: str, user: str, place: Conversation, text: str) -> Outcome:
        """Slack's own commands; bringing a channel back stands in a menu there."""
        if place.kind == "im" or place.frozen_reason:
            return Outcome(f"{name} works in channels only.")
        if name == "/leave":
            memberships.take_out(self._workspace, place, user, user)
            return Outcome(notice=f"You have left #{place.name}.")
        if self._workspace.is_foreign(user) or self._workspace.people[user].is_guest:
            return Outcome(f"{name} is for members of {self._workspace.home.name}.")
        if name == "/remove":
            person = self._named(text)
            if person is None or person.id not in place.members:
                return Outcome("/remove needs the @name of somebody who is in this channel.")
            memberships.take_out(self._workspace, place, person.id, user)
            return Outcome(notice=f"@{person.name} was removed.")
        memberships.set_archived(self._workspace, place, user, is_archived=name == "/archive")
        return Outcome(notice=f"#{place.name} is {'archived' if place.is_archived else 'open again'}.")

    def _named(self, text: str) -> Person | None:
        name = re.sub(r"^<?@|>$", "", text.strip())
        return self._workspace.people.get(name) or self._workspace.person_named(name)

    def _invite(self, place: Conversation, text: str) -> Outcome:
        person = self._named(text)
        if person is None or place.kind == "im":
            return Outcome("/invite needs the @name of somebody, in a channel.")
        foreign = self._workspace.is_foreign(person.id)
        if foreign and person.team_id not in place.shared_with:
            return Outcome(f"@{person.name} is in another organisation, and this channel is not shared with it.")
        if not self._workspace.join(place, person.id):
            return Outcome(f"@{person.name} is in this channel already.")
        return Outcome(notice=f"@{person.name} has joined.")
