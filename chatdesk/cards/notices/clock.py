"""Due times that come near, pass, or turn out to have been kept."""

from __future__ import annotations

from chatdesk import i18n
from chatdesk.cards.model import Button, Card, Facts, Line, Small, Tone
from chatdesk.cards.notices.scene import Scene
from chatdesk.cards.phrases import severity_name
from chatdesk.core.case import Clock, ClockState
from chatdesk.core.policy import Metric, Strength


def warned(scene: Scene) -> Card:
    voice, due_at = scene.voice, scene.moment("due_at")
    if due_at is None:
        raise ValueError("a warning without a due time")
    now = scene.view.now
    metric = scene.fact("metric")
    name = str(metric) if metric in (Metric.ESCALATION, Metric.HANDOFF) else "ours"
    if now >= due_at:
        name = f"{name}_passed"
    left = i18n.time_left(voice.language, now, due_at)
    line = scene.say(name, metric=_metric(scene), due=voice.when(due_at), left=left)
    return scene.card(line, *_about(scene), tone=Tone.WARNING, buttons=_buttons(scene))


def breached(scene: Scene) -> Card:
    missed = int(scene.fact("missed") or "1")
    is_goal = scene.fact("strength") == Strength.GOAL
    blanks: dict[str, i18n.Blank] = {"metric": _metric(scene), "due": scene.at("due_at")}
    if missed > 1:
        line = scene.say("ours_several", n=missed, **blanks)
    else:
        line = scene.say("ours_goal" if is_goal else "ours", **blanks)
    tone = Tone.WARNING if is_goal or scene.fact("is_house") == "yes" else Tone.BAD
    return scene.card(line, *_about(scene), tone=tone, buttons=_buttons(scene))


def withdrawn(scene: Scene) -> Card:
    line = scene.say("ours", metric=_metric(scene), due=scene.at("due_at"), at=scene.at("evidence_at"))
    return scene.card(line, tone=Tone.GOOD)


def _metric(scene: Scene) -> str:
    return scene.voice.plain(f"fact.metric.{scene.fact('metric')}")


def _about(scene: Scene) -> tuple[Facts | Small | None, ...]:
    """Whom it concerns, for those who do not stand in the case's thread; and what has changed since."""
    facts = None if scene.is_in_thread else _whose(scene)
    house = Small(scene.voice.say("house.clock")) if scene.fact("is_house") == "yes" else None
    since = _since(scene)
    change = Small(scene.voice.say("since.severity")) if scene.fact("late_by_change") == "yes" else None
    return (facts, change, house, Small(since) if since else None)


def _whose(scene: Scene) -> Facts:
    voice, view = scene.voice, scene.view
    owner = voice.person(view, view.case.owner_id) if view.case.owner_id else voice.say("person.nobody")
    facts = [voice.fact("customer", view.customer.name)]
    if view.policy.severities:
        facts.append(voice.fact("severity", severity_name(voice, view.policy, view.case.severity)))
    facts.append(voice.fact("owner", owner))
    return Facts(tuple(facts))


def _since(scene: Scene) -> Line:
    """A notice that was held up tells what has become of its clock."""
    clock = _clock(scene)
    if clock is None or clock.ended_at is None:
        return ()
    if clock.state is ClockState.MET:
        return scene.voice.say("since.met", at=scene.voice.when(clock.ended_at))
    return ()


def _clock(scene: Scene) -> Clock | None:
    metric, cycle = scene.fact("metric"), scene.fact("cycle")
    clocks = scene.view.case.clocks
    return next((clock for clock in clocks if clock.metric == metric and str(clock.cycle) == cycle), None)


def _buttons(scene: Scene) -> tuple[Button, ...]:
    case = scene.view.case
    clock = _clock(scene)
    if not case.is_live or (clock is not None and clock.state is ClockState.MET):
        return ()
    if case.acknowledged_at is None:
        return (scene.button("ack", is_primary=True), scene.button("reply", opens_form=True))
    if scene.fact("metric") in (Metric.RESOLUTION, Metric.WORKAROUND, Metric.ESCALATION, Metric.HANDOFF):
        return (scene.button("resolve", is_primary=True, opens_form=True), scene.button("reply", opens_form=True))
    if scene.fact("metric") == Metric.ANALYSIS:
        return (scene.button("analysed", is_primary=True), scene.button("reply", opens_form=True))
    return (scene.button("reply", is_primary=True, opens_form=True),)
