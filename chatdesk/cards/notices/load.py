"""Bulk loads: received, waiting as one too many, approved, declined."""

from __future__ import annotations

from chatdesk.cards.loads import shown_digest
from chatdesk.cards.model import Button, Card, Tone
from chatdesk.cards.notices.scene import Scene
from chatdesk.cards.step_buttons import load_answers


def received(scene: Scene) -> Card:
    digest = shown_digest(scene.fact("digest") or "")
    return scene.card(scene.say(scene.side, rows=_rows(scene), digest=digest), tone=Tone.GOOD)


def waiting(scene: Scene) -> Card:
    """One more than the month has. Ours say yes or no."""
    buttons: tuple[Button, ...] = () if scene.for_customer else tuple(load_answers(scene.voice, scene.view))
    line = scene.say(scene.side, rows=_rows(scene), requester=scene.requester())
    return scene.card(line, scene.small(f"next_{scene.side}"), tone=Tone.WARNING, buttons=buttons)


def approved(scene: Scene) -> Card:
    return scene.card(scene.say(scene.side), tone=Tone.GOOD)


def declined(scene: Scene) -> Card:
    return scene.card(scene.say(scene.side, requester=scene.requester()), scene.quote())


def _rows(scene: Scene) -> str:
    return scene.voice.plain("load.rows", n=int(scene.fact("rows") or 0))
