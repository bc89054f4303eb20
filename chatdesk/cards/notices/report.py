"""Reports that wait for a yes, cases without a contract, outages, causes that were corrected, and ratings."""

from __future__ import annotations

from chatdesk.cards.model import Button, Card, Tone
from chatdesk.cards.notices.scene import Scene
from chatdesk.cards.phrases import other_case
from chatdesk.cards.step_buttons import report_answers

_SCORES = ("5", "4", "3", "2", "1")


def uncovered(scene: Scene) -> Card:
    return scene.card(scene.say("ours"), scene.small("next"), tone=Tone.WARNING)


def unauthorised(scene: Scene) -> Card:
    line = scene.say(scene.side, requester=scene.requester())
    buttons: tuple[Button, ...] = ()
    if not scene.view.case.is_authorised and scene.view.case.is_live:
        buttons = tuple(report_answers(scene.voice, scene.view, for_customer=scene.for_customer))
    return scene.card(line, scene.small(f"next_{scene.side}"), tone=Tone.WARNING, buttons=buttons)


def authorised(scene: Scene) -> Card:
    # One of ours notes it on their word, which stands beside it; the yes is not ours.
    side = "noted" if scene.for_customer and not scene.is_by_customer() else scene.side
    return scene.card(scene.say(side), scene.quote(), tone=Tone.GOOD)


def dismissed(scene: Scene) -> Card:
    return scene.card(scene.say(scene.side), scene.quote_of_customer())


def cause_corrected(scene: Scene) -> Card:
    other = other_case(scene.voice, scene.view, scene.fact("other"))
    return scene.card(scene.say(scene.side, other=other, requester=scene.requester()), scene.quote(), tone=Tone.GOOD)


def outage_started(scene: Scene) -> Card:
    return scene.card(scene.say(f"ours_{scene.fact('outage')}", at=scene.at("started_at")), tone=Tone.WARNING)


def outage_ended(scene: Scene) -> Card:
    return scene.card(scene.say("ours", start=scene.at("started_at"), end=scene.at("ended_at")), tone=Tone.GOOD)


def budget_used(scene: Scene) -> Card:
    """Half or nine tenths of what a month may be down are gone."""
    top, _, bottom = (scene.fact("share") or "1/2").partition("/")
    percent = 100 * int(top) // int(bottom)
    return scene.card(scene.say("ours", percent=percent), scene.small("next"), tone=Tone.BAD)


def rating_asked(scene: Scene) -> Card:
    """One click answers; a comment may follow."""
    buttons: tuple[Button, ...] = ()
    if scene.view.case.rating is None:
        buttons = tuple(
            scene.button("rate", label=scene.voice.plain(f"rating.{score}"), score=score) for score in _SCORES
        )
    return scene.card(scene.say("customer", requester=scene.requester()), buttons=buttons)


def rated(scene: Scene) -> Card:
    score = scene.fact("score") or ""
    tone = Tone.WARNING if score in ("1", "2") else Tone.CALM
    return scene.card(scene.say("ours", rating=scene.voice.plain(f"rating.{score}")), scene.quote(), tone=tone)
