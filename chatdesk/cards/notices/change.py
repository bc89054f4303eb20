"""A change request goes its way: what was understood, by what it will be judged, what it takes, when it comes."""

from __future__ import annotations

from chatdesk.cards.model import Button, Card, Tone
from chatdesk.cards.notices.scene import Scene
from chatdesk.cards.phrases import term_words
from chatdesk.cards.step_buttons import criterion_answers
from chatdesk.core.agreement import Term
from chatdesk.core.change import ChangeStep


def analysed(scene: Scene) -> Card:
    return scene.card(
        scene.say(scene.side, requester=scene.requester()), scene.quote(), scene.small(f"next_{scene.side}")
    )


def criterion(scene: Scene) -> Card:
    line = scene.say(scene.side, requester=scene.requester())
    return scene.card(line, scene.quote(), scene.small(f"next_{scene.side}"), buttons=_answers(scene))


def approved(scene: Scene) -> Card:
    return scene.card(scene.say(scene.side), scene.small(f"next_{scene.side}"), tone=Tone.GOOD)


def refused(scene: Scene) -> Card:
    tone = Tone.CALM if scene.for_customer else Tone.WARNING
    return scene.card(scene.say(scene.side), scene.quote_of_customer(), tone=tone)


def evaluated(scene: Scene) -> Card:
    return scene.card(scene.say(scene.side), scene.quote(), scene.small(f"next_{scene.side}"))


def scheduled(scene: Scene) -> Card:
    term = term_words(scene.voice, Term(scene.moment("due_at"), scene.fact("release")))
    return scene.card(scene.say(scene.side, term=term, requester=scene.requester()), tone=Tone.GOOD)


def _answers(scene: Scene) -> tuple[Button, ...]:
    change = scene.view.case.change
    is_open = change is not None and change.step is ChangeStep.CRITERION_ADDED and scene.view.case.is_live
    if not scene.for_customer or not is_open:
        return ()
    return tuple(criterion_answers(scene.voice, scene.view))
