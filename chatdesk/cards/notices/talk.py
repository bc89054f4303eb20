"""What people say to each other: replies, notes, questions, and who has the case."""

from __future__ import annotations

from chatdesk.cards.case import escalation_words, status_words
from chatdesk.cards.model import Button, Card, Facts
from chatdesk.cards.notices.scene import Scene
from chatdesk.cards.phrases import requester_words, severity_name
from chatdesk.cards.voice import manner
from chatdesk.core.case import Status
from chatdesk.core.notice import AudienceKind


def reply_to_customer(scene: Scene) -> Card:
    if not scene.for_customer:
        return scene.card(scene.say("ours"), scene.quote())
    return scene.card(scene.say("customer", requester=scene.requester()), scene.quote())


def reply_from_customer(scene: Scene) -> Card:
    if scene.for_customer:
        return scene.card(scene.say("customer"), scene.quote())
    return scene.card(scene.say("ours"), scene.quote(), buttons=_reply(scene))


def note(scene: Scene) -> Card:
    return scene.card(scene.say("ours"), scene.quote(), scene.small("internal"))


def asked(scene: Scene) -> Card:
    answer = () if scene.view.case.has_ended else (scene.button("note", opens_form=True),)
    return scene.card(scene.say("ours"), scene.quote(), scene.small("internal"), buttons=answer)


def opened_for(scene: Scene) -> Card:
    return scene.card(scene.say("customer", requester=scene.requester()))


def acknowledged(scene: Scene) -> Card:
    return scene.card(scene.say(scene.side))


def owner_changed(scene: Scene) -> Card:
    owner = scene.voice.person(scene.view, scene.fact("owner"))
    if scene.notice.audience.kind is AudienceKind.PERSON:
        return _given_to_you(scene)
    if scene.for_customer:
        return scene.card(scene.say("customer", owner=owner))
    because = scene.fact("because") or "assigned"
    return scene.card(scene.say(f"ours_{because}", owner=owner))


def wait_started(scene: Scene) -> Card:
    clocks = scene.small(f"clocks_{'pause' if scene.fact('clocks_pause') == 'yes' else 'run'}_{scene.side}")
    whom = scene.fact("whom")
    if not scene.for_customer:
        return scene.card(scene.say(f"ours_{whom}"), clocks)
    key = f"customer_{whom}" if whom != "customer" else manner(scene.reader, "customer_customer")
    button = scene.voice.plain("button.add_reply")
    return scene.card(scene.say(key, requester=scene.requester(), button=button), clocks)


def wait_ended(scene: Scene) -> Card:
    return scene.card(scene.say(scene.side))


def analysis_finished(scene: Scene) -> Card:
    return scene.card(scene.say("ours"), scene.quote())


def _given_to_you(scene: Scene) -> Card:
    voice, view = scene.voice, scene.view
    facts = [voice.fact("status", status_words(voice, view))]
    if view.policy.severities:
        facts.append(voice.fact("severity", severity_name(voice, view.policy, view.case.severity)))
    facts.append(voice.fact("requester", requester_words(voice, view)))
    escalation = view.case.escalation
    if escalation is not None and escalation.is_active:
        facts.append(voice.fact("escalation", escalation_words(voice, view, escalation)))
    because = scene.fact("because") or "assigned"
    buttons: tuple[Button, ...] = (scene.button("show"),)
    if view.case.status is Status.OPEN:
        buttons = (scene.button("reply", is_primary=True, opens_form=True), *buttons)
    return scene.card(scene.say(f"you_{because}"), Facts(tuple(facts)), buttons=buttons)


def _reply(scene: Scene) -> tuple[Button, ...]:
    if scene.view.case.has_ended or scene.was_deleted():
        return ()
    return (scene.button("reply", opens_form=True),)
