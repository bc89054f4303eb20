"""Why a case's due times are what they are, in lines: the promise, its clause, the days that did not count."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from zoneinfo import ZoneInfo

from chatdesk import i18n
from chatdesk.cards.phrases import hours_words, severity_name, span_words
from chatdesk.cards.promises import CUSTOMER_METRICS
from chatdesk.cards.voice import Voice, voice_of
from chatdesk.core.business_hours import BusinessHours, Step
from chatdesk.core.case import Clock, ClockState
from chatdesk.core.events import SeveritySet
from chatdesk.core.policy import Reading, SpanKind, Target
from chatdesk.core.view import CaseView, Reader
from chatdesk.explain import explain_clock

_MOST_CHANGES = 2


def explanation(view: CaseView, reader: Reader) -> tuple[str, list[str]]:
    """Title and lines, the weightiest first. A customer reads only what was promised to them."""
    voice = voice_of(reader)
    clocks = [clock for clock in _latest_cycles(view) if _is_for(view, clock, reader)]
    lines = [_clock_line(voice, view, clock, reader) for clock in clocks]
    if lines:
        lines += [*_severity_lines(voice, view), *_hours_lines(voice, view, clocks)]
    if not reader.is_customer:
        lines += dict.fromkeys(line for clock in clocks for line in _remarks(voice, _target(view, clock)))
    title = voice.plain("talk.explain.title", number=view.case.number)
    return title, lines or [voice.plain("talk.explain.nothing")]


def _is_for(view: CaseView, clock: Clock, reader: Reader) -> bool:
    return not reader.is_customer or (clock.metric in CUSTOMER_METRICS and not _target(view, clock).is_house)


def _target(view: CaseView, clock: Clock) -> Target:
    return view.policy.target(clock.target_id)


def _latest_cycles(view: CaseView) -> list[Clock]:
    """One clock a metric; what still runs comes before what is over."""
    latest: dict[str, Clock] = {}
    for clock in view.case.clocks:
        known = latest.get(clock.metric)
        if known is None or clock.cycle >= known.cycle:
            latest[clock.metric] = clock
    return sorted(latest.values(), key=_is_over)


def _is_over(clock: Clock) -> bool:
    return clock.state in (ClockState.MET, ClockState.CANCELLED)


def _clock_line(voice: Voice, view: CaseView, clock: Clock, reader: Reader) -> str:
    target = _target(view, clock)
    metric = voice.plain(f"fact.{'promise' if reader.is_customer else 'metric'}.{clock.metric}")
    span = span_words(voice, target.within)
    hours = view.policy.hours(target.hours)
    if clock.due_at is None:
        line = voice.plain("talk.explain.no_due", metric=metric, span=span)
    else:
        line = voice.plain(
            "talk.explain.clock",
            metric=metric,
            span=span,
            start=i18n.moment(voice.language, hours.zone, clock.started_at),
            due=i18n.moment(voice.language, hours.zone, clock.due_at),
        )
        line += "".join(_ways(voice, view, clock, target, hours))
    line += _outcome(voice, clock, hours)
    clauses = voice.plain("talk.explain.clauses", clauses=", ".join(target.clauses)) if target.clauses else ""
    return line + clauses


def _ways(voice: Voice, view: CaseView, clock: Clock, target: Target, hours: BusinessHours) -> Iterable[str]:
    """How the due time came about: as agreed, or days left out, pauses, another severity."""
    agreed = view.case.agreed
    if clock.due_at is None:
        return
    if agreed is not None and agreed.term.due_at == clock.due_at:
        yield voice.plain("talk.explain.agreed")
        return
    worked_out = explain_clock(target, view.case.severity, clock.started_at, hours)
    if worked_out.due_at == clock.due_at:
        steps = worked_out.steps
    elif target.within.kind is SpanKind.ELAPSED or clock.due_at < clock.started_at:
        steps = ()
    else:
        steps = tuple(hours.walk(clock.started_at, clock.due_at))
    if skipped := _skipped(voice, steps, hours):
        yield voice.plain("talk.explain.skipped", days=i18n.flat(voice.listed(skipped)))
    if clock.state is ClockState.PAUSED:
        yield voice.plain("talk.explain.on_hold")
    elif clock.paused_seconds:
        yield voice.plain("talk.explain.paused", long=voice.duration(clock.paused_seconds))
    elif worked_out.due_at != clock.due_at:
        yield voice.plain("talk.explain.moved")


def _outcome(voice: Voice, clock: Clock, hours: BusinessHours) -> str:
    """What became of it: done, no longer owed, missed."""
    said = voice.plain("talk.explain.missed") if clock.is_breached else ""
    if clock.state is ClockState.CANCELLED:
        return said + voice.plain("talk.explain.cancelled")
    if clock.state is ClockState.MET and clock.ended_at is not None:
        return said + voice.plain("talk.explain.done", at=i18n.moment(voice.language, hours.zone, clock.ended_at))
    return said


def _severity_lines(voice: Voice, view: CaseView) -> list[str]:
    """The last changes of severity, and from when its times count."""
    zone = view.policy.hours(view.policy.main_hours).zone
    rule = "from_change" if view.policy.severity_counts_from_change else "from_start"
    changes = [event for event in view.events if isinstance(event.body, SeveritySet)]
    return [
        voice.plain(
            f"talk.explain.severity_{rule}",
            was=severity_name(voice, view.policy, event.body.was),
            now=severity_name(voice, view.policy, event.body.severity),
            at=i18n.moment(voice.language, zone, event.at),
        )
        for event in changes[-_MOST_CHANGES:]
        if isinstance(event.body, SeveritySet) and event.body.was not in (None, event.body.severity)
    ]


def _hours_lines(voice: Voice, view: CaseView, clocks: Iterable[Clock]) -> list[str]:
    """The calendars in which times count, each once; elapsed time needs none."""
    names = dict.fromkeys(
        _target(view, clock).hours
        for clock in clocks
        if clock.due_at is not None and _target(view, clock).within.kind is not SpanKind.ELAPSED
    )
    return [voice.plain("talk.explain.counted_in", hours=hours_words(voice, view.policy.hours(name))) for name in names]


def _remarks(voice: Voice, target: Target) -> list[str]:
    """How an ambiguous sentence was read and how not, and what had to be assumed."""
    read = [_read(voice, reading) for reading in target.readings]
    assumed = [
        voice.plain("talk.explain.assumed", reason=each.reason.in_language(voice.language))
        for each in target.assumed
        if not each.is_confirmed
    ]
    return [*read, *assumed]


def _read(voice: Voice, reading: Reading) -> str:
    taken = voice.plain("talk.explain.reading", taken=reading.taken.in_language(voice.language))
    others = " ".join(words.in_language(voice.language) for words in reading.not_taken)
    return taken + (voice.plain("talk.explain.not_taken", others=others) if others else "")


def _skipped(voice: Voice, steps: Iterable[Step], hours: BusinessHours) -> list[str]:
    """Closed days by name, each once, in order: holidays, and days of the week without hours."""
    zone = ZoneInfo(hours.zone)
    found: dict[str, None] = {}
    for step in steps:
        if step.why[0] == "holiday" and len(step.why) > 1:
            found[step.why[1]] = None
        elif step.why[0] == "no_hours":
            day = step.from_at.astimezone(zone).date()
            last = (step.to_at.astimezone(zone) - timedelta(seconds=1)).date()
            while day <= last and len(found) < 7 + len(hours.holidays):
                found[i18n.weekday(voice.language, day.weekday())] = None
                day += timedelta(days=1)
    return list(found)
