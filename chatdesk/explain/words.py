"""English sentences for an explanation, for the command line and its JSON."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

from chatdesk.core.business_hours import EndsAt, Reported, Step
from chatdesk.core.policy import Kind, SpanKind, Strength
from chatdesk.explain import ExplainedClock
from chatdesk.policy_files import span_words

_REPORTED = {
    Reported.IN_HOURS: "Reported in business hours, so the days count from this time of day",
    Reported.IN_BREAK: "Reported in a break, so the days count from the next opening of that day",
    Reported.OUTSIDE: "Reported outside business hours, so the day of the next opening is the first",
}
_ENDS_AT = {
    EndsAt.SAME_TIME: "it is due at that time on the last day.",
    EndsAt.NEXT_OPENING: "that time is outside hours on the last day, so it is due at the next opening.",
    EndsAt.CLOSE: "it is due at the close of the last day.",
}
_NO_DUE_TIME = {
    SpanKind.AGREED: "There is no due time until both sides accept a date.",
    SpanKind.NEXT_RELEASE: "There is no due time until a release is named and accepted.",
    SpanKind.BEST_EFFORT: "There is no due time: the source gives no figure that time could be measured by.",
}
STRENGTHS = {
    Strength.PROMISE: "promise",
    Strength.GOAL: "goal",
    Strength.BEST_EFFORT: "best effort",
    Strength.AGREED: "as agreed",
}
KINDS = {kind: kind.value.replace("_", " ") for kind in Kind}


def why_words(step: Step, zone: tzinfo) -> str:
    """Why a stretch counts or does not; closed dates by name."""
    match step.why:
        case ("open", *_):
            return "open"
        case ("elapsed", *_):
            return "around the clock"
        case ("closed", "break"):
            return "break"
        case ("holiday", name):
            return f"holiday: {name}"
        case ("no_hours", *_):
            return f"no hours on {_dates(step, zone)}"
        case _:
            return "closed"


def rule_words(clock: ExplainedClock) -> str | None:
    """Which rule decided the due time, where the steps alone do not say it."""
    said: list[str] = []
    if clock.is_cut_short:
        said.append("The second rule comes first here, so it decides.")
    if clock.days_rule is not None:
        said.append(f"{_REPORTED[clock.days_rule.reported]}; {_ENDS_AT[clock.days_rule.ends_at]}")
    if clock.due_at is None:
        said.append(_NO_DUE_TIME[clock.target.within.kind])
    if clock.target.within.until_agreed:
        said.append("This holds until both sides accept another date or a release.")
    if clock.target.recurs:
        said.append("It recurs: the next one starts when this one is met or falls due.")
    return " ".join(said) or None


def promise_words(clock: ExplainedClock) -> str:
    """The span and how hard it binds, such as "2 business days (goal)"."""
    span = span_words(clock.target.within)
    strength = STRENGTHS[clock.target.strength]
    says_itself = clock.target.strength in (Strength.PROMISE, Strength.BEST_EFFORT, Strength.AGREED)
    return span if says_itself else f"{span} ({strength})"


def moment_words(at: datetime, zone: tzinfo) -> str:
    """A moment in a zone, such as "Mon 2026-03-09 16:00 -04:00"; seconds where there are some."""
    local = at.astimezone(zone)
    offset = f"{local:%z}"
    return f"{local:%a %Y-%m-%d} {_time(local)} {offset[:3]}:{offset[3:5]}"


def way_words(start: datetime, end: datetime, zone: tzinfo) -> str:
    """From one moment to another on a zone's clock; the offsets only where they differ."""
    first, last = start.astimezone(zone), end.astimezone(zone)
    if first.utcoffset() != last.utcoffset():
        return f"{moment_words(first, zone)} → {moment_words(last, zone)}"
    if first.date() == last.date():
        return f"{first:%a %Y-%m-%d} {_time(first)} → {_time(last)}"
    return f"{first:%a %Y-%m-%d} {_time(first)} → {last:%a %Y-%m-%d} {_time(last)}"


def length_words(seconds: int) -> str:
    """Seconds as "6 h 30 min"; "0" where nothing counts."""
    hours, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    parts = [f"{n} {unit}" for n, unit in ((hours, "h"), (minutes, "min"), (left, "s")) if n]
    return " ".join(parts) or "0"


def _dates(step: Step, zone: tzinfo) -> str:
    first, last = step.from_at.astimezone(zone).date(), (step.to_at.astimezone(zone) - timedelta(seconds=1)).date()
    days = [f"{first + timedelta(days=n):%A}" for n in range((last - first).days + 1)]
    return f"{days[0]} to {days[-1]}" if len(days) > 2 else " and ".join(days)


def _time(local: datetime) -> str:
    return f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"
