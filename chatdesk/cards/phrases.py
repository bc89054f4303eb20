"""Pieces of a line that many cards share: what a case is called, how bad it is, whose hours count."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby

from chatdesk import i18n
from chatdesk.cards.model import Line, Quoted, Words
from chatdesk.cards.voice import Voice, strong
from chatdesk.core.agreement import Term
from chatdesk.core.business_hours import BusinessHours
from chatdesk.core.case import Case, Status
from chatdesk.core.policy import Policy, Span, SpanKind
from chatdesk.core.spans import due_after
from chatdesk.core.view import CaseView

_WHOLE_DAY = (0, 1440)


def number_and_title(voice: Voice, view: CaseView) -> Line:
    """ "HARBOR-1 · VPN down", the title as its writer put it."""
    return (strong(view.case.number), Words(" · "), *title_of(voice, view))


def requester_words(voice: Voice, view: CaseView) -> Line:
    """Who asked, and of which organisation they are."""
    person = view.people.get(view.case.requester_id)
    organisation = person.organisation if person is not None else view.customer.name
    return voice.say("person.of", person=voice.who(person), organisation=organisation)


def title_of(voice: Voice, view: CaseView) -> Line:
    title = view.text(view.case.title_id)
    return (Quoted(title),) if title else voice.say("case.title_erased")


def severity_name(voice: Voice, policy: Policy, number: int | None) -> str:
    """The policy's own label, or "not given yet"."""
    step = policy.severity(number)
    if step is not None:
        return step.label.in_language(voice.language)
    return voice.plain("severity.not_given") if number is None else str(number)


def severity_words(voice: Voice, policy: Policy, case: Case) -> str:
    """How bad a case is; while nobody has said, the severity whose times run for it."""
    if case.severity is not None or policy.unset_severity is None or not case.is_live:
        return severity_name(voice, policy, case.severity)
    return voice.plain("severity.not_given_as", severity=severity_name(voice, policy, policy.unset_severity))


def role_name(voice: Voice, policy: Policy, key: str) -> str:
    """A role as the policy calls it, else as we do."""
    role = policy.role(key)
    return role.label.in_language(voice.language) if role else voice.role(key)


def level_name(voice: Voice, policy: Policy, number: int | None) -> str:
    level = policy.support_level(number)
    return level.label.in_language(voice.language) if level else voice.plain("level.number", n=number or 0)


def other_case(voice: Voice, view: CaseView, case_id: str | None) -> Line:
    number = view.other_numbers.get(case_id or "")
    return (strong(number),) if number else voice.say("case.another")


def hours_words(voice: Voice, hours: BusinessHours) -> str:
    """ "Mon–Fri 09:00–17:00 (New York)": days of equal hours told together."""
    told = []
    days = [(number, tuple((span.opens, span.closes) for span in ranges)) for number, ranges in enumerate(hours.week)]
    for ranges, run in groupby(days, key=lambda day: day[1]):
        numbers = [number for number, _ in run]
        if ranges:
            told.append(f"{_days_words(voice, numbers)} {_ranges_words(voice, ranges)}")
    words = i18n.flat(voice.listed(told))
    return voice.plain("hours.in_zone", hours=words, place=i18n.city(voice.language, hours.zone))


def span_words(voice: Voice, span: Span) -> str:
    """ "4 business hours", "2 business days, at the latest …"."""
    words = _one_span(voice, span)
    if span.end_of_day:
        words = voice.plain("span.end_of_day", span=words)
    if span.at_latest is not None:
        words = voice.plain("span.at_latest", span=words, latest=span_words(voice, span.at_latest))
    if span.until_agreed:
        words = voice.plain("span.until_agreed", span=words)
    return words


def term_words(voice: Voice, term: Term) -> Line:
    """A date in the reader's zone, or "with release 4.2"."""
    if term.due_at is not None:
        return (voice.when(term.due_at),)
    return voice.say("term.release", release=Quoted(term.release or ""))


def offered_words(voice: Voice, term: Term) -> Line:
    """A date in the reader's zone, or "release 4.2": what is proposed, accepted or declined."""
    if term.due_at is not None:
        return (voice.when(term.due_at),)
    return voice.say("term.offered", release=Quoted(term.release or ""))


def next_level(case: Case, policy: Policy) -> int | None:
    """The next deeper support level there is."""
    deeper = sorted(level.number for level in policy.support_levels if level.number > (case.support_level or 0))
    return deeper[0] if deeper else None


def reopens_until(view: CaseView) -> datetime | None:
    """Until when a closed case can be reopened (UTC; rule D7); None where it is not closed or never reopens."""
    policy, closed_at = view.policy, view.case.closed_at
    if view.case.status is not Status.CLOSED or not policy.reopens or closed_at is None:
        return None
    return due_after(policy.house.reopen_within, closed_at, policy.hours(policy.main_hours))


def _one_span(voice: Voice, span: Span) -> str:
    match span.kind:
        case SpanKind.ELAPSED:
            return _length(voice, span.seconds)
        case SpanKind.BUSINESS:
            return voice.plain("span.business", length=_length(voice, span.seconds))
        case SpanKind.BUSINESS_DAYS:
            return voice.plain("span.business_days", n=span.days)
        case _:
            return voice.plain(f"span.{span.kind}")


def _length(voice: Voice, seconds: int) -> str:
    """A promised length: whole hours stay hours ("24 h"), since a policy's day may not be the calendar's."""
    hours, rest = divmod(seconds, 3600)
    return voice.plain("time.hours", n=hours) if hours and not rest else voice.duration(seconds)


def _days_words(voice: Voice, numbers: list[int]) -> str:
    if len(numbers) == 7:
        return voice.plain("hours.every_day")
    first, last = i18n.weekday(voice.language, numbers[0]), i18n.weekday(voice.language, numbers[-1])
    return first if len(numbers) == 1 else f"{first}–{last}"


def _ranges_words(voice: Voice, ranges: tuple[tuple[int, int], ...]) -> str:
    if ranges == (_WHOLE_DAY,):
        return voice.plain("hours.around_the_clock")
    return i18n.flat(voice.listed([f"{_wall(opens)}–{_wall(closes)}" for opens, closes in ranges]))


def _wall(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
