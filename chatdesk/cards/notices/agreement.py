"""Offers of a date or a release, answers to them, and releases that are announced."""

from __future__ import annotations

from chatdesk.cards.model import Button, Card, Line, Tone
from chatdesk.cards.notices.scene import Scene
from chatdesk.cards.phrases import offered_words, term_words
from chatdesk.cards.step_buttons import offer_answers
from chatdesk.core.agreement import Term


def offered(scene: Scene) -> Card:
    is_theirs = scene.fact("side") == ("customer" if scene.for_customer else "ours")
    name = f"{scene.side}_{'own' if is_theirs else 'other'}"
    line = scene.say(name, term=_offered(scene), requester=scene.requester())
    return scene.card(line, scene.small("rule"), buttons=() if is_theirs else _answers(scene))


def accepted(scene: Scene) -> Card:
    term = term_words(scene.voice, _term(scene))
    return scene.card(scene.say(scene.side, term=term), tone=Tone.GOOD)


def declined(scene: Scene) -> Card:
    buttons = (_offer(scene),) if scene.view.case.is_live else ()
    return scene.card(scene.say(scene.side, term=_offered(scene)), scene.quote(), buttons=buttons)


def nudged(scene: Scene) -> Card:
    """Nothing is agreed yet. Whoever owes the answer is shown what they can say."""
    offer = scene.view.case.offer
    if offer is None:
        line = scene.say(f"{scene.side}_nothing", requester=scene.requester())
        return scene.card(line, buttons=(_offer(scene),) if scene.view.case.is_live else ())
    is_theirs = offer.is_ours is not scene.for_customer
    term = offered_words(scene.voice, offer.term)
    line = scene.say(f"{scene.side}_{'waits' if is_theirs else 'asked'}", term=term, requester=scene.requester())
    return scene.card(line, buttons=() if is_theirs else _answers(scene))


def release(scene: Scene) -> Card:
    """A release got a date, or is out."""
    name = "out" if scene.fact("out") == "yes" else "planned" if scene.fact("due_at") else "named"
    line = scene.say(f"{scene.side}_{name}", release=scene.fact("release") or "", due=scene.at("due_at"))
    return scene.card(line, scene.quote(), tone=Tone.GOOD if name == "out" else Tone.CALM)


def _offered(scene: Scene) -> Line:
    return offered_words(scene.voice, _term(scene))


def _term(scene: Scene) -> Term:
    return Term(scene.moment("due_at"), scene.fact("release"))


def _answers(scene: Scene) -> tuple[Button, ...]:
    """For the offer that stands; an older one can no longer be answered."""
    offer = scene.view.case.offer
    if offer is None or not scene.view.case.is_live or scene.fact("offered_at") != offer.offered_at.isoformat():
        return ()
    return (*offer_answers(scene.voice, scene.view), _offer(scene))


def _offer(scene: Scene) -> Button:
    return scene.button("date", opens_form=True)
