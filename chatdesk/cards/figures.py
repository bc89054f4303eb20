"""Figures: a month's uptime with what counted, and how many cases were solved within a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction

from chatdesk import i18n
from chatdesk.cards.model import Block, Bullets, Card, Facts, Line, Paragraph, Small, Tone
from chatdesk.cards.voice import Voice, compose, voice_of
from chatdesk.core.uptime import MonthOfUptime, Outage, Stretch
from chatdesk.core.view import Reader

# More than these is no glance; the rest are counted.
_MOST = 8


def uptime_card(month: MonthOfUptime, customer: str, reader: Reader) -> Card:
    """The month's figure against the promise, what is left of the budget, what counted and what did not (COD-10)."""
    voice = voice_of(reader)
    figure = i18n.percent(voice.language, month.figure, 3)
    facts = [
        voice.fact("uptime", voice.say("uptime.figure", figure=figure, over=_percent(voice, month.over))),
        voice.fact("budget", _budget(voice, month)),
    ]
    if month.degraded:
        other = i18n.percent(voice.language, month.figure_without_degraded, 3)
        facts.append(voice.fact("degraded", voice.say("uptime.without_degraded", figure=other)))
    blocks: list[Block] = [Facts(tuple(facts)), *_counted(voice, month), *_not_counted(voice, month.not_counted)]
    if not month.counted and not month.not_counted:
        blocks.append(Small(voice.say("uptime.nothing")))
    title = voice.say("uptime.title", customer=customer, month=i18n.month(voice.language, month.first_on))
    # Above the promise there is nothing to warn of; with half of the budget gone there is no cause for joy either.
    kept = Tone.CALM if month.share_of_budget_used >= Fraction(1, 2) else Tone.GOOD
    return compose(title, blocks, tone=kept if month.is_kept else Tone.BAD)


def solved_card(judged: int, within: int, open_now: int, since: datetime, whose: str | None, reader: Reader) -> Card:
    """The live share of cases that were solved within 24 hours (CIP-10: more than half is the aim)."""
    voice = voice_of(reader)
    title = voice.say("solved.title_of", customer=whose) if whose else voice.say("solved.title")
    if judged == 0:
        return compose(title, [Paragraph(voice.say("solved.nothing", at=voice.when(since)))])
    share = i18n.percent(voice.language, Fraction(within, judged), 0)
    line = voice.say("solved.share", share=share, within=within, n=judged)
    rest = Small(voice.say("solved.since", at=voice.when(since), open=open_now))
    return compose(title, [Paragraph(line), rest], tone=Tone.GOOD if 2 * within > judged else Tone.WARNING)


def _budget(voice: Voice, month: MonthOfUptime) -> Line:
    left = month.budget - month.used
    blanks = {"used": _minutes(voice, Fraction(month.used)), "of": _minutes(voice, month.budget)}
    if left <= 0:
        return voice.say("uptime.budget_gone", **blanks)
    return voice.say("uptime.budget_left", left=_minutes(voice, left), **blanks)


def _counted(voice: Voice, month: MonthOfUptime) -> Iterator[Block]:
    if month.counted:
        yield Paragraph(voice.say("uptime.counted"))
        yield Bullets(tuple(_stretch(voice, one) for one in month.counted[-_MOST:]))
        if len(month.counted) > _MOST:
            yield Small(voice.say("list.more", n=len(month.counted) - _MOST))


def _not_counted(voice: Voice, outages: tuple[Outage, ...]) -> Iterator[Block]:
    if outages:
        yield Paragraph(voice.say("uptime.not_counted"))
        yield Bullets(tuple(_outage(voice, one) for one in outages[-_MOST:]))


def _stretch(voice: Voice, one: Stretch) -> Line:
    length = _minutes(voice, Fraction(one.seconds))
    return voice.say("uptime.stretch", outage=_outage(voice, one.outage), length=length)


def _outage(voice: Voice, outage: Outage) -> Line:
    kind = voice.plain(f"outage.{outage.kind}")
    if outage.ended_at is None:
        return voice.say("outage.lasts", kind=kind, start=voice.when(outage.started_at))
    return voice.say("outage.was", kind=kind, start=voice.when(outage.started_at), end=voice.when(outage.ended_at))


def _percent(voice: Voice, share: Fraction) -> str:
    return i18n.percent(voice.language, share, 1)


def _minutes(voice: Voice, seconds: Fraction) -> str:
    return voice.plain("uptime.minutes", minutes=i18n.decimal(voice.language, seconds / 60, 1))
