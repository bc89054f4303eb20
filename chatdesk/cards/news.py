"""What a customer is told of no case of theirs, and what our own people are told where it did not arrive."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from chatdesk import i18n
from chatdesk.cards.model import Card, Line, Paragraph, Quote, Small, TimeStyle, Tone
from chatdesk.cards.voice import Voice, compose, voice_of
from chatdesk.core.notice import Notice
from chatdesk.core.view import NewsView, Reader


@dataclass(frozen=True)
class _Scene:
    news: NewsView
    notice: Notice
    voice: Voice


def news_card(news: NewsView, notice: Notice, reader: Reader) -> Card:
    """The message that tells `notice`. ValueError for one that is ours alone and was about to reach a customer."""
    if reader.is_customer and notice.kind not in CUSTOMER_NEWS:
        raise ValueError(f"{notice.kind} is not for a customer's eyes")
    return _CARDS[notice.kind](_Scene(news, notice, voice_of(reader)))


def day_words(voice: Voice, on: date) -> Line:
    """A day as the reader writes it: noon there, so that no zone makes another day of it."""
    noon = datetime.combine(on, time(12), i18n.zone_of(voice.zone))
    return (voice.when(noon, TimeStyle.DAY),)


def _release(scene: _Scene) -> Card:
    due_on, release = scene.notice.fact("due_on"), scene.notice.fact("release") or scene.news.release
    name = "planned" if due_on else "out"
    due = day_words(scene.voice, date.fromisoformat(due_on)) if due_on else ()
    line = scene.voice.say(f"news.release.{name}", release=release, due=due)
    words = Quote(scene.news.words) if scene.news.words else None
    return compose((), [Paragraph(line), words], tone=Tone.CALM if due_on else Tone.GOOD)


def _undeliverable(scene: _Scene) -> Card:
    error = scene.notice.fact("error") or "unknown"
    known = f"failure.{error}"
    voice = scene.voice
    line = voice.say("news.undeliverable", customer=scene.news.customer.name, release=scene.news.release)
    advice = voice.say(known) if i18n.has(known) else voice.say("failure.other", error=error)
    return compose((), [Paragraph(line), Small(advice)], tone=Tone.BAD)


_CARDS: Mapping[str, Callable[[_Scene], Card]] = {"release.news": _release, "undeliverable": _undeliverable}
CUSTOMER_NEWS = frozenset({"release.news"})
