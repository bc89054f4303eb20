"""The case is under another version of its policy."""

from __future__ import annotations

from chatdesk.cards.model import Card, Facts
from chatdesk.cards.notices.scene import Scene
from chatdesk.cards.promises import due_facts


def changed(scene: Scene) -> Card:
    voice, view = scene.voice, scene.view
    due_times = {key[4:]: value for key, value in scene.notice.facts if key.startswith("due.")}
    facts = Facts(tuple(due_facts(voice, due_times, view.case, view.policy, for_customer=False)))
    title = view.policy.title.in_language(voice.language)
    return scene.card(
        scene.say("ours", policy=title),
        scene.small("times" if facts.facts else "no_times"),
        facts if facts.facts else None,
    )
