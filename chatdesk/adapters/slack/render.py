"""Neutral cards and forms to Slack's JSON: pure functions, the same card always gives the same bytes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from chatdesk.adapters.slack import blocks as kit
from chatdesk.adapters.slack.inlines import JSON, SECTION_LIMIT, flat, resolve_links
from chatdesk.adapters.talk.plain_text import clamp, units
from chatdesk.cards.model import (
    Block,
    Bullets,
    Card,
    ChannelField,
    ChoiceField,
    Divider,
    Fact,
    Facts,
    FileField,
    Form,
    FormPart,
    Line,
    Paragraph,
    PersonField,
    Quote,
    Small,
    TextField,
    Tone,
    Words,
)

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
# Slack documents no total; msg_blocks_too_long was seen at about 13,200 characters (bolt-js#2509).
MESSAGE_BUDGET = 12_000
METADATA_LIMIT = 3000
TITLE_LIMIT = 24
_QUOTE_LIMITS = (2800, 1400, 700, 300, 120)
_SIGNS = {Tone.CALM: "", Tone.GOOD: "✅ ", Tone.WARNING: "⚠️ ", Tone.BAD: "🚨 "}


def message(card: Card, workspace_url: str | None = None) -> JSON:
    """`text` and `blocks` of a message. Quotes are cut first, then blocks left out, until it fits Slack's limits.

    `workspace_url` is the workspace's address, for links to messages.
    """
    made: list[JSON] = []
    for limit in _QUOTE_LIMITS:
        made = _card_blocks(card, limit, workspace_url)
        if _size(made) <= MESSAGE_BUDGET and len(made) <= MESSAGE_BLOCKS:
            break
    else:
        made = _shortened(made, MESSAGE_BLOCKS)
    return {"text": kit.top_text(card.text), "blocks": made}


def home(cards: Sequence[Card], workspace_url: str | None = None) -> JSON:
    """Several cards below each other as a person's home page."""
    made: list[JSON] = []
    for number, card in enumerate(cards):
        if number:
            made.append({"type": "divider"})
        made.extend(_card_blocks(card, _QUOTE_LIMITS[2], workspace_url))
    for index, block in enumerate(made):
        block["block_id"] = f"home{index}"
    return {"type": "home", "callback_id": "home", "blocks": made[:VIEW_BLOCKS]}


def modal(form: Form, origin: Mapping[str, str]) -> JSON:
    """A form as a modal. `origin` says where it was asked for; it comes back with the values and is no authority."""
    parts = [_part(part, f"part{index}") for index, part in enumerate(form.parts)][:VIEW_BLOCKS]
    metadata = json.dumps(
        {"verb": form.verb, "args": dict(form.args), "origin": dict(origin)}, separators=(",", ":"), sort_keys=True
    )
    if units(metadata) > METADATA_LIMIT:
        raise ValueError(f"form {form.verb} carries more than {METADATA_LIMIT} characters")
    made: JSON = {
        "type": "modal",
        "callback_id": "form",
        "private_metadata": metadata,
        "title": kit.plain(form.title, TITLE_LIMIT),
        "close": kit.plain(form.cancel, TITLE_LIMIT),
        "blocks": parts or [kit.rich([kit.paragraph((Words("…"),))], "part0")],
    }
    if any(part["type"] == "input" for part in parts):
        made["submit"] = kit.plain(form.submit, TITLE_LIMIT)
    return made


def message_modal(card: Card, title: str, close: str) -> JSON:
    """A card inside a modal that only closes: what became of a form."""
    made = [block for block in _card_blocks(card, _QUOTE_LIMITS[1], None) if block["type"] != "actions"]
    return {
        "type": "modal",
        "callback_id": "told",
        "title": kit.plain(title, TITLE_LIMIT),
        "close": kit.plain(close, TITLE_LIMIT),
        "blocks": made[:VIEW_BLOCKS],
    }


def _card_blocks(card: Card, quote_limit: int, workspace_url: str | None) -> list[JSON]:
    made: list[JSON] = []
    sign = _SIGNS[card.tone]
    if card.title:
        made.append(kit.header(sign + flat(card.title), "title"))
        sign = ""
    for index, block in enumerate(card.blocks):
        made.append(_block(block, f"block{index}", quote_limit, workspace_url))
    if not card.title and not card.blocks:
        made.append(kit.rich([kit.paragraph((Words(sign + clamp(card.text, SECTION_LIMIT)),))], "block0"))
    elif sign and isinstance(card.blocks[0], Paragraph):
        line = (Words(sign), *card.blocks[0].line)
        made[0] = _block(Paragraph(line), "block0", quote_limit, workspace_url)
    if card.buttons:
        made.append(kit.actions(card.buttons, "buttons"))
    return made


