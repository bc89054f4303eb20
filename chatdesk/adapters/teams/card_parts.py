"""Blocks of a neutral card as elements of an Adaptive Card."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from chatdesk.adapters.talk.plain_text import clamp
from chatdesk.adapters.teams.card_lines import JSON, Mentions, is_all_ours, line_element, markdown, run
from chatdesk.adapters.teams.card_text import RUN_LIMIT, cut, escaped, inert, short
from chatdesk.cards.model import Block, Bullets, Card, Divider, Fact, Facts, Line, Paragraph, Quote, Small, Tone, Words

SIGNS = {Tone.CALM: "", Tone.GOOD: "✅ ", Tone.WARNING: "⚠️ ", Tone.BAD: "🚨 "}
_STYLES = {Tone.CALM: "emphasis", Tone.GOOD: "good", Tone.WARNING: "warning", Tone.BAD: "attention"}
_LABEL_WIDTH = "120px"
_SMALL = {"size": "small", "isSubtle": True}


def card_elements(card: Card, quote_limit: int, mentions: Mentions) -> list[JSON]:
    """Title and blocks. A card of words alone is those words."""
    made: list[JSON] = []
    blocks = list(card.blocks)
    sign = SIGNS[card.tone]
    if card.title:
        made.append(title_element((Words(sign), *card.title), card.tone, mentions))
    elif not blocks:
        blocks = [Paragraph((Words(sign + clamp(card.text, RUN_LIMIT)),))]
    elif sign and isinstance(blocks[0], Paragraph):
        blocks[0] = Paragraph((Words(sign), *blocks[0].line))
    return made + block_elements(blocks, quote_limit, mentions)


def title_element(line: Line, tone: Tone, mentions: Mentions) -> JSON:
    """The head of a card on the colour of its tone."""
    return {
        "type": "Container",
        "style": _STYLES[tone],
        "bleed": True,
        "items": [line_element(line, mentions, weight="bolder", size="medium")],
    }


def block_elements(blocks: Sequence[Block], quote_limit: int, mentions: Mentions) -> list[JSON]:
    """A divider becomes a line above what follows it."""
    made: list[JSON] = []
    is_divided = False
    for block in blocks:
        if isinstance(block, Divider):
            is_divided = bool(made)
            continue
        for element in _elements(block, quote_limit, mentions):
            made.append(element | ({"separator": True, "spacing": "medium"} if is_divided else {}))
            is_divided = False
    return made


def _elements(block: Block, quote_limit: int, mentions: Mentions) -> Iterator[JSON]:
    match block:
        case Paragraph(line):
            yield line_element(line, mentions)
        case Small(line):
            yield line_element(line, mentions, **_SMALL) | {"spacing": "small"}
        case Quote(text):
            # Emphasis sets what a person wrote apart from what we say.
            said = [{"type": "RichTextBlock", "inlines": [run(cut(text, quote_limit))]}]
            yield {"type": "Container", "style": "emphasis", "items": said}
        case Facts(facts):
            yield from _facts(facts, mentions)
        case Bullets(lines):
            yield from _bullets(lines, mentions)


def _facts(facts: Sequence[Fact], mentions: Mentions) -> Iterator[JSON]:
    """Facts of our own words alone as a FactSet, which is markdown; else as rows whose values nothing parses."""
    if all(is_all_ours(fact.value) for fact in facts):
        yield {"type": "FactSet", "facts": [_fact(fact, mentions) for fact in facts]}
        return
    for number, fact in enumerate(facts):
        label = {"type": "RichTextBlock", "inlines": [run(short(fact.label), is_strong=True)]}
        yield _row(label, line_element(fact.value, mentions), _LABEL_WIDTH, is_first=not number)


def _fact(fact: Fact, mentions: Mentions) -> JSON:
    return {"title": escaped(short(fact.label)), "value": markdown(fact.value, mentions)}


def _bullets(lines: Sequence[Line], mentions: Mentions) -> Iterator[JSON]:
    """In columns, so that a second row stands under the first and not under its dot."""
    for number, line in enumerate(lines):
        dot = {"type": "RichTextBlock", "inlines": [run("•")]}
        yield _row(dot, line_element(line, mentions), "12px", is_first=not number)


def _row(left: JSON, right: JSON, width: str, *, is_first: bool) -> JSON:
    made: JSON = {
        "type": "ColumnSet",
        "columns": [
            {"type": "Column", "width": width, "items": [left]},
            {"type": "Column", "width": "stretch", "items": [right], "spacing": "small"},
        ],
    }
    return made if is_first else made | {"spacing": "small"}


def remark_element(text: str, **look: Any) -> JSON:
    """A sentence of ours as an element."""
    return {"type": "RichTextBlock", "inlines": [run(clamp(inert(text), RUN_LIMIT), **look)]}
