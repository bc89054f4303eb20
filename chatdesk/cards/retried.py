"""An operator has sent again what had not arrived."""

from __future__ import annotations

from chatdesk import i18n
from chatdesk.cards.model import Card, Line, Paragraph, Who, Words
from chatdesk.cards.voice import compose, voice_of
from chatdesk.core.notice import Notice
from chatdesk.core.view import Reader


def retried_card(notice: Notice, reader: Reader) -> Card:
    """Told to engineers in the case's thread, where they read before that it had not arrived."""
    voice, key = voice_of(reader), f"channel.{notice.fact('to')}"
    name = notice.fact("name")
    whom: Line = (Who(name),) if name else (Words(voice.plain(key) if i18n.has(key) else notice.fact("to") or ""),)
    return compose((), [Paragraph(voice.say("retried.ours", to=whom))])
