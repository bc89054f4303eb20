"""When we work under a policy: its hours, what is looked after around the clock, and the next days off."""

from __future__ import annotations

from datetime import datetime, timedelta

from chatdesk import i18n
from chatdesk.cards.model import Block, Bullets, Card, Line, Paragraph, Small, TimeStyle, Words
from chatdesk.cards.phrases import hours_words
from chatdesk.cards.voice import Voice, compose, voice_of
from chatdesk.core.business_hours import BusinessHours
from chatdesk.core.policy import Metric, Policy, Severity, SpanKind
from chatdesk.core.view import Reader

_MOST_HOLIDAYS = 3
# By these somebody is there: a long promise of a fix may count nights without anybody working in them.
_SOMEBODY_COMES = (Metric.ACKNOWLEDGEMENT, Metric.FIRST_RESPONSE)


def hours_card(policy: Policy, reader: Reader, now: datetime) -> Card:
    """When we work under this policy, whether we do now, and the next days off by name.

    What is looked after around the clock stands first: whoever needs that must not read "closed" before it.
    """
    voice = voice_of(reader)
    calendars = {policy.hours(target.hours) for target in policy.targets} or {policy.hours(policy.main_hours)}
    ordered = [calendar for calendar in policy.calendars if calendar in calendars]
    blocks: list[Block] = [Paragraph(_around_the_clock(voice, policy))]
    for calendar in ordered:
        blocks.append(Paragraph((Words(hours_words(voice, calendar)),)))
        blocks.append(Small(_open_now(voice, calendar, now)))
        blocks.append(Small(_days_off(voice, calendar, now)))
    if policy.contacts:
        ways = [way.in_language(voice.language) for way in policy.contacts]
        blocks.append(Paragraph(voice.say("hours.contacts")))
        blocks.append(Bullets(tuple(i18n.as_line(way) for way in ways)))
    # What a policy is called among us is not for its customer.
    ours = voice.say("hours.title", policy=policy.title.in_language(voice.language))
    title = voice.say("hours.title_customer") if reader.is_customer else ours
    return compose(title, blocks)


def _around_the_clock(voice: Voice, policy: Policy) -> Line:
    """The severities that are looked after outside business hours too; empty where there are none."""
    steps = [step.label.in_language(voice.language) for step in policy.severities if _counts_nights(policy, step)]
    return voice.say("hours.day_and_night", severities=voice.listed(steps)) if steps else ()


def _counts_nights(policy: Policy, step: Severity) -> bool:
    """Is every promise of somebody's coming at this severity counted by the wall clock?"""
    promised = [
        target
        for target in policy.targets
        if target.metric in _SOMEBODY_COMES
        and not target.is_house
        and (not target.severities or step.number in target.severities)
    ]
    return bool(promised) and all(target.within.kind is SpanKind.ELAPSED for target in promised)


def _open_now(voice: Voice, calendar: BusinessHours, now: datetime) -> Line:
    if calendar.is_open(now):
        return voice.say("hours.open_now")
    return voice.say("hours.closed_now", at=voice.when(calendar.next_opening(now)))


def _days_off(voice: Voice, calendar: BusinessHours, now: datetime) -> Line:
    today = now.astimezone(i18n.zone_of(calendar.zone)).date()
    coming = sorted((on, name) for on, name in calendar.holidays if today <= on <= today + timedelta(days=120))
    told = []
    for on, name in coming[:_MOST_HOLIDAYS]:
        noon = datetime(on.year, on.month, on.day, 12, tzinfo=i18n.zone_of(calendar.zone))
        told.append(f"{i18n.moment(voice.language, calendar.zone, noon, TimeStyle.DAY)} ({name})")
    return voice.say("hours.days_off", days=voice.listed(told)) if told else ()
