"""What wakes somebody: short, whole, and with nothing that a customer wrote beyond the title."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from chatdesk import i18n
from chatdesk.cards.model import Alarm, AlarmLevel, AlarmStep, Block, Card, Fact, Facts, Paragraph, Small, Tone
from chatdesk.cards.notices.escalation import case_facts, missed_by, why_raised
from chatdesk.cards.notices.scene import Scene
from chatdesk.cards.phrases import severity_words, title_of
from chatdesk.cards.voice import compose

_STEPS = {
    "tier.raised": AlarmStep.RAISED,
    "escalation.taken": AlarmStep.TAKEN,
    "deescalated": AlarmStep.OVER,
}
_LEVELS = (AlarmLevel.CRITICAL, AlarmLevel.ERROR)


def alarm(scene: Scene) -> Card:
    """The card of an alarm; its words stand in the organisation's language and zone."""
    step = _STEPS[scene.notice.kind]
    facts = tuple(_facts(scene))
    subject = i18n.flat(
        scene.voice.say(
            f"pager.{step}",
            severity=severity_words(scene.voice, scene.view.policy, scene.view.case),
            title=title_of(scene.voice, scene.view),
            by=scene.by(),
            customer=scene.view.customer.name,
            number=scene.view.case.number,
            tier=scene.fact("tier") or "",
        )
    )
    blocks: list[Block | None] = [Facts(facts)]
    if step is AlarmStep.RAISED:
        blocks.insert(0, Paragraph(why_raised(scene)))
        blocks.append(Small(scene.voice.say("pager.answer", button=scene.voice.plain("button.take"))))
    card = compose(i18n.as_line(subject), blocks, tone=Tone.BAD if step is AlarmStep.RAISED else Tone.CALM)
    return replace(card, alarm=_alarm(scene, step, subject, facts))


def trial(language: str, name: str, step: AlarmStep, now: datetime) -> Card:
    """An alarm of no case, to try the pagers beside a channel with. Raised again it rings as the same alarm."""
    key = f"channel.{name}"
    to = i18n.plain(language, key) if i18n.has(key) else name
    subject = i18n.plain(language, "pager.test" if step is AlarmStep.RAISED else "pager.test_over", to=to)
    tried = _opaque("trial", name)
    rung = Alarm(step, tried, _opaque(tried, step, now.isoformat()), now, AlarmLevel.WARNING, subject, ())
    return Card(text=subject, alarm=rung)


def _alarm(scene: Scene, step: AlarmStep, subject: str, facts: tuple[Fact, ...]) -> Alarm:
    case = scene.view.case
    raised = _opaque(case.id, scene.fact("escalation"), scene.fact("tier"), scene.notice.audience.name)
    return Alarm(
        step=step,
        id=raised,
        word_id=_opaque(raised, step, str(scene.notice.seq)),
        at=scene.notice.at,
        level=_level(scene),
        subject=subject,
        facts=tuple((fact.label, i18n.flat(fact.value)) for fact in facts),
        thread=scene.view.anchors.get("engineers"),
    )


def _level(scene: Scene) -> AlarmLevel:
    """By how far the severity is from the worst; one that nobody has given yet may be the worst."""
    policy = scene.view.policy
    severity = scene.view.case.severity or policy.unset_severity
    rank = severity - (policy.worst_severity or severity) if severity is not None else 0
    return _LEVELS[rank] if rank < len(_LEVELS) else AlarmLevel.WARNING


def _facts(scene: Scene) -> Iterator[Fact]:
    voice = scene.voice
    yield voice.fact("case", scene.view.case.number)
    yield voice.fact("customer", scene.view.customer.name)
    yield from (fact for fact in case_facts(scene) if fact.label != voice.plain("fact.customer"))
    for metric, due_at in missed_by(scene):
        yield voice.fact("missed", voice.say(f"notice.tier.raised.missed.{metric}", due=voice.when(due_at)))


def _opaque(*parts: str | None) -> str:
    """The same for the same parts; says nothing about them."""
    return hashlib.sha256("\n".join(part or "" for part in parts).encode()).hexdigest()[:32]
