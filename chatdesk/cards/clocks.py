"""A case's clocks as engineers read them: every metric, its state, and what it rests on."""

from __future__ import annotations

from chatdesk.cards.model import Line, Quoted, Small, Words
from chatdesk.cards.phrases import span_words
from chatdesk.cards.voice import Voice
from chatdesk.core.case import Case, Clock, ClockState
from chatdesk.core.policy import Metric, Policy, Strength, Target

# When these run out no promise is broken: a tier is told, or the case handed on.
_TRIGGERS = (Metric.ESCALATION, Metric.HANDOFF)
# Assumptions told on a card; the rest are counted.
_MOST_ASSUMPTIONS = 3


def clock_lines(voice: Voice, case: Case, policy: Policy) -> tuple[Line, ...]:
    """One line a metric, in the order of a case's life, the latest cycle of each."""
    lines = []
    for metric in Metric:
        clock = case.clock(metric)
        if clock is not None:
            lines.append(_clock_line(voice, case, clock, policy.target(clock.target_id)))
    return tuple(lines)


def assumption_note(voice: Voice, case: Case, policy: Policy) -> Small:
    """What the case's clocks rest on and nobody has confirmed, each once (rule D8); empty if nothing."""
    found: dict[str, str] = {}
    for clock in case.clocks:
        for assumption in policy.target(clock.target_id).assumed:
            if not assumption.is_confirmed:
                found.setdefault(assumption.key, assumption.reason.in_language(voice.language))
    if not found:
        return Small(())
    told = " ".join(list(found.values())[:_MOST_ASSUMPTIONS])
    more = len(found) - _MOST_ASSUMPTIONS
    if more > 0:
        told = f"{told} {voice.plain('assumption.more', n=more)}"
    return Small(voice.say("assumption.rests", n=len(found), reasons=told))


def _clock_line(voice: Voice, case: Case, clock: Clock, target: Target) -> Line:
    name = Words(voice.plain(f"fact.metric.{clock.metric}"), is_strong=True)
    remarks = [voice.plain(f"clock.remark.{remark}") for remark in _remarks(clock, target)]
    missed = sum(1 for one in case.clocks if one.metric is clock.metric and one is not clock and one.is_breached)
    if missed and target.recurs:
        remarks.append(voice.plain("clock.missed_before", n=missed))
    tail = (Words(f" ({', '.join(remarks)})"),) if remarks else ()
    return (name, Words(": "), *_state(voice, case, clock, target), *tail)


def _state(voice: Voice, case: Case, clock: Clock, target: Target) -> Line:
    due = voice.when(clock.due_at) if clock.due_at else None
    if clock.metric in _TRIGGERS and clock.is_breached and due is not None:
        return voice.say(f"clock.ran_out.{clock.metric}", due=due)
    ended = voice.when(clock.ended_at) if clock.ended_at else None
    match clock.state:
        case ClockState.MET if ended is not None:
            if clock.breach_withdrawn_at is not None and due is not None:
                return voice.say("clock.met_after_all", due=due)
            if clock.is_breached and due is not None:
                return voice.say("clock.met_late", due=due, at=ended)
            return voice.say("clock.met", at=ended)
        case ClockState.CANCELLED if ended is not None:
            if clock.is_breached and due is not None:
                return voice.say("clock.cancelled_late", due=due, at=ended)
            return voice.say("clock.cancelled", at=ended)
        case ClockState.PAUSED:
            return voice.say("clock.paused", left=voice.duration(clock.left_seconds or 0))
    if due is None and clock.metric is Metric.RESOLUTION and case.awaited_release is not None:
        return voice.say("term.release", release=Quoted(case.awaited_release))
    if due is None:
        return voice.say("clock.no_due_time", span=span_words(voice, target.within))
    if clock.is_breached:
        return voice.say("clock.breached", due=due)
    return voice.say("clock.warned" if clock.warned_at else "clock.due", due=due)


def _remarks(clock: Clock, target: Target) -> list[str]:
    remarks = []
    if target.is_house:
        remarks.append("house")
    elif target.strength is Strength.GOAL:
        remarks.append("goal")
    if clock.is_late_by_change:
        remarks.append("late_by_change")
    return remarks
