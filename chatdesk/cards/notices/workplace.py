"""Who left, who came, and what to do about it."""

from __future__ import annotations

from chatdesk.cards.model import Button, Card, Line, Tone
from chatdesk.cards.notices.escalation import taking
from chatdesk.cards.notices.scene import Scene


def owner_left(scene: Scene) -> Card:
    return scene.card(_line(scene, "ours"), tone=Tone.BAD, buttons=_taking(scene))


def requester_left(scene: Scene) -> Card:
    name = "ours_account_closed" if scene.fact("because") == "account_closed" else "ours_left_channel"
    return scene.card(_line(scene, name), scene.small("next"), tone=Tone.WARNING)


def outsiders_came(scene: Scene) -> Card:
    where = "ours_here" if scene.is_in_thread else "ours_there"
    return scene.card(scene.say(where), scene.small("next"), tone=Tone.BAD)


def _line(scene: Scene, name: str) -> Line:
    return scene.say(name, who=scene.voice.person(scene.view, scene.fact("who")))


def _taking(scene: Scene) -> tuple[Button, ...]:
    return taking(scene) if scene.view.case.is_live and scene.view.case.owner_id is None else ()
