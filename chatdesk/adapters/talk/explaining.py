"""Why a case's due times are what they are, in lines: the promise, its clause, the days that did not count."""

from __future__ import annotations

from chatdesk import i18n
from chatdesk.cards.phrases import span_words
from chatdesk.cards.promises import CUSTOMER_METRICS
from chatdesk.cards.voice import Voice, voice_of
from chatdesk.core.business_hours import Step
from chatdesk.core.case import Clock
from chatdesk.core.policy import Target
from chatdesk.core.view import CaseView, Reader
from chatdesk.explain import explain_clock


def explanation(view: CaseView, reader: Reader) -> tuple[str, list[str]]:
    """Title and lines. A customer reads only what was promised to them."""
    voice = voice_of(reader)
    lines: list[str] = []
    remarks: dict[str, None] = {}
    for clock in _latest_cycles(view):
        target = view.policy.target(clock.target_id)
        if reader.is_customer and (target.is_house or clock.metric not in CUSTOMER_METRICS):
            continue
        lines.append(_clock_line(voice, view, clock, target, reader))
        if not reader.is_customer:
            remarks |= dict.fromkeys(_remarks(voice, target))
    title = voice.plain("talk.explain.title", number=view.case.number)
    return title, [*lines, *remarks] or [voice.plain("talk.explain.nothing")]


def _remarks(voice: Voice, target: Target) -> list[str]:
    """How an ambiguous sentence was read, and what had to be assumed."""
    read = [
        voice.plain("talk.explain.reading", taken=reading.taken.in_language(voice.language))
        for reading in target.readings
    ]
    assumed = [
        voice.plain("talk.explain.assumed", reason=each.reason.in_language(voice.language))
        for each in target.assumed
        if not each.is_confirmed
    ]
    return [*read, *assumed]


def _latest_cycles(view: CaseView) -> list[Clock]:
    latest: dict[str, Clock] = {}
    for clock in view.case.clocks:
        known = latest.get(clock.metric)
        if known is None or clock.cycle >= known.cycle:
            latest[clock.metric] = clock
    return list(latest.values())


def _clock_line(voice: Voice, view: CaseView, clock: Clock, target: Target, reader: Reader) -> str:
    metric = voice.plain(f"fact.{'promise' if reader.is_customer else 'metric'}.{clock.metric}")
    span = span_words(voice, target.within)
    clauses = voice.plain("talk.explain.clauses", clauses=", ".join(target.clauses)) if target.clauses else ""
    if clock.due_at is None:
        return voice.plain("talk.explain.no_due", metric=metric, span=span) + clauses
    hours = view.policy.hours(target.hours)
    worked_out = explain_clock(target, view.case.severity, clock.started_at, hours)
    line = voice.plain(
        "talk.explain.clock",
        metric=metric,
        span=span,
        start=i18n.moment(voice.language, hours.zone, clock.started_at),
        due=i18n.moment(voice.language, hours.zone, clock.due_at),
    )
    skipped = _skipped(voice, worked_out.steps)
    if worked_out.due_at != clock.due_at:
        line += voice.plain("talk.explain.moved")
    elif skipped:
        line += voice.plain("talk.explain.skipped", days=i18n.flat(voice.listed(skipped)))
    return line + clauses


def _skipped(voice: Voice, steps: tuple[Step, ...]) -> list[str]:
    """Closed days by name, each once, in order."""
    found: dict[str, None] = {}
    for step in steps:
        if step.why[0] == "holiday" and len(step.why) > 1:
            found[step.why[1]] = None
        elif step.why[0] == "no_hours":
            found[voice.plain("talk.explain.days_without_hours")] = None
    return list(found)
