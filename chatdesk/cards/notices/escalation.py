"""Attention rising, taken, refused and ended; and depth of skill changing hands."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from chatdesk import i18n
from chatdesk.cards.buttons import executive_buttons, tier_answer_buttons
from chatdesk.cards.model import Block, Button, Card, Fact, Facts, Line, Paragraph, Quoted, Small, Tone, Words
from chatdesk.cards.notices.scene import Scene
from chatdesk.cards.phrases import level_name, role_name, severity_words, title_of
from chatdesk.cards.promises import is_promise
from chatdesk.cards.voice import Voice, compose, strong
from chatdesk.core.case import Status
from chatdesk.core.notice import AudienceKind
from chatdesk.core.people import Standing
from chatdesk.core.policy import Metric


def raised(scene: Scene) -> Card:
    """A brief for people and channels, one strong line for the thread, a kind word for the customer."""
    if scene.for_customer:
        return _to_customer(scene)
    if scene.is_in_thread:
        return _to_thread(scene)
    return _brief(scene)


def proposed(scene: Scene) -> Card:
    buttons = tier_answer_buttons(scene.voice, scene.view)
    line = scene.say("ours", tier=_number(scene, "tier"), why=why_raised(scene))
    expires = scene.small("expires", tier=_number(scene, "tier"), at=scene.at("expires_at"))
    return scene.card(line, expires if buttons else None, tone=Tone.WARNING, buttons=buttons)


def declined(scene: Scene) -> Card:
    again = scene.moment("next_at")
    small = scene.small("again", at=scene.voice.when(again)) if again else None
    return scene.card(scene.say("ours", tier=_number(scene, "tier")), small)


def taken(scene: Scene) -> Card:
    return scene.card(scene.say("ours"))


def ended(scene: Scene) -> Card:
    case = scene.view.case
    if scene.for_customer:
        is_done = case.status is not Status.OPEN
        return scene.card(scene.say("customer_done" if is_done else "customer"))
    name = "ours" if scene.fact("by") else "ours_by_itself"
    status = scene.voice.plain(f"status.short.{case.status}")
    return scene.card(scene.say(name, status=status), scene.quote(), tone=Tone.GOOD)


def handed_off(scene: Scene) -> Card:
    level = level_name(scene.voice, scene.view.policy, _number(scene, "level"))
    because = scene.fact("because") or "person"
    missing = scene.small("skipped", roles=scene.roles_of(scene.people("skipped"))) if scene.fact("skipped") else None
    if scene.notice.audience.kind is not AudienceKind.PERSON:
        return scene.card(scene.say(f"ours_{because}", level=level), scene.quote(), missing)
    facts = Facts(tuple(case_facts(scene)))
    buttons = (*taking(scene), scene.button("show")) if scene.view.case.is_live else ()
    return scene.card(scene.say("you", level=level), facts, scene.quote(), buttons=buttons)


def team_asked(scene: Scene) -> Card:
    """A case whose reason makes it the work of one team."""
    team = role_name(scene.voice, scene.view.policy, scene.fact("team") or "")
    if scene.notice.audience.kind is not AudienceKind.PERSON:
        return scene.card(scene.say("nobody" if scene.fact("skipped") else "ours", team=team))
    buttons = (*taking(scene), scene.button("show")) if scene.view.case.is_live else ()
    return scene.card(scene.say("you", team=team), Facts(tuple(case_facts(scene))), buttons=buttons)


def nobody_assigned(scene: Scene) -> Card:
    view, voice = scene.view, scene.voice
    level = level_name(voice, view.policy, _number(scene, "level")) if scene.fact("level") else None
    line = scene.say("ours_level", level=level) if level else scene.say("ours")
    return scene.card(line, tone=Tone.BAD, buttons=taking(scene) if view.case.is_live else ())


def taking(scene: Scene) -> tuple[Button, ...]:
    """How somebody new takes a case: the first says so, a later one is given it."""
    assign = scene.button("assign", opens_form=True)
    return (assign,) if scene.view.case.acknowledged_at else (scene.button("ack", is_primary=True), assign)


def _brief(scene: Scene) -> Card:
    voice, view = scene.voice, scene.view
    tier = _number(scene, "tier")
    is_person = scene.notice.audience.kind is AudienceKind.PERSON
    headline = voice.say(
        "notice.tier.raised.headline_person" if is_person else "notice.tier.raised.headline_channel",
        number=(strong(view.case.number),),
        customer=(strong(view.customer.name),),
        tier=tier,
    )
    blocks: list[Block | None] = [
        Paragraph(scene.say("wrong", title=title_of(voice, view), why=why_raised(scene))),
        Facts(tuple(_brief_facts(scene))),
        _reason_heading(scene),
        scene.quote() if scene.fact("text") else None,
        *_footnotes(scene),
    ]
    return compose(headline, blocks, tone=Tone.BAD, buttons=_brief_buttons(scene))


def _brief_facts(scene: Scene) -> Iterator[Fact]:
    voice, view = scene.voice, scene.view
    yield from case_facts(scene)
    for metric, due_at in missed_by(scene):
        yield voice.fact("missed", scene.say(f"missed.{metric}", due=voice.when(due_at)))
    last = view.case.last_update_at
    yield voice.fact("last_word", (voice.when(last),) if last else voice.say("case.no_word_yet"))
    told = _told(scene)
    if told:
        is_person = scene.notice.audience.kind is AudienceKind.PERSON
        yield voice.fact("also_told" if is_person else "told", voice.listed(told))
    yield voice.fact("next", _next_words(scene))


def missed_by(scene: Scene) -> list[tuple[Metric, datetime]]:
    """What raised it, if a due time did, and every promise that was not kept; the latest of each metric."""
    policy, case = scene.view.policy, scene.view.case
    found = {
        clock.metric: clock.due_at
        for clock in sorted(case.clocks, key=lambda clock: clock.cycle)
        if clock.is_breached and clock.due_at is not None and is_promise(policy, clock)
    }
    due_at, trigger = scene.moment("due_at"), scene.fact("trigger")
    if due_at is not None and trigger in set(Metric):
        found[Metric(trigger)] = due_at
    return [(metric, found[metric]) for metric in Metric if metric in found]


def _told(scene: Scene) -> list[Line]:
    """Who was told beside this reader; the customer's people are marked as such."""
    voice, view = scene.voice, scene.view
    found = [view.people.get(one) for one in scene.people("told") if one != scene.notice.audience.name]
    return [
        voice.say("person.titled", person=voice.who(person), title=view.customer.name)
        if person is not None and person.standing is Standing.CUSTOMER
        else voice.who(person)
        for person in found
    ]


