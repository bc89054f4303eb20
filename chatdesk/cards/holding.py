"""Pings that are held: who stopped them and why, and what they would have told."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from chatdesk import i18n
from chatdesk.cards.model import Block, Bullets, Card, Line, Paragraph, Quoted, Small, TimeStyle, Tone, Who, Words
from chatdesk.cards.voice import Voice, compose, voice_of
from chatdesk.core.holding import Fate, HoldView, Kept
from chatdesk.core.notice import AudienceKind, Notice
from chatdesk.core.view import Reader

_TONES = {"hold.begun": Tone.WARNING, "hold.reminder": Tone.WARNING, "hold.ended": Tone.GOOD, "hold.kept": Tone.CALM}


def hold_notice_card(hold: HoldView, notice: Notice, reader: Reader) -> Card:
    """The message that tells of a hold: that it began, is still on or has ended, or what it kept back from here."""
    voice = voice_of(reader)
    if notice.kind == "hold.kept":
        return _kept_card(hold, voice, reader)
    lines: list[Block] = [Paragraph(_sentence(hold, notice.kind, voice))]
    if notice.kind != "hold.ended":
        lines += [Small(voice.say("hold.meaning")), Small(voice.say("hold.how_to_end"))]
    return compose((), lines, tone=_TONES[notice.kind])


def held_card(hold: HoldView | None, reader: Reader) -> Card:
    """The answer to who asks what is held."""
    voice = voice_of(reader)
    if hold is None:
        return compose((), [Paragraph(voice.say("hold.none"))])
    blocks: list[Block] = [Paragraph(_sentence(hold, "hold.reminder", voice))]
    blocks += _items(hold, voice, names_audience=True)
    return compose(voice.say("hold.title"), [*blocks, Small(voice.say("hold.how_to_end"))], tone=Tone.WARNING)


def begun_card(hold: HoldView, reader: Reader, *, was_on: bool) -> Card:
    """The answer to who asks to hold pings."""
    voice = voice_of(reader)
    first = voice.say("hold.is_on_already") if was_on else ()
    told = Paragraph(_sentence(hold, "hold.begun", voice))
    meaning = Small(voice.say("hold.meaning"))
    return compose((), [Paragraph(first), told, meaning, Small(voice.say("hold.how_to_end"))], tone=Tone.WARNING)


def ended_card(hold: HoldView | None, reader: Reader) -> Card:
    """The answer to who releases pings; without a hold there was nothing to release."""
    voice = voice_of(reader)
    if hold is None:
        return compose((), [Paragraph(voice.say("hold.none"))])
    blocks: list[Block] = [Paragraph(_sentence(hold, "hold.ended", voice))]
    return compose((), [*blocks, *_items(hold, voice, names_audience=True)], tone=Tone.GOOD)


def hold_line(hold: HoldView, reader: Reader) -> Line:
    """In one line, for whoever looks at something else."""
    return _sentence(hold, "hold.reminder", voice_of(reader))


def with_line(card: Card, line: Line) -> Card:
    """The card with a small line above all."""
    blocks = (Small(line), *card.blocks)
    return replace(card, blocks=blocks, text=f"{i18n.flat(line)}\n{card.text}")


def marked_as_held(card: Card, notice: Notice, reader: Reader) -> Card:
    """The card with a footnote since when it was kept back, where it was."""
    held_at = notice.fact("held_at")
    if held_at is None:
        return card
    voice = voice_of(reader)
    return _marked(card, voice.say("hold.mark", at=voice.when(datetime.fromisoformat(held_at))))


def marked_as_unpinged(card: Card, reader: Reader) -> Card:
    """The card with a footnote that those it names are told of it when pings are released."""
    return _marked(card, voice_of(reader).say("hold.unpinged"))


def _marked(card: Card, mark: Line) -> Card:
    return replace(card, text=f"{card.text}\n{i18n.flat(mark)}", blocks=(*card.blocks, Small(mark)))


def _kept_card(hold: HoldView, voice: Voice, reader: Reader) -> Card:
    """Why pings were stopped is ours; a customer's person only reads what came late."""
    since, until = voice.when(hold.begun_at), voice.when(hold.ended_at or hold.begun_at)
    if reader.is_customer:
        first = voice.say("hold.kept_customer", since=since, until=until)
    else:
        first = voice.say("hold.kept", since=since, until=until, who=_who(hold.begun_by), why=_why(hold))
    blocks = [Paragraph(first), *_items(hold, voice, names_audience=False)]
    return compose((), blocks, tone=_TONES["hold.kept"])


def _sentence(hold: HoldView, kind: str, voice: Voice) -> Line:
    who, why, since = _who(hold.begun_by), _why(hold), voice.when(hold.begun_at)
    if kind == "hold.ended":
        until = voice.when(hold.ended_at or hold.begun_at)
        if hold.ended_by is None:
            return voice.say("hold.ended_by_time", who=who, why=why, since=since, until=until, n=hold.count)
        by = _who(hold.ended_by)
        return voice.say("hold.ended", who=who, why=why, since=since, until=until, by=by, n=hold.count)
    line = voice.say(kind, who=who, why=why, since=since, n=hold.count)
    if hold.until_at is None:
        return line
    return i18n.joined((*line, Words(" "), *voice.say("hold.until", at=voice.when(hold.until_at))))


def _items(hold: HoldView, voice: Voice, *, names_audience: bool) -> list[Block]:
    if not hold.kept:
        return []
    lines = tuple(_item(one, hold, voice, names_audience) for one in hold.kept)
    rest = hold.count - len(hold.kept)
    return [Bullets(lines), *([Small(voice.say("hold.more", n=rest))] if rest else [])]


def _item(one: Kept, hold: HoldView, voice: Voice, names_audience: bool) -> Line:
    """ "HARBOR-1 · tier 2 · 15:02 · for the on-call channel · sent now"."""
    parts: list[Line] = [(Words(one.number, is_strong=True),)] if one.number else []
    parts.append(_what(one, voice))
    parts.append((voice.when(one.at, TimeStyle.MOMENT),))
    if names_audience:
        parts.append(voice.say("hold.for", whom=_whom(one, hold, voice)))
    if hold.ended_at is not None or one.fate is not Fate.HELD:
        parts.append(voice.say(f"hold.fate.{one.fate.value}"))
    return i18n.joined([piece for part in parts for piece in (*part, Words(" · "))][:-1])


def _what(one: Kept, voice: Voice) -> Line:
    metric = voice.plain(f"fact.metric.{one.metric}") if one.metric else ""
    key = f"hold.item.{one.kind}"
    if not i18n.has(key):
        return voice.say("hold.item.message")
    return voice.say(key, tier=one.tier or "", metric=metric)


def _whom(one: Kept, hold: HoldView, voice: Voice) -> Line:
    if one.audience.kind is AudienceKind.PERSON:
        return voice.who(hold.people.get(one.audience.name))
    key = f"channel.{one.audience.name}"
    named = voice.plain(key) if i18n.has(key) else one.audience.name
    return voice.say("hold.pager", channel=named) if one.audience.kind is AudienceKind.PAGER else (Words(named),)


def _who(name: str) -> Line:
    return (Who(name),)


def _why(hold: HoldView) -> Line:
    return (Quoted(hold.reason),)
