"""What administrators can do beside everybody else: a few lines in their help, and all of it on a card of its own."""

from __future__ import annotations

from chatdesk.cards.admin import Desk, correcting, form_button
from chatdesk.cards.model import Block, Bullets, Card, Line, Paragraph, Small, Words
from chatdesk.cards.voice import Voice, compose, to_write, voice_of
from chatdesk.core.setting_up import Step
from chatdesk.core.view import Reader

_IN_SHORT = ("link", "add", "hold", "held", "button", "help")
ALL_WAYS = ("list", "link", "unlink", "add", "customers", "role", "remove", "hold", "held", "release", "button")


def administering_blocks(voice: Voice, called: str) -> list[Block]:
    """For the help of an administrator."""
    return [Paragraph(voice.say("help.admin")), Bullets(_lines(voice, called, _IN_SHORT))]


def admin_help_card(desk: Desk, reader: Reader) -> Card:
    """Everything that an administrator can do; by a button where there is a form."""
    voice, left = voice_of(reader), desk.left
    blocks: list[Block] = [Bullets(_lines(voice, desk.called, ALL_WAYS)), Small(voice.say("admin.help.where"))]
    if desk.who is None or left:
        begin = to_write(desk.called, voice.plain("help.admin_list.form"))
        blocks.append(Small(voice.say("admin.help.setting_up", write=begin)))
    another = () if desk.who is None else (form_button(voice, Step.CUSTOMER, "admin.button.another_customer"),)
    buttons = (*another, *correcting(voice, desk, left))
    return compose(voice.say("admin.help.title"), blocks, buttons=buttons)


def _lines(voice: Voice, called: str, names: tuple[str, ...]) -> tuple[Line, ...]:
    return tuple(
        (
            to_write(called, voice.plain(f"help.admin_{name}.form")),
            Words(f": {voice.plain(f'help.admin_{name}.does')}"),
        )
        for name in names
    )
