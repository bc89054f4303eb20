"""Several notices in one message, and a message that may stand twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from chatdesk import i18n
from chatdesk.cards.model import Block, Button, Card, Divider, Paragraph, Small, Tone

_TONES = (Tone.CALM, Tone.GOOD, Tone.WARNING, Tone.BAD)


def bundle(written: Sequence[tuple[str, Card]]) -> Card:
    """One card of several, each with the number of its case, in order. Buttons of several cases name theirs."""
    if len(written) == 1:
        return written[0][1]
    blocks: list[Block] = []
    for _, card in written:
        if blocks:
            blocks.append(Divider())
        if card.title:
            blocks.append(Paragraph(card.title))
        blocks.extend(card.blocks)
    return Card(
        text="\n\n".join(card.text for _, card in written),
        tone=max((card.tone for _, card in written), key=_TONES.index),
        blocks=tuple(blocks),
        buttons=_buttons(written),
    )


def marked_as_repeat(card: Card, language: str) -> Card:
    """The card with a footnote that it may have arrived before."""
    mark = i18n.say(language, "repeat.mark")
    return replace(card, text=f"{card.text}\n{i18n.flat(mark)}", blocks=(*card.blocks, Small(mark)))


def _buttons(written: Sequence[tuple[str, Card]]) -> tuple[Button, ...]:
    """Each button once. A later card of the same case knows best which button comes first."""
    is_one_case = len({number for number, _ in written}) == 1
    found: dict[tuple[str, tuple[tuple[str, str], ...]], Button] = {}
    for number, card in written:
        for button in card.buttons:
            label = button.label if is_one_case else f"{button.label} · {number}"
            found[button.verb, button.args] = replace(button, label=label, style=_style(button, is_one_case))
    return tuple(found.values())


def _style(button: Button, is_one_case: bool) -> str:
    return button.style if is_one_case or button.style == "danger" else "plain"
