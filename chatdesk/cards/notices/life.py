"""Ways out and back: workaround, fix, approval, closing, reopening; and what could not be delivered."""

from __future__ import annotations

from chatdesk import i18n
from chatdesk.cards.buttons import approval_buttons
from chatdesk.cards.model import Button, Card, Line, Small, Tone
from chatdesk.cards.notices.scene import Scene
from chatdesk.cards.phrases import other_case, reopens_until
from chatdesk.core.case import Resolution, Status
from chatdesk.core.policy import Closing


def workaround_offered(scene: Scene) -> Card:
    if not scene.for_customer:
        return scene.card(scene.say("ours"), scene.quote())
    line = scene.say("customer", requester=scene.requester())
    return scene.card(line, scene.quote(), scene.small("customer_next"), tone=Tone.GOOD)


def resolved(scene: Scene) -> Card:
    way = "workaround" if scene.fact("resolution") == Resolution.WORKAROUND else "permanent"
    if not scene.for_customer:
        return scene.card(scene.say(f"ours_{way}"), scene.quote(), tone=Tone.GOOD)
    line = scene.say(f"customer_{way}", requester=scene.requester())
    return scene.card(line, scene.quote(), _approval(scene), tone=Tone.GOOD, buttons=_answers(scene))


def approval_reminder(scene: Scene) -> Card:
    line = scene.say("customer", requester=scene.requester(), at=scene.at("resolved_at"))
    return scene.card(line, _approval(scene), buttons=_answers(scene))


def approved(scene: Scene) -> Card:
    return scene.card(scene.say(scene.side), _reopening(scene), tone=Tone.GOOD)


def rejected(scene: Scene) -> Card:
    tone = Tone.CALM if scene.for_customer else Tone.WARNING
    return scene.card(scene.say(scene.side), scene.quote(), tone=tone, buttons=_reply(scene))


def closed(scene: Scene) -> Card:
    name = scene.side if scene.fact("by") else f"{scene.side}_by_itself"
    return scene.card(scene.say(name), _reopening(scene), tone=Tone.GOOD)


def reopened(scene: Scene) -> Card:
    tone = Tone.CALM if scene.for_customer else Tone.WARNING
    return scene.card(scene.say(scene.side), scene.quote_of_customer(), tone=tone, buttons=_reply(scene))


def withdrawn(scene: Scene) -> Card:
    return scene.card(scene.say(scene.side), scene.quote_of_customer())


def linked(scene: Scene) -> Card:
    relation = "follows" if scene.fact("relation") == "follows" else "related"
    return scene.card(scene.say(f"{scene.side}_{relation}", other=_other(scene)))


def merged(scene: Scene) -> Card:
    return scene.card(scene.say(scene.side, other=_other(scene)))


def undeliverable(scene: Scene) -> Card:
    """`to` is a person's id, a tier channel's or view's name, or an address; `error` what the platform said."""
    voice, to = scene.voice, scene.fact("to") or ""
    person = scene.view.people.get(to)
    key = f"channel.{to}"
    whom = voice.who(person) if person else i18n.as_line(voice.plain(key) if i18n.has(key) else to)
    if scene.fact("pager"):
        line = scene.say("ours_pager", to=whom, pager=scene.fact("pager") or "")
        return scene.card(line, _advice(scene), tone=Tone.BAD)
    return scene.card(scene.say("ours", to=whom), _advice(scene), tone=Tone.BAD)


def pager_late(scene: Scene) -> Card:
    to = scene.fact("to") or ""
    key = f"channel.{to}"
    whom = scene.voice.plain(key) if i18n.has(key) else to
    return scene.card(scene.say("ours", to=whom, pager=scene.fact("pager") or ""), _advice(scene), tone=Tone.BAD)


def _advice(scene: Scene) -> Small:
    error = scene.fact("error") or "unknown"
    known = f"failure.{error}"
    return Small(scene.voice.say(known) if i18n.has(known) else scene.voice.say("failure.other", error=error))


def _other(scene: Scene) -> Line:
    return other_case(scene.voice, scene.view, scene.fact("other"))


def _approval(scene: Scene) -> Small | None:
    """What silence means: under every policy the case stays until somebody says so."""
    if scene.view.case.status is not Status.RESOLVED:
        return None
    if scene.view.policy.closing is not Closing.CUSTOMER_APPROVAL:
        return Small(scene.voice.say("approval.asked"))
    is_fixed = scene.view.case.resolution is not Resolution.WORKAROUND
    return Small(scene.voice.say("approval.available" if is_fixed else "approval.theirs_alone"))


def _answers(scene: Scene) -> tuple[Button, ...]:
    if scene.view.case.status is not Status.RESOLVED:
        return ()
    return approval_buttons(scene.voice, scene.view)[:2]


def _reopening(scene: Scene) -> Small | None:
    until = reopens_until(scene.view)
    if not scene.for_customer or until is None:
        return None
    return Small(scene.voice.say("case.reopens_until", at=scene.voice.when(until)))


def _reply(scene: Scene) -> tuple[Button, ...]:
    if scene.for_customer or not scene.view.case.is_live:
        return ()
    return (scene.button("reply", is_primary=True, opens_form=True),)
