"""What a customer may expect by when, in the reader's words (rules D8, D9, D11 decide what is a promise)."""

from __future__ import annotations

from datetime import datetime

from chatdesk.cards.model import Fact, Line, Quoted, TimeStyle
from chatdesk.cards.phrases import hours_words, span_words
from chatdesk.cards.voice import Voice
from chatdesk.core.case import Case, Clock, ClockState
from chatdesk.core.policy import Metric, Policy, SpanKind, Strength, Target

# In the order a customer lives through them. Escalation and handoff are ours alone.
CUSTOMER_METRICS = (
    Metric.ACKNOWLEDGEMENT,
    Metric.FIRST_RESPONSE,
    Metric.ANALYSIS,
    Metric.UPDATE,
    Metric.WORKAROUND,
    Metric.RESOLUTION,
)


def promise_facts(voice: Voice, case: Case, policy: Policy) -> tuple[Fact, ...]:
    """One fact for each promise that is still to be kept. House values are no promises and are left out."""
    if not case.is_live:
        return ()
    return tuple(
        voice.fact(f"promise.{clock.metric}", promise_of(voice, case, clock, policy))
        for clock in promised_clocks(case, policy)
    )


def promised_clocks(case: Case, policy: Policy) -> list[Clock]:
    """The clocks of promises still to be kept, as the customer knows them."""
    owed = []
    for metric in CUSTOMER_METRICS:
        clock = case.clock(metric)
        if clock is None or clock.state not in (ClockState.RUNNING, ClockState.PAUSED):
            continue
        if not policy.target(clock.target_id).is_house:
            owed.append(clock)
    return owed


def is_promise(policy: Policy, clock: Clock) -> bool:
    """Was this due time promised to the customer? Aims, house values and our own triggers were not (rule D11)."""
    target = policy.target(clock.target_id)
    return clock.metric in CUSTOMER_METRICS and target.strength is Strength.PROMISE and not target.is_house


def promise_of(voice: Voice, case: Case, clock: Clock, policy: Policy) -> Line:
    """When it is to be kept: as both sides agreed, else as the policy says."""
    term = case.agreed.term if case.agreed is not None and clock.metric is Metric.RESOLUTION else None
    if term is not None and term.release is not None and clock.due_at is None:
        return voice.say("promise.with_release", release=Quoted(term.release))
    if clock.metric is Metric.RESOLUTION and clock.due_at is None and case.awaited_release is not None:
        return voice.say("term.release", release=Quoted(case.awaited_release))
    if term is not None and clock.due_at is not None and clock.breached_at is None:
        return voice.say("promise.as_agreed", due=voice.when(clock.due_at))
    return promise_time(voice, clock, policy.target(clock.target_id))


def promise_time(voice: Voice, clock: Clock, target: Target) -> Line:
    """ "by Mon 9 Mar, 16:00 (Toronto time)", "as soon as we can; there is no fixed time"."""
    if clock.state is ClockState.PAUSED:
        return voice.say("promise.on_hold")
    if clock.due_at is None:
        return voice.say(f"promise.{_without_time(target)}")
    due = voice.when(clock.due_at)
    strength = "goal" if target.strength is Strength.GOAL else "promise"
    if clock.is_late_by_change:
        return voice.say("promise.late.change", due=due)
    if clock.breached_at is not None:
        return voice.say(f"promise.late.{strength}", due=due)
    if target.recurs:
        return voice.say(f"promise.recurring.{strength}", every=span_words(voice, target.within), due=due)
    line = voice.say(f"promise.by.{strength}", due=due)
    return voice.say("promise.until_agreed", base=line) if target.within.until_agreed else line


def clock_start(voice: Voice, case: Case, policy: Policy, now: datetime) -> Line:
    """Our hours and when they begin to count, while they have not begun; empty otherwise.

    A case whose promises count around the clock waits for nothing.
    """
    for clock in promised_clocks(case, policy):
        target = policy.target(clock.target_id)
        if target.within.kind in (SpanKind.ELAPSED, SpanKind.BEST_EFFORT, SpanKind.AGREED, SpanKind.NEXT_RELEASE):
            continue
        hours = policy.hours(target.hours)
        if hours.is_open(clock.started_at):
            continue
        starts_at = hours.next_opening(clock.started_at)
        if now < starts_at:
            shown = voice.when(starts_at, TimeStyle.MOMENT)
            return voice.say("hours.clock_starts", hours=hours_words(voice, hours), at=shown)
    return ()


def due_facts(voice: Voice, due_times: dict[str, str], case: Case, policy: Policy, *, for_customer: bool) -> list[Fact]:
    """The due times that a notice carries, by metric; the customer reads the promises among them as they stand."""
    if for_customer:
        return [
            voice.fact(f"promise.{clock.metric}", promise_of(voice, case, clock, policy))
            for clock in promised_clocks(case, policy)
            if clock.metric in due_times
        ]
    return [voice.fact(f"metric.{metric}", voice.when(datetime.fromisoformat(at))) for metric, at in due_times.items()]


def _without_time(target: Target) -> str:
    """Why there is no due time: `agreed`, `next_release` or `best_effort`."""
    kind = target.within.kind
    return str(kind) if kind in (SpanKind.AGREED, SpanKind.NEXT_RELEASE) else str(SpanKind.BEST_EFFORT)