def _block(block: Block, block_id: str, quote_limit: int, workspace_url: str | None) -> JSON:
    def linked(line: Line) -> Line:
        return resolve_links(line, workspace_url)

    match block:
        case Paragraph(line):
            return kit.rich([kit.paragraph(linked(line))], block_id)
        case Quote(text):
            return kit.rich([kit.quote(text, quote_limit)], block_id)
        case Facts(facts):
            return kit.rich([kit.lines([_fact(fact, linked(fact.value)) for fact in facts])], block_id)
        case Bullets(many):
            return kit.rich([kit.bullets([linked(line) for line in many])], block_id)
        case Small(line):
            return kit.context(linked(line), block_id)
        case Divider():
            return kit.divider(block_id)


def _fact(fact: Fact, value: Line) -> Line:
    return (Words(f"{fact.label}: ", is_strong=True), *value)


def _shortened(made: list[JSON], most: int) -> list[JSON]:
    """Keeps the head and the buttons, leaves out blocks from the end, and shows that it did."""
    buttons = [block for block in made if block["type"] == "actions"]
    rest = [block for block in made if block["type"] != "actions"]
    gap = kit.context((Words("…"),), "cut")
    while rest and (_size([*rest, gap, *buttons]) > MESSAGE_BUDGET or len(rest) + 1 + len(buttons) > most):
        rest.pop()
    return [*rest, gap, *buttons]


def _size(made: list[JSON]) -> int:
    return units(json.dumps(made, ensure_ascii=False, separators=(",", ":")))


def _part(part: FormPart, block_id: str) -> JSON:
    match part:
        case TextField():
            return _text_input(part)
        case ChoiceField():
            return _choice_input(part)
        case FileField(key, label, hint=hint, kinds=kinds, most=most):
            element = {"type": "file_input", "max_files": most, **({"filetypes": list(kinds)} if kinds else {})}
            return kit.input_block(key, label, element, block_id=key, hint=hint, is_required=False, redraws=False)
        case PersonField(key, label, is_required):
            element = {"type": "users_select"}
            return kit.input_block(key, label, element, block_id=key, hint=None, is_required=is_required, redraws=False)
        case ChannelField():
            return _channel_input(part)
        case _:
            return _block(part, block_id, _QUOTE_LIMITS[0], None)


def _text_input(part: TextField) -> JSON:
    limit = min(part.max_length, kit.INPUT_LIMIT)
    element: JSON = {"type": "plain_text_input", "multiline": part.is_long, "max_length": limit}
    if part.initial:
        element["initial_value"] = clamp(part.initial, limit, "")
    if part.placeholder:
        element["placeholder"] = kit.plain(part.placeholder, kit.PLACEHOLDER_LIMIT)
    return kit.input_block(
        part.key,
        part.label,
        element,
        block_id=part.key,
        hint=part.hint,
        is_required=part.is_required,
        redraws=False,
    )


def _channel_input(part: ChannelField) -> JSON:
    """Channels that people share; conversations with one person or with apps alone are none."""
    seen = {"include": ["public", "private"], "exclude_bot_users": True}
    element: JSON = {"type": "conversations_select", "filter": seen}
    if part.initial:
        element["initial_conversation"] = part.initial
    return kit.input_block(
        part.key,
        part.label,
        element,
        block_id=part.key,
        hint=part.hint,
        is_required=part.is_required,
        redraws=False,
    )


def _choice_input(part: ChoiceField) -> JSON:
    """A new suggestion gets a block id of its own, or Slack would keep showing the old one."""
    options = [kit.option(each) for each in part.options]
    shows_all = part.shows_all and len(options) <= kit.RADIO_LIMIT
    element: JSON = {"type": "radio_buttons" if shows_all else "static_select", "options": options[: kit.OPTIONS_LIMIT]}
    chosen = next((each for each in element["options"] if each["value"] == part.initial), None)
    if chosen:
        element["initial_option"] = chosen
    return kit.input_block(
        part.key,
        part.label,
        element,
        block_id=f"{part.key}={part.initial}" if chosen and not part.redraws else part.key,
        hint=part.hint,
        is_required=part.is_required,
        redraws=part.redraws,
    )