def case_facts(scene: Scene) -> Iterator[Fact]:
    voice, view = scene.voice, scene.view
    case = view.case
    if scene.notice.kind != "tier.raised":
        yield voice.fact("customer", view.customer.name)
    if view.policy.severities:
        yield voice.fact("severity", severity_words(voice, view.policy, case))
    yield voice.fact("opened", _since(voice, case.opened_at, view.now))
    yield voice.fact("owner", voice.person(view, case.owner_id) if case.owner_id else voice.say("person.nobody"))


def _since(voice: Voice, at: datetime, now: datetime) -> Line:
    """ "Fri 6 Mar, 14:20 (New York time), 4 h ago"."""
    shown = voice.when(at)
    if now - at < timedelta(minutes=1):
        return (shown,)
    return voice.say("case.opened_ago", at=shown, ago=i18n.between(voice.language, at, now))


def _next_words(scene: Scene) -> Line:
    """What happens now, or what has happened since the tier was told."""
    voice, case = scene.voice, scene.view.case
    escalation = case.escalation
    if escalation is None or not escalation.is_active:
        return scene.say("next_ended", status=voice.plain(f"status.short.{case.status}"))
    next_at = scene.moment("next_at")
    if next_at is None:
        follows = scene.say("next_none")
    else:
        follows = scene.say("next_tier", tier=_number(scene, "tier") + 1, at=voice.when(next_at))
    if escalation.taken_by and escalation.tier == _number(scene, "tier"):
        return (*scene.say("next_taken", by_now=voice.person(scene.view, escalation.taken_by)), Words(" "), *follows)
    return follows


def why_raised(scene: Scene) -> Line:
    """What raised it, as a sentence."""
    trigger = scene.fact("trigger") or "recommendation"
    if scene.fact("because") == "recommendation":
        trigger = "recommendation"
    return scene.voice.say(f"why.{trigger}", by=scene.by())


def _reason_heading(scene: Scene) -> Paragraph | None:
    if not scene.fact("text"):
        return None
    return Paragraph(scene.say("reason" if scene.fact("by") else "reason_unsigned"))


def _footnotes(scene: Scene) -> tuple[Small | None, ...]:
    # That nobody owns the case yet is said where the owner stands.
    roles = [role for role in scene.people("skipped") if role != "owner"]
    is_told = roles and scene.is_for_who_fills_roles
    skipped = scene.small("skipped", roles=scene.roles_of(roles)) if is_told else None
    unanswered = scene.small("unanswered") if scene.fact("because") == "unanswered" else None
    house = Small(scene.voice.say("house.ladder")) if scene.fact("is_house") == "yes" else None
    change = Small(scene.voice.say("since.severity")) if scene.fact("late_by_change") == "yes" else None
    return (change, unanswered, skipped, house)


def _brief_buttons(scene: Scene) -> tuple[Button, ...]:
    buttons = executive_buttons(scene.voice, scene.view)
    return buttons if len(buttons) > 1 else ()


def _to_thread(scene: Scene) -> Card:
    told = _told(scene)
    names = scene.voice.listed(told) if told else scene.voice.say("person.nobody")
    name = "ours_held" if scene.fact("is_held") else "ours"
    line = scene.say(name, tier=_number(scene, "tier"), people=names, why=why_raised(scene))
    said = (_reason_heading(scene), scene.quote(), Small(_next_words(scene)), *_footnotes(scene))
    return scene.card(line, *said, tone=Tone.BAD)


def _to_customer(scene: Scene) -> Card:
    """Who looks at it now. Why, and our own steps, stay inside; what was promised and missed is said plainly."""
    voice, view = scene.voice, scene.view
    told = [
        voice.say("person.titled", person=(Quoted(person.name),), title=person.title) if person.title else person.name
        for person in (view.people[one] for one in scene.people("told") if one in view.people)
        if person.standing in (Standing.AGENT, Standing.EXECUTIVE)
    ]
    line = scene.say(_news(scene), requester=scene.requester())
    if scene.fact("is_held"):  # Nobody is told yet, and why is ours to know.
        return scene.card(line, scene.small("customer_next_held"))
    people = scene.say("customer_told", people=voice.listed(told)) if told else scene.say("customer_team")
    return scene.card(line, Paragraph(people), scene.small("customer_next"))


def _news(scene: Scene) -> str:
    """How the customer hears it: that we were late where we were, and no more of our own reasons."""
    trigger = scene.fact("trigger")
    if scene.fact("because") == "recommendation":
        return "customer"
    if trigger == "outage":
        return "customer_outage"
    return "customer_late" if trigger in set(Metric) and scene.fact("is_house") != "yes" else "customer"


def _number(scene: Scene, key: str) -> int:
    return int(scene.fact(key) or "0")
