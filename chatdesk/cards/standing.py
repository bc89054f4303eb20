"""The message that stands in a customer's channel: how to open a case, for everybody who reads there."""

from __future__ import annotations

from chatdesk.cards.model import Block, Button, Card, Paragraph, Small
from chatdesk.cards.voice import compose, to_write, voice_of
from chatdesk.core.people import Standing
from chatdesk.core.view import Reader

# How we are called where nobody has spoken to us yet.
_CALLED = "@chatdesk"


def standing_card(reader: Reader) -> Card:
    """Buttons, since a slash command is nothing to people of another organisation; and the words that do the same."""
    voice = voice_of(reader)
    words = voice.say("standing.words", open=to_write(_CALLED, voice.plain("help.open.form")))
    help_words = voice.say("standing.help", help=to_write(_CALLED, voice.plain("talk.help")))
    buttons = (
        Button("open", voice.plain("button.open"), (), "primary", None, True),
        Button("list", voice.plain("standing.cases"), (("scope", "mine"),)),
        Button("hours", voice.plain("standing.hours")),
    )
    blocks: list[Block] = [Paragraph(voice.say("standing.text")), Paragraph(words), Small(help_words)]
    return compose(voice.say("standing.title"), blocks, buttons=buttons)


def withdrawn_card(reader: Reader | None) -> Card:
    """What is left of it where it is wanted no more: nothing to press."""
    voice = voice_of(reader or Reader("en", "UTC", Standing.CUSTOMER))
    return compose((), [Paragraph(voice.say("standing.withdrawn"))])
