"""What somebody reads, for tests of the Slack adapter."""

from __future__ import annotations

from chatdesk.playground import text_of
from chatdesk.playground.conversations import Message
from tests.world import Actor, World


def told(world: World, who: Actor) -> str:
    """The newest answer that this person alone got: an ephemeral, or nothing yet."""
    mine = [m for m in world.playground.as_(who.id).everything() if m.only_for == who.id]
    return text_of(mine[-1]) if mine else ""


def anchor(world: World, who: Actor, where: str, number: str) -> Message:
    """The message in which the case's live card stands, as this person sees it."""
    seen = world.playground.as_(who.id).everything()
    found = [m for m in seen if m.is_from_app and m.only_for is None and number in text_of(m).split("\n")[0]]
    place = world.playground.as_(who.id).place(where)
    return next(m for m in found if place.messages.get(m.ts) == m)


def numbers(world: World, where: str) -> list[str]:
    """The cases whose cards stand at the top of a channel."""
    place = world.engineer.messages(where)
    return [text_of(m).split(" ·")[0] for m in place if m.is_from_app and m.only_for is None]


def has_modal(world: World, who: Actor) -> bool:
    return world.playground.as_(who.id).has_modal()
